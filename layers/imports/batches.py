"""Batches of imported rows: staged, then confirmed in one transaction and undone as a whole, or discarded."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

import orjson
from sqlalchemy import insert, select, update

from geo.types import local_day
from layers.errors import Refused, StaleVersion
from layers.imports.batch_records import Batch, get_batch
from layers.imports.batch_rows import (
    add_rows,
    count_left_out,
    drop_rows,
    mark_made,
    mark_skipped,
    read_made,
    read_waiting,
)
from layers.imports.diagnosis_report import Diagnosis, tell_report
from layers.imports.field_mapping import remember_mapping
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS, Target
from layers.imports.landing_terms import Landed, Terms
from layers.imports.landings import LANDINGS
from layers.imports.staged_rows import StagedRow
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import import_batch
from layers.store.wording import require_impersonal

MOST_TOLD: Final = 20
"""Codes or rows that a refusal or the audit names."""


@dataclass(frozen=True)
class StagedFile:
    """A file that was read.

    Attributes
    ----------
    name
        As it was called; checked for personal data.
    digest
        SHA-256 under which `layers.store.blobs.BlobStore` keeps its bytes.
    layer
        Layer that was read; None for the only one.
    uuid
        Given by the recorder so that a repeated request is recognised.
    """

    name: str
    digest: str
    layer: str | None = None
    uuid: str | None = None


def stage(change: Write, file: StagedFile, target: Target, wish: Wish, diagnosis: Diagnosis) -> str:
    """Keep the rows of a file until somebody decides, and return the code of the batch.

    A repeated request with the same uuid returns the first batch. Duplicates are skipped until somebody wants them.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    PersonalData
        Where the name of the file, of its layer or of the sender is that of a person.
    """
    scope.require(change.connection, change.actor, "import.stage")
    scope.require(change.connection, change.actor, target.action)
    uuid = file.uuid or str(uuid4())
    b = import_batch.c
    number = change.next_number("import_batch")  # a repeated request waits here, and finds the batch below
    known: str | None = change.connection.execute(select(b.code).where(b.uuid == uuid)).scalar()
    if known is not None:
        change.note("import", known, after={"repeated": True})
        return known
    code = f"NT{number:05d}"
    added = insert(import_batch).values(
        code=code,
        uuid=uuid,
        version=1,
        state="staged",
        target=target.id,
        file_name=require_impersonal(file.name, field="file_name"),
        sha256=file.digest,
        layer=_check_layer(diagnosis) if file.layer else None,
        sender=require_impersonal(wish.sender, field="sender"),
        wish=_told(asdict(wish)),
        diagnosis=_told(tell_report(diagnosis)),
        recorded_at=change.now,
        recorded_by=change.actor.account_id,
    )
    batch_id = int(change.connection.execute(added.returning(b.id)).scalar_one())
    add_rows(change, batch_id, diagnosis.rows)
    told = {"target": target.id, "file": file.name, "sha256": file.digest, "features": diagnosis.features}
    change.note("import", code, after=told)
    return code


def _check_layer(diagnosis: Diagnosis) -> str:
    """Return the name under which the layer is read, once its title turns out to be no person's."""
    require_impersonal(diagnosis.title, field="layer")
    return diagnosis.layer.name


def skip_rows(change: Write, code: str, nths: Iterable[int], *, is_skipped: bool, version: int) -> int:
    """Leave rows of a batch out, or take them in again, and return its new version; rows that are wrong stay out.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused
        As `confirm`.
    """
    batch = _claim(change, code, version, "staged")
    places = sorted(set(nths))
    mark_skipped(change, batch.id, places, is_skipped=is_skipped)
    change.note("import", code, after={"skipped" if is_skipped else "taken_in": places[:MOST_TOLD]})
    return version + 1


