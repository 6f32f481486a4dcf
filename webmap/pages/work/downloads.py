"""The files that the reader asked for: how far each is, fetching it, and what can be done about it."""

from collections.abc import Callable
from typing import Any, cast

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from geo.errors import AppError
from geo.types import local_day
from layers.errors import NotFound, Refused
from layers.store.database import Write
from layers.work.asking import cancel_job, delete_job, fetch_job
from layers.work.job_records import Job, count_ready, get_own_job, list_own_jobs
from webmap.config import Config
from webmap.http import auth, params, respond
from webmap.http.i18n import t, tell_moment, translator
from webmap.jobs.asking import ask_again
from webmap.jobs.kinds import KINDS
from webmap.jobs.queue import job_queue
from webmap.jobs.results import forget_files, result_files

blueprint = Blueprint("downloads", __name__)


@blueprint.before_request
def refuse_tokens() -> None:
    """Let tokens fetch what is there, and rule nothing."""
    if request.method == "POST":
        auth.require_session()


@blueprint.get("/downloads")
def index() -> ResponseReturnValue:
    """Show what the reader asked for, the last first."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        jobs = list_own_jobs(connection, auth.actor())
    return render_template(
        "downloads/index.html", jobs=[_tell(one) for one in jobs], days=_config().download_days
    )


@blueprint.get("/downloads/<uuid>")
def show(uuid: str) -> ResponseReturnValue:
    """Show how far one work is, and its file when it is there."""
    params.require_known(request.args, ())
    return render_template("downloads/show.html", job=_tell(_get(uuid)))


@blueprint.get("/downloads/<uuid>.json")
def progress(uuid: str) -> Response:
    """Return how far one work is, for the bar of the page."""
    told = _tell(_get(uuid))
    return respond.to_json(
        {name: told[name] for name in ("state", "percent", "doing", "is_open", "shown_at")}
    )


@blueprint.get("/downloads/<uuid>/file")
def fetch(uuid: str) -> Response:
    """Return the file."""
    found = _get(uuid)
    if found.file is None:
        raise NotFound("job_not_found", job=uuid)
    try:
        path = result_files(_config()).find_path(found.file.sha256)
    except NotFound as error:
        raise NotFound("download_lost") from error
    if found.fetched_at is None and request.method == "GET":
        _record_fetch(uuid)
    response = send_file(
        path, mimetype=found.file.media_type, as_attachment=True, download_name=found.file.name, max_age=0
    )
    return respond.vary(response)


@blueprint.post("/downloads/<uuid>/cancel")
def cancel(uuid: str) -> ResponseReturnValue:
    """End work that waits or runs."""
    return _do("job.cancel", uuid, cancel_job, "downloads.cancelled")


@blueprint.post("/downloads/<uuid>/retry")
def retry(uuid: str) -> ResponseReturnValue:
    """Ask again for work that failed or was cancelled."""
    try:
        ask_again(uuid)
    except Refused as error:
        flash(translator().error(error.code, error.facts), "error")
    return redirect(url_for("downloads.show", uuid=uuid), 303)


@blueprint.post("/downloads/<uuid>/delete")
def delete(uuid: str) -> ResponseReturnValue:
    """Delete what has ended, with its file."""

    def take_out(change: Write, uuid: str) -> None:
        g.spare = delete_job(change, uuid)

    answer = _do("job.delete", uuid, take_out, "downloads.deleted")
    forget_files(_config(), g.pop("spare", ()))
    return answer


@blueprint.app_template_global("downloads_ready")
def downloads_ready() -> int:
    """Return how many files wait for the reader; none where that cannot be asked now."""
    try:
        with auth.database().read() as connection:
            return count_ready(connection, auth.actor())
    except AppError:  # the page that says so has a shell too
        return 0


def _do(action: str, uuid: str, deed: Callable[[Write, str], object], done: str) -> ResponseReturnValue:
    try:
        with auth.database().write(auth.actor(), action) as change:
            deed(change, uuid)
    except Refused as error:
        flash(translator().error(error.code, error.facts), "error")
    else:
        flash(t(done), "good")
    return redirect(url_for("downloads.index"), 303)


def _record_fetch(uuid: str) -> None:
    try:
        with auth.database().write(auth.actor(), "job.fetch") as change:
            fetch_job(change, uuid)
    except AppError as error:  # the file goes out all the same; the next time is recorded
        current_app.logger.warning("fetching of %s not recorded: %s", uuid, error)


def _get(uuid: str) -> Job:
    with auth.database().read() as connection:
        return get_own_job(connection, auth.actor(), uuid)


def _tell(one: Job) -> dict[str, Any]:
    """Return what ``downloads/_job.html`` shows."""
    told = job_queue().find_progress(one.uuid) if one.state == "running" else None
    share = told.share if told else float(one.state == "done")
    return {
        "uuid": one.uuid,
        "title": one.title,
        "kind": t(f"downloads.kind.{one.kind}"),
        "state": one.state,
        "is_open": one.is_open,
        "percent": round(share * 100),
        "doing": t(told.key, **told.facts) if told and told.key else t(f"downloads.doing.{one.state}"),
        "asked": tell_moment(one.asked_at),
        "expires": local_day(one.expires_at) if one.expires_at else None,
        "file": one.file,
        "is_new": one.fetched_at is None,
        "shown_at": _tell_page(one),
        "error": translator().error(one.error, one.facts) if one.error else "",
    }


def _tell_page(one: Job) -> str:
    """Return the address of the page that shows what came of some work, or why nothing did; empty where none does."""
    kind = KINDS.get(one.kind)
    is_over = one.state in ("done", "failed")
    return url_for(kind.shown_by, uuid=one.uuid) if kind and kind.shown_by and is_over else ""


def _config() -> Config:
    return cast(Config, current_app.config["DIABAN"])
