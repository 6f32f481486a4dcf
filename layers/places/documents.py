"""The register of documents that plans, decisions and places are founded on."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from geo.text.privacy import require_impersonal
from geo.types import local_day
from layers.errors import NotFound, Refused
from layers.store.database import Write
from layers.store.schema import document

KINDS = ("KH", "QD", "BC", "TTR", "CV", "TB", "NQ", "KHAC")
"""Plan, decision, report, submission, official letter, notice, resolution, other."""


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes
    ----------
    kind
        One of `KINDS`.
    title
        Subject line; checked for personal data.
    number, issuer, issued_on
        As printed; all three are needed where a document stands for the decision of an outside body.
    uuid
        Public identifier; a new one where it is empty.
    """

    kind: str
    title: str
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    uuid: str | None = None


def add_document(change: Write, draft: Document) -> int:
    """Add a document and return its row.

    Raises
    ------
    Refused
        ``document_kind_unknown``, ``date_in_future``, ``document_exists``.
    PersonalData
        Where the title names a person.
    """
    if draft.kind not in KINDS:
        raise Refused("document_kind_unknown", kind=draft.kind)
    if draft.issued_on and draft.issued_on > local_day(change.now):
        raise Refused("date_in_future", day=draft.issued_on.isoformat())
    if draft.number and _find_same(change.connection, draft) is not None:
        raise Refused("document_exists", number=draft.number)
    uuid = draft.uuid or str(uuid4())
    values = {
        "uuid": uuid,
        "kind": draft.kind,
        "number": draft.number,
        "issuer": draft.issuer,
        "issued_on": draft.issued_on,
        "title": require_impersonal(draft.title, field="title"),
    }
    added = insert(document).values(**values, recorded_at=change.now, recorded_by=change.actor.account_id)
    row_id = int(change.connection.execute(added.returning(document.c.id)).scalar_one())
    change.note("document", uuid, after=values)
    return row_id


def get_document(connection: Connection, document_id: int) -> Document:
    """Return a document of the register.

    Raises
    ------
    NotFound
        ``document_not_found``.
    """
    row = connection.execute(select(document).where(document.c.id == document_id)).first()
    if row is None:
        raise NotFound("document_not_found", document=document_id)
    return Document(row.kind, row.title, row.number, row.issuer, row.issued_on, row.uuid)


def _find_same(connection: Connection, draft: Document) -> int | None:
    d = document.c
    same = select(d.id).where(
        d.number == draft.number, d.issuer == draft.issuer, d.issued_on == draft.issued_on
    )
    return connection.execute(same).scalar()
