"""What a program sends about a place, and what it makes of the place of the register."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest
import shapely

from geo.errors import AppError
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import WGS84, WGS84_LONLAT
from layers.errors import StaleVersion
from layers.places.drafts import Place
from webmap.api.place_bodies import bring_together, changed_place, read_sent

LINE = shapely.LineString([(106.6512345678, 10.7412345678), (106.653, 10.742)])
PLACE = Place(
    "Hẻm 12 Bến Bình Đông", "alley", LINE, ("ma_tuy",), 15.0, "survey", "khảo sát", date(2020, 1, 1),
    note="cũ", alley_number="12", street="Bến Bình Đông",
)  # fmt: skip


def _sent(
    *, is_whole: bool = False, geometry: Any = None, crs: Any = WGS84_LONLAT, **properties: object
) -> Any:
    told = {} if geometry is None else {"geometry": orjson.loads(geometry_text(geometry))}
    return read_sent({"type": "Feature", "properties": properties, **told}, crs, is_whole=is_whole)


def test_a_geometry_that_went_out_and_came_back_is_no_change() -> None:
    told = orjson.loads(geometry_text(LINE))
    assert shapely.geometry.shape(told) != LINE  # six decimals
    assert changed_place(PLACE, _sent(geometry=LINE)) == PLACE
    moved = shapely.transform(LINE, lambda xy: xy + 0.001)
    assert changed_place(PLACE, _sent(geometry=moved)).geometry != LINE
    turned = shapely.transform(moved, lambda xy: xy[:, ::-1])
    assert changed_place(PLACE, _sent(geometry=turned, crs=WGS84)) == changed_place(
        PLACE, _sent(geometry=moved)
    )


def test_null_takes_away_in_a_patch_and_says_nothing_in_a_whole_feature() -> None:
    assert changed_place(PLACE, _sent(note=None)).note is None
    whole = {
        "name": PLACE.name,
        "kind": "alley",
        "topics": '["mai_dam"]',
        "position_accuracy_m": 3,
        "source": "x",
    }
    changed = changed_place(PLACE, _sent(is_whole=True, geometry=LINE, note=None, length_m=None, **whole))
    assert (changed.note, changed.topics, changed.position_accuracy_m) == ("cũ", ("mai_dam",), 3)
    with pytest.raises(AppError, match="feature_incomplete"):
        _sent(name=None)


def test_an_address_that_the_old_name_told_goes_with_it() -> None:
    changed = changed_place(PLACE, _sent(name="Hẻm 14 Bến Bình Đông"))
    assert (changed.alley_number, changed.street) == (
        None,
        None,
    )  # read from the new name where it is checked
    own = replace(PLACE, name="Xóm Củi")
    assert changed_place(own, _sent(name="Xóm Củi cũ")).alley_number == "12"


def test_changes_of_different_fields_are_brought_together() -> None:
    present = replace(PLACE, source="nguồn khác")
    mine = replace(PLACE, position_accuracy_m=5.0)
    both = bring_together(PLACE, mine, present, (1, 2))
    assert (both.source, both.position_accuracy_m) == ("nguồn khác", 5.0)
    with pytest.raises(StaleVersion):
        bring_together(PLACE, replace(PLACE, source="của tôi"), present, (1, 2))
