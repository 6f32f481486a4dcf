"""Times to the minute, ways in tens of metres, faults with what they are about."""

import pytest

from geo.travel.problem import Fault
from tests.layers.outings.days import stop, team
from webmap.render.day_words import say_fault, say_length, say_span, write_clock
from webmap.texts import Translator

VI, EN = (Translator(locale, is_strict=True) for locale in ("vi", "en"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "00:00"), (29_520, "08:12"), (29_549, "08:12"), (29_551, "08:13"), (90_000, "01:00")],
)
def test_a_time_is_told_to_the_minute(seconds: int, words: str) -> None:
    assert write_clock(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 phút"), (5, "1 phút"), (360, "6 phút"), (3600, "1 giờ 00 phút"), (4_980, "1 giờ 23 phút")],
)
def test_what_takes_any_time_takes_a_minute(seconds: int, words: str) -> None:
    assert say_span(VI, seconds) == words


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0.0, "0 m"), (447.0, "450 m"), (994.0, "990 m"), (996.0, "1,0 km"), (6_812.0, "6,8 km")],
)
def test_a_way_is_told_in_tens_of_metres_and_then_in_kilometres(metres: float, words: str) -> None:
    assert say_length(VI, metres) == words


def test_a_fault_is_said_of_its_stop_or_its_team_in_both_languages() -> None:
    its = team(2, stop(7))
    assert "Hẻm 7" in say_fault(VI, its, Fault("late", 2, 0, 720))
    assert "12 min" in say_fault(EN, its, Fault("over_shift", 2, None, 720))
