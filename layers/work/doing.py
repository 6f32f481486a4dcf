"""What a worker does with long work: begin it, finish it, fail, give it back, and erase what is kept no longer."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from geo.errors import AppError
from layers.store.database import Write
from layers.store.schema import job
from layers.work.job_records import Job, ResultFile, find_job

MOST_TRIES = 2
"""How often work is begun whose worker ends in the middle: what ends two of them would end every one."""

NOT_ENDED: Mapping[str, Any] = {"ended_at": None, "expires_at": None, "error": None, "facts": None}
"""Columns of work that is to be done (again)."""


def begin_job(change: Write, uuid: str) -> Job | None:
    """Take work that waits, for one worker alone; None where another has it, or it was cancelled or deleted."""
    j = job.c
    taken = update(job).where(j.uuid == uuid, j.state == "waiting")
    values = {"state": "running", "tries": j.tries + 1, "started_at": change.now}
    is_mine = change.connection.execute(taken.values(**values).returning(j.id)).scalar() is not None
    found = find_job(change.connection, uuid) if is_mine else None
    told = {"state": "running", "tries": found.tries} if found else None
    change.note("job", uuid, after=told)
    return found


def finish_job(change: Write, mine: Job, made: ResultFile, *, keep_days: int) -> bool:
    """Record what came of work; tell whether it was still wanted, from this worker.

    Parameters
    ----------
    change
        The transaction.
    mine
        The work as `begin_job` returned it.
    made
        The file, kept already.
    keep_days
        How long it is kept from now.
    """
    file = {
        "sha256": made.sha256,
        "file_name": made.name,
        "media_type": made.media_type,
        "size_bytes": made.size_bytes,
    }
    return _end(change, mine, "done", keep_days, fetched_at=None, **file)


def fail_job(change: Write, mine: Job, error: AppError, *, keep_days: int) -> bool:
    """Record why work failed; tell whether it was still wanted, from this worker."""
    facts = json.dumps(error.facts, ensure_ascii=False, default=str, sort_keys=True)
    return _end(change, mine, "failed", keep_days, error=error.code, facts=facts)


def give_back_job(change: Write, mine: Job, *, keep_days: int) -> bool:
    """Let work whose worker is gone be begun once more, or fail where that has happened too often; as `fail_job`."""
    if mine.tries >= MOST_TRIES:
        return fail_job(change, mine, AppError("job_worker_gone", n=mine.tries), keep_days=keep_days)
    return _change(change, mine, state="waiting", asked_at=change.now)


def erase_expired(change: Write) -> list[str]:
    """Delete work that is kept no longer; return the digests of files whose bytes no other work needs."""
    gone = delete(job).where(job.c.expires_at <= change.now).returning(job.c.uuid, job.c.sha256)
    rows = change.connection.execute(gone).all()
    change.note("job", "expired", before={"jobs": sorted(row.uuid for row in rows)})
    return spare_digests(change, [row.sha256 for row in rows if row.sha256])


def spare_digests(change: Write, digests: Collection[str]) -> list[str]:
    """Return those of some digests that the file of no work has any more."""
    kept = select(job.c.sha256).where(job.c.sha256.in_(digests))
    return sorted(set(digests) - set(change.connection.execute(kept).scalars()))


def _end(change: Write, mine: Job, state: str, keep_days: int, **values: Any) -> bool:
    expires_at = change.now + timedelta(days=keep_days)
    return _change(change, mine, state=state, ended_at=change.now, expires_at=expires_at, **values)


def _change(change: Write, mine: Job, **values: Any) -> bool:
    # The time of the begin names the worker: one that was thought dead finds the work begun again, or ended.
    j = job.c
    is_mine = (j.uuid == mine.uuid) & (j.state == "running") & (j.started_at == mine.started_at)
    changed = update(job).where(is_mine).values(**values).returning(j.id)
    is_changed = change.connection.execute(changed).scalar() is not None
    after = {name: values.get(name) for name in ("state", "error", "sha256", "file_name")}
    change.note("job", mine.uuid, before={"state": mine.state}, after=after if is_changed else None)
    return is_changed
