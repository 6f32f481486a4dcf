"""What two people are shown who changed one place; that nothing is lost is told in test_places."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import shapely
from flask import Flask, g

from layers.actor import SYSTEM
from layers.places.drafts import Place
from layers.places.references import get_place
from layers.places.versions import read_draft
from layers.store.database import Database
from tests.webmap.conftest import SignIn
from webmap.http import conflicts
from webmap.http.conflicts import About, Dispute
from webmap.pages.places import place_conflict
from webmap.pages.places.place_conflict import FIELDS, choose, values_of


@pytest.fixture
def place(store: Database) -> Place:
    with store.read() as connection:
        found = read_draft(connection, get_place(connection, SYSTEM, "DB00001").id, 99)
    assert found
    return found


@pytest.fixture(autouse=True)
def request_of_an_officer(app: Flask, add_account: SignIn) -> Iterator[None]:
    with app.test_request_context("/"):
        g.account = add_account("officer", "776")
        yield


def _lines(base: Place, mine: Place, theirs: Place, clashes: tuple[str, ...]) -> list[Any]:
    telling = place_conflict._telling((base, mine, theirs))
    about = About("hotspot", "DB00001", base.name, "/", "/")
    dispute = Dispute(
        about,
        (1, 2),
        values_of(base),
        values_of(mine),
        values_of(theirs),
        telling,
        lambda _names, _version: [],
    )
    return list(conflicts._lines(dispute, clashes))


def test_every_field_of_a_place_is_compared(place: Place) -> None:
    assert set(FIELDS) == set(vars(place)) - {"valid_from"}
    assert tuple(values_of(place)) == FIELDS
    same = replace(place, geometry=shapely.LineString(place.geometry.coords))
    assert values_of(place) == values_of(same)
    assert values_of(place) != values_of(replace(place, note="khác"))


def test_what_differs_is_told_in_words(place: Place) -> None:
    mine = replace(
        place, kind="area", geometry=shapely.box(106.65, 10.73, 106.651, 10.731), topics=("mai_dam", "toi_pham"),
        aliases=("A", "B"), position_source="gps", position_accuracy_m=12.0, document_id=None, lead=1,
    )  # fmt: skip
    theirs = replace(place, kind="point", geometry=shapely.Point(106.65, 10.73))
    lines = {line.name: line for line in _lines(place, mine, theirs, ("kind", "geometry"))}
    assert (lines["kind"].base, lines["kind"].mine, lines["kind"].theirs) == ("Hẻm", "Khu vực khác", "Điểm")
    assert lines["geometry"].base.startswith("Đường dài 154 m")
    assert lines["geometry"].mine.startswith("Vùng 12.0")
    assert lines["geometry"].theirs == "Điểm ở vĩ độ 10,73, kinh độ 106,65"
    assert lines["topics"].mine == "Mại dâm, Tội phạm"
    assert lines["aliases"].mine == "A; B"
    assert lines["document_id"].mine == "(trống)"
    assert lines["document_id"].base.startswith("09/KH-UBMT-BTT")
    assert lines["position_accuracy_m"].mine == "12 m"
    assert [lines[name].takes for name in ("kind", "topics")] == [None, "mine"]
    assert "note" not in lines


def test_sketches_share_one_square(place: Place) -> None:
    moved = shapely.LineString([(106.64, 10.73), (106.65, 10.74)])
    theirs = replace(place, geometry=shapely.Point(106.65, 10.73))
    (line,) = _lines(place, replace(place, geometry=moved), theirs, ("geometry",))
    assert len(line.sketches) == 3
    assert line.sketches[1] == "M6.0,94.0 L94.0,6.0"
    assert line.sketches[2] == "M94.0,94.0 h0.1"


@pytest.mark.parametrize(
    ("sent", "note"),
    [
        ({}, "của tôi"),
        ({"asked": "note", "take-note": "mine"}, "của tôi"),
        ({"asked": "note", "take-note": "theirs"}, "của người khác"),
        ({"asked": "note"}, None),
        ({"asked": "note", "take-note": "both"}, None),
        ({"asked": "valid_from", "take-valid_from": "theirs"}, None),
    ],
)
def test_only_what_was_chosen_is_taken(
    app: Flask, place: Place, sent: dict[str, str], note: str | None
) -> None:
    mine, theirs = replace(place, note="của tôi"), replace(place, note="của người khác")
    with app.test_request_context("/", method="POST", data=sent):
        found = choose(mine, theirs)
    assert (found and found.note) == note
