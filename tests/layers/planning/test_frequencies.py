"""The whole rule of how often a place is visited: the most frequent of what applies, and more in a peak."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.types import DATE_MIN, Interval
from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import (
    Frequency,
    FrequencyDraft,
    Planner,
    get_frequency,
    list_frequencies,
    revise_frequency,
    withdraw_frequency,
)
from layers.planning.peaks import Peak
from layers.planning.quota_spans import QuotaSpan
from layers.store.database import Database
from layers.store.query import FeatureQuery
from layers.supervision.due import Due, find_traits, list_places, read_agenda
from layers.supervision.intervals import STATE_GROUPS, Intervals, Traits, days_on, find_due_day
from tests.conftest import Clock, CountStatements
from tests.layers.planning.rules import (
    PEAK,
    USUAL,
    account_for,
    days,
    planner_of,
    set_frequency,
    set_peak,
    uuid,
)
from tests.rows import add_visits

ON = date(2026, 11, 22)
BINH_DONG, OLD_P6 = "27424@2025-07-01", "27424@start"
TOPICS = ("toi_pham", "ma_tuy", "mai_dam", "te_nan_khac")
STATES = sorted(frozenset().union(*STATE_GROUPS.values()))

SPANS = st.builds(
    lambda first, n: days(date(2026, 1, 1) + timedelta(days=first), n),
    st.integers(0, 365),
    st.integers(1, 90),
)
TRAITS = st.builds(
    Traits,
    st.sampled_from(STATES),
    st.frozensets(st.sampled_from(TOPICS), max_size=2),
    st.frozensets(st.integers(1, 3), max_size=2),
    st.none() | st.integers(1, 3),
)
MAYBE_AREA = st.none() | st.integers(1, 3)


@st.composite
def planners(draw: st.DrawFn) -> Planner:
    """Make a rule with some intervals of their own and some peaks."""
    rules = draw(st.lists(st.builds(
        Frequency, st.just(""), st.just(1), st.integers(1, 60), st.none() | st.sampled_from(TOPICS),
        st.none() | st.sampled_from(sorted(STATE_GROUPS)), st.none(), MAYBE_AREA, st.none(),
        st.just(Interval()) | SPANS,
    ), max_size=4))  # fmt: skip
    peaks = draw(st.lists(st.builds(
        Peak, st.just(""), st.just(1), st.just("Cao điểm"), st.just("other"), SPANS,
        st.lists(st.sampled_from(TOPICS), max_size=2).map(tuple), st.none(), MAYBE_AREA,
        st.none(), st.none(), st.none(),
    ), max_size=4))  # fmt: skip
    quotas = st.builds(QuotaSpan, st.integers(1, 60), SPANS)
    own = draw(st.dictionaries(st.integers(1, 3), st.lists(quotas, max_size=2).map(tuple), max_size=2))
    return Planner(7, 14, 30, tuple(rules), tuple(peaks), draw(st.integers(1, 4)), own)


@given(planner=planners(), traits=TRAITS, day=st.dates(date(2025, 12, 1), date(2027, 3, 1)))
def test_the_most_frequent_of_what_applies_wins_and_a_peak_divides_it_once(
    planner: Planner, traits: Traits, day: date
) -> None:
    asked = [planner.days(traits.state) or 0]
    asked += [rule.days for rule in planner.frequencies if rule.valid.holds(day) and rule.covers(traits)]
    asked += [quota.days for quota in planner.quotas.get(traits.place or 0, ()) if quota.valid.holds(day)]
    in_peak = any(
        peak.valid.holds(day) and peak.covers(traits.topics, traits.areas) for peak in planner.peaks
    )
    expected = max(1, min(asked) // (planner.peak_divisor if in_peak else 1))
    assert days_on(planner.pace(traits), day) == expected


@given(planner=planners(), traits=TRAITS, last=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_no_rule_and_no_peak_makes_a_visit_due_later(planner: Planner, traits: Traits, last: date) -> None:
    with_all = find_due_day(planner.pace(traits), None, last, ON)
    calm = find_due_day(replace(planner, peaks=()).pace(traits), None, last, ON)
    usual = find_due_day(USUAL.pace(traits), None, last, ON)
    assert with_all is not None and calm is not None and usual is not None
    assert last < with_all <= calm <= usual


@given(planner=planners(), traits=TRAITS)
def test_a_state_that_asks_for_no_visits_does_so_in_a_peak_too(planner: Planner, traits: Traits) -> None:
    assert planner.pace(replace(traits, state="ON_DINH")) == ()
    assert planner.pace(replace(traits, state=None)) == ()


def test_without_rules_it_is_the_interval_of_the_state(database: Database) -> None:
    planner = planner_of(database)
    assert planner == Planner(7, 14, 30, peak_divisor=2)
    assert planner.pace(Traits("DANG_CHUYEN_HOA")) == ((DATE_MIN, 14),)
    assert (planner.named_areas, planner.tells_topics_apart) == (frozenset(), False)


def _due(database: Database, planner: Intervals) -> dict[str, Due]:
    with database.read() as connection:
        return {one.code: one for one in list_places(connection, SYSTEM, FeatureQuery(ON), planner)}


def test_places_are_due_by_topic_area_and_peak_in_one_statement(
    database: Database, count_statements: CountStatements
) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        for code in ("DB00001", "DB00002", "DB00003", "DB00004"):
            add_visits(change, find_hotspot_row(change.connection, code), date(2026, 11, 20))
    topics = _topics(database)
    assert topics["DB00001"] == {"ma_tuy"}
    set_frequency(database, 1, days=4, topic="ma_tuy", area=OLD_P6)
    set_frequency(database, 2, days=5, state_group="converted")
    set_peak(database, replace(PEAK, topics=("ma_tuy",), area=BINH_DONG))
    planner = planner_of(database)
    told = _due(database, planner)
    assert (told["DB00001"].due_on, told["DB00001"].interval_days) == (date(2026, 11, 22), 2)
    for code in ("DB00002", "DB00003", "DB00004"):
        assert (told[code].due_on, told[code].interval_days) == (date(2026, 11, 27), 7)
    with count_statements(database) as asked, database.read() as connection:
        agenda = read_agenda(connection, SYSTEM, ON, planner, 10)
    assert len(asked) == 1
    assert {one.code: one for one in agenda.open} == told


def test_a_topic_rule_reaches_every_place_of_the_topic(database: Database) -> None:
    set_frequency(database, days=3, topic="ma_tuy")
    told, topics = _due(database, planner_of(database)), _topics(database)
    assert {code: one.interval_days for code, one in told.items()} == {
        code: 3 if "ma_tuy" in of else 7 for code, of in topics.items()
    }


def test_traits_of_one_place_are_those_of_the_list(database: Database) -> None:
    set_frequency(database, days=4, topic="ma_tuy", area=BINH_DONG)
    planner = planner_of(database)
    with database.read() as connection:
        place = find_hotspot_row(connection, "DB00001")
        traits = find_traits(connection, place, ON, planner)
        assert find_traits(connection, place, date(1999, 1, 1), planner) == Traits(None)
    assert traits == Traits("THEO_DOI", frozenset({"ma_tuy"}), planner.named_areas)
    assert days_on(planner.pace(traits), ON) == 4


def _topics(database: Database) -> dict[str, frozenset[str]]:
    set_frequency(database, 99, days=366, topic="te_nan_khac")
    planner = planner_of(database)
    with database.read() as connection:
        return {
            code: find_traits(connection, find_hotspot_row(connection, code), ON, planner).topics
            for code in ("DB00001", "DB00002", "DB00003", "DB00004")
        }


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"days": 0}, "frequency_days_invalid"),
        ({"days": 367}, "frequency_days_invalid"),
        ({"days": 5, "topic": "trộm"}, "topic_unknown"),
        ({"days": 5, "state_group": "THEO_DOI"}, "state_group_unknown"),
        ({"days": 5, "valid": Interval(ON, ON)}, "rule_span_empty"),
    ],
)
def test_what_makes_no_sense_is_refused(database: Database, values: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_frequency(database, **values)


def test_an_interval_is_changed_and_withdrawn_by_whoever_may(database: Database, clock: Clock) -> None:
    desk, officer = (
        account_for(database, "coordinator", BINH_DONG),
        account_for(database, "officer", BINH_DONG),
    )
    with pytest.raises(OutsideScope, match="not_allowed"):
        set_frequency(database, actor=officer, days=5, area=BINH_DONG)
    set_frequency(database, actor=desk, days=5, area=BINH_DONG)
    before = clock()
    with database.write(desk, "frequency.revise") as change:
        revise_frequency(change, uuid(1), FrequencyDraft(3, area=BINH_DONG), version=1)
    with database.read() as connection:
        told = get_frequency(connection, uuid(1))
        assert (told.days, told.version, told.area_name) == (3, 2, "Phường Bình Đông")
        assert [one.days for one in list_frequencies(connection, known=before)] == [5]
    with pytest.raises(StaleVersion), database.write(desk, "frequency.withdraw") as change:
        withdraw_frequency(change, uuid(1), version=1)
    with pytest.raises(OutsideScope), database.write(officer, "frequency.withdraw") as change:
        withdraw_frequency(change, uuid(1), version=2)
    with database.write(desk, "frequency.withdraw") as change:
        withdraw_frequency(change, uuid(1), version=2)
    with database.read() as connection:
        assert list_frequencies(connection) == ()
        with pytest.raises(NotFound, match="rule_not_found"):
            get_frequency(connection, uuid(1))
