"""What an address asks of the overview."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from webmap.errors import BadParameter
from webmap.pages.dashboard.asked import Asked, read_asked

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def _asked(own_area: str | None = None, **args: str) -> Asked:
    return read_asked(MultiDict(args), TODAY, own_area)


def test_without_words_it_is_today_in_the_own_area_compared_with_a_month_ago() -> None:
    asked = _asked("27424@2025-07-01", sort="", kind="")
    assert (asked.question.on, asked.question.since) == (TODAY, date(2026, 10, 22))
    assert (asked.question.area, asked.show, asked.sort) == ("27424@2025-07-01", "open", "name")
    assert asked.start == date(2025, 11, 22)
    assert _asked("27424@2025-07-01", area="all").question.area is None


def test_an_address_leads_back_to_the_same_question() -> None:
    asked = _asked(
        area="776", on="2024-02-29", since="2024-01-31", vintage="start", level="district", months="6"
    )
    told = parse_qsl(urlsplit(asked.url("dashboard.show")).query)
    again = read_asked(MultiDict(told), TODAY, None)
    assert again.question == asked.question
    assert again.start == date(2023, 8, 29)
    assert "months" not in asked.url("dashboard.show", months=None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("on", "31/12"), ("since", "2026-12-01"), ("show", "x"), ("sort", "x"), ("level", "street"), ("months", "7"),
     ("area", "'"), ("kind", "house"), ("other", "1")],
)  # fmt: skip
def test_what_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        _asked(**{name: value})
    assert caught.value.facts["parameter"] == name
