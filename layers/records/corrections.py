"""Corrects what the register says of a document: what it said before stays, with who corrected it, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from geo.types import local_day
from layers.errors import Refused, StaleVersion
from layers.records.documents import Document, check_document, get_document, get_document_row
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import account, document, document_version, recommendation_version, status_event
from layers.store.wording import require_impersonal

FACTS = ("kind", "title", "number", "issuer", "issued_on")
"""What of a document can be corrected."""

_PROOF = ("number", "issuer", "issued_on")
"""What a document has to have on which a decision or a letter rests."""


@dataclass(frozen=True)
class Correction:
    """A correction of a document.

    Attributes
    ----------
    before, after
        What the register said until then, and from then on.
    corrected_at
        Aware UTC time.
    corrected_by
        Sign-in name of who did it; None for the system.
    reason
        Why.
    """

    before: Document
    after: Document
    corrected_at: datetime
    corrected_by: str | None
    reason: str

    @property
    def corrected_on(self) -> date:
        """Day in Viet Nam."""
        return local_day(self.corrected_at)

    @property
    def changed(self) -> tuple[str, ...]:
        """Those of `FACTS` that it changed."""
        return tuple(name for name in FACTS if getattr(self.before, name) != getattr(self.after, name))


def correct_document(change: Write, uuid: str, draft: Document, *, version: int, reason: str) -> int:
    """Record what a document really says and return its new version; what cites it cites it corrected from now on.

    Raises
    ------
    NotFound
        ``document_not_found``.
    OutsideScope
        ``not_allowed``.
    StaleVersion
        ``version_stale``, with the present version.
    Refused
        ``reason_missing``, ``document_unchanged``, ``document_is_proof`` (a decision or a letter rests on it: number,
        issuer and date stay given), and as `layers.records.documents.add_document`.
    PersonalData
        Where a text names a person.
    """
    scope.require(change.connection, change.actor, "document.correct")
    row_id = get_document_row(change.connection, uuid)
    present = get_document(change.connection, row_id)
    if present.version != version:
        raise StaleVersion("version_stale", started_from=version, present=present.version)
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    why = require_impersonal(reason.strip(), field="reason")
    values = check_document(change, draft, but=row_id)
    before = {name: getattr(present, name) for name in FACTS}
    if values == before:
        raise Refused("document_unchanged")
    lost = [name for name in _PROOF if before[name] and not values[name]]
    if lost and _is_proof(change.connection, row_id):
        raise Refused("document_is_proof", field=lost[0])
    _replace(change, row_id, present, why)
    raised = update(document).where(document.c.id == row_id, document.c.version == version)
    if change.connection.execute(raised.values(**values, version=version + 1)).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=version + 1)
    changed = [name for name in FACTS if values[name] != before[name]]
    change.note(
        "document",
        uuid,
        before={name: before[name] for name in changed},
        after={name: values[name] for name in changed},
    )
    return version + 1


def list_corrections(connection: Connection, uuid: str) -> Sequence[Correction]:
    """Return the corrections of a document, newest first.

    Raises
    ------
    NotFound
        ``document_not_found``.
    """
    row_id = get_document_row(connection, uuid)
    v = document_version.c
    question = (
        select(document_version, account.c.name)
        .outerjoin(account, account.c.id == v.corrected_by)
        .where(v.document_id == row_id)
    )
    after = get_document(connection, row_id)
    found = []
    for row in connection.execute(question.order_by(v.version.desc())):
        before = Document(row.kind, row.title, row.number, row.issuer, row.issued_on, uuid, row.version)
        found.append(Correction(before, after, row.known_to, row.name, row.reason))
        after = before
    return tuple(found)


def _replace(change: Write, row_id: int, present: Document, reason: str) -> None:
    v = document_version.c
    known_from = func.coalesce(
        select(func.max(v.known_to)).where(v.document_id == row_id).scalar_subquery(),
        select(document.c.recorded_at).where(document.c.id == row_id).scalar_subquery(),
        type_=v.known_from.type,
    )
    replaced = insert(document_version).values(
        **{name: getattr(present, name) for name in FACTS},
        document_id=row_id,
        version=present.version,
        known_from=known_from,
        known_to=change.now,
        reason=reason,
        corrected_by=change.actor.account_id,
    )
    change.connection.execute(replaced)


def _is_proof(connection: Connection, row_id: int) -> bool:
    e, r = status_event.c, recommendation_version.c
    cited = (
        select(e.id).where(e.document_id == row_id).limit(1),
        select(r.id).where(or_(r.document_id == row_id, r.reply_document_id == row_id)).limit(1),
    )
    return any(connection.execute(one).first() is not None for one in cited)
