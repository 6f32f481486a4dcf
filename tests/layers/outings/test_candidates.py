"""What may be visited on a day: what is due where the planner may record, and what he names; each with its grounds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from sqlalchemy import select

from geo.errors import AppError
from geo.types import Interval
from layers.actor import SYSTEM, Actor
from layers.areas.clusters import Cluster, put_clusters
from layers.outings.candidates import SERVICE_SHARE, Candidates, describe_place, find_candidates
from layers.outings.day_shapes import Ground
from layers.outings.wishes import Wish
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import Planner
from layers.planning.peaks import Peak
from layers.store.database import Database
from layers.store.identifiers import is_boundary
from layers.store.schema import boundary
from tests import rows
from tests.conftest import CountStatements
from tests.layers.outings.days import BINH_DONG, CHANH_HUNG, PHU_DINH, TODAY, WISH, codes, confirm, make
from tests.layers.places.supervised import add_person

EVERYTHING = ["DB00001", "DB00002", "DB00003", "DB00004"]


def _find(
    database: Database, wish: Wish = WISH, actor: Actor = SYSTEM, planner: Planner | None = None
) -> Candidates:
    with database.read() as connection:
        return find_candidates(connection, actor, wish, planner or Planner())


def _visit(database: Database, place: str, days_ago: int, result: str = "same") -> None:
    with database.write(SYSTEM, "visit.record") as change:
        day = TODAY - timedelta(days=days_ago)
        row = find_hotspot_row(change.connection, place)
        rows.add_visits(change, row, day, visited_on=day, result=result)


def _peak(topics: tuple[str, ...] = (), area_id: int | None = None, first: date = TODAY) -> Peak:
    span = Interval(first, first + timedelta(days=30))
    return Peak("p", 1, "Tháng hành động", "drug_month", span, topics, None, area_id, None, None, None)


def _grounds(found: Candidates, place: str) -> Iterable[Ground]:
    return next(one.grounds for one in found.stops if one.hotspot == place)


def test_all_that_is_due_is_found_with_its_grounds(database: Database) -> None:
    found = _find(database)
    assert sorted(codes(found.stops)) == EVERYTHING == sorted(found.places)
    first = found.stops[0]
    assert (first.team, first.reason, first.is_required, first.overdue_days) == (None, None, False, 5394)
    assert first.grounds[:2] == (Ground("overdue", 5394), Ground("state", "THEO_DOI"))
    assert 106.6 < first.at.lon < 106.7
    assert {one.kind: one.service_s for one in found.stops} == {
        kind: 1200 * SERVICE_SHARE[kind] for kind in ("alley", "bridge")
    }


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ((BINH_DONG,), ["DB00001"]),
        (("27424@start",), ["DB00001"]),
        ((PHU_DINH,), ["DB00002", "DB00003", "DB00004"]),
        ((CHANH_HUNG, BINH_DONG), ["DB00001", "DB00003"]),
        (("776",), EVERYTHING),
        (("99999",), []),
        (("cluster-2026-1",), ["DB00001"]),
    ],
    ids=str,
)
def test_areas_of_any_vintage_and_clusters_are_known(
    database: Database, areas: tuple[str, ...], expected: list[str]
) -> None:
    _add_cluster(database)
    assert sorted(codes(_find(database, replace(WISH, areas=areas)).stops)) == expected


def _add_cluster(database: Database) -> None:
    with database.write(SYSTEM, "cluster.set") as change:
        put_clusters(change, 2026, 0, [Cluster(1, "Cụm 1", (BINH_DONG,))])


def _row_of(database: Database, area: str) -> int:
    with database.read() as connection:
        return int(connection.execute(select(boundary.c.id).where(is_boundary(area))).scalar_one())


def test_a_drawn_area_holds_what_it_meets_besides_the_areas(database: Database) -> None:
    around = shapely.Point(106.6559, 10.7428).buffer(0.001)
    assert codes(_find(database, replace(WISH, polygon=around)).stops) == ["DB00002"]
    both = replace(WISH, polygon=around, areas=(BINH_DONG,))
    assert sorted(codes(_find(database, both).stops)) == ["DB00001", "DB00002"]
    corner = shapely.Polygon([(106.645, 10.735), (106.665, 10.735), (106.665, 10.7355)])
    assert codes(_find(database, replace(WISH, polygon=corner)).stops) == [], (
        "its box holds more than it does"
    )


def test_nobody_plans_where_he_does_not_record(database: Database) -> None:
    officer = add_person(database, "can_bo", "supervisor", BINH_DONG)
    viewer = add_person(database, "nguoi_xem", "viewer")
    assert codes(_find(database, actor=officer).stops) == ["DB00001"]
    assert codes(_find(database, actor=viewer).stops) == []
    for place, actor, code in (
        ("DB00002", officer, "hotspot_not_found"),
        ("DB00001", viewer, "not_allowed"),
        ("DB09999", SYSTEM, "hotspot_not_found"),
    ):
        with pytest.raises(AppError, match=code):
            _find(database, replace(WISH, places=(place,)), actor)


def test_what_is_asked_for_by_name_is_required_whether_it_is_due_or_not(database: Database) -> None:
    _visit(database, "DB00002", 1)
    assert "DB00002" not in codes(_find(database).stops)
    only = _find(database, replace(WISH, places=("DB00002",)))
    assert codes(only.stops) == ["DB00002"], "places alone ask for nothing else"
    assert only.stops[0].is_required
    assert only.stops[0].grounds[0] == Ground("named")
    with_area = _find(database, replace(WISH, places=("DB00002",), areas=(BINH_DONG,)))
    assert codes(with_area.stops) == ["DB00002", "DB00001"], "what is named comes first"


def test_what_is_due_soon_counts_when_it_is_asked_for(database: Database) -> None:
    _visit(database, "DB00002", 4)
    assert "DB00002" not in codes(_find(database, replace(WISH, soon_days=2)).stops)
    soon = _find(database, replace(WISH, soon_days=3))
    assert Ground("due", 3) in _grounds(soon, "DB00002")
    assert soon.stops[-1].hotspot == "DB00002", "it presses least"


def test_a_visit_that_is_planned_for_the_day_brings_its_place(database: Database) -> None:
    _visit(database, "DB00002", 1)
    with database.write(SYSTEM, "visit.plan") as change:
        row = find_hotspot_row(change.connection, "DB00002")
        rows.add_visits(change, row, TODAY, state="planned", planned_on=TODAY)
    assert Ground("planned") in _grounds(_find(database), "DB00002")


def test_the_last_result_counts_and_no_earlier_one(database: Database) -> None:
    _visit(database, "DB00001", 30, "relapse")
    _visit(database, "DB00001", 9, "worse")
    _visit(database, "DB00002", 30, "worse")
    _visit(database, "DB00002", 9, "better")
    found = _find(database)
    assert Ground("result", "worse") in _grounds(found, "DB00001")
    assert all(ground.code != "result" for ground in _grounds(found, "DB00002"))


def test_a_converted_place_with_a_relapse_is_suspected(database: Database) -> None:
    with database.write(SYSTEM, "status.record") as change:
        rows.convert(change, find_hotspot_row(change.connection, "DB00003"), TODAY - timedelta(days=100))
        change.note("hotspot", "DB00003")
    _visit(database, "DB00003", 40, "relapse")
    assert {ground.code for ground in _grounds(_find(database), "DB00003")} >= {"suspected", "result"}


def test_a_peak_period_presses_where_it_holds(database: Database) -> None:
    ward = _row_of(database, BINH_DONG)
    for peak, expected in (
        (_peak(), set(EVERYTHING)),
        (_peak(("ma_tuy",)), set(EVERYTHING)),
        (_peak(("mai_dam",)), set()),
        (_peak(area_id=ward), {"DB00001"}),
        (_peak(first=TODAY + timedelta(days=1)), set()),
    ):
        found = _find(database, planner=Planner(peaks=(peak,)))
        assert {place for place in EVERYTHING if Ground("peak") in _grounds(found, place)} == expected


def test_what_was_visited_or_is_in_another_confirmed_plan_is_told(database: Database) -> None:
    _visit(database, "DB00003", 0)
    make(database, replace(WISH, areas=(BINH_DONG,)))
    named = replace(WISH, places=("DB00001", "DB00003"))
    drafted = {one.hotspot: one.reason for one in _find(database, named).stops}
    assert drafted == {"DB00001": None, "DB00003": "visited"}, "a draft keeps nothing for itself"
    confirm(database)
    assert {one.hotspot: one.reason for one in _find(database, named).stops}["DB00001"] == "in_other_plan"
    tomorrow = replace(named, plan_on=TODAY + timedelta(days=1))
    assert {one.reason for one in _find(database, tomorrow).stops} == {None}


def test_a_place_that_is_not_there_yet_is_refused(database: Database) -> None:
    early = replace(WISH, plan_on=date(2005, 1, 1), places=("DB00001",))
    with pytest.raises(AppError, match="plan_place_gone"):
        _find(database, early)


def test_one_place_is_described_alone(database: Database) -> None:
    with database.read() as connection:
        found = describe_place(connection, SYSTEM, "DB00003", TODAY, Planner(), 600)
    assert (codes(found.stops), found.stops[0].service_s) == (["DB00003"], 600)


def test_the_questions_do_not_grow_with_the_places(
    database: Database, count_statements: CountStatements
) -> None:
    counts = []
    for wish in (replace(WISH, areas=(BINH_DONG,)), WISH):
        with count_statements(database) as asked:
            _find(database, wish)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9
