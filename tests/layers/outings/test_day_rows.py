"""What is stored of teams and stops comes back as it was."""

from dataclasses import replace
from types import SimpleNamespace

import orjson
from hypothesis import given
from hypothesis import strategies as st

from geo.travel.problem import Break, Fault, Rest, Window
from layers.outings.day_rows import read_stop, read_team, stop_values, team_values
from layers.outings.day_shapes import Ground, PlannedStop, PlannedTeam
from tests.layers.outings.days import stop, team

SECONDS = st.integers(0, 86_400)
STOPS = st.builds(
    stop,
    st.integers(0, 50),
    team=st.none() | st.integers(1, 6),
    windows=st.lists(st.builds(Window, SECONDS, SECONDS), max_size=3).map(tuple),
    is_required=st.booleans(),
    is_locked=st.booleans(),
    arrive_s=st.none() | SECONDS,
    leg_m=st.none() | st.floats(0, 1e5),
    reason=st.none() | st.just("no_room"),
    overdue_days=st.none() | st.integers(-9, 9),
    grounds=st.lists(st.builds(Ground, st.just("overdue"), st.none() | st.integers(0, 9)), max_size=2).map(
        tuple
    ),
    wards=st.just(("Phường Bình Đông",)),
)
TEAMS = st.builds(
    team,
    st.integers(1, 6),
    units=st.just(("MAT_TRAN",)),
    rest=st.none() | st.builds(Break, SECONDS, SECONDS, SECONDS),
    rest_at=st.none() | st.builds(Rest, SECONDS, SECONDS, st.integers(0, 9)),
    max_travel_s=st.none() | SECONDS,
    resume_s=st.none() | SECONDS,
)
FAULTS = st.builds(Fault, st.just("late"), st.just(0), st.none() | st.integers(0, 5), SECONDS)


@given(STOPS, st.integers(0, 99))
def test_a_stop_comes_back(one: PlannedStop, position: int) -> None:
    place = {"hotspot": one.hotspot, "name": one.name, "kind": one.kind, "status": one.status}
    wards = orjson.dumps([{"name": name} for name in one.wards])
    row = SimpleNamespace(**stop_values(one, position), **place, wards=wards)
    assert row.position == position
    assert read_stop(row, None) == one
    made = read_stop(row, ("GS00001", True))
    assert (made.visit, made.is_done) == ("GS00001", True)


@given(
    TEAMS,
    st.lists(
        st.builds(Fault, st.just("late"), st.just(0), st.none() | st.integers(0, 5), SECONDS), max_size=2
    ),
)
def test_a_team_comes_back_without_its_stops(one: PlannedTeam, faults: list[Fault]) -> None:
    told = replace(one, faults=tuple(fault._replace(team=one.number) for fault in faults))
    assert read_team(SimpleNamespace(**team_values(told))) == told
