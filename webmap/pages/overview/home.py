"""The first page: which places are to be visited, and what else waits for the reader today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geo.types import LonLat
from layers.areas.boundaries import ward_names
from layers.conversion.states import STATES
from layers.conversion.status import find_suspected
from layers.people import conflicts, grants
from layers.people.grants import EVERYWHERE, Grant
from layers.planning.peaks import Peak, choose_present
from layers.store import scope
from layers.store.database import Reading
from layers.supervision import ledger
from layers.supervision.due import Agenda, find_middles, read_agenda
from layers.supervision.visit_records import VisitQuery, VisitRecord, list_visits
from webmap.http import auth
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule, today
from webmap.maps.symbols import SYMBOLS

blueprint = Blueprint("home", __name__)

FIRST_ROWS = 10
"""Rows of a list; the whole list is one link away."""

NEAR_ROWS = 300
"""Places that a browser may sort by distance: those due first."""

_MOST_SUSPECTED = 10_000  # converted places of one reader; SQLite takes some 30,000 values in a question


@dataclass(frozen=True)
class Day:
    """What a day asks of the reader.

    Attributes
    ----------
    agenda
        Which places are to be visited.
    wards, middles
        Names of wards and a point on the place, by row of ``hotspot_version``.
    suspected
        Rows of places where a visit saw a relapse that is not confirmed.
    planned
        Visits that the reader planned, earliest first.
    unanswered
        Recommendations whose answer is overdue.
    peaks
        Peak periods of the day where the reader sees a place.
    """

    agenda: Agenda
    wards: dict[int, list[str]]
    middles: dict[int, LonLat]
    suspected: frozenset[int]
    planned: tuple[VisitRecord, ...]
    unanswered: int
    peaks: tuple[Peak, ...]


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show what is overdue, due, near and the reader's own."""
    on = today()
    may_read = auth.may("hotspot.read")
    with auth.database().read() as connection:
        held = grants.list_held(connection, auth.actor())
        late = conflicts.count_proposals(connection, auth.actor(), auth.database().clock())
        day = _read_day(connection, on) if may_read else None
        received = _count_received(connection, on) if _bodies(held) and not may_read else None
    total = day.agenda.total if day else 0
    return render_template(
        "home/show.html",
        title=_title(held, on, total) if received is None else t("home.received", body=_bodies(held)),
        received=received,
        late=late,
        total=total,
        day=day,
        counts=[(code, n) for code in STATES if day and (n := day.agenda.states[code])],
        symbols=SYMBOLS,
        may_read=may_read,
        today=on,
        first_rows=FIRST_ROWS,
    )


def _read_day(connection: Reading, on: date) -> Day:
    actor = auth.actor()
    rule = read_visit_rule(connection)
    agenda = read_agenda(connection, actor, on, rule, NEAR_ROWS)
    shown = {one.version_id for one in (*agenda.open, *agenda.soon[:FIRST_ROWS])}
    converted = list(agenda.converted)[:_MOST_SUSPECTED]
    mine = VisitQuery(on, ("planned",), recorded_by=auth.account().id, limit=FIRST_ROWS, is_ascending=True)
    waiting = ledger.Asked(on, is_overdue=True)
    return Day(
        agenda,
        ward_names(connection, sorted(shown), on),
        find_middles(connection, [one.version_id for one in agenda.open]),
        find_suspected(connection, converted, on),
        list_visits(connection, actor, mine).visits,
        sum(body.overdue for body in ledger.ageing(connection, actor, waiting)),
        choose_present(connection, actor, on, rule.peaks),
    )


def _bodies(held: Iterable[Grant]) -> str:
    """Return the names of the bodies whose recommendations the reader receives."""
    return ", ".join(dict.fromkeys(grant.body_name for grant in held if grant.body))


def _count_received(connection: Reading, on: date) -> dict[str, int]:
    """Return how many recommendations the reader's body received, as ``recommendations.summary`` tells it."""
    aged = ledger.ageing(connection, auth.actor(), ledger.Asked(on))
    return {
        "n": sum(body.total for body in aged),
        "open": sum(body.open for body in aged),
        "overdue": sum(body.overdue for body in aged),
    }


def _title(held: Iterable[Grant], on: date, n: int) -> str:
    reading = [grant for grant in held if grant.role in scope.ACTIONS["hotspot.read"]]
    areas = [t("home.everywhere") if grant.area == EVERYWHERE else grant.area_name for grant in reading]
    area = ", ".join(dict.fromkeys(areas)) or t("home.no_area")
    return t("home.summary", area=area, day=on, n=n)
