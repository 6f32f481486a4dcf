"""Printed maps as slides."""

from dataclasses import replace

from tests.webmap.maps.made_feed import WARDS, make_feed, make_sheet, make_spots
from tests.webmap.render.office.slides_read import pictures_of, read_slides, tables_of, words_of
from webmap.render.office.slides_sheet import make_sheet_slides


def test_an_atlas_has_a_slide_for_each_ward_with_map_legend_and_table() -> None:
    sheet = make_sheet(kind="atlas")
    made = make_sheet_slides(sheet)
    slides = read_slides(made)
    assert [slide.shapes.title.text_frame.text for slide in slides] == [
        "Bản đồ địa bàn Quận 8", *(ward.name for ward in WARDS)
    ]  # fmt: skip
    assert tables_of(slides[0]) == []
    for slide in slides:
        told = words_of(slide)
        assert all(
            words in told for words in ("Chú giải", "22/11/2026", "AB12-CD34", "VN-2000 / TM-3 105-45")
        )
        assert len(pictures_of(slide)) == 2
    places = {row[0] for slide in slides[1:] for table in tables_of(slide) for row in table[1:]}
    assert "Cầu Hiệp Ân" in places
    assert made == make_sheet_slides(sheet)


def test_a_long_table_follows_on_slides_of_its_own_and_loses_nobody() -> None:
    many = [replace(spot, name=f"{spot.name} {nth}") for nth in range(6) for spot in make_spots()]
    slides = read_slides(make_sheet_slides(make_sheet(make_feed(many))))
    listed = [row[0] for slide in slides[1:] for table in tables_of(slide) for row in table[1:]]
    assert sorted(listed) == sorted(spot.name for spot in many if spot.state != "ON_DINH")
    assert tables_of(slides[0]) == []
    (only,) = read_slides(make_sheet_slides(make_sheet(make_feed(many), has_table=False)))
    assert tables_of(only) == []


def test_a_map_of_nothing_says_so() -> None:
    (slide,) = read_slides(make_sheet_slides(make_sheet(make_feed([]))))
    assert "Không có địa bàn nào" in words_of(slide)