def confirm(change: Write, code: str, *, version: int) -> dict[str, int]:
    """Write the rows of a batch that are neither wrong nor skipped, and return how many there were of each kind.

    Counts: ``written``, ``skipped``, ``faulty``, and ``known`` for those that the register has got since the reading.

    Raises
    ------
    NotFound
        ``import_not_found``.
    OutsideScope
        ``not_allowed``.
    StaleVersion
        ``version_stale``.
    Refused
        ``import_state_wrong``, ``import_nothing_to_write``, ``import_day_missing`` and what the register refuses.
    """
    batch = _claim(change, code, version, "staged")
    counts = Counter(written=0, known=0, **count_left_out(change.connection, batch.id))
    landed = LANDINGS[batch.target].land(change, _terms(change, batch), _still_new(change, batch, counts))
    if not counts["written"]:
        raise Refused("import_nothing_to_write", batch=code)
    mark_made(change, batch.id, landed.rows)
    made = _told(landed.whole) if landed.whole else None
    ended = {"confirmed_at": change.now, "confirmed_by": change.actor.account_id, "made": made}
    _set_state(change, batch, "confirmed", **ended)
    remember_mapping(change, batch.sender, TARGETS[batch.target], batch.diagnosis["mapping"])
    change.note(
        "import", code, before={"state": "staged"}, after={"state": "confirmed", **counts, **landed.whole}
    )
    return dict(counts)


def undo(change: Write, code: str, *, version: int, reason: str) -> int:
    """Take back what came of a batch, and return the new version; the register says again what it said without it.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `confirm`.
    Refused
        ``import_state_wrong``; ``reason_missing``; ``import_built_upon`` (n, what), where something else stands on it.
    PersonalData
        Where the reason names a person.
    """
    batch = _claim(change, code, version, "confirmed")
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    change.reason = require_impersonal(reason.strip(), field="reason")
    landing, landed = LANDINGS[batch.target], Landed(read_made(change.connection, batch.id), batch.made)
    ties = landing.find_ties(change.connection, landed)
    if ties:
        raise Refused("import_built_upon", n=len(ties), what=", ".join(ties[:MOST_TOLD]))
    landing.take_back(change, landed)
    ended = {"ended_at": change.now, "ended_by": change.actor.account_id, "reason": change.reason}
    _set_state(change, batch, "undone", **ended)
    change.note("import", code, before={"state": "confirmed"}, after={"state": "undone"})
    return version + 1


def discard(change: Write, code: str, *, version: int) -> int:
    """Give up a batch that was not confirmed, and return its new version; its rows go, its file and its report stay.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused
        As `confirm`.
    """
    batch = _claim(change, code, version, "staged")
    drop_rows(change, batch.id)
    _set_state(change, batch, "discarded", ended_at=change.now, ended_by=change.actor.account_id)
    change.note("import", code, before={"state": "staged"}, after={"state": "discarded"})
    return version + 1


def _claim(change: Write, code: str, version: int, state: str) -> Batch:
    """Raise the version of a batch by one before it is changed, and return it as it was."""
    scope.require(change.connection, change.actor, "import.confirm")
    batch = get_batch(change.connection, change.actor, code)
    scope.require(change.connection, change.actor, TARGETS[batch.target].action)
    b = import_batch.c
    raised = update(import_batch).where(b.id == batch.id, b.version == version).values(version=version + 1)
    if change.connection.execute(raised).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=batch.version)
    if batch.state != state:
        raise Refused("import_state_wrong", batch=code, state=batch.state)
    return batch


def _terms(change: Write, batch: Batch) -> Terms:
    told = batch.wish.get("valid_from")
    today = local_day(change.now)
    day = date.fromisoformat(told) if told else today
    return Terms(
        day,
        today,
        has_day=told is not None,
        file_name=batch.file_name,
        code=batch.code,
        uuid=batch.uuid,
    )


def _still_new(change: Write, batch: Batch, counts: Counter[str]) -> Iterator[StagedRow]:
    """Yield the rows to be written, each looked at again: much may have been recorded since the file was read."""
    check = LANDINGS[batch.target].checker(change.connection, change.actor, _terms(change, batch))
    for row in read_waiting(change.connection, batch.id):
        was_told = row.faults or row.duplicate_of is not None
        seen = check(replace(row, faults=(), duplicate_of=None) if was_told else row)
        is_known = seen.duplicate_of is not None and row.duplicate_of is None
        kind = "faulty" if seen.is_fatal else "known" if is_known else "written"
        counts[kind] += 1
        if kind == "written":
            yield seen


def _set_state(change: Write, batch: Batch, state: str, **values: Any) -> None:
    change.connection.execute(
        update(import_batch).where(import_batch.c.id == batch.id).values(state=state, **values)
    )


def _told(values: Mapping[str, Any]) -> str:
    return orjson.dumps(values).decode()
