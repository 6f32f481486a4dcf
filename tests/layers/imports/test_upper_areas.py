"""Communes that say in which district and province they lie bring these with them, drawn and with their codes."""

from datetime import date

import numpy as np
import pytest
import shapely
from sqlalchemy import select

from layers.actor import SYSTEM
from layers.areas.publication import publish_draft
from layers.areas.successions import confirm_successions
from layers.areas.vintage_drafts import DraftRef
from layers.areas.vintages import Area
from layers.imports.batch_records import get_batch
from layers.imports.file_findings import Wish
from layers.imports.upper_areas import add_upper_areas, find_unclear
from layers.store.database import Database
from layers.store.schema import boundary
from tests.layers.imports.conftest import Importing, Row

DISTRICTS = (
    "Thành phố Hải Dương", "Thành phố Chí Linh", "Thị xã Kinh Môn", "Huyện Bình Giang", "Huyện Cẩm Giàng",
    "Huyện Gia Lộc", "Huyện Kim Thành", "Huyện Nam Sách", "Huyện Ninh Giang", "Huyện Thanh Hà", "Huyện Thanh Miện",
    "Huyện Tứ Kỳ",
)  # fmt: skip
"""The 12 districts of Hải Dương to 2024; their shapes here are made up."""

DAY = date(2019, 4, 1)


def _hai_duong() -> list[Row]:
    """Return four communes for each district, in three rows of four districts."""
    rows: list[Row] = []
    for nth, district in enumerate(DISTRICTS):
        west, south = 106.1 + nth % 4 * 0.1, 20.7 + nth // 4 * 0.1
        for part, (x, y) in enumerate(np.ndindex(2, 2)):
            box = shapely.box(
                west + x * 0.05, south + y * 0.05, west + (x + 1) * 0.05, south + (y + 1) * 0.05
            )
            told = {"MA": f"30{nth + 10}{part}1", "TEN": f"Xã {nth}.{part}"}
            rows.append(({**told, "QUANHUYEN": district, "TINHTHANH": "Tỉnh Hải Dương"}, box))
    return rows


def test_hai_duong_comes_as_a_province_with_its_12_districts(
    database: Database, importing: Importing
) -> None:
    """In 2019, beside a Quận 8 that knows three later and earlier sets: nothing of that changes."""
    others = (
        select(boundary.c.id, boundary.c.valid_to).where(boundary.c.valid_from != DAY).order_by(boundary.c.id)
    )
    with database.read() as connection:
        before = connection.execute(others).all()
    code = importing.stage(database, "boundaries", _hai_duong(), wish=Wish(valid_from=DAY))
    assert importing.confirm(database, code)["written"] == 48
    with database.write(SYSTEM, "boundary.publish") as change:
        made = get_batch(change.connection, SYSTEM, code).made
        ref = DraftRef(made["draft"], made["version"])
        confirm_successions(change, ref)
        publish_draft(change, DraftRef(ref.id, ref.version + 1), acknowledged=True)
    above = boundary.alias("above")
    with database.read() as connection:
        assert connection.execute(others).all() == before
        asked = select(
            boundary.c.level, boundary.c.code, boundary.c.name, boundary.c.area_m2, above.c.name.label("in_")
        )
        held = boundary.outerjoin(above, above.c.id == boundary.c.parent_id)
        rows = connection.execute(asked.select_from(held).where(boundary.c.valid_from == DAY)).all()
    (province,) = [row for row in rows if row.level == "province"]
    districts = {row.name: row for row in rows if row.level == "district"}
    communes = [row for row in rows if row.level == "ward"]
    assert (province.code, province.name) == ("30", "Tỉnh Hải Dương")
    assert districts.keys() == set(DISTRICTS)
    assert {row.in_ for row in districts.values()} == {province.name}
    assert districts["Huyện Bình Giang"].code == "3013"
    assert [row.in_ for row in communes].count("Huyện Bình Giang") == 4
    whole = province.area_m2
    assert sum(row.area_m2 for row in districts.values()) == pytest.approx(whole, rel=1e-5)
    assert sum(row.area_m2 for row in communes) == pytest.approx(whole, rel=1e-5)


def _area(code: str, shape: shapely.Polygon) -> Area:
    return Area(code, f"Xã {code}", f"Xã {code}", "ward", shape)


def test_gaps_between_communes_are_filled_and_land_of_others_is_not() -> None:
    ring = (
        shapely.box(106, 20, 106.3, 20.3)
        - shapely.box(106.1, 20.1, 106.2, 20.2)
        - shapely.box(106.21, 20.21, 106.22, 20.22)
    )
    areas = [_area("10101", ring), _area("10201", shapely.box(106.1, 20.1, 106.2, 20.2))]
    told = [{"district": "Huyện A"}, {"district": "Thị xã B"}]
    built = {one.name: one for one in add_upper_areas(areas, told)[2:]}
    assert (built["Huyện A"].code, built["Thị xã B"].code) == ("1010", "1020")
    assert built["Huyện A"].geometry.equals(
        shapely.box(106, 20, 106.3, 20.3) - shapely.box(106.1, 20.1, 106.2, 20.2)
    )


@pytest.mark.parametrize(
    ("codes", "told", "found"),
    [
        ((("111", "121")), ({"province": "A"}, {"province": "B"}), []),
        (("11", "11"), ({"province": "A"}, {"province": "B"}), ["province"]),
        (("123", "456"), ({"province": "A", "province_code": "79"},) * 2, []),
        (("123", "456"), ({"province": "A"},) * 2, ["province"]),
        (("123", "456"), ({},) * 2, []),
    ],
    ids=["told by the codes", "one code", "said", "nothing common", "not named"],
)
def test_levels_without_codes_are_told_and_left_out(
    codes: tuple[str, str], told: tuple[dict[str, str], ...], found: list[str]
) -> None:
    areas = [_area(code, shapely.box(106 + nth, 20, 106.5 + nth, 20.5)) for nth, code in enumerate(codes)]
    assert find_unclear(areas, told) == found
    assert (len(add_upper_areas(areas, told)) == 2) == (bool(found) or not told[0])
