import geopandas as gpd
import pytest

from geo.shapes.crosswalk import COLUMNS, crosswalk
from tests.geo.quan8 import JANUARY_2025, JULY_2025, TO_2024, Areas

# domain.md 4.2: what became of each ward on 1/7/2025
WHOLE = {
    "Phường Chánh Hưng": [1, 2, 3, 4, 8, 9, 10],
    "Phường Bình Đông": [6],
    "Phường Phú Định": [11, 12, 13, 14, 15],
}
PART = {
    ("Phường 5", "Phường Chánh Hưng"),
    ("Phường 5", "Phường Bình Đông"),
    ("Phường 7", "Phường Bình Đông"),
    ("Phường 7", "Xã Bình Hưng"),
    ("Phường 16", "Phường Phú Định"),
    ("Phường 16", "Phường Bình Phú"),
    ("Phường 16", "Xã Tân Nhựt"),
}


def _frame(areas: Areas) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"key": list(areas)}, geometry=list(areas.values()), crs=4326)


def _wards(areas: Areas) -> Areas:
    return {name: area for name, area in areas.items() if name != "Xã An Phú Tây"}


def test_quan_8_of_2024_to_july_2025_is_the_table_of_the_law() -> None:
    table = crosswalk(_frame(_wards(TO_2024)), _frame(JULY_2025))
    assert tuple(table.columns) == COLUMNS
    pairs = {kind: set(zip(rows["old"], rows["new"], strict=True)) for kind, rows in table.groupby("kind")}
    assert pairs["whole"] == {(f"Phường {n}", ward) for ward, numbers in WHOLE.items() for n in numbers}
    assert pairs["part"] == PART


def test_shares_of_the_old_wards_add_up() -> None:
    table = crosswalk(_frame(_wards(TO_2024)), _frame(JULY_2025))
    sums = table.groupby("old")["share_of_old"].sum()
    assert sums.tolist() == pytest.approx([1] * 16, abs=1e-6)
    assert (table["area_m2"] > 0).all()


def test_merges_are_whole_and_fill_the_new_wards() -> None:
    table = crosswalk(_frame(TO_2024), _frame(JANUARY_2025))
    assert set(table["kind"]) == {"whole"}
    assert table.groupby("new")["share_of_new"].sum().tolist() == pytest.approx(
        [1] * len(JANUARY_2025), abs=1e-6
    )
    assert table["old"].tolist() == sorted(TO_2024)


def test_slivers_are_dropped_and_do_not_spoil_a_whole() -> None:
    shifted = {name: area.buffer(1e-6) for name, area in JULY_2025.items()}  # borders 0.1 m too far out
    table = crosswalk(_frame(_wards(TO_2024)), _frame(shifted))
    whole = table[table["kind"] == "whole"]
    assert set(zip(whole["old"], whole["new"], strict=True)) == {
        (f"Phường {n}", ward) for ward, numbers in WHOLE.items() for n in numbers
    }
