"""The forms of rules: days as people count them, and what they show of a rule that stands."""

from datetime import date

import pytest
from flask import Flask

from geo.types import DATE_MAX, DATE_MIN, Interval
from layers.planning.frequencies import FrequencyDraft
from layers.planning.peaks import get_peak
from layers.store.database import Database
from tests.layers.planning.rules import PEAK, set_peak, uuid
from webmap.pages.planning.rule_forms import FrequencyForm, last_day, new_peak, peak_form


@pytest.mark.parametrize(
    ("first", "last", "valid"),
    [
        (None, None, Interval()),
        (date(2026, 1, 1), None, Interval(date(2026, 1, 1))),
        (None, date(2026, 1, 31), Interval(DATE_MIN, date(2026, 2, 1))),
        (None, date(9999, 12, 31), Interval()),
    ],
)
def test_the_last_day_is_included(first: date | None, last: date | None, valid: Interval) -> None:
    form = FrequencyForm(data={"days": 3, "first_on": first, "last_on": last})
    assert form.valid == valid
    assert form.draft() == FrequencyDraft(3, valid=valid)
    assert last_day(valid) == (None if valid.end == DATE_MAX else last)


def test_a_new_peak_is_a_month_from_tomorrow_on(app: Flask) -> None:
    with app.test_request_context():
        form = new_peak(date(2026, 11, 22))
    assert (form.first_on.data, form.last_on.data) == (date(2026, 11, 23), date(2026, 12, 22))
    assert form.uuid.data


def test_the_form_of_a_peak_says_what_it_is(app: Flask, store: Database) -> None:
    set_peak(store, PEAK)
    with store.read() as connection, app.test_request_context():
        assert peak_form(get_peak(connection, uuid(1))).draft() == PEAK
