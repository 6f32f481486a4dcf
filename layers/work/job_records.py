"""Reads long work: an account's own, and what waits for workers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Connection, func, select

from layers.actor import Actor
from layers.errors import NotFound
from layers.store.columns import AnyRow
from layers.store.schema import account, job

State = Literal["waiting", "running", "done", "failed", "cancelled"]

OPEN: tuple[State, ...] = ("waiting", "running")
"""States of work that is still to be done; in every other one it has ended."""

MOST_LISTED = 100

NEGLECTED = timedelta(hours=1)
"""Where work has waited for so long, or should have been erased so long ago, no worker runs."""


@dataclass(frozen=True)
class ResultFile:
    """What came of some work.

    Attributes
    ----------
    sha256
        Of its bytes, hexadecimal, by which they are kept.
    name, media_type
        As it is handed out.
    size_bytes
        Its length.
    """

    sha256: str
    name: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True)
class Job:
    """Long work that was asked for.

    Attributes
    ----------
    uuid
        Public identifier.
    kind, arguments
        What is to be done, and what that needs to know: values that JSON can hold.
    title, locale
        What it is about, and the language of the result.
    account_name
        Who asked; the work is done with his rights.
    is_account_open
        False where he may not sign in any more.
    state, tries
        How it stands, and how often it was begun since it was last asked for.
    asked_at, started_at, ended_at, expires_at, fetched_at
        Aware UTC times, None where it has not come to that.
    error, facts
        Why it failed, as an `AppError` has it.
    file
        What came of it, None unless it is done.
    """

    uuid: str
    kind: str
    arguments: Mapping[str, Any]
    title: str
    locale: str
    account_id: int
    account_name: str
    is_account_open: bool
    state: State
    tries: int
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    fetched_at: datetime | None
    error: str | None
    facts: Mapping[str, Any]
    file: ResultFile | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN

    @property
    def actor(self) -> Actor:
        """Who asked, as the one who does it."""
        return Actor(self.account_id, self.account_name)


def find_job(connection: Connection, uuid: str) -> Job | None:
    """Return some work, whoever asked for it; None where there is none, or no more."""
    return next(iter(_read(connection, job.c.uuid == uuid)), None)


def get_own_job(connection: Connection, actor: Actor, uuid: str) -> Job:
    """Return work that the actor asked for.

    Raises
    ------
    NotFound
        ``job_not_found``, also where another asked for it.
    """
    found = find_job(connection, uuid)
    if found is None or found.account_id != actor.account_id:
        raise NotFound("job_not_found", job=uuid)
    return found


def list_own_jobs(connection: Connection, actor: Actor) -> tuple[Job, ...]:
    """Return the work that the actor asked for, what was asked for last first."""
    return _read(connection, job.c.account_id == actor.account_id)


def count_ready(connection: Connection, actor: Actor) -> int:
    """Return how many files of the actor wait to be fetched for the first time."""
    j = job.c
    ready = select(func.count()).where(
        j.account_id == actor.account_id, j.state == "done", j.fetched_at.is_(None)
    )
    return int(connection.execute(ready).scalar_one())


def list_running(connection: Connection) -> tuple[Job, ...]:
    """Return all work that has begun and not ended, as far as the register knows."""
    return _read(connection, job.c.state == "running")


def list_waiting(connection: Connection, before: datetime) -> Sequence[str]:
    """Return the identifiers of all work that has waited since before an aware time, what waits longest first."""
    j = job.c
    waiting = select(j.uuid).where(j.state == "waiting", j.asked_at < before).order_by(j.asked_at, j.id)
    return connection.execute(waiting).scalars().all()


def find_neglected(connection: Connection, now: datetime) -> dict[str, int]:
    """Return what no worker looks after, by the name of the problem: how many works wait too long or should be gone."""
    found = {
        "work_waiting": len(list_waiting(connection, now - NEGLECTED)),
        "downloads_expired": count_expired(connection, now - NEGLECTED),
    }
    return {name: n for name, n in found.items() if n}


def count_expired(connection: Connection, now: datetime) -> int:
    """Return how many files and failures should have been erased by an aware time."""
    return int(connection.execute(select(func.count()).where(job.c.expires_at <= now)).scalar_one())


def _read(connection: Connection, condition: ColumnElement[bool]) -> tuple[Job, ...]:
    question = (
        select(job, account.c.name.label("account_name"), account.c.is_active)
        .join(account, account.c.id == job.c.account_id)
        .where(condition)
        .order_by(job.c.asked_at.desc(), job.c.id.desc())
        .limit(MOST_LISTED)
    )
    return tuple(_to_job(row) for row in connection.execute(question))


def _to_job(row: AnyRow) -> Job:
    made = (
        ResultFile(row.sha256, row.file_name, row.media_type, row.size_bytes) if row.state == "done" else None
    )
    return Job(
        uuid=row.uuid,
        kind=row.kind,
        arguments=json.loads(row.arguments),
        title=row.title,
        locale=row.locale,
        account_id=row.account_id,
        account_name=row.account_name,
        is_account_open=row.is_active,
        state=cast(State, row.state),
        tries=row.tries,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        expires_at=row.expires_at,
        fetched_at=row.fetched_at,
        error=row.error,
        facts=json.loads(row.facts or "{}"),
        file=made,
    )
