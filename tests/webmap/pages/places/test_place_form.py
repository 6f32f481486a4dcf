"""The form of a place: what it shows is what it sends, and what is sent unchanged changes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidGeometry
from layers.actor import SYSTEM
from layers.errors import OutsideScope, Refused
from layers.overview.quan8 import read_figures
from layers.places.references import get_place
from layers.places.versions import read_draft
from layers.store.database import Database
from tests.webmap.conftest import SignIn
from webmap.http.forms import sent_values
from webmap.pages.places.place_form import (
    Frame,
    PlaceForm,
    form_of,
    new_form,
    offer_choices,
    read_if_valid,
    tell,
)

_CODES = [f"DB{number:05d}" for number, _ in enumerate(read_figures()["hotspots"], start=1)]


@pytest.fixture(autouse=True)
def request_of_an_officer(app: Flask, add_account: SignIn) -> Iterator[None]:
    with app.test_request_context("/"):
        g.account = add_account("officer", "776")
        yield


@pytest.mark.parametrize("code", _CODES)
def test_a_form_that_is_sent_back_says_the_same(store: Database, code: str) -> None:
    with store.read() as connection:
        ref = get_place(connection, SYSTEM, code)
        place = read_draft(connection, ref.id, ref.version)
        frame = Frame(code, place)
        shown = form_of(connection, place, version=ref.version, reason="đo lại")
        sent = PlaceForm(MultiDict(sent_values(shown)))
        offer_choices(connection, sent, frame)
        again = read_if_valid(connection, sent, frame)
    assert again is not None, sent.errors
    assert sent.version.data == ref.version
    assert {**vars(again), "valid_from": None} == {**vars(place), "valid_from": None}


def test_a_new_form_asks_for_what_is_needed(store: Database) -> None:
    with store.read() as connection:
        form = new_form()
        offer_choices(connection, form, Frame())
        sent = PlaceForm(MultiDict(sent_values(form)))
        offer_choices(connection, sent, Frame())
        assert read_if_valid(connection, sent, Frame()) is None
    assert set(sent.errors) == {
        "name",
        "kind",
        "topics",
        "shape",
        "position_accuracy_m",
        "document",
        "reason",
    }
    assert sent.uuid.data == form.uuid.data


def test_each_fault_stands_where_it_belongs() -> None:
    form = PlaceForm()
    assert tell(form, InvalidGeometry("geometry_empty")) == 422
    assert tell(form, Refused("house_number", field="street")) == 422
    assert tell(form, Refused("place_nearby", hotspot="DB00001", name="Hẻm 1678", distance_m=3.0)) == 422
    assert tell(form, OutsideScope("not_allowed", action="hotspot.propose")) == 403
    assert (len(form.shape.errors), len(form.street.errors), len(form.told)) == (2, 1, 1)
    assert form.near == {"hotspot": "DB00001", "name": "Hẻm 1678", "distance_m": 3.0}
