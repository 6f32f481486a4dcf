"""Sheets of maps: choosing what is printed, seeing it beforehand, and taking the snapshot whose code opens it again."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from geo.geodesy.crs import find_crs
from layers.agenda.calendar import list_areas
from layers.sheets.snapshots import ACTION, take_snapshot
from layers.store import scope
from layers.store.database import Write
from webmap.http import auth, respond
from webmap.http.conflicts import attempt
from webmap.http.demo_mark import demo_label
from webmap.http.map_params import NAMES
from webmap.http.moments import to_taken, write_watermark
from webmap.http.today import today
from webmap.jobs.work import telling_full_disk
from webmap.maps.scene import Scene
from webmap.maps.sheet import Imprint, Sheet
from webmap.pages.overview.map import read_zone
from webmap.pages.sheets.codes import TAKEN
from webmap.pages.sheets.map_forms import seen_map
from webmap.pages.sheets.snapshot_asked import MAP_NAMES, AskedSheet, read_asked_sheet
from webmap.pages.sheets.snapshot_forms import SheetForm
from webmap.pages.sheets.snapshot_sheets import SheetNow, make_sheet_now

blueprint = Blueprint("snapshots", __name__)

PREVIEW_DPI: Final = {"A4": 96, "A3": 68}
"""Dots per inch with which a sheet is about as wide as a screen shows it, by paper."""

LOOK: Final = "look"
"""What the button that only looks is called; without a script the page shows what was chosen through it."""


@blueprint.get("/snapshots/new")
def show_new() -> ResponseReturnValue:
    """Show the form of a sheet of the map that the address names, or else of the map that the reader just saw."""
    seen = {} if request.args else seen_map()
    if seen:
        return redirect(url_for("snapshots.show_new", **_any(seen)), 303)
    made = _make(read_asked_sheet(request.args))
    given = {name: value for name, value in request.args.items() if value.strip()}
    return _show(SheetForm.of_address(given, str(uuid4())), made)


@blueprint.get("/snapshots/preview.png")
def preview() -> Response:
    """Return a small picture of the first page of the sheet that the address names."""
    from webmap.render.sheet_files import SHEET_FILES  # noqa: PLC0415 - brings the typesetter, for this alone

    made = _make(read_asked_sheet(request.args))
    spec = replace(made.spec, dpi=PREVIEW_DPI[made.spec.paper])
    scene = Scene(spec.map, find_crs(read_zone()), feed=made.pinned.feed)
    watermark = write_watermark(spec, auth.account().name, auth.database().clock())
    sheet = Sheet(spec, scene, Imprint(watermark=watermark, demo=demo_label()), made.figure)
    picture = SHEET_FILES["png"]
    with telling_full_disk():
        drawn = picture.write(sheet)
    return respond.vary(Response(drawn, mimetype=picture.mimetype))


@blueprint.post("/snapshots")
def take() -> ResponseReturnValue:
    """Take a snapshot, once, and lead to the page of its code; or lead to the form with what was chosen so far."""
    auth.require_session(ACTION)
    form = SheetForm.sent()
    form.offer(_list_areas(today()))
    if not form.validate() or not form.uuid.data:
        return _show(form, None), 422
    address = form.address()
    asked = read_asked_sheet(MultiDict(address))
    if LOOK in request.form:
        return redirect(url_for("snapshots.show_new", **_any(address)), 303)
    made = _make(asked)
    taken = to_taken(form.uuid.data, made.spec, made.pinned, made.moment, figure=made.figure)
    codes: list[str] = []

    def keep(change: Write) -> None:
        codes.append(take_snapshot(change, taken))

    wrong = attempt(form, "snapshot.take", keep)
    if wrong:
        return _show(form, made), wrong
    return redirect(url_for("codes.show", **_any({"code": codes[0], TAKEN: "1"})), 303)


def _make(asked: AskedSheet) -> SheetNow:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), ACTION)
        return make_sheet_now(connection, auth.actor(), asked)


def _show(form: SheetForm, made: SheetNow | None) -> str:
    """Return the page; without a sheet, since something is wrong with the form, there is nothing to look at."""
    form.offer(_list_areas((made and made.pinned.spec.on) or today()))
    address = form.address()
    shown = {name: value for name, value in address.items() if name in MAP_NAMES and name != "since"}
    return render_template(
        "sheets/snapshot_form.html",
        form=form,
        made=made,
        preview_url=url_for("snapshots.preview", **_any(address)) if made else None,
        map_url=url_for("map.show", **_any(shown)),
        export_url=url_for("exports.show", **_any({name: shown[name] for name in NAMES if name in shown})),
    )


def _list_areas(on: date) -> list[tuple[str, str]]:
    with auth.database().read() as connection:
        return list_areas(connection, auth.actor(), on)


def _any(told: dict[str, str]) -> dict[str, Any]:
    return dict(told)
