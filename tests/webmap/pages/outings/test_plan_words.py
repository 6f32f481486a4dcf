"""The words of a plan: times to the minute, ways in tens of metres, and each fault and reason said."""

from datetime import date

import pytest
from flask import Flask

from geo.travel.problem import Fault
from layers.outings.day_shapes import REASONS, Ground
from tests.layers.outings.days import stop, team
from webmap.http.i18n import t
from webmap.pages.outings import plan_words


@pytest.fixture(autouse=True)
def _request(app: Flask) -> object:
    with app.test_request_context():
        yield


def test_letters_go_on_where_looks_begin_again() -> None:
    assert [plan_words.letter(number) for number in (1, 6, 7)] == ["A", "F", "G"]
    assert [plan_words.look(number) for number in (1, 6, 7)] == [1, 6, 1]


def test_a_day_has_its_name() -> None:
    assert plan_words.day_title(date(2026, 11, 22)) == "Chủ nhật, 22/11/2026"


@pytest.mark.parametrize(
    "code", ["late", "unreachable", "over_shift", "travel_too_long", "wrong_team", "wrong_order"]
)
def test_every_fault_is_said_of_its_stop_or_its_team(code: str) -> None:
    its = team(2, stop(7))
    words = plan_words.fault_words(its, Fault(code, 2, 0, 720))
    assert "Hẻm 7" in words or "12 phút" in words


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words(reason: str) -> None:
    assert t(f"plans.reason.{reason}")


def test_why_a_place_is_pressing_is_said_without_what_signs_tell() -> None:
    grounds = (
        Ground("overdue", 12), Ground("state", "THEO_DOI"), Ground("topic", "ma_tuy"), Ground("result", "worse"),
        Ground("suspected"), Ground("peak"), Ground("named"),
    )  # fmt: skip
    words = plan_words.ground_words(stop(1, grounds=grounds))
    assert words.startswith("quá hạn 12 ngày · ")
    assert "theo dõi" not in words
    assert words.count(" · ") == 4


@pytest.mark.parametrize(
    ("ground", "words"),
    [
        (Ground("due", 0), "đến hạn hôm nay"),
        (Ground("due", 2), "đến hạn sau 2 ngày"),
        (Ground("overdue", 5394), "quá hạn hơn 14 năm"),
    ],
)
def test_days_are_said_as_people_say_them(ground: Ground, words: str) -> None:
    assert plan_words.ground_words(stop(1, grounds=(ground,))) == words
