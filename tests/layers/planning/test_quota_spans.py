"""What supervision plans ask for reaches what is due: the newest ward's plan, in its months, where it is shorter."""

from datetime import UTC, date, datetime

import pytest

from geo.types import Interval
from layers.actor import SYSTEM
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import Planner
from layers.planning.quota_spans import QuotaSpan, list_quota_spans
from layers.planning.quotas import Quota
from layers.planning.supervision_plans import PlanDraft, put_plan
from layers.store.database import Database
from layers.supervision.due import find_traits, list_due
from layers.supervision.intervals import days_on
from tests.layers.planning.rules import planner_of
from tests.rows import add_visits

ON = date(2026, 11, 22)
PHU_DINH, OLD_WARD = "27427@2025-07-01", "27424@2025-01-01"


@pytest.mark.parametrize(
    ("quota", "days"),
    [(Quota(per_month=1), 30), (Quota(per_month=4), 7), (Quota(per_month=31), 1), (Quota(every_days=10), 10)],
)
def test_visits_a_month_are_days_between_them(quota: Quota, days: int) -> None:
    assert quota.days == days


def test_a_place_is_due_as_often_as_its_plan_asks_where_that_is_more_often(database: Database) -> None:
    before = datetime(2026, 11, 22, tzinfo=UTC)
    quotas = {"DB00003": Quota(every_days=3, from_month=11), "DB00004": Quota(per_month=1)}
    with database.write(SYSTEM, "plan.put") as change:
        put_plan(change, PHU_DINH, 2026, PlanDraft(quotas), Planner(), version=0)
        third, fourth = (find_hotspot_row(change.connection, code) for code in quotas)
        for place in (third, fourth):
            add_visits(change, place, date(2026, 11, 20))
    rule = planner_of(database)
    year = Interval(date(2026, 1, 1), date(2027, 1, 1))
    assert rule.quotas == {
        third: (QuotaSpan(3, Interval(date(2026, 11, 1), year.end)),),
        fourth: (QuotaSpan(30, year),),
    }
    with database.read() as connection:
        due = {one.code: (one.interval_days, one.due_on) for one in list_due(connection, SYSTEM, ON, rule)}
        pace = rule.pace(find_traits(connection, third, ON, rule))
        assert list_quota_spans(connection, [2025, 2027]) == {}
        assert list_quota_spans(connection, [2026], known=before) == {}
    assert due["DB00003"] == (3, date(2026, 11, 23))
    assert due["DB00004"] == (7, date(2026, 11, 27)), "once a month is less than the rule asks"
    assert due["DB00001"][0] == 7
    told = [days_on(pace, day) for day in (date(2026, 10, 31), date(2026, 11, 1), date(2027, 1, 1))]
    assert told == [7, 3, 7]
