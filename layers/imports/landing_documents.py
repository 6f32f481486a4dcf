"""Writes rows of an index of documents into the register of documents."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import Connection, delete, select

from geo.text.names import fold_key
from layers.actor import Actor
from layers.imports.built_upon import find_built_upon
from layers.imports.landing_terms import Landed, Landing, Made, Terms, row_by_row
from layers.imports.staged_rows import Fault, StagedRow
from layers.records.documents import Document, add_document
from layers.store.database import Write
from layers.store.schema import document


def _check(connection: Connection, _actor: Actor, terms: Terms, row: StagedRow) -> StagedRow:
    if row.is_fatal:
        return row
    fault, draft, d = partial(Fault, row.nth), _to_document(row), document.c
    if draft.issued_on and draft.issued_on > terms.today:
        told = {"field": "issued_on", "day": draft.issued_on.isoformat()}
        return replace(row, faults=(*row.faults, fault("date_in_future", told)))
    same = select(d.uuid, d.title).where(d.kind == draft.kind, d.issued_on == draft.issued_on)
    same = same.where(d.number.is_(None) if draft.number is None else d.number == draft.number)
    title = fold_key(draft.title)
    known = connection.execute(same.order_by(d.id))
    found = [one.uuid for one in known if draft.number is not None or fold_key(one.title) == title]
    return replace(row, duplicate_of=found[0]) if found else row


def _land(change: Write, terms: Terms, rows: Iterable[StagedRow]) -> Landed:
    made = []
    for row in rows:
        uuid = terms.row_uuid(row.nth)
        add_document(change, replace(_to_document(row), uuid=uuid))
        made.append(Made(row.nth, uuid, 1))
    return Landed(made)


def _find_ties(connection: Connection, landed: Landed) -> tuple[str, ...]:
    return find_built_upon(connection, document, landed.rows, own=(), key="uuid")


def _take_back(change: Write, landed: Landed) -> None:
    """Take documents out that nothing stands on and nobody corrected; the audit keeps what they said."""
    d = document.c
    for made in landed.rows:
        gone = delete(document).where(d.uuid == made.key, d.version == made.version)
        told = change.connection.execute(gone.returning(d.kind, d.number, d.title)).one()
        change.note(
            "document",
            made.key,
            before={str(name): value for name, value in told._mapping.items()},
            after={"removed": True},
        )


def _to_document(row: StagedRow) -> Document:
    told = row.facts
    issued_on = told.get("issued_on")
    return Document(
        kind=told.get("kind", "KHAC"),
        title=told["title"],
        number=told.get("number"),
        issuer=told.get("issuer"),
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
    )


DOCUMENTS = Landing(row_by_row(_check), _land, _find_ties, _take_back)
"""The index of documents."""
