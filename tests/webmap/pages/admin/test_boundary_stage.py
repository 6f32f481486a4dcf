"""What the pages of a set of boundaries show."""

import shapely
from flask import Flask

from layers.areas.vintage_drafts import DraftArea
from layers.areas.vintages import Area
from webmap.pages.admin.boundary_stage import by_level, size_words, tell_area


def test_sizes_are_written_as_people_here_do(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        assert [size_words(size) for size in (4_662_512.4, 10_000, 9_999.4, 0.123)] == [
            "466,25 ha",
            "1 ha",
            "9.999 m²",
            "0,12 m²",
        ]


def test_an_area_is_told_with_its_size(app: Flask) -> None:
    area = Area(
        "27418", "Phường Chánh Hưng", "", "ward", shapely.box(106.60, 10.70, 106.61, 10.71), is_partial=True
    )
    with app.test_request_context():
        told = tell_area(DraftArea(7, area, changed=True, from_id=None))
    assert (told["key"], told["changed"], told["partial"]) == (7, True, True)
    assert 1_200_000 < told["area_m2"] < 1_220_000


def test_areas_are_grouped_by_level_in_the_order_given() -> None:
    areas = [{"level": "ward", "key": 1}, {"level": "province", "key": 2}, {"level": "ward", "key": 3}]
    groups = by_level(iter(areas), ("province", "district", "ward"))
    assert [(level, [one["key"] for one in members]) for level, members in groups] == [
        ("province", [2]),
        ("ward", [1, 3]),
    ]
