"""What files of a plan tell: aware times, ways that there are, and the boundaries of the day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import shapely

from geo.travel.network import Route
from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.checklists import add_default_checklist
from layers.supervision.last_visits import LastVisit
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.webmap.render.day import HOUR_S, Day, make_papers
from webmap.render.plan_papers import Origin, read_papers

PAPERS = make_papers(Day((2,), left_out=1))


def test_times_are_aware_and_of_the_day_of_the_plan() -> None:
    assert PAPERS.at(8 * HOUR_S).astimezone(UTC) == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert PAPERS.at(25 * HOUR_S).date() == date(2026, 11, 24)


def test_a_leg_without_a_way_has_no_line() -> None:
    (team,) = PAPERS.plan.teams
    nowhere = Route(shapely.LineString(), float("inf"), (), (0.0, 0.0))
    broken = replace(PAPERS, routes={1: (*PAPERS.routes[1], nowhere)})
    assert broken.lines(team) == PAPERS.lines(team)
    assert len(PAPERS.lines(team)) == 3


def test_units_are_named_and_unknown_codes_are_left_out() -> None:
    (team,) = PAPERS.plan.teams
    named = PAPERS.unit_names(replace(team, units=("HOI_LHPN", "GONE")))
    assert named == ["Hội Liên hiệp Phụ nữ phường"]


def test_the_register_tells_boundaries_of_the_day_last_visits_and_the_list_in_use(store: Database) -> None:
    with store.write(SYSTEM, "visit.record") as change:
        add_default_checklist(change)
        record_visit(change, "DB00001", Visit(date(2026, 11, 20), result="worse"))
    past = replace(PAPERS.plan, plan_on=date(2012, 3, 1))
    with store.read() as connection:
        papers = read_papers(connection, SYSTEM, PAPERS.plan, PAPERS.routes, Origin("https://x.example/p"))
        before = read_papers(connection, SYSTEM, past, {}, Origin())
    assert papers.last["DB00001"] == LastVisit(date(2026, 11, 20), "worse")
    assert "DB00002" not in papers.last
    assert papers.checklist.number == 1
    assert papers.boundaries.startswith("3 phường")
    assert before.boundaries.startswith("16 phường")
    assert before.last == {}
    assert papers.origin.page_url == "https://x.example/p"
