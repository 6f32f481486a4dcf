"""How pages ask for work: long work of a worker, the same work at once where it takes no longer than a page."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from flask import current_app

from layers.store import scope
from layers.work.asking import NewJob, ask_job, retry_job
from webmap.http import auth
from webmap.http.demo_mark import demo_label
from webmap.http.i18n import translator
from webmap.jobs.kinds import KINDS
from webmap.jobs.queue import job_queue
from webmap.jobs.work import File, Work, telling_full_disk


def ask_for(kind: str, arguments: Mapping[str, Any], *, title: str, uuid: str | None = None) -> str:
    """Ask for long work in the name of whoever asks, and return its identifier.

    Parameters
    ----------
    kind
        One of `webmap.jobs.kinds.KINDS`.
    arguments
        Whatever it needs to know, also what only a request knows, such as addresses.
    title
        What it is about, in the reader's language.
    uuid
        Identifier that the form made, so that one sent twice is done once; None for a new one.

    Raises
    ------
    OutsideScope
        ``not_allowed``, or ``viewing_as``.
    Refused
        ``jobs_too_many``.
    PersonalData
        Where the title names a person.
    """
    wanted = NewJob(uuid or str(uuid4()), kind, arguments, title, translator().locale)
    with auth.database().write(auth.actor(), "job.ask") as change:
        scope.require(change.connection, change.actor, KINDS[kind].action)
        is_new = ask_job(change, wanted)
    if is_new:
        job_queue().ring(wanted.uuid)
    return wanted.uuid


def do_now(kind: str, arguments: Mapping[str, Any], report: Callable[..., None] | None = None) -> File:
    """Do work at once in the name of whoever asks, and return what came of it.

    Parameters
    ----------
    kind, arguments
        As in `ask_for`.
    report
        Is told how far it is, as `webmap.jobs.work.Reporter.report`; what it raises ends the work.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    StorageUnavailable
        ``disk_full``.
    """
    database, actor, extensions = auth.database(), auth.actor(), current_app.extensions
    with database.read() as connection:
        scope.require(connection, actor, KINDS[kind].action)
    config = current_app.config["DIABAN"]
    work = Work(
        database, actor, extensions["files"], config, translator(), demo_label(), report or _tell_nobody
    )
    with telling_full_disk():
        return KINDS[kind].make(work, arguments)


def ask_again(uuid: str) -> None:
    """Ask again for work of whoever asks that failed or was cancelled; errors as `layers.work.asking.retry_job`."""
    with auth.database().write(auth.actor(), "job.retry") as change:
        retry_job(change, uuid)
    job_queue().forget(uuid)
    job_queue().ring(uuid)


def _tell_nobody(share: float, key: str, **facts: object) -> None:
    """Whoever waits for the answer sees no bar."""
