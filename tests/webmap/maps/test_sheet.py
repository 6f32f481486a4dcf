"""A printed map as data: JSON keeps all of it, so that a code opens the same sheet again."""

from datetime import date

import orjson

from geo.types import BBox, LonLat
from webmap.maps.sheet import SheetSpec
from webmap.maps.spec import MapSpec


def test_a_sheet_comes_back_from_json() -> None:
    shown = MapSpec("Bản đồ", LonLat(106.65, 10.735), 13, on=date(2026, 11, 22), status=("THEO_DOI",))
    for spec in (
        SheetSpec(shown),
        SheetSpec(
            shown, "atlas", "27418@2025-07-01", None, "A3", "portrait", "none", "Tên", "Phụ", "en", False, 300
        ),
        SheetSpec(shown, extent=BBox(106.6, 10.7, 106.7, 10.75)),
    ):
        assert SheetSpec.from_json(orjson.loads(orjson.dumps(spec.to_json()))) == spec
