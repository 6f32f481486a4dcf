"""Districts and provinces made of communes stay in step with them, whatever is done to these, and so does undoing."""

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.shapes.nesting import is_made_of, unite_parts
from geo.shapes.topology import coverage_faults
from geo.shapes.union import unite
from layers.areas.draft_edits import (
    AreaFacts,
    merge_areas,
    put_area,
    put_areas,
    remove_area,
    replace_areas,
    split_area,
)
from layers.areas.draft_repairs import (
    Settlement,
    draw_with_neighbours,
    list_drawn_levels,
    mend_faults,
    simplify_level,
    with_units,
)
from layers.areas.draft_undo import undo_step
from layers.areas.draft_units import Nesting, follow_parts
from layers.areas.vintage_checks import find_faults
from layers.areas.vintage_drafts import DraftRef, DraftVintage
from layers.areas.vintages import Area
from layers.errors import OutsideScope
from layers.store.database import Database
from tests.layers.areas.drafting import act, act_as, area_of, begin, coordinator, read
from tests.layers.areas.mosaic import as_draft, draw_province

LEVELS = ("ward", "district", "province")


def _assert_nested(areas: list[Area]) -> None:
    """Each level is a coverage without fault, and each unit the land of its parts, vertex by vertex."""
    for level in LEVELS:
        shapes = [area.geometry for area in areas if area.level == level]
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
    for unit in (area for area in areas if area.level != "ward"):
        parts = [area.geometry for area in areas if area.parent == unit.code]
        assert shapely.normalize(unit.geometry).equals(shapely.normalize(unite(parts)))
        drawn = set(map(tuple, shapely.get_coordinates(parts).tolist()))
        assert drawn.issuperset(map(tuple, shapely.get_coordinates(unit.geometry).tolist()))


def _assert_fits(areas: list[Area]) -> None:
    """As `_assert_nested`, but a corner on one side of a border may be none on the other."""
    for level in LEVELS:
        assert coverage_faults([area.geometry for area in areas if area.level == level]) == ()
    for unit in (area for area in areas if area.level != "ward"):
        parts = [area.geometry for area in areas if area.parent == unit.code]
        assert is_made_of(unit.geometry, unite_parts(unit.geometry, parts, shapely.STRtree(parts)))


def _after(draft: DraftVintage, changes: dict[int, Area]) -> list[Area]:
    return [changes.get(one.key, one.area) for one in draft.areas]


@settings(max_examples=15, deadline=None)
@given(
    columns=st.integers(1, 3),
    rows=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
    tolerance_m=st.floats(1, 3_000),
    keeps_outline=st.booleans(),
)
def test_borders_of_all_levels_stay_the_same_when_they_are_simplified(
    columns: int, rows: int, seed: int, tolerance_m: float, keeps_outline: bool
) -> None:
    areas = draw_province(columns, rows, seed)
    _assert_nested(areas)
    draft = as_draft(areas)
    assert list_drawn_levels(draft) == ("ward",)
    for level in LEVELS:
        changes = simplify_level(draft, level, tolerance_m, keeps_outline=keeps_outline)
        _assert_nested(_after(draft, with_units(draft, changes)))


def test_units_follow_a_border_that_is_moved_but_not_one_drawn_by_itself() -> None:
    areas = draw_province(2, 3, seed=8)
    alone = replace(areas[-2], geometry=areas[-2].geometry.buffer(0.002))
    for drawn, follows in ((areas, {7, 8}), ([*areas[:-2], alone, areas[-1]], {7})):
        draft = as_draft(drawn)
        first = draft.areas[0]
        wider = replace(first.area, geometry=first.area.geometry.union(areas[3].geometry.buffer(-0.001)))
        area, others = draw_with_neighbours(draft, first.key, wider)
        changes = with_units(draft, {first.key: area, **others})
        assert {key for key in changes if key > 6} == follows
        if drawn is areas:
            _assert_fits(_after(draft, changes))
    before = {one.key: one.area for one in as_draft(areas).areas}
    assert follow_parts(before, before) == {}
    assert Nesting(before).find_made() == {7, 8, 9}
    none_left = {key: area for key, area in before.items() if area.parent != "301"}
    assert 7 not in follow_parts(before, none_left)


def _begin(database: Database) -> tuple[DraftRef, dict[str, Area]]:
    """Return a draft that holds a made-up province of two districts with three communes each, and its areas by code."""
    ref = act(database, begin(database), replace_areas, draw_province(2, 3, seed=5))
    return ref, _areas(database, ref)


