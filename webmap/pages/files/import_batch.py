"""A batch of an import: what the doctor found, examined anew, confirmed, given up, taken back, told as a report."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import orjson
from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData, UnknownCrs
from layers.errors import ImportRejected, NotFound, OutsideScope, Refused, StaleVersion
from layers.imports.batch_records import Batch, get_batch
from layers.imports.batch_rows import BatchRow, count_left_out, list_rows
from layers.imports.batches import StagedFile, confirm, discard, skip_rows, undo
from layers.imports.import_layers import TARGETS
from layers.store.database import Write
from webmap.http import auth, conflicts, params, respond
from webmap.http.i18n import t
from webmap.pages.dashboard.dashboard import attached
from webmap.pages.files.import_files import blobs
from webmap.pages.files.import_findings import tell_findings
from webmap.pages.files.import_forms import (
    ChoiceForm,
    UndoForm,
    VersionForm,
    choices_made,
    make_choice_form,
    offer,
)
from webmap.pages.files.import_preview import LOOKS, MOST_SHAPES, preview_config
from webmap.pages.files.import_report import write_report
from webmap.pages.files.import_table import MOST_ROWS, preview_table
from webmap.pages.files.import_told import tell_batch, tell_figures, tell_row
from webmap.pages.files.import_work import begin
from webmap.render.office.workbook import MIMETYPE

blueprint = Blueprint("import_batch", __name__, url_prefix="/imports/<code>")

MOST_LISTED: Final = 100
"""Rows with faults, and rows that are there already, that the page lists; the report has all."""

_KEPT: Final = (ImportRejected, Refused, PersonalData, UnknownCrs, OutsideScope)
"""What a page tells beside the form; everything stays as it was."""


@blueprint.get("")
def show(code: str) -> ResponseReturnValue:
    """Show what was found in a file."""
    auth.require_session("import.stage")
    params.require_known(request.args, ())
    return _page(_get(code))


@blueprint.post("/again")
def again(code: str) -> ResponseReturnValue:
    """Examine the same file with what the reader knows better; the batch before is given up for the new one."""
    auth.require_session("import.stage")
    batch = _get(code)
    form = _choices(batch, sent=True)
    if not form.validate():
        return _page(batch, choices=form), 422
    file = StagedFile(batch.file_name, batch.sha256, batch.layer)
    try:
        outcome = begin(
            file,
            str(form.target.data),
            form.wish(batch),
            instead=replace(batch, version=int(form.version.data or 0)),
        )
    except _KEPT as error:
        form.tell(error)
        return _page(batch, choices=form), 422
    except StaleVersion as error:
        conflicts.look_again(form, error)
        return _page(batch, choices=form), 412
    if outcome.batch:
        flash(t("imports.again_done"), "good")
    return redirect(outcome.url or url_for("import_batch.show", code=code), 303)


@blueprint.post("/rows")
def choose_rows(code: str) -> ResponseReturnValue:
    """Leave rows out that are there already, or take them in all the same."""
    auth.require_session("import.confirm")
    listed, wanted = _numbers("listed"), _numbers("wanted")

    def keep(change: Write, version: int) -> None:
        between = skip_rows(change, code, listed & wanted, is_skipped=False, version=version)
        skip_rows(change, code, listed - wanted, is_skipped=True, version=between)

    return _do(code, VersionForm.sent(), "import.choose", keep) or _back(code, t("imports.rows_kept"))


@blueprint.post("/confirm")
def approve(code: str) -> ResponseReturnValue:
    """Write what was found, all of it or nothing."""
    auth.require_session("import.confirm")
    counts: dict[str, int] = {}

    def keep(change: Write, version: int) -> None:
        counts.update(confirm(change, code, version=version))

    wrong = _do(code, VersionForm.sent(), "import.confirm", keep)
    return wrong or _back(code, t("imports.confirmed", n=counts["written"]))


@blueprint.post("/discard")
def drop(code: str) -> ResponseReturnValue:
    """Give a batch up before anything was written."""
    auth.require_session("import.confirm")

    def keep(change: Write, version: int) -> None:
        discard(change, code, version=version)

    return _do(code, VersionForm.sent(), "import.discard", keep) or _back(code, t("imports.discarded"))


@blueprint.post("/undo")
def take_back(code: str) -> ResponseReturnValue:
    """Take back all that a batch wrote."""
    auth.require_session("import.confirm")
    form = UndoForm.sent()

    def keep(change: Write, version: int) -> None:
        undo(change, code, version=version, reason=form.reason.data or "")

    return _do(code, form, "import.undo", keep) or _back(code, t("imports.undone"))


@blueprint.get("/report.<form>")
def report(code: str, form: str) -> Response:
    """Return what was found as a file: JSON for programs, a workbook for people."""
    auth.require_session("import.stage")
    params.require_known(request.args, ())
    batch = _get(code)
    if form == "json":
        body = orjson.dumps(batch.diagnosis, option=orjson.OPT_INDENT_2)
        return attached(body, respond.JSON, f"{batch.code}.json")
    if form == "xlsx":
        return attached(write_report(batch), MIMETYPE, f"{batch.code}.xlsx")
    raise NotFound("page_not_found")


@blueprint.get("/file")
def raw(code: str) -> Response:
    """Return the file as it came."""
    auth.require_session("import.stage")
    params.require_known(request.args, ())
    batch = _get(code)
    answer = send_file(
        blobs().find_path(batch.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=batch.file_name,
        etag=batch.sha256,
    )
    return respond.vary(answer)


def _get(code: str) -> Batch:
    with auth.database().read() as connection:
        return get_batch(connection, auth.actor(), code)


def _list(code: str, only: str, limit: int) -> tuple[BatchRow, ...]:
    with auth.database().read() as connection:
        return list_rows(connection, auth.actor(), code, limit=limit, only=only)


def _count_wanted(batch: Batch) -> int:
    """Return how many rows would be written."""
    with auth.database().read() as connection:
        left_out = count_left_out(connection, batch.id)
    return int(batch.diagnosis["features"]) - sum(left_out.values())


def _do(
    code: str, form: VersionForm, action: str, deed: Callable[[Write, int], object]
) -> ResponseReturnValue | None:
    """Do what a form asks for; return the page that tells why not, None where it is done."""
    batch = _get(code)
    if not form.validate():
        return _page(batch, act=form), 422
    started_from = int(form.version.data or 0)
    wrong = conflicts.attempt(form, action, lambda change: deed(change, started_from), refusals=_KEPT)
    return None if wrong is None else (_page(_get(code), act=form), wrong)


def _numbers(field: str) -> set[int]:
    return {int(nth) for nth in request.form.getlist(field) if re.fullmatch(r"[0-9]{1,9}", nth)}


def _back(code: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("import_batch.show", code=code), 303)


def _choices(batch: Batch, *, sent: bool) -> ChoiceForm:
    """Return the form of what the reader knows better, as it was sent or as the file was read."""
    kind = make_choice_form(batch.diagnosis, batch.target)
    form = kind.sent() if sent else kind(data=choices_made(batch))
    offer(form, batch.diagnosis)
    return form


def _page(batch: Batch, *, act: VersionForm | None = None, choices: ChoiceForm | None = None) -> str:
    """Return the page of a batch; with the form that was sent and not done."""
    is_drawn = TARGETS[batch.target].geometry is not None
    rows = [one.row for one in _list(batch.code, "all", MOST_SHAPES if is_drawn else MOST_ROWS)]
    faulty, same = _list(batch.code, "faults", MOST_LISTED), _list(batch.code, "duplicates", MOST_LISTED)
    config = preview_config(rows if is_drawn else (), batch.diagnosis)
    is_open = batch.state == "staged"
    return render_template(
        "imports/show.html",
        batch=tell_batch(batch),
        is_drawn=is_drawn,
        preview=None if is_drawn else preview_table(batch, rows),
        figures=tell_figures(batch.diagnosis),
        findings=tell_findings(batch),
        form=(choices or _choices(batch, sent=False)) if is_open else None,
        undo=act if isinstance(act, UndoForm) else UndoForm(),
        act=act or VersionForm(),
        faults=[tell_row(one) for one in faulty],
        duplicates=[tell_row(one) for one in same],
        stage={"mode": "look", "draws": False, "config": config},
        looks=[name for name in LOOKS if name in config["boxes"]],
        drawn=MOST_SHAPES if len(rows) == MOST_SHAPES else None,
        listed=MOST_LISTED,
        counted=_count_wanted(batch),
    )
