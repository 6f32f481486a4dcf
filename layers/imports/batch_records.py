"""Reads batches of imported rows, as far as whoever asks may know of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Select, select, true

from layers.actor import Actor
from layers.errors import NotFound
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.schema import account, import_batch

_LATER_WISH: Final[dict[str, Any]] = {"conventions": {}}
_LATER_FOUND: Final[dict[str, Any]] = {
    "layer_title": None,
    "crs_rivals": [],
    "encoding_chances": {},
    "mapping_rivals": {},
    "conventions": {},
}
"""What the first batches do not say yet."""


@dataclass(frozen=True)
class Batch:
    """A file that was read, and what became of it.

    Attributes
    ----------
    id, uuid
        Row of ``import_batch`` and its identifier.
    code
        Public code, such as NT00001.
    state
        ``staged``, ``confirmed``, ``undone`` or ``discarded``.
    version
        Raised by one with every change; writers start from it.
    target
        One of `layers.imports.import_layers.TARGETS`.
    file_name, sha256, layer, sender
        File, SHA-256 of its bytes, its layer (None: the only one), the office that sent it.
    wish, diagnosis
        What was asked for and what was found, as `layers.imports.diagnosis_report.tell_report` says it.
    made
        What came of it as a whole, such as ``draft``, a set of boundaries that is being prepared.
    recorded_at, by
        Aware UTC time and sign-in name (None: the system).
    confirmed_at, ended_at
        Aware UTC times; None before.
    reason
        Why it was undone.
    """

    id: int
    uuid: str
    code: str
    state: str
    version: int
    target: str
    file_name: str
    sha256: str
    layer: str | None
    sender: str
    wish: Mapping[str, Any]
    diagnosis: Mapping[str, Any]
    made: Mapping[str, Any]
    recorded_at: datetime
    by: str | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    reason: str | None

    @property
    def layer_title(self) -> str | None:
        """What people call the layer; None where it is the file's only one."""
        return self.layer and (self.diagnosis["layer_title"] or self.layer)


def get_batch(connection: Connection, actor: Actor, code: str) -> Batch:
    """Return a batch.

    Raises
    ------
    NotFound
        ``import_not_found``, also where the actor may not know of it.
    """
    asked = _visible(connection, actor).where(import_batch.c.code == code)
    row = connection.execute(asked).first()
    if row is None:
        raise NotFound("import_not_found", batch=code)
    return _read(row)


def find_batch(connection: Connection, actor: Actor, uuid: str) -> Batch | None:
    """Return the batch that was staged by a request with this identifier, as far as the actor may know of it."""
    row = connection.execute(_visible(connection, actor).where(import_batch.c.uuid == uuid)).first()
    return _read(row) if row else None


def list_batches(
    connection: Connection, actor: Actor, *, limit: int = 50, after: int | None = None
) -> tuple[Batch, ...]:
    """Return batches, the newest first; ``after`` is the `Batch.id` of the last one of the page before."""
    asked = _visible(connection, actor).order_by(import_batch.c.id.desc()).limit(limit)
    if after is not None:
        asked = asked.where(import_batch.c.id < after)
    return tuple(map(_read, connection.execute(asked)))


def _visible(connection: Connection, actor: Actor) -> Select[Any]:
    return (
        select(import_batch, account.c.name.label("by"))
        .outerjoin(account, account.c.id == import_batch.c.recorded_by)
        .where(_is_visible(connection, actor))
    )


def _is_visible(connection: Connection, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a batch is the actor's own; who may import everywhere sees all of them.

    What a file holds may lie in any area until it is confirmed, so that no grant on one area opens it to another.
    """
    if scope.reaches_areas(connection, actor, "import.confirm", ()):
        return true()
    return import_batch.c.recorded_by == actor.account_id


def _read(row: AnyRow) -> Batch:
    told = row._mapping
    names = ("id", "uuid", "code", "state", "version", "target", "file_name", "sha256", "layer", "sender",
             "recorded_at", "by", "confirmed_at", "ended_at", "reason")  # fmt: skip
    return Batch(
        **{name: told[name] for name in names},
        wish=_LATER_WISH | orjson.loads(row.wish),
        diagnosis=_LATER_FOUND | orjson.loads(row.diagnosis),
        made=orjson.loads(row.made or "{}"),
    )
