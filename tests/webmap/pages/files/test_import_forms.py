"""What the reader knows better than the doctor, as a form."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.webmap.pages.files.reports import FOUND, batch_of
from webmap.pages.files.import_forms import UploadForm, choices_made, make_choice_form, offer

BATCH = batch_of()
OFFERED = [("boundaries", "ranh giới"), ("hotspots", "địa bàn")]


def test_the_form_shows_how_the_file_was_read_and_keeps_what_was_not_touched(app: Flask) -> None:
    kind = make_choice_form(FOUND, "boundaries")
    with app.test_request_context():
        form = kind(data=choices_made(BATCH))
        offer(form, FOUND)
        shown = {name: field.data for name, field in form.columns()}
        assert (shown["code"], shown["name"], shown["full_name"]) == ("MA", "TEN", None)
        assert [column for column, _ in form.encodings()] == ["TEN"]  # the other holds no marks
        assert f"{form.valid_from.data:%d/%m/%Y}" == "01/01/2027"
        wish = form.wish(BATCH)
    assert (wish.crs, wish.encodings, wish.mapping, wish.sender) == (None, {}, None, "Phòng Nội vụ")


def test_what_is_chosen_is_a_wish_and_what_is_not_on_offer_is_refused(app: Flask) -> None:
    kind = make_choice_form(FOUND, "boundaries")
    fields = {
        "version": "1",
        "target": "boundaries",
        "valid_from": "01/01/2027",
        "crs": "EPSG:9210",
        "column-code": "MA",
        "column-name": "GHI_CHU",
        "encoding-0": "vni",
    }
    with app.test_request_context():
        form = kind(MultiDict(fields))
        offer(form, FOUND)
        form.target.choices = OFFERED
        assert form.validate(), form.errors
        wish = form.wish(BATCH)
        assert wish.mapping == {"code": "MA", "name": "GHI_CHU"}
        assert (wish.crs, wish.encodings) == ("EPSG:9210", {"TEN": "vni"})
        other = kind(MultiDict({**fields, "target": "hotspots"})).wish(BATCH)
        assert (other.mapping, other.encodings) == (None, {"TEN": "vni"}), "columns are found anew"
        wrong = kind(MultiDict({**fields, "column-name": "KHONG_CO", "crs": "EPSG:1"}))
        offer(wrong, FOUND)
        wrong.target.choices = OFFERED
        assert not wrong.validate()
        assert set(wrong.errors) == {"column-name", "crs"}


def test_how_a_column_is_written_can_be_chosen_where_it_matters(app: Flask) -> None:
    plain, usual = ({"kind": "day", "name": "day_first", "reason": reason} for reason in ("plain", "usual"))
    found = {**FOUND, "conventions": {"population_on": usual, "valid_from": plain}}
    with app.test_request_context():
        form = make_choice_form(found, "boundaries")(
            MultiDict({"target": "boundaries", "convention-population_on": "month_first"})
        )
        offer(form, found)
        assert [name for name, _ in form.conventions()] == ["population_on"]
        assert form.wish(batch_of(diagnosis=found)).conventions == {"population_on": "month_first"}
        before = {**BATCH.wish, "conventions": {"population_on": "month_first"}}
        assert choices_made(batch_of(wish=before))["convention-population_on"] == "month_first"


@pytest.mark.parametrize(
    ("target", "day", "is_valid"), [("boundaries", "", False), ("boundaries", "1/7/2025", True)]
)
def test_boundaries_need_their_first_day(app: Flask, target: str, day: str, is_valid: bool) -> None:
    with app.test_request_context():
        form = UploadForm(MultiDict({"target": target, "valid_from": day}))
        form.target.choices = [(target, target)]
        assert form.validate() == is_valid
        assert bool(form.valid_from.errors) != is_valid
