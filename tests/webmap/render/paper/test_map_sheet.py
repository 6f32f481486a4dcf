"""Printed maps: whatever is asked for, a sheet that is right or a refusal that says why; the same bytes again."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from geo.errors import AppError
from tests.webmap.maps.made_feed import IMPRINT, WARDS, Spot, make_feed, make_sheet, make_spots
from tests.webmap.render.paper.test_visit_slip import read
from webmap.maps.sheet import ORIENTATIONS
from webmap.render.paper import map_sheet
from webmap.render.paper.map_sheet import make_map_sheet, tell_sheet

MANY = tuple(replace(spot, name=f"{spot.name} {nth}") for nth in range(6) for spot in make_spots())


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_sheet_can_be_defended_and_comes_out_the_same_again(locale: str, orientation: str) -> None:
    sheet = make_sheet(locale=locale, orientation=orientation)
    made = make_map_sheet(sheet)
    told = " ".join(" ".join(read(made)).split())
    for part in ("Bản đồ địa bàn Quận 8", "22/11/2026", "3 phường (từ 01/7/2025)", "1:", "VN-2000 / TM-3 105-45",
                 "AB12-CD34", "Hẻm 1678 Phạm Thế Hiển"):  # fmt: skip
        assert part in told, part
    assert made == make_map_sheet(sheet)
    assert len(made) < 300_000


def test_a_long_table_follows_on_pages_of_its_own_and_loses_nobody() -> None:
    pages = read(make_map_sheet(make_sheet(make_feed(MANY))))
    assert len(pages) > 1
    told = " ".join(pages[1:])
    shown = [nth for nth, spot in enumerate(MANY, 1) if spot.state != "ON_DINH"]
    assert all(told.count(f"DB{nth:05}") == 1 for nth in shown)
    assert len(read(make_map_sheet(make_sheet(make_feed(MANY), has_table=False)))) == 1


def test_an_atlas_has_an_overview_and_a_page_for_each_ward_with_its_own_places() -> None:
    pages = tell_sheet(make_sheet(kind="atlas"))["pages"]
    assert [page["title"] for page in pages] == ["Bản đồ địa bàn Quận 8", *(ward.name for ward in WARDS)]
    assert not pages[0]["has_table"]
    assert all(page["inset"] for page in pages[1:])
    overview = {row["code"] for row in pages[0]["rows"]}
    on_pages = [row["code"] for page in pages[1:] for row in page["rows"]]
    assert set(on_pages) == overview - {"DB00003"}, "all but the one that lies in no ward"


def test_a_figure_sheet_counts_places_unless_it_is_told_other_figures() -> None:
    (page,) = tell_sheet(make_sheet(kind="figure"))["pages"]
    assert page["legend_title"] == "Số địa bàn theo phường, xã"
    assert page["rows"] == []


@pytest.mark.parametrize(
    ("feed", "chosen"),
    [
        (make_feed(), {"title": "Bản đồ địa bàn trọng điểm " * 19}),
        (make_feed(), {"title": "X" * 500, "orientation": "portrait"}),
        (make_feed(), {"on": date(1900, 1, 1)}),
        (make_feed(()), {}),
        (make_feed((), ()), {}),
        (make_feed((), ()), {"kind": "figure"}),
        (make_feed(), {"status": ("TAI_PHUC_TAP",), "area": "w1"}),
    ],
    ids=["long title", "one word", "before everything", "no places", "nothing", "no figures", "empty area"],
)
def test_odd_wishes_make_one_page_that_is_right(feed: Any, chosen: dict[str, Any]) -> None:
    pages = read(make_map_sheet(make_sheet(feed, has_table=False, **chosen)))
    assert len(pages) == 1
    if not chosen.get("title"):
        assert chosen.get("kind") == "figure" or "Không có địa bàn nào" in " ".join(pages[0].split())


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"area": "w9"}, "boundary_not_found"),
        ({"paper": "A0"}, "parameter_invalid"),
        ({"kind": "globe"}, "parameter_invalid"),
        ({"locale": "fr"}, "parameter_invalid"),
        ({"dpi": 5000}, "parameter_invalid"),
        ({"title": "X" * 501}, "parameter_invalid"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(chosen: dict[str, Any], code: str) -> None:
    with pytest.raises(AppError, match=code):
        make_map_sheet(make_sheet(**chosen))


def test_an_atlas_of_too_many_wards_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_sheet, "MOST_PAGES", len(WARDS))
    with pytest.raises(AppError, match="sheet_too_many_pages"):
        make_map_sheet(make_sheet(kind="atlas"))


def test_a_picture_has_the_dots_that_were_asked_for() -> None:
    picture = Image.open(io.BytesIO(make_map_sheet(make_sheet(dpi=50), "png")))
    assert picture.size == (round(297 / 25.4 * 50), round(210 / 25.4 * 50))


def test_restricted_sheets_say_on_every_page_who_printed_them() -> None:
    mark = replace(IMPRINT, watermark="lan · 22/11/2026 10:30")
    pages = read(make_map_sheet(make_sheet(make_feed(MANY), imprint=mark)))
    assert all("lan · 22/11/2026 10:30" in " ".join(page.split()) for page in pages)


def test_one_place_is_listed_beside_the_map() -> None:
    spot: Spot = make_spots()[0]
    assert len(read(make_map_sheet(make_sheet(make_feed((spot,)))))) == 1
