"""The words of a plan on paper, in both languages."""

from dataclasses import replace

import pytest

from geo.travel.problem import Fault
from tests.webmap.render.day import HOUR_S, Day, make_papers
from webmap.render.plan_words import PlanWords
from webmap.texts import Translator

PAPERS = make_papers(Day((2,)))
VI, EN = (PlanWords(PAPERS, Translator(locale, is_strict=True)) for locale in ("vi", "en"))
TEAM = PAPERS.plan.teams[0]
STOP = TEAM.stops[0]


@pytest.mark.parametrize(
    ("time_s", "told"),
    [(None, ""), (0, "00:00"), (8 * HOUR_S + 29, "08:00"), (8 * HOUR_S + 31, "08:01"), (90_000, "01:00")],
)
def test_times_are_told_to_the_minute(time_s: int | None, told: str) -> None:
    assert VI.clock(time_s) == told


def test_spans_and_lengths_are_told_as_people_say_them() -> None:
    assert (VI.span(1), VI.span(0), EN.span(5400)) == ("1 phút", "0 phút", EN.span(5400))
    assert "30" in VI.span(5400)
    assert VI.length(994) == "990 m"
    assert VI.length(1260) == "1,3 km"
    assert EN.length(1260) == "1.3 km"


def test_a_leg_that_no_way_leads_along_is_told() -> None:
    assert VI.leg(replace(STOP, leg_m=None)) == [VI.text("plans.no_way")]
    assert len(VI.leg(STOP)) == 2


def test_what_to_look_at_is_state_last_result_and_due_day() -> None:
    told = VI.look(replace(STOP, hotspot="DB00001", status="THEO_DOI", overdue_days=3))
    assert told == "Phức tạp, đang theo dõi · lần trước kém hơn, 12/11/2026 · quá hạn 3 ngày"
    never = EN.look(replace(STOP, hotspot="DB00099", status="ON_DINH", overdue_days=-2))
    assert "never visited" in never
    assert "due " in never
    assert EN.look(replace(STOP, hotspot="DB00099", status=None, due_on=None)) == "No status · never visited"


def test_a_fault_says_by_how_much_and_names_the_stop() -> None:
    assert STOP.name in VI.fault(TEAM, Fault("late", 1, 0, 600))
    assert "10" in VI.fault(TEAM, Fault("late", 1, 0, 600))
    assert "10 min" in EN.fault(TEAM, Fault("over_shift", 1, None, 600))
