"""Pictures of visits: the page that shows, takes and removes them, their bytes, and hiding parts of one."""

import json
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from geo.errors import PersonalData
from layers.errors import NotFound, OutsideScope, Refused
from layers.store.blobs import BlobStore
from layers.store.columns import AnyRow
from layers.supervision import images
from layers.supervision.photos import MEDIA_TYPE, MOST_BYTES, Box, Prepared, prepare_image
from webmap.errors import BadParameter
from webmap.http import auth, respond
from webmap.http.errors import is_for_page
from webmap.http.forms import Given, LineField, PageForm
from webmap.http.i18n import t, translator
from webmap.http.links import finder_addresses

blueprint = Blueprint("images", __name__)

LONG_CELLS, SHORT_CELLS = 8, 6
"""Cells of the grid that hides parts without a script, along the long and the short side of a picture."""


class RemovalForm(PageForm):
    """Why a picture is to be shown no longer."""

    reason = LineField(most=200, validators=[Given()])


@blueprint.get("/visits/<code>/images")
def show(code: str) -> ResponseReturnValue:
    """Show the pictures of a visit on a page of their own."""
    return _page(code)


@blueprint.post("/visits/<code>/images")
def add(code: str) -> ResponseReturnValue:
    """Take photos: all of them or, where one is refused, none."""
    with auth.database().read() as connection:
        of = images.get_visit_ref(connection, auth.actor(), code, "visit.record")
        try:
            sent = _read_sent()
            for uuid, _body, _blurs in sent:
                images.require_room(connection, of, uuid)
            known = [images.find_image(connection, auth.actor(), code, uuid) for uuid, _body, _blurs in sent]
            # Outside the transaction that writes: a large photo takes a second to unpack.
            made = [(uuid, prepare_image(body, blurs=blurs)) for uuid, body, blurs in sent]
        except Refused as error:
            if not is_for_page():
                raise
            return _page(code, refusals=[translator().error(error.code, error.facts)]), 422
    kept = [(uuid, prepared, _files().keep(prepared.body)) for uuid, prepared in made]
    try:
        with auth.database().write(auth.actor(), "visit_image.add") as change:
            for uuid, prepared, digest in kept:
                images.add_image(change, code, prepared, digest, uuid)
    finally:
        _forget_unused(*(digest for _uuid, _prepared, digest in kept), *(row.sha256 for row in known if row))
    if not is_for_page():
        return respond.to_json({"images": [_address(code, uuid) for uuid, _prepared in made]}, status=201)
    flash(t("images.added", n=len(made)), "good")
    return redirect(url_for("images.show_blur", code=code, uuid=made[0][0]), 303)


@blueprint.get("/visits/<code>/images/<uuid:uuid>.jpg")
def picture(code: str, uuid: UUID) -> ResponseReturnValue:
    """Return the bytes of a picture, which a browser keeps but asks about each time: it may change or go."""
    row = _get_shown(code, uuid)
    unchanged = respond.find_unchanged(row.sha256)
    if unchanged is not None:
        return unchanged
    response = respond.to_bytes(_files().find_path(row.sha256).read_bytes(), mimetype=MEDIA_TYPE)
    response.set_etag(row.sha256)
    response.headers["Content-Disposition"] = f'inline; filename="{uuid}.jpg"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.post("/visits/<code>/images/<uuid:uuid>/remove")
def remove(code: str, uuid: UUID) -> ResponseReturnValue:
    """Show a picture no longer, and forget its bytes where nothing else needs them."""
    row = _get(code, uuid, "visit.record")
    form = RemovalForm.sent()
    if not form.validate():
        return _page(code, removing=str(uuid), removal=form), 422
    try:
        with auth.database().write(auth.actor(), "visit_image.remove", form.reason.data) as change:
            images.remove_image(change, code, str(uuid))
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _page(code, removing=str(uuid), removal=form), 422
    _forget_unused(row.sha256)
    flash(t("images.removed"), "good")
    return _to_visit(code)


@blueprint.get("/visits/<code>/images/<uuid:uuid>/blur")
def show_blur(code: str, uuid: UUID) -> ResponseReturnValue:
    """Show a picture with the grid, or with a script the boxes, by which parts of it are hidden."""
    return _blur_page(code, _get_shown(code, uuid, "visit.record"))


@blueprint.post("/visits/<code>/images/<uuid:uuid>/blur")
def blur(code: str, uuid: UUID) -> ResponseReturnValue:
    """Hide parts of a picture for good: the new bytes are kept, the old ones forgotten."""
    row = _get_shown(code, uuid, "visit.record")
    try:
        prepared = _hide(row)
    except Refused as error:
        return _blur_page(code, row, refusals=[translator().error(error.code, error.facts)]), 422
    digest = _files().keep(prepared.body)
    with auth.database().write(auth.actor(), "visit_image.blur") as change:
        images.replace_image(change, code, str(uuid), prepared, digest, started_from=row.sha256)
    _forget_unused(row.sha256)
    flash(t("images.blurred"), "good")
    return _to_visit(code)


