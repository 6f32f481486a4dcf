"""The address of a map: what it may say, and what is refused by name."""

import pytest
from werkzeug.datastructures import MultiDict

from geo.types import BBox, LonLat
from webmap.errors import BadParameter
from webmap.http.map_params import Frame, read_map, write_map

_FRAME = Frame("Bản đồ", LonLat(106.65, 10.73), 13)


def test_an_empty_address_is_the_frame() -> None:
    spec = read_map(MultiDict(), _FRAME)
    assert (spec.center, spec.zoom, spec.on, spec.status) == (_FRAME.center, 13, None, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "10.7,106.6"), ("at", "106.6,10.7,13"), ("at", "10.7,106.6,99"), ("at", "x,y,z"), ("at", "nan,106,13"),
        ("on", "2025-13-01"), ("on", "hôm qua"), ("vintage", "last"), ("status", "TOT"), ("kind", "house"),
        ("topic", "khac"), ("ward", "Phường 6"), ("q", "a" * 201), ("selected", "../etc"), ("color", "red"),
        ("due", "late"), ("due", "overdue,waiting"), ("reply", "soon"), ("sort", "status"), ("supervision", "no"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as told:
        read_map(MultiDict({name: value}), _FRAME)
    assert told.value.facts["parameter"] == name


def test_a_frame_shows_the_whole_extent() -> None:
    frame = Frame.around("Bản đồ", BBox(106.5945, 10.6898, 106.6928, 10.752))
    assert frame.center == pytest.approx(LonLat(106.64365, 10.7209), abs=1e-5)
    assert 12 <= frame.zoom <= 13
    nation = Frame.around("Bản đồ", BBox(102, 8, 110, 24))
    assert 4 <= nation.zoom <= 6
    assert Frame.around("Bản đồ", None).zoom == pytest.approx(frame.zoom, abs=1)


@pytest.mark.parametrize(
    "told",
    [
        {"at": "10.73000,106.65000,13"},
        {
            "at": "10.73000,106.65000,14.5",
            "on": "2025-07-01",
            "vintage": "start",
            "status": "THEO_DOI,CHUA_DAT",
        },
        {
            "at": "10.73000,106.65000,13",
            "ward": "27424@2025-07-01",
            "q": "hem 1678 & 2",
            "selected": "DB00001",
        },
        {
            "at": "10.73000,106.65000,13",
            "due": "overdue",
            "reply": "waiting",
            "sort": "due",
            "supervision": "0",
        },
    ],
)
def test_the_address_of_a_map_is_written_as_it_is_read(told: dict[str, str]) -> None:
    assert write_map(read_map(MultiDict(told), _FRAME)) == told
