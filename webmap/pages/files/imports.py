"""Imports: the list of them, and the door through which files come in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from layers.errors import ImportRejected, OutsideScope, Refused
from layers.files.limits import Limits
from layers.imports.batch_records import Batch, list_batches
from layers.imports.batches import StagedFile
from webmap.http import auth, params
from webmap.http.i18n import t, tell_moment, translator
from webmap.http.today import today
from webmap.pages.files.import_files import allow_large, receive, seal, settings, unseal
from webmap.pages.files.import_forms import UploadForm
from webmap.pages.files.import_work import begin, look_after

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
blueprint.url_value_preprocessor(allow_large)

PAGE_ROWS: Final = 30
_MB: Final = 1_000_000
_MOST_COLUMNS: Final = 8


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the form for a file, and what came in before, the last first."""
    auth.require_session("import.stage")
    return _page(UploadForm())


@blueprint.post("")
def take() -> ResponseReturnValue:
    """Take a file in, and show what is in it; or ask which of its layers is meant."""
    auth.require_session("import.stage")
    form = UploadForm.sent()
    is_valid = form.validate()
    try:
        file = _take_file(form)
        if file is None or not is_valid:
            return _page(form, file), 422
        outcome = begin(replace(file, layer=form.layer.data or None), str(form.target.data), form.wish())
        return redirect(outcome.url, 303) if outcome.url else _page(form, file, outcome.layers)
    except ImportRejected as error:
        form.tell(error)
        # but for one that lies nowhere, nothing can be made of this file: another one is to be chosen
        return _page(form, unseal(form.kept.data) if form.crs.errors else None), 422
    except (Refused, PersonalData, OutsideScope) as error:
        form.tell(error)
        return _page(form, unseal(form.kept.data)), 422


@blueprint.get("/work/<uuid>")
def resume(uuid: str) -> ResponseReturnValue:
    """Go on where a worker has examined a file: to its batch, to the choice of a layer, or to why it was not taken."""
    auth.require_session("import.stage")
    params.require_known(request.args, ())
    ended = look_after(uuid)
    if ended is None:
        return redirect(url_for("downloads.show", uuid=uuid), 303)
    if ended.outcome.url:
        return redirect(ended.outcome.url, 303)
    form = UploadForm(data={"target": ended.target, "kept": seal(ended.file), "layer": ended.file.layer})
    if ended.error is not None:
        form.tell(ended.error)
    return _page(form, ended.file, ended.outcome.layers)


def _take_file(form: UploadForm) -> StagedFile | None:
    """Return the file that was sent, now or before; tell on the form where there is none."""
    file = receive("file")
    if file is not None:
        form.layer.data = None  # that was one of the file before
    else:
        file = unseal(form.kept.data)
    if file is not None:
        form.kept.data = seal(file)
    else:
        form.tell(Refused("import_file_gone" if form.kept.data else "file_missing", field="file"))
    return file


def _page(form: UploadForm, file: StagedFile | None = None, layers: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return the page; with the file that is there already, and the layers of which one is to be chosen."""
    params.require_known(request.args, ("cursor",))
    cursor = request.args.get("cursor")
    after = params.read_cursor(cursor, "imports")[0] if cursor else None
    with auth.database().read() as connection:
        batches = list_batches(connection, auth.actor(), limit=PAGE_ROWS + 1, after=after)
    shown, is_more = batches[:PAGE_ROWS], len(batches) > PAGE_ROWS
    limits = _tell_limits()
    return render_template(
        "imports/index.html",
        form=form,
        kept=file.name if file else None,
        layers=[_tell_layer(one) for one in layers],
        limits=limits,
        texts={"busy": t("imports.busy"), "too_large": t("imports.too_large", mb=limits["mb"])},
        batches=[_tell_batch(one) for one in shown],
        next_url=_next_url(shown[-1].id) if is_more else None,
    )


def _next_url(last_id: int) -> str:
    return url_for("imports.index", cursor=params.write_cursor("imports", last_id, today()))


def _tell_limits() -> dict[str, Any]:
    """Return what a file may be, told before it is sent."""
    limits, most_mb = Limits(), settings().max_import_mb
    return {
        "bytes": round(most_mb * _MB),
        "mb": most_mb,
        "unpacked_mb": limits.unpacked_bytes // _MB,
        "features": limits.features,
    }


def _tell_layer(told: Mapping[str, Any]) -> dict[str, str]:
    """Return a layer as the form offers it; ``told`` as `webmap.jobs.imports.make_import_report` tells it."""
    count = "" if told["count"] is None else t("imports.features", n=told["count"])
    key = f"imports.geometry.{told['shape'].removeprefix('Multi')}"
    shape = t(key) if translator().has(key) else ""
    columns = ", ".join(told["columns"][:_MOST_COLUMNS])
    words = " · ".join(filter(None, (shape, count, columns)))
    return {"name": told["name"], "title": told.get("title", told["name"]), "words": words}


def _tell_batch(batch: Batch) -> dict[str, Any]:
    return {
        "code": batch.code,
        "name": batch.file_name,
        "layer": batch.layer_title,
        "target": batch.target,
        "state": batch.state,
        "features": batch.diagnosis["features"],
        "at": tell_moment(batch.recorded_at),
        "by": batch.by,
    }
