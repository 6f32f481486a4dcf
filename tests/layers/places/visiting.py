"""Writes visits straight into the tables, for tests of what rests on them."""

import json
from datetime import date

from sqlalchemy import insert, update

from layers.actor import SYSTEM
from layers.places.references import find_hotspot_row
from layers.store.columns import MOMENT_MAX
from layers.store.database import Database, Write
from layers.store.schema import (
    organisation,
    recommendation,
    recommendation_version,
    visit,
    visit_version,
)


def add_visit(
    database: Database, visited_on: date, result: str = "same", *, code: str = "DB00001", state: str = "made"
) -> int:
    """Add a visit and return its row."""
    with database.write(SYSTEM, "visit.record") as change:
        number = change.next_number("test_visit")
        values = {"uuid": f"visit-{number}", "code": f"T{number:05d}", "version": 1}
        place = find_hotspot_row(change.connection, code)
        added = insert(visit).values(**values, hotspot_id=place, recorded_at=change.now)
        row = int(change.connection.execute(added.returning(visit.c.id)).scalar_one())
        told = {"state": state, "form": "on_site", "units": json.dumps([]), "visited_on": visited_on}
        _add_version(change, row, told | {"result": result})
        change.note("visit", values["code"])
    return row


def correct_visit(database: Database, visit_id: int, **values: object) -> None:
    """Replace what the register knows of a visit."""
    with database.write(SYSTEM, "visit.correct") as change:
        w = visit_version.c
        present = (w.visit_id == visit_id) & (w.known_to == MOMENT_MAX)
        change.connection.execute(update(visit_version).where(present).values(known_to=change.now))
        told = {"state": "made", "form": "on_site", "units": "[]"}
        _add_version(change, visit_id, told | values)
        change.note("visit", str(visit_id))


def add_request(
    database: Database,
    sent_on: date,
    reply_due_on: date,
    *,
    state: str = "sent",
    document_id: int | None = None,
) -> None:
    """Add a recommendation about DB00001 to an authority."""
    with database.write(SYSTEM, "recommendation.send") as change:
        number = change.next_number("test_recommendation")
        name = f"KN{number:05d}"
        body = {"code": f"B{number}", "name": "Ủy ban nhân dân phường", "kind": "authority"}
        added = insert(organisation).values(**body, position=1, is_active=True)
        body_id = change.connection.execute(added.returning(organisation.c.id)).scalar_one()
        place = find_hotspot_row(change.connection, "DB00001")
        added = insert(recommendation).values(
            uuid=name, code=name, kind="handle", hotspot_id=place, version=1, recorded_at=change.now
        )
        row = change.connection.execute(added.returning(recommendation.c.id)).scalar_one()
        told = {"state": state, "content": "bổ sung chiếu sáng", "sent_on": sent_on, "drafted_on": sent_on}
        known = {"version": 1, "known_from": change.now, "known_to": MOMENT_MAX}
        due = {"reply_due_on": reply_due_on, "has_consent": False, "document_id": document_id}
        sent = insert(recommendation_version).values(recommendation_id=row, sent_to_id=body_id)
        change.connection.execute(sent.values(**told, **known, **due))
        change.note("recommendation", name)


def _add_version(change: Write, visit_id: int, told: dict[str, object]) -> None:
    known = {"known_from": change.now, "known_to": MOMENT_MAX}
    change.connection.execute(insert(visit_version).values(visit_id=visit_id, version=1, **known, **told))
