"""Day plans of the invented history: yesterday's is kept, tomorrow's waits, and both are about invented places."""

from datetime import timedelta
from pathlib import Path

from layers.actor import SYSTEM
from layers.demo.mark import invented_uuid
from layers.outings.day_records import PlanQuery, get_day_plan, list_day_plans
from layers.places.references import get_place
from layers.store.database import Database
from tests.layers.demo.invented import TODAY, add_lists, load


def test_yesterday_was_kept_and_tomorrow_is_planned(database: Database, tmp_path: Path) -> None:
    add_lists(database)
    places = load(database, tmp_path)
    with database.read() as connection:
        lines = list_day_plans(connection, SYSTEM, PlanQuery(is_ascending=True)).plans
        plans = [get_day_plan(connection, SYSTEM, line.code) for line in lines]
        invented = {
            get_place(connection, SYSTEM, invented_uuid("place", number)).code
            for number in range(places)
            if number != places - 1  # the last one was removed
        }
    assert plans, "the history is long enough for one at least"
    assert {plan.plan_on for plan in plans} <= {TODAY - timedelta(days=1), TODAY + timedelta(days=1)}
    assert {plan.state for plan in plans} == {"confirmed"}
    for line, plan in zip(lines, plans, strict=True):
        assert {stop.hotspot for stop in plan.stops} <= invented
        assert line.stops == len(plan.stops) > 0
        assert line.done == (line.stops if plan.plan_on < TODAY else 0)
        assert all(stop.visit for stop in plan.stops)
