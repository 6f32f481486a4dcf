"""The register of documents that plans, decisions and places are founded on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, func, insert, literal, or_, select

from geo.text.search import search_terms
from geo.types import DATE_MIN, local_day
from layers.errors import NotFound, Refused
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import document, document_file
from layers.store.wording import require_impersonal

KINDS = ("KH", "QD", "BC", "TTR", "CV", "TB", "NQ", "KHAC")
"""Plan, decision, report, submission, official letter, notice, resolution, other."""

MOST_SEARCHED = 2000
"""Documents that one search looks at."""


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
    version
        Raised by one with every correction; writers start from it.
    """

    kind: str
    title: str
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    uuid: str | None = None
    version: int = 1


class Cursor(NamedTuple):
    """The document behind which a page begins: its day (`geo.types.DATE_MIN` without one) and its row."""

    day: date
    id: int


class Listed(NamedTuple):
    """A document in a list.

    Attributes
    ----------
    id
        Row of ``document``.
    kind, title, number, issuer, issued_on, uuid
        As `Document` has them.
    files
        How many files it has.
    """

    id: int
    kind: str
    title: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    uuid: str
    files: int


class Listing(NamedTuple):
    """A page of the register.

    Attributes
    ----------
    documents
        Newest first.
    next_after
        Where the next page begins; None where there is none.
    is_cut
        Whether the search stopped before it had looked at everything.
    """

    documents: tuple[Listed, ...]
    next_after: Cursor | None
    is_cut: bool


def add_document(change: Write, draft: Document) -> int:
    """Add a document and return its row; repeating a request with the same uuid returns the first one's.

    Raises
    ------
    Refused
        ``document_kind_unknown``, ``date_in_future``, ``document_exists``.
    PersonalData
        Where the title or the issuer names a person.
    """
    known = find_document_row(change.connection, draft.uuid) if draft.uuid else None
    if known is not None:
        change.note("document", str(draft.uuid))
        return known
    uuid = draft.uuid or str(uuid4())
    values = {"uuid": uuid, **check_document(change, draft)}
    added = insert(document).values(**values, recorded_at=change.now, recorded_by=change.actor.account_id)
    row_id = int(change.connection.execute(added.returning(document.c.id)).scalar_one())
    change.note("document", uuid, after=values)
    return row_id


def check_document(change: Write, draft: Document, *, but: int | None = None) -> dict[str, Any]:
    """Return the columns of a document that may stand in the register.

    Parameters
    ----------
    change
        The transaction.
    draft
        What is told of it.
    but
        Row of the document itself, where it is there already.

    Raises
    ------
    Refused, PersonalData
        As `add_document`.
    """
    if draft.kind not in KINDS:
        raise Refused("document_kind_unknown", field="kind", kind=draft.kind)
    if draft.issued_on and draft.issued_on > local_day(change.now):
        raise Refused("date_in_future", field="issued_on", day=draft.issued_on.isoformat())
    if draft.number and _find_same(change.connection, draft) not in {None, but}:
        raise Refused("document_exists", field="number", number=draft.number)
    return {
        "kind": draft.kind,
        "number": draft.number,
        "issuer": require_impersonal(draft.issuer, field="issuer") if draft.issuer else None,
        "issued_on": draft.issued_on,
        "title": require_impersonal(draft.title, field="title"),
    }


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
    return Document(row.kind, row.title, row.number, row.issuer, row.issued_on, row.uuid, row.version)


def find_document_row(connection: Connection, uuid: str) -> int | None:
    """Return the row of a document by its public identifier, if it is there."""
    return connection.execute(select(document.c.id).where(document.c.uuid == uuid)).scalar()


def get_document_row(connection: Connection, uuid: str) -> int:
    """Return the row of a document by its public identifier.

    Raises
    ------
    NotFound
        ``document_not_found``.
    """
    found = find_document_row(connection, uuid)
    if found is None:
        raise NotFound("document_not_found", document=uuid)
    return found


def list_documents(
    connection: Connection,
    *,
    kinds: Iterable[str] = (),
    tokens: Iterable[str] = (),
    limit: int = 50,
    after: Cursor | None = None,
) -> Listing:
    """Return a page of the register, newest first by the day on the document; those without a day come last.

    The words of a search are compared here and not in the database, which keeps no folded text of a
    document: each search reads up to `MOST_SEARCHED` documents and says when it stopped there, so that the
    next page goes on looking. A register of some thousand documents is searched in a few hundredths of a second.

    Parameters
    ----------
    connection
        A reading transaction.
    kinds
        Some of `KINDS`; empty for all.
    tokens
        What `geo.text.search.query_tokens` makes of the words looked for in title, number and issuer.
    limit
        Documents of a page at most.
    after
        `Listing.next_after` of the page before.
    """
    d = document.c
    wanted, words = tuple(kinds), tuple(tokens)
    day = func.coalesce(d.issued_on, literal(DATE_MIN, d.issued_on.type), type_=d.issued_on.type)
    files = (
        select(func.count(document_file.c.id))
        .where(document_file.c.document_id == d.id, document_file.c.removed_at.is_(None))
        .scalar_subquery()
    )
    question = select(d.id, d.kind, d.title, d.number, d.issuer, d.issued_on, d.uuid, files.label("files"))
    if wanted:
        question = question.where(d.kind.in_(wanted))
    if after is not None:
        question = question.where(or_(day < after.day, (day == after.day) & (d.id < after.id)))
    most = MOST_SEARCHED if words else limit
    rows = connection.execute(question.order_by(day.desc(), d.id.desc()).limit(most + 1)).all()
    looked_at = rows[:most]
    hits = [row for row in looked_at if _is_hit(row, words)]
    if len(hits) > limit:
        return Listing(tuple(Listed(*row) for row in hits[:limit]), _cursor(hits[limit - 1]), is_cut=False)
    is_more = len(rows) > most
    next_after = _cursor(looked_at[-1]) if is_more else None
    return Listing(tuple(Listed(*row) for row in hits), next_after, is_cut=is_more and bool(words))


def _is_hit(row: AnyRow, tokens: tuple[str, ...]) -> bool:
    if not tokens:
        return True
    terms = search_terms(row.title, row.number or "", row.issuer or "")
    return all(f" {token}" in terms for token in tokens)


def _cursor(row: AnyRow) -> Cursor:
    return Cursor(row.issued_on or DATE_MIN, row.id)


def _find_same(connection: Connection, draft: Document) -> int | None:
    d = document.c
    same = select(d.id).where(
        d.number == draft.number, d.issuer == draft.issuer, d.issued_on == draft.issued_on
    )
    return connection.execute(same).scalar()
