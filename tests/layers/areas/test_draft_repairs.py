"""What mending and simplifying would make of a draft: pure geometry over four wards side by side."""

from dataclasses import replace
from datetime import date

import pytest
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.measure import area_m2
from geo.shapes.mending import propose_repairs
from geo.shapes.topology import coverage_faults
from layers.areas.draft_repairs import (
    Settlement,
    compare,
    draw_with_neighbours,
    find_proposed,
    mend_faults,
    simplify_level,
)
from layers.areas.vintage_checks import AreaFault
from layers.areas.vintage_drafts import DraftArea, DraftVintage
from layers.areas.vintages import Area, Vintage
from layers.errors import NotFound

M = 1 / 111_320
WEST, EAST = box(106, 10, 106.01, 10.01), box(106.01, 10, 106.02, 10.01)
SET = Vintage(date(2027, 1, 1), "Bộ", "Nghị quyết", "Vẽ")


def _draft(*shapes: BaseGeometry, level: str = "ward") -> DraftVintage:
    """Return a draft of areas with the keys 1, 2, … and the codes 1, 2, …"""
    areas = [
        DraftArea(at, Area(str(at), f"Phường {at}", f"Phường {at}", level, shape), changed=True, from_id=None)
        for at, shape in enumerate(shapes, 1)
    ]
    return DraftVintage(1, 1, SET, tuple(areas))


def _faults(draft: DraftVintage) -> list[AreaFault]:
    found = propose_repairs([one.area.geometry for one in draft.areas])
    return [
        AreaFault(
            one.fault.kind,
            tuple(str(index + 1) for index in one.fault.indexes),
            one.fault.geometry,
            one.fault.area_m2,
            level="ward",
            keys=tuple(index + 1 for index in one.fault.indexes),
            keeper=None if one.keeper is None else one.keeper + 1,
            is_sliver=one.is_sliver,
        )
        for one in found
    ]


def test_small_faults_are_mended_as_proposed_and_a_large_one_as_people_say() -> None:
    overlap = box(106.01, 10.002, 106.01 + 4 * M, 10.008)
    lake = box(106.014, 10.004, 106.016, 10.006)
    draft = _draft(WEST.union(overlap), EAST.difference(lake))
    faults = _faults(draft)
    assert [(one.kind, one.keeper is None) for one in faults] == [("overlap", False), ("gap", True)]
    assert find_proposed(faults, 1) == []
    (small,) = find_proposed(faults, 100_000)
    assert [one.heir for one in find_proposed(faults, 100_000, filling=draft)] == [small.heir, 2]
    changes = mend_faults(draft, [small, Settlement(faults[1], 2)])
    assert area_m2(changes[2].geometry) + area_m2(
        changes.get(1, draft.areas[0].area).geometry
    ) == pytest.approx(area_m2(WEST.union(EAST)), rel=1e-6)
    told = compare(draft, changes)
    assert told[0].before.key == 2
    assert told[0].moved_m2 == pytest.approx(area_m2(lake) - area_m2(overlap) * (small.heir == 1), rel=1e-3)
    mended = [changes.get(one.key, one.area).geometry for one in draft.areas]
    assert coverage_faults(mended) == ()
    assert mend_faults(draft, []) == {}
    with pytest.raises(NotFound, match="draft_area_not_found"):
        mend_faults(draft, [Settlement(faults[1], 99)])


def test_lost_land_goes_to_whom_people_name_and_neighbours_keep_their_border() -> None:
    draft = _draft(WEST, EAST)
    lost = AreaFault("lost", ("9",), box(106.02, 10, 106.03, 10.01), 1.0, level="ward")
    changes = mend_faults(draft, [Settlement(lost, 2)])
    assert set(changes) == {2}
    assert changes[2].geometry.equals(box(106.01, 10, 106.03, 10.01))


def test_a_neighbour_follows_the_border_that_is_moved() -> None:
    draft = _draft(WEST, EAST)
    wider = replace(draft.areas[0].area, geometry=box(106, 10, 106.012, 10.01))
    drawn, follow = draw_with_neighbours(draft, 1, wider)
    assert drawn.geometry.equals(wider.geometry)
    assert follow[2].geometry.equals(box(106.012, 10, 106.02, 10.01))
    _, taken = draw_with_neighbours(draft, None, replace(wider, geometry=box(106.005, 10, 106.015, 10.01)))
    assert set(taken) == {1, 2}
    crossing = shapely.Polygon([(106, 10), (106.01, 10.01), (106.01, 10), (106, 10.01)])
    with pytest.raises(InvalidGeometry):
        draw_with_neighbours(draft, 1, replace(wider, geometry=crossing))


def test_only_the_level_that_is_meant_gets_fewer_vertices() -> None:
    winding = [(106.01 + (at % 2) * 3 * M, 10 + at * 0.001) for at in range(11)]
    west = shapely.Polygon([*winding, (106, 10.01), (106, 10)])
    east = shapely.Polygon([*winding, (106.02, 10.01), (106.02, 10)])
    draft = _draft(west, east)
    assert simplify_level(draft, "district", 50, keeps_outline=False) == {}
    assert simplify_level(draft, "ward", 1, keeps_outline=True) == {}
    changes = simplify_level(draft, "ward", 50, keeps_outline=True)
    assert set(changes) == {1, 2}
    told = compare(draft, changes)
    assert all(one.vertices_after < one.vertices_before for one in told)
    assert sum(one.moved_m2 for one in told) == pytest.approx(0, abs=1)
    assert coverage_faults([area.geometry for area in changes.values()]) == ()
