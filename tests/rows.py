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
    number = change.next_number("test_visit")
    told = {"version": 1, "recorded_at": change.now, "recorded_by": change.actor.account_id}
    added = [
        {"uuid": str(uuid4()), "code": f"T{number:03d}-{place}", "hotspot_id": hotspot_id, **told}
        for place, _ in enumerate(days)
    ]
    rows = [
        int(change.connection.execute(insert(visit).values(one).returning(visit.c.id)).scalar_one())
        for one in added
    ]
    key = "visited_on" if state == "made" else "planned_on"
    versions = [
        {
            "visit_id": row,
            "version": 1,
            "known_from": change.now,
            "known_to": MOMENT_MAX,
            "state": state,
            "form": "on_site",
            "units": "[]",
            key: day,
            "recorded_by": change.actor.account_id,
            **values,
        }
        for row, day in zip(rows, days, strict=True)
    ]
    if versions:
        change.connection.execute(insert(visit_version), versions)
    change.note("visit", f"T{number:03d}")
    return rows


def add_recommendation(change: Write, hotspot_id: int, state: str, **values: Any) -> int:
    """Add a recommendation with one version, to a body that is made for it, and return its row."""
    number = change.next_number("test_recommendation")
    own = {"code": f"TEST-{number}", "name": "Công an phường", "kind": "authority"}
    body = insert(organisation).values(**own, position=number, is_active=True)
    body_id = change.connection.execute(body.returning(organisation.c.id)).scalar_one()
    added = insert(recommendation).values(
        uuid=str(uuid4()),
        code=f"TR{number:05d}",
        kind="handle",
        hotspot_id=hotspot_id,
        version=1,
        recorded_at=change.now,
        recorded_by=change.actor.account_id,
    )
    row = int(change.connection.execute(added.returning(recommendation.c.id)).scalar_one())
    told = {"content": "Tăng cường chiếu sáng đầu hẻm", "drafted_on": date(2026, 9, 1), "has_consent": False}
    version = insert(recommendation_version).values(
        recommendation_id=row,
        version=1,
        known_from=change.now,
        known_to=MOMENT_MAX,
        state=state,
        sent_to_id=body_id,
        recorded_by=change.actor.account_id,
        **{**told, **values},
    )
    change.connection.execute(version)
    change.note("recommendation", f"TR{number:05d}")
    return row


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
