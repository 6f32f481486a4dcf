"""The figure of a snapshot: its areas, its classes and its words are those that the sheet shows."""

from flask import Flask

from tests.webmap.maps.made_feed import make_feed, make_sheet
from webmap.maps.pinned import Pinned
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.maps.shown import choose
from webmap.pages.sheets.snapshot_figure import tell_figure


def _pinned() -> Pinned:
    return Pinned(make_sheet().spec.map, make_feed(), frozenset(), "d" * 64)


def test_what_is_kept_is_shown_with_its_bounds_and_gaps(app: Flask) -> None:
    values = {
        "w0@start": FigureValue(3, 3),
        "w1@start": FigureValue(5, 9),
        "w2@start": FigureValue(None, None),
    }
    with app.test_request_context():
        told = tell_figure(AreaFigure("Quá hạn", values, note="Đã phân bổ lại"), _pinned())
    assert [value for _, value in told.rows] == ["3", "5–9", "–"]
    assert (told.title, told.note, told.on.isoformat()) == ("Quá hạn", "Đã phân bổ lại", "2026-11-22")
    assert told.map.count("<title>") == len(values)
    assert [words for _, words in told.legend] == ["3", "7"]


def test_where_no_figure_is_kept_places_are_counted(app: Flask) -> None:
    with app.test_request_context():
        told = tell_figure(None, _pinned())
    pinned = _pinned()
    held = sum(len(place.wards) for place in choose(pinned.feed, pinned.spec).places)
    assert sum(int(value) for _, value in told.rows) == held > 0
