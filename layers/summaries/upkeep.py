"""Tells whether what figures are counted from is what the register says, and makes it so again."""

from sqlalchemy import Connection, column, delete, func, insert, select, table

from layers.store.database import Write
from layers.store.schema import area_span

_COLUMNS = [one.name for one in area_span.columns]
_SOURCE = table("area_span_source", *(column(one.name, one.type) for one in area_span.columns))
"""View that tells what ``area_span`` is to hold; the triggers that keep it read the same view."""


def count_differences(connection: Connection) -> int:
    """Return how many rows of ``area_span`` are wrong or missing: none, unless somebody changed the file by hand."""
    kept, meant = (select(*(one.c[name] for name in _COLUMNS)) for one in (area_span, _SOURCE))
    wrong, missing = kept.except_(meant).subquery(), meant.except_(kept).subquery()
    asked = (select(func.count()).select_from(one).scalar_subquery() for one in (wrong, missing))
    return sum(connection.execute(select(*asked)).one())


def rebuild(change: Write) -> int:
    """Count anew what figures are counted from, and return how many rows there are."""
    change.connection.execute(delete(area_span))
    meant = select(*(_SOURCE.c[name] for name in _COLUMNS))
    change.connection.execute(insert(area_span).from_select(_COLUMNS, meant))
    rows = int(change.connection.execute(select(func.count()).select_from(area_span)).scalar_one())
    change.note("area_span", "all", after={"rows": rows})
    change.touch("hotspots")
    return rows
