"""Visits and letters of a place, each in a transaction of its own, for tests of what rests on them."""

from datetime import date
from typing import Any

from layers.actor import SYSTEM
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from tests import rows


def add_visit(
    database: Database, visited_on: date, result: str = "same", *, code: str = "DB00001", state: str = "made"
) -> int:
    """Add a visit and return its row."""
    with database.write(SYSTEM, "visit.record") as change:
        place = find_hotspot_row(change.connection, code)
        (row,) = rows.add_visits(change, place, visited_on, state=state, result=result, visited_on=visited_on)
        return row


def correct_visit(database: Database, visit_id: int, **values: Any) -> None:
    """Replace what the register knows of a visit."""
    with database.write(SYSTEM, "visit.correct") as change:
        rows.correct_visit(change, visit_id, **values)


def add_request(
    database: Database,
    sent_on: date,
    reply_due_on: date,
    *,
    state: str = "sent",
    document_id: int | None = None,
) -> None:
    """Add a recommendation about DB00001 to an authority."""
    days = {"sent_on": sent_on, "drafted_on": sent_on, "reply_due_on": reply_due_on}
    with database.write(SYSTEM, "recommendation.send") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        rows.add_recommendation(change, place, state, document_id=document_id, **days)
