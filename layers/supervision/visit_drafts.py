"""What is recorded of a visit to a place, and the checks that it passes before it is kept."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import shapely
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.geodesy.measure import distance_m
from geo.types import LonLat
from layers.errors import Refused
from layers.store.schema import organisation
from layers.store.wording import require_impersonal
from layers.supervision.checklists import Checklist, get_checklist
from layers.supervision.visit_records import Position

STATES = ("planned", "made", "cancelled")
FORMS = ("on_site", "report", "meeting")
RESULTS = ("better", "same", "worse", "relapse")
"""Against the visit before, from best to worst."""

MOST_HEADS = 200
LONGEST_NOTE = 1000
OLDEST_DAY = date(1990, 1, 1)


@dataclass(frozen=True)
class Visit:
    """What was seen at a place.

    Attributes
    ----------
    visited_on
        Day on which it was made; not in the future.
    form
        One of `FORMS`.
    result
        One of `RESULTS`.
    units
        Codes of the bodies that took part.
    head_count
        How many took part; never who.
    checklist_id
        List that the answers belong to; None without answers.
    answers
        By code of the fact, values of its scale; facts that could not be seen are left out.
    note
        Short remark; checked for personal data.
    next_on
        Day suggested for the next visit.
    position
        Where the device stood; shown, never deciding.
    device_at
        Aware time of the device when the entry was made.
    """

    visited_on: date
    form: str = "on_site"
    result: str = "same"
    units: tuple[str, ...] = ()
    head_count: int | None = None
    checklist_id: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    next_on: date | None = None
    position: Position | None = None
    device_at: datetime | None = None


def measure_distance_m(geometry: BaseGeometry, at: Position) -> float:
    """Return the geodesic distance from a position to the nearest part of a geometry, m; both WGS 84, lon lat."""
    middle = shapely.centroid(geometry)
    # A degree of longitude is shorter than one of latitude: flat around the place, the nearest point is the right one.
    shrink = math.cos(math.radians(middle.y))
    flat = scale(geometry, xfact=shrink, yfact=1, origin=(0, 0))
    link = shapely.shortest_line(flat, shapely.Point(at.lon * shrink, at.lat))
    x, y = link.coords[0]
    return distance_m(LonLat(x / shrink, y), LonLat(at.lon, at.lat))


def check_visit(connection: Connection, draft: Visit, today: date) -> Visit:
    """Return what was seen as it may be kept.

    Raises
    ------
    Refused
        ``date_in_future``, ``date_too_old``, ``next_not_after``, ``visit_code_unknown``, ``unit_unknown``,
        ``head_count_invalid``, ``answer_unknown``, ``note_too_long``, ``device_position_invalid``.
    NotFound
        ``checklist_not_found``.
    PersonalData
        Where the note names a person.
    """
    _check_days(draft, today)
    for name, known in (("form", FORMS), ("result", RESULTS)):
        if getattr(draft, name) not in known:
            raise Refused("visit_code_unknown", field=name, value=getattr(draft, name))
    if draft.head_count is not None and not 1 <= draft.head_count <= MOST_HEADS:
        raise Refused("head_count_invalid", field="head_count", maximum=MOST_HEADS)
    if draft.note and len(draft.note) > LONGEST_NOTE:
        raise Refused("note_too_long", field="note", maximum=LONGEST_NOTE)
    _check_position(draft.position)
    _check_answers(connection, draft)
    note = require_impersonal(draft.note, field="note") if draft.note else None
    return replace(draft, note=note, units=tuple(check_units(connection, draft.units)))


def _check_days(draft: Visit, today: date) -> None:
    if draft.visited_on > today:
        raise Refused("date_in_future", field="visited_on", day=draft.visited_on)
    if draft.visited_on < OLDEST_DAY:
        raise Refused("date_too_old", field="visited_on", oldest=OLDEST_DAY)
    if draft.next_on is not None and draft.next_on <= draft.visited_on:
        raise Refused("next_not_after", field="next_on", day=draft.visited_on)


def _check_position(at: Position | None) -> None:
    if at is None:
        return
    numbers = (at.lon, at.lat, at.accuracy_m or 0.0)
    is_on_earth = abs(at.lon) <= 180 and abs(at.lat) <= 90 and (at.accuracy_m or 0.0) >= 0  # noqa: PLR2004 - degrees
    if not all(math.isfinite(number) for number in numbers) or not is_on_earth:
        raise Refused("device_position_invalid")


def _check_answers(connection: Connection, draft: Visit) -> None:
    if not draft.answers:
        return
    known = get_checklist(connection, draft.checklist_id or 0)
    for code, answer in draft.answers.items():
        if answer not in _answers_of(known, code):
            raise Refused("answer_unknown", field=f"answer_{code}", item=code, answer=answer)


def _answers_of(known: Checklist, code: str) -> tuple[str, ...]:
    return next((item.answers for item in known.items if item.code == code), ())


def check_units(connection: Connection, units: Iterable[str]) -> list[str]:
    """Return the codes of bodies that took part, each once.

    Raises
    ------
    Refused
        ``unit_unknown``.
    """
    named = list(dict.fromkeys(units))
    known = set(
        connection.execute(
            select(organisation.c.code).where(organisation.c.code.in_(named or [""]))
        ).scalars()
    )
    for code in named:
        if code not in known:
            raise Refused("unit_unknown", field="units", unit=code)
    return named


def check_reason(reason: str) -> str:
    """Return why something was corrected or cancelled, as it may be kept.

    Raises
    ------
    Refused
        ``reason_missing``.
    PersonalData
        Where it names a person.
    """
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    return require_impersonal(reason.strip(), field="reason")