def _areas(database: Database, ref: DraftRef) -> dict[str, Area]:
    return {one.area.code: one.area for one in read(database, ref).areas}


def _key(database: Database, ref: DraftRef, code: str) -> int:
    return next(one.key for one in read(database, ref).areas if one.area.code == code)


def test_every_step_takes_the_units_along_and_undoing_brings_all_back(database: Database) -> None:
    ref, first = _begin(database)
    whole = first["30101"].geometry
    west, _, east, _ = whole.bounds
    line = shapely.LineString([(west - 0.01, whole.centroid.y), (east + 0.01, whole.centroid.y)])
    north, south = (AreaFacts(code, "Xã Mới", "Xã Mới", parent="301") for code in ("30108", "30109"))
    merged = [_key(database, ref, code) for code in ("30100", "30200")]
    steps = [
        (merge_areas, merged, AreaFacts("30100", "Xã Chung", "Xã Chung", parent="301")),
        (split_area, _key(database, ref, "30101"), line, (north, south)),
        (remove_area, _key(database, ref, "30202")),
        (put_area, replace(first["30202"], code="30222", name="Xã Mới", parent=None)),
    ]
    for do, *told in steps:
        ref = act(database, ref, do, *told)
        _assert_fits([*_areas(database, ref).values()])
    assert _areas(database, ref)["301"].geometry.area > first["301"].geometry.area
    for _ in steps:
        ref = act(database, ref, undo_step)
    assert _areas(database, ref) == first


def test_parts_belong_to_whom_takes_the_place_of_their_unit(database: Database) -> None:
    ref, first = _begin(database)
    districts = [_key(database, ref, code) for code in ("301", "302")]
    ref = act(
        database, ref, merge_areas, districts,
        AreaFacts("309", "Huyện Chung", "Huyện Chung", level="district", parent="30"),
    )  # fmt: skip
    areas = _areas(database, ref)
    assert {area.parent for area in areas.values() if area.level == "ward"} == {"309"}
    _assert_fits([*areas.values()])
    one = next(one for one in read(database, ref).areas if one.area.code == "30")
    ref = act(database, ref, put_areas, {one.key: replace(one.area, code="31")})
    assert _areas(database, ref)["309"].parent == "31"
    ref = act(database, act(database, ref, undo_step), undo_step)
    assert _areas(database, ref) == first


def test_a_unit_that_no_longer_fits_is_told_and_drawn_anew_from_its_parts(database: Database) -> None:
    ref, first = _begin(database)
    key = _key(database, ref, "301")
    ref = act(
        database, ref, put_areas, {key: replace(first["301"], geometry=first["301"].geometry.buffer(-0.003))}
    )
    draft = read(database, ref)
    with database.read() as connection:
        apart = [fault for fault in find_faults(connection, draft) if fault.kind == "apart"]
    assert [(fault.codes, fault.level, fault.keeper) for fault in apart] == [(("301",), "district", key)]
    ref = act(
        database, ref, put_areas, mend_faults(draft, [Settlement(one, one.keeper or 0) for one in apart])
    )
    _assert_nested([*_areas(database, ref).values()])
    with database.read() as connection:
        kinds = {fault.kind for fault in find_faults(connection, read(database, ref))}
    assert "apart" not in kinds


def test_whoever_may_draw_a_part_lets_the_units_follow_and_takes_that_back(database: Database) -> None:
    ref = begin(database)
    wards = {key: replace(area, parent="776") for key, area in read(database, ref).by_key.items()}
    unit = Area("776", "Quận 8", "Quận 8", "district", unite([ward.geometry for ward in wards.values()]))
    ref = act(database, act(database, ref, put_areas, wards), put_area, unit)
    one, ward_of_his = area_of(database, ref, "Phường Phú Định"), coordinator(database, "27427@2025-07-01")
    before = _areas(database, ref)
    smaller = replace(one.area, geometry=one.area.geometry.buffer(-0.0005))
    ref = act_as(ward_of_his, database, ref, put_area, smaller, key=one.key)
    after = _areas(database, ref)["776"].geometry
    assert after.area < unit.geometry.area
    with pytest.raises(OutsideScope, match="boundary_outside_area"):
        act_as(ward_of_his, database, ref, put_area, unit, key=_key(database, ref, "776"))
    ref = act_as(ward_of_his, database, ref, undo_step)
    assert _areas(database, ref) == before
