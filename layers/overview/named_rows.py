"""Names the rows that changes refer to by number: documents, areas, bodies, places."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, func, select

from layers.store.log import LogRow
from layers.store.schema import boundary, document, hotspot, organisation

Names: TypeAlias = Mapping[tuple[str, int], str]
"""By field and row: what people call it."""

_TOLD: dict[str, tuple[Table, ColumnElement[Any]]] = {
    "document_id": (document, func.coalesce(document.c.number, document.c.title)),
    "reply_document_id": (document, func.coalesce(document.c.number, document.c.title)),
    "lead": (boundary, boundary.c.name),
    "boundary_id": (boundary, boundary.c.name),
    "sent_to_id": (organisation, organisation.c.name),
    "hotspot_id": (hotspot, hotspot.c.code),
    "original_id": (hotspot, hotspot.c.code),
}
"""Fields that hold the row of another table, and how that is told."""


def name_rows(connection: Connection, rows: Iterable[LogRow]) -> Names:
    """Return what the rows are called that some changes refer to, in one SELECT for each field they have."""
    asked: dict[str, set[int]] = {}
    for row in rows:
        for change in row.changes:
            field = change.field.rpartition(".")[2]
            if field in _TOLD:
                found = {one for one in (change.before, change.after) if type(one) is int}
                asked.setdefault(field, set()).update(found)
    names: dict[tuple[str, int], str] = {}
    for field, numbers in asked.items():
        table, told = _TOLD[field]
        question = select(table.c.id, told).where(table.c.id.in_(numbers))
        names |= {(field, number): str(name) for number, name in connection.execute(question)}
    return names
