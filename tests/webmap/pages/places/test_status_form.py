"""The form of a change: the fields of each move, and the days it begins with."""

from datetime import date

from layers.conversion.states import MOVES, Need
from webmap.config import Config
from webmap.pages.places.status_form import FIELDS, StatusForm, fields_of, first_values


def test_every_need_but_the_lead_ward_has_a_field() -> None:
    needs = {need for move in MOVES for need in move.needs}
    assert needs - FIELDS.keys() == {Need.LEAD_WARD}
    assert {name for names in FIELDS.values() for name in names} <= StatusForm()._fields.keys()


def test_a_form_shows_only_what_its_moves_ask_for() -> None:
    assert fields_of("DANG_CHUYEN_HOA") == {"document", "term_from", "term_to"}
    assert fields_of("ON_DINH") == {"document", "reason"}
    assert fields_of("TRUNG") == {"original", "reason"}


def test_a_new_form_begins_with_the_days_of_the_settings() -> None:
    config = Config(watch_months=6, reply_working_days=5)
    on = date(2018, 6, 1)
    assert first_values("DA_CHUYEN_HOA", on, config)["watch_to"] == date(2018, 12, 1)
    assert first_values("CHO_KE_HOACH", on, config)["reply_due_on"] == date(2018, 6, 8)
    assert first_values("DANG_CHUYEN_HOA", on, config) == {
        "to": "DANG_CHUYEN_HOA",
        "valid_from": on,
        "term_from": on,
    }
