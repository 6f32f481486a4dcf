"""Rows of visits and recommendations, for tests that read them and are not about how they are written."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update

from geo.types import DATE_MAX
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.schema import (
    organisation,
    recommendation,
    recommendation_version,
    status_event,
    status_span,
    visit,
    visit_version,
)


def add_visits(change: Write, hotspot_id: int, *days: date, state: str = "made", **values: Any) -> list[int]:
    """Add one visit a day, made or planned, and return their rows."""
    return [_add_visit(change, hotspot_id, day, state, values) for day in days]


def add_recommendation(change: Write, hotspot_id: int, state: str, **values: Any) -> int:
    """Add a recommendation with one version, to a body that is made for it, and return its row."""
    code = f"KN{change.next_number('recommendation_code'):05d}"
    own = {"code": f"OF-{code}", "name": "Công an phường", "kind": "authority"}
    body = insert(organisation).values(**own, position=1, is_active=True)
    body_id = change.connection.execute(body.returning(organisation.c.id)).scalar_one()
    identity = insert(recommendation).values(
        uuid=str(uuid4()),
        code=code,
        kind="handle",
        hotspot_id=hotspot_id,
        version=1,
        recorded_at=change.now,
        recorded_by=change.actor.account_id,
    )
    row = int(change.connection.execute(identity.returning(recommendation.c.id)).scalar_one())
    told = {"content": "Tăng cường chiếu sáng đầu hẻm", "drafted_on": date(2026, 9, 1), "has_consent": False}
    version = {"recommendation_id": row, "state": state, "sent_to_id": body_id, **told, **values}
    change.connection.execute(insert(recommendation_version).values(**version, **_known(change)))
    change.note("recommendation", code)
    return row


def correct_visit(change: Write, visit_id: int, **values: Any) -> None:
    """Replace what the register knows of a visit."""
    w = visit_version.c
    present = (w.visit_id == visit_id) & (w.known_to == MOMENT_MAX)
    change.connection.execute(update(visit_version).where(present).values(known_to=change.now))
    _add_visit_version(change, visit_id, {"state": "made", **values})
    change.note("visit", str(visit_id))


def convert(change: Write, hotspot_id: int, day: date) -> None:
    """Let a place be converted from a day on, as if every step before it had been recorded."""
    s = status_span.c
    event = insert(status_event).values(
        uuid=str(uuid4()),
        hotspot_id=hotspot_id,
        state="DA_CHUYEN_HOA",
        valid_from=day,
        recorded_at=change.now,
        cycle_no=1,
    )
    event_id = change.connection.execute(event.returning(status_event.c.id)).scalar_one()
    change.connection.execute(update(status_span).where(s.hotspot_id == hotspot_id).values(valid_to=day))
    span = insert(status_span).values(
        hotspot_id=hotspot_id,
        event_id=event_id,
        state="DA_CHUYEN_HOA",
        valid_from=day,
        valid_to=DATE_MAX,
        known_from=change.now,
        known_to=MOMENT_MAX,
    )
    change.connection.execute(span)
    change.note("hotspot", str(hotspot_id))


def _add_visit(change: Write, hotspot_id: int, day: date, state: str, values: dict[str, Any]) -> int:
    code = f"GS{change.next_number('visit_code'):05d}"
    told = {"uuid": str(uuid4()), "code": code, "hotspot_id": hotspot_id, "version": 1}
    added = insert(visit).values(**told, recorded_at=change.now, recorded_by=change.actor.account_id)
    row = int(change.connection.execute(added.returning(visit.c.id)).scalar_one())
    day_column = "visited_on" if state == "made" else "planned_on"
    _add_visit_version(change, row, {"state": state, day_column: day, **values})
    change.note("visit", code)
    return row


def _add_visit_version(change: Write, visit_id: int, values: dict[str, Any]) -> None:
    told = {"visit_id": visit_id, "form": "on_site", "units": "[]", **values}
    change.connection.execute(insert(visit_version).values(**told, **_known(change)))


def _known(change: Write) -> dict[str, Any]:
    """Return what every first version says of itself."""
    by = change.actor.account_id
    return {"version": 1, "known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": by}
