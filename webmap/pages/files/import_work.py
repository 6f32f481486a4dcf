"""Has files examined for pages: at once where that takes no longer than a page may, else as long work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from uuid import uuid4

import orjson
from flask import current_app, url_for

from geo.errors import AppError
from layers.errors import ImportRejected, NotFound
from layers.imports.batch_records import Batch, find_batch
from layers.imports.batches import StagedFile
from layers.imports.file_findings import Wish
from layers.work.asking import fetch_job
from layers.work.job_records import Job, get_own_job
from webmap.http import auth
from webmap.jobs.asking import ask_for, do_now
from webmap.jobs.imports import tell_wish
from webmap.jobs.results import result_files
from webmap.pages.files.import_files import blobs, settings

LARGE_BYTES: Final = 1_000_000
"""A file larger than this is left to a worker."""

AT_ONCE_SECONDS: Final = 8.0
"""A smaller one too, where it is not done by then: a thread that serves pages waits no longer for one of them."""

KIND: Final = "import"
_TOO_LONG: Final = "import_took_too_long"


@dataclass(frozen=True)
class Outcome:
    """Where an examination has led.

    Attributes
    ----------
    url
        Of the page that goes on: the batch, or how far the work is; None where a layer is to be chosen first.
    batch
        Its code, where it is there; else empty.
    layers
        Of the file, as `webmap.jobs.imports.make_import_report` tells them.
    """

    url: str | None
    batch: str = ""
    layers: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Ended:
    """An examination by a worker that is over: the file, what was asked for, and what it came to."""

    file: StagedFile
    target: str
    outcome: Outcome
    error: AppError | None = None


def begin(file: StagedFile, target: str, wish: Wish, *, instead: Batch | None = None) -> Outcome:
    """Have a file examined; nothing of it is written yet.

    Parameters
    ----------
    file
        As it was kept.
    target
        One of `layers.imports.import_layers.TARGETS`.
    wish
        What is known about it.
    instead
        A batch of the same file that is given up for the new one.

    Raises
    ------
    ImportRejected, Refused, PersonalData, UnknownCrs, OutsideScope, StaleVersion
        As `webmap.jobs.imports.make_import_report`.
    """
    arguments = _arguments(file, target, wish, instead)
    if blobs().find_path(file.digest).stat().st_size <= LARGE_BYTES:
        try:
            return _read_outcome(_do_in_time(arguments))
        except ImportRejected as error:
            if error.code != _TOO_LONG:
                raise
    uuid = ask_for(KIND, arguments, title=file.name, uuid=arguments["uuid"])
    return Outcome(url_for("downloads.show", uuid=uuid))


def look_after(uuid: str) -> Ended | None:
    """Return what came of an examination by a worker; None while it is under way, or where it was cancelled.

    Raises
    ------
    NotFound
        ``job_not_found``, ``download_lost``.
    """
    with auth.database().read() as connection:
        job = get_own_job(connection, auth.actor(), uuid)
        batch = find_batch(connection, auth.actor(), uuid)
    if job.kind != KIND:
        raise NotFound("job_not_found", job=uuid)
    told = job.arguments
    file = StagedFile(told["name"], told["digest"], told["layer"])
    if job.state == "failed" and job.error:
        return Ended(file, told["target"], Outcome(None), AppError(job.error, **job.facts))
    if job.file is None:
        return None
    _record_seen(job)
    outcome = _to_batch(batch.code) if batch else _read_outcome(_read_result(job.file.sha256))
    return Ended(file, told["target"], outcome)


def _arguments(file: StagedFile, target: str, wish: Wish, instead: Batch | None) -> dict[str, Any]:
    return {
        "digest": file.digest,
        "name": file.name,
        "layer": file.layer,
        "uuid": str(uuid4()),
        "target": target,
        "wish": tell_wish(wish),
        "instead": {"code": instead.code, "version": instead.version} if instead else None,
        "seconds": None,
    }


def _do_in_time(arguments: Mapping[str, Any]) -> bytes:
    """Examine a file in this request; ``import_took_too_long`` where a worker has to do it."""
    end_s = monotonic() + AT_ONCE_SECONDS

    def tell(_share: float, key: str, **_facts: object) -> None:
        if key == "imports.doing.reading" and monotonic() > end_s:  # what is read is staged, too
            raise ImportRejected(_TOO_LONG, limit=AT_ONCE_SECONDS)

    return do_now(KIND, {**arguments, "seconds": AT_ONCE_SECONDS}, report=tell).body


def _read_outcome(body: bytes) -> Outcome:
    told = orjson.loads(body)
    return _to_batch(told["batch"]) if "batch" in told else Outcome(None, layers=told["layers"])


def _to_batch(code: str) -> Outcome:
    return Outcome(url_for("import_batch.show", code=code), code)


def _read_result(digest: str) -> bytes:
    try:
        return result_files(settings()).find_path(digest).read_bytes()
    except NotFound as error:
        raise NotFound("download_lost") from error


def _record_seen(job: Job) -> None:
    """Note that the reader has seen what came of the work, so that it is no longer told as new."""
    if job.fetched_at is not None:
        return
    try:
        with auth.database().write(auth.actor(), "job.fetch") as change:
            fetch_job(change, job.uuid)
    except AppError as error:  # the page is shown all the same; the next time is recorded
        current_app.logger.warning("look at %s not recorded: %s", job.uuid, error)
