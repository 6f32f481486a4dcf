"""The fields of the form of a plan: times as people write them, and teams that are taken away."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from webmap.pages.outings.plan_form import ClockField, without_team


class _Clocked(Form):
    at = ClockField()


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("07:30", 27_000),
        ("7h30", 27_000),
        ("7g30", 27_000),
        ("7.30", 27_000),
        ("7", 25_200),
        ("24:00", 86_400),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(app: Flask, typed: str, seconds: int | None) -> None:
    with app.test_request_context():
        form = _Clocked(MultiDict({"at": typed}))
        assert form.validate()
    assert form.at.data == seconds


@pytest.mark.parametrize("typed", ["24:01", "07:60", "7h3", "sáng", "-1", "99", "٧:٣٠"])
def test_what_is_no_time_is_refused_and_stays_in_sight(app: Flask, typed: str) -> None:
    with app.test_request_context():
        form = _Clocked(MultiDict({"at": typed}))
        assert not form.validate()
        assert form.at._value() == typed


@given(st.integers(0, 24 * 60))
def test_a_time_that_is_shown_is_read_back(minutes: int) -> None:
    shown = _Clocked(data={"at": minutes * 60}).at._value()
    assert _Clocked(MultiDict({"at": shown})).at.data == minutes * 60


def test_the_teams_behind_one_that_goes_move_up() -> None:
    sent = MultiDict(
        [("uuid", "u"), ("teams-0-name", "A"), ("teams-1-name", "B"), ("teams-2-name", "C"), ("teams-2-units", "x"),
         ("teams-2-units", "y"), ("areas", "1")]
    )  # fmt: skip
    kept = list(without_team(sent, 1).items(multi=True))
    assert sorted(kept) == sorted(
        [("uuid", "u"), ("teams-0-name", "A"), ("teams-1-name", "C"), ("teams-1-units", "x"), ("teams-1-units", "y"),
         ("areas", "1")]
    )  # fmt: skip


def test_without_a_team_that_is_not_there_all_stay() -> None:
    sent = MultiDict([("teams-0-name", "A"), ("teams-1-name", "B")])
    assert without_team(sent, 5) == sent
