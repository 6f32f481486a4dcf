"""What accounts do with their own long work: ask for it, cancel it, ask again, fetch what came of it, delete it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from layers.errors import Refused
from layers.store.database import Write
from layers.store.schema import job
from layers.store.wording import require_impersonal
from layers.work.doing import NOT_ENDED, spare_digests
from layers.work.job_records import OPEN, Job, find_job, get_own_job

MOST_OPEN = 10
"""Works of one account that may wait or run at the same time."""

CANCELLED_DAYS = 1
"""How long cancelled work stays in the list, to be asked for again."""


@dataclass(frozen=True)
class NewJob:
    """Work that is asked for.

    Attributes
    ----------
    uuid
        Identifier, made by who asks, so that a request sent twice is one.
    kind, arguments
        What is to be done, and what that needs to know: values that JSON can hold, codes and numbers but for words
        that were checked.
    title, locale
        What it is about, as the list of downloads tells it; the language of the result.
    """

    uuid: str
    kind: str
    arguments: Mapping[str, Any]
    title: str
    locale: str


def ask_job(change: Write, wanted: NewJob) -> bool:
    """Record that work is wanted; tell whether that is news: a request sent again is the same work.

    Raises
    ------
    Refused
        ``jobs_too_many``, with the number that may wait or run.
    NotFound
        ``job_not_found``: the identifier belongs to another's work.
    PersonalData
        Where the title names a person.
    """
    if find_job(change.connection, wanted.uuid) is not None:
        get_own_job(change.connection, change.actor, wanted.uuid)
        change.note("job", wanted.uuid, after={"repeated": True})
        return False
    _require_room(change)
    values = {
        "uuid": wanted.uuid,
        "kind": wanted.kind,
        "title": require_impersonal(wanted.title, field="title"),
        "locale": wanted.locale,
        "arguments": json.dumps(wanted.arguments, ensure_ascii=False, sort_keys=True),
    }
    asked_by = {"account_id": change.actor.account_id, "asked_at": change.now}
    added = insert(job).values(**values, **asked_by, state="waiting", tries=0)
    change.connection.execute(added)
    change.note("job", wanted.uuid, after=values)
    return True


def cancel_job(change: Write, uuid: str) -> None:
    """End work that waits or runs; a worker that is at it stops when it next says how far it is.

    Raises
    ------
    NotFound
        ``job_not_found``.
    Refused
        ``job_ended``.
    """
    found = get_own_job(change.connection, change.actor, uuid)
    if not found.is_open:
        raise Refused("job_ended")
    expires_at = change.now + timedelta(days=CANCELLED_DAYS)
    _change(change, found, state="cancelled", ended_at=change.now, expires_at=expires_at)


def retry_job(change: Write, uuid: str) -> None:
    """Ask again for work that failed or was cancelled.

    Raises
    ------
    NotFound
        ``job_not_found``.
    Refused
            ``job_not_ended``, or ``job_done`` where there is nothing left to do; ``jobs_too_many`` as `ask_job`.
    """
    found = _get_ended(change, uuid)
    if found.state == "done":
        raise Refused("job_done")
    _require_room(change)
    _change(change, found, **NOT_ENDED, state="waiting", tries=0, asked_at=change.now)


def fetch_job(change: Write, uuid: str) -> None:
    """Record that the file was fetched."""
    found = get_own_job(change.connection, change.actor, uuid)
    _change(change, found, fetched_at=found.fetched_at or change.now)


def delete_job(change: Write, uuid: str) -> list[str]:
    """Delete work that has ended; return the digest of its file where no other work needs the same bytes.

    Raises
    ------
    NotFound
        ``job_not_found``.
    Refused
        ``job_not_ended``.
    """
    found = _get_ended(change, uuid)
    change.connection.execute(delete(job).where(job.c.uuid == uuid))
    change.note("job", uuid, before={"kind": found.kind, "state": found.state})
    return spare_digests(change, [found.file.sha256] if found.file else [])


def _require_room(change: Write) -> None:
    is_open = (job.c.account_id == change.actor.account_id) & job.c.state.in_(OPEN)
    waiting = select(func.count()).select_from(job).where(is_open)
    if change.connection.execute(waiting).scalar_one() >= MOST_OPEN:
        raise Refused("jobs_too_many", most=MOST_OPEN)


def _get_ended(change: Write, uuid: str) -> Job:
    found = get_own_job(change.connection, change.actor, uuid)
    if found.is_open:
        raise Refused("job_not_ended")
    return found


def _change(change: Write, found: Job, **values: Any) -> None:
    change.connection.execute(update(job).where(job.c.uuid == found.uuid).values(**values))
    change.note(
        "job", found.uuid, before={"state": found.state}, after={"state": values.get("state", found.state)}
    )
