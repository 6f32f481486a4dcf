"""The rest of a day planned anew: what is locked or lies behind stays, teams go home, and no writer is kept waiting."""

from dataclasses import replace

import pytest

from geo.errors import AppError
from geo.travel.problem import Break
from layers.actor import SYSTEM
from layers.errors import StaleVersion
from layers.outings.replanning import Rest, draft_rest
from layers.store.database import Database
from tests.layers.outings.days import (
    BINH_DONG,
    EVERYTHING,
    TEAM,
    TODAY,
    TWO,
    WAYS,
    BusyWays,
    StraightWays,
    arranged,
    arrives,
    begins,
    codes,
    do,
    is_timed,
    leaves,
    make,
    move,
    orders,
    plan_rest,
    read,
)
from tests.layers.places.supervised import add_person


def test_locks_hold_when_the_rest_is_planned_anew(database: Database) -> None:
    plan = arranged(database, ["DB00003", "DB00001", "DB00002"], ["DB00004"])
    version = do(database, "lock_stop", "DB00003", True, version=plan.version)
    version = do(database, "lock_stop", "DB00002", True, version=version)
    plan_rest(database, version)
    found = read(database)
    locked = [code for code in orders(found)[0] if code in {"DB00003", "DB00002"}]
    assert locked == ["DB00003", "DB00002"]
    assert {one.hotspot for one in found.stops if one.is_locked} == {"DB00003", "DB00002"}
    assert sorted(codes(found.stops)) == EVERYTHING
    assert is_timed(found)


def test_the_rest_is_planned_from_a_time_on_without_some_stops(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002", "DB00003"], ["DB00004"])
    from_s = begins(plan.teams[0].stops[0]) + 60
    gone = plan.teams[0].stops[2].hotspot
    plan_rest(database, plan.version, from_s=from_s, without=(gone,))
    found = read(database)
    first = found.teams[0].stops[0]
    assert (found.teams[0].fixed, first) == (1, plan.teams[0].stops[0])
    assert [(one.hotspot, one.reason) for one in found.left_out] == [(gone, "taken_out")]
    ahead = [one for its in found.teams for one in its.stops[its.fixed :]]
    assert all(arrives(one) >= from_s for one in ahead)
    with pytest.raises(AppError, match="plan_stop_behind"):
        move(database, first.hotspot, 2, 0, version=found.version)
    with pytest.raises(AppError, match="plan_time_invalid"):
        plan_rest(database, found.version, from_s=-1)
    assert is_timed(found)


def test_a_team_that_has_not_set_out_leaves_the_plan_and_its_stops_to_the_others(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    do(database, "lock_stop", "DB00002", True, version=plan.version)
    plan_rest(database, plan.version + 1, resting=(1,))
    found = read(database)
    assert [its.number for its in found.teams] == [2]
    assert sorted(codes(found.stops)) == EVERYTHING
    assert not any(one.is_locked for one in found.stops)
    assert is_timed(found)
    with pytest.raises(AppError, match="plan_no_teams"):
        plan_rest(database, found.version, resting=(2,))


def test_a_team_on_its_way_goes_home_and_gets_nothing_more(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    first = plan.teams[0].stops[0]
    from_s = begins(first) + 60
    version = plan_rest(database, plan.version, from_s=from_s, resting=(1,))
    found = read(database)
    home, other = found.teams
    assert home.stops == (first,)
    way_home = WAYS.matrix([first.at, home.end.at], found.travel_mode).seconds[0, 1]
    assert (home.end_s, home.faults) == (leaves(first) + way_home, ())
    assert home.shift.end_s == max(home.end_s, leaves(first))
    assert sorted(codes(other.stops)) == ["DB00002", "DB00003", "DB00004"]
    assert all(arrives(one) >= from_s for one in other.stops[other.fixed :])
    later = leaves(first) + 3600
    plan_rest(database, version, from_s=later)
    again = read(database)
    assert again.teams[0].stops == (first,)
    assert (again.teams[0].end_s, again.teams[0].faults) == (home.end_s, ())


def test_what_no_other_team_has_room_for_is_left_out_with_the_reason(database: Database) -> None:
    short = replace(TEAM, name="Đội ngắn", shift=TEAM.shift._replace(end_s=TEAM.shift.start_s + 2400))
    make(database, replace(TWO, teams=(replace(TEAM, rest=Break(30_000, 36_000, 900)), short)))
    plan_rest(database, 1, resting=(1,))
    found = read(database)
    assert found.left_out
    assert {one.reason for one in found.left_out} <= {"lower_priority", "shift_too_short", "no_room"}


def test_no_writer_waits_for_the_search_and_none_is_overwritten(database: Database) -> None:
    make(database, TWO)
    make(database, TWO)
    plan_rest(database, 1, ways=BusyWays(database=database, meanwhile="LT00002"))
    assert [read(database, code).version for code in ("LT00001", "LT00002")] == [2, 2]
    make(database, TWO)
    with pytest.raises(StaleVersion) as stale:
        plan_rest(database, 1, ways=BusyWays(database=database, meanwhile="LT00003"), code="LT00003")
    assert stale.value.facts["present"] == 2
    found = read(database, "LT00003")
    assert [one.hotspot for one in found.stops if one.is_locked] == ["DB00001"]


def test_who_may_not_record_everywhere_or_starts_too_late_is_told_before_the_search(
    database: Database,
) -> None:
    make(database, TWO)
    officer = add_person(database, "can_bo", "supervisor", BINH_DONG)
    ways = StraightWays()
    with database.read() as connection:
        with pytest.raises(AppError, match="not_allowed"):
            draft_rest(connection, officer, "LT00001", Rest(1), ways, today=TODAY)
        with pytest.raises(StaleVersion):
            draft_rest(connection, SYSTEM, "LT00001", Rest(7), ways, today=TODAY)
        with pytest.raises(AppError, match="plan_team_not_found"):
            draft_rest(connection, SYSTEM, "LT00001", Rest(1, resting=(9,)), ways, today=TODAY)
    assert ways.asked == []