@blueprint.app_template_global("visit_pictures")
def tell_pictures(code: str) -> dict[str, Any]:
    """Return what ``visits/_images.html`` shows of the pictures of a visit."""
    with auth.database().read() as connection:
        rows = images.list_images(connection, auth.actor(), code)
        try:
            may_record = images.get_visit_ref(connection, auth.actor(), code, "visit.record").is_made
        except OutsideScope:
            may_record = False
    left = images.MOST_IMAGES - len(rows)
    texts = translator().catalogue(["images.js"])
    shown = [{**row._mapping, "number": number} for number, row in enumerate(rows, start=1)]
    return {
        "images": shown,
        "may_record": may_record,
        "left": left,
        "most": images.MOST_IMAGES,
        "texts": texts,
    }


@blueprint.app_template_global("picture_config")
def tell_config(texts: dict[str, Any]) -> dict[str, Any]:
    """Return what the scripts for pictures are given: language, texts, and where the finder of faces lies."""
    return {"locale": translator().locale, "texts": texts, "finder": finder_addresses()}


def _page(code: str, **shown: Any) -> str:
    with auth.database().read() as connection:
        of = images.get_visit_ref(connection, auth.actor(), code)
    return render_template("images/show.html", visit_code=of.code, **shown)


def _blur_page(code: str, row: AnyRow, **shown: Any) -> str:
    columns, rows = _grid(row)
    return render_template(
        "images/blur.html",
        visit_code=code,
        image=row,
        columns=columns,
        rows=rows,
        texts=translator().catalogue(["images.js"]),
        **shown,
    )


def _read_sent() -> list[tuple[str, bytes, list[Box]]]:
    """Return identifier, bytes and boxes of each photo that was sent."""
    files = [file for file in request.files.getlist("photo") if file.filename]
    if not files:
        raise Refused("image_missing")
    if len(files) > images.MOST_IMAGES:
        raise Refused("images_too_many", maximum=images.MOST_IMAGES)
    uuids, blurs = request.form.getlist("uuid"), request.form.getlist("blurs")
    named = [_read_uuid(uuids[at]) if at < len(uuids) else str(uuid4()) for at in range(len(files))]
    if len(set(named)) != len(named):
        raise BadParameter("uuid", "field")
    boxes = [_read_boxes(blurs[at]) if at < len(blurs) else [] for at in range(len(files))]
    bodies = [file.stream.read(MOST_BYTES + 1) for file in files]
    return list(zip(named, bodies, boxes, strict=True))


def _read_uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise BadParameter("uuid", "field") from error


def _read_boxes(text: str) -> list[Box]:
    """Read ``[[left, top, right, bottom], ...]``; an empty text is none."""
    try:
        found = json.loads(text) if text.strip() else []
        return [Box(*(float(corner) for corner in corners)) for corners in found]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Refused("image_box_invalid") from error


def _hide(row: AnyRow) -> Prepared:
    boxes = _read_boxes(request.form.get("blurs", "")) or list(_merge(_read_cells(row), *_grid(row)))
    if not boxes:
        raise Refused("image_boxes_missing")
    return prepare_image(_files().find_path(row.sha256).read_bytes(), blurs=boxes)


def _grid(row: AnyRow) -> tuple[int, int]:
    """Return columns and rows of the grid over a picture."""
    is_wide = row.width_px >= row.height_px
    return (LONG_CELLS, SHORT_CELLS) if is_wide else (SHORT_CELLS, LONG_CELLS)


def _read_cells(row: AnyRow) -> set[tuple[int, int]]:
    known = {f"{x}-{y}": (x, y) for x in range(LONG_CELLS) for y in range(LONG_CELLS)}
    columns, rows = _grid(row)
    try:
        cells = {known[name] for name in request.form.getlist("cell")}
    except KeyError as error:
        raise Refused("image_box_invalid") from error
    if any(x >= columns or y >= rows for x, y in cells):
        raise Refused("image_box_invalid")
    return cells


def _merge(cells: set[tuple[int, int]], columns: int, rows: int) -> Iterable[Box]:
    """Yield the boxes that come of joining cells, to the right, then down: the larger a box, the less is left of it."""
    left = set(cells)
    while left:
        x, y = min(left, key=lambda cell: (cell[1], cell[0]))
        right, bottom = x, y
        while (right + 1, y) in left:
            right += 1
        while all((column, bottom + 1) in left for column in range(x, right + 1)):
            bottom += 1
        left -= {(column, row) for column in range(x, right + 1) for row in range(y, bottom + 1)}
        yield Box(x / columns, y / rows, (right + 1) / columns, (bottom + 1) / rows)


def _get(code: str, uuid: UUID, action: str = "visit.read") -> AnyRow:
    with auth.database().read() as connection:
        row = images.find_image(connection, auth.actor(), code, str(uuid), action)
    if row is None:
        raise NotFound("image_not_found", image=str(uuid))
    return row


def _get_shown(code: str, uuid: UUID, action: str = "visit.read") -> AnyRow:
    row = _get(code, uuid, action)
    if row.removed_at is not None:
        raise NotFound("image_not_found", image=str(uuid))
    return row


def _forget_unused(*digests: str) -> None:
    for digest in digests:
        with auth.database().read() as connection:
            is_used = images.is_used(connection, digest)
        if not is_used:
            _files().forget(digest)


def _address(code: str, uuid: str) -> dict[str, str]:
    return {
        "uuid": uuid,
        "picture": url_for("images.picture", code=code, uuid=uuid),
        "blur": url_for("images.show_blur", code=code, uuid=uuid),
    }


def _to_visit(code: str) -> Response:
    return redirect(url_for("visits.show", code=code, _anchor="images"), 303)


def _files() -> BlobStore:
    return cast(BlobStore, current_app.extensions["files"])
