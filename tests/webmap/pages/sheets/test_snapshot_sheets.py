"""A sheet of what is known now: frame, title, and a figure that holds all that it counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from layers.errors import NotFound
from layers.store.database import Database
from tests.webmap.conftest import SignIn
from webmap.pages.sheets.snapshot_asked import read_asked_sheet
from webmap.pages.sheets.snapshot_sheets import SheetNow, make_sheet_now

OLD_WARD = "27397@2025-01-01"


@pytest.fixture(autouse=True)
def _request(app: Flask, add_account: SignIn) -> Iterator[None]:
    with app.test_request_context("/"):
        g.account = add_account("officer")
        yield


def _make(store: Database, *, known_at: datetime | None = None, **args: str) -> SheetNow:
    asked = replace(read_asked_sheet(MultiDict(args)), known_at=known_at)
    with store.read() as connection:
        return make_sheet_now(connection, g.account.actor, asked)


def test_a_figure_of_the_overview_counts_whatever_the_map_filters(store: Database) -> None:
    made = _make(store, sheet="figure", show="open", status="DA_CHUYEN_HOA", q="không có đâu", area="776")
    assert made.figure
    assert sum(value.low or 0 for value in made.figure.values.values()) >= 4
    assert (made.spec.map.status, made.spec.map.q, len(made.pinned.versions)) == ((), "", 4)
    assert made.spec.title == made.usual_title == "Đang giám sát – Quận 8 (cũ)"
    of_map = _make(store, sheet="figure", q="không có đâu")
    assert (of_map.figure, of_map.spec.map.q, of_map.pinned.versions) == (None, "không có đâu", frozenset())
    visits = _make(store, sheet="figure", show="visits", since="2026-11-01", on="2026-11-20")
    assert "01/11/2026" in visits.figure.note


def test_an_area_that_is_not_on_show_is_framed_by_the_wards_that_have_its_land(store: Database) -> None:
    shown = _make(store, area=OLD_WARD, vintage="2025-01-01")
    assert (shown.spec.area, shown.spec.extent) == (OLD_WARD, None)
    old = _make(store, area=OLD_WARD)
    assert old.spec.area is None
    assert old.spec.extent
    assert old.spec.extent.west < 106.7 < old.spec.extent.east + 0.1
    with pytest.raises(NotFound):
        _make(store, area="99999@2025-07-01")


def test_before_everything_there_is_an_empty_sheet(store: Database) -> None:
    early = _make(store, on="1899-01-01", title="Trước hết")
    assert (early.spec.title, early.spec.map.on, early.pinned.versions) == (
        "Trước hết",
        date(1899, 1, 1),
        frozenset(),
    )
    unknown = _make(store, known_at=datetime(2001, 1, 1, tzinfo=UTC))
    assert (unknown.pinned.versions, unknown.moment.known.year) == (frozenset(), 2001)
