from random import Random

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.geodesy.measure import area_m2
from geo.shapes.mending import Proposal, mend_coverage, propose_repairs
from geo.shapes.topology import coverage_faults
from tests.geo.quan8 import TO_2024

WARDS = list(TO_2024.values())
WEST, EAST, NORTH = (
    shapely.box(106, 10, 106.01, 10.01),
    shapely.box(106.01, 10, 106.03, 10.01),
    shapely.box(106, 10.01, 106.03, 10.02),
)
M = 1 / 111_320


def _redrawn(area: BaseGeometry, random: Random, off_m: float) -> BaseGeometry:
    """Return an area with each vertex a little elsewhere, as another hand draws it."""
    ring = [
        (x + random.uniform(-off_m, off_m) * M, y + random.uniform(-off_m, off_m) * M)
        for x, y in area.exterior.coords[:-1]
    ]
    return shapely.Polygon(ring)


@settings(max_examples=10)
@given(seed=st.integers(0, 9_999), off_m=st.floats(0.5, 15))
def test_borders_drawn_twice_become_one_and_no_land_is_lost(seed: int, off_m: float) -> None:
    random = Random(seed)
    drawn = [_redrawn(ward, random, off_m) for ward in WARDS]
    assume(all(area.is_valid for area in drawn))
    proposals = propose_repairs(drawn)
    assert len(proposals) == len(coverage_faults(drawn))
    mended = mend_coverage(drawn, proposals)
    left = coverage_faults(mended)
    assert len(left) <= sum(proposal.keeper is None for proposal in proposals)
    assert all(area.is_valid for area in mended)
    before, after = shapely.union_all(drawn), shapely.union_all(mended)
    lost, filled = shapely.difference(before, after).area, shapely.difference(after, before).area
    given = sum(p.fault.geometry.area for p in proposals if p.fault.kind == "gap" and p.keeper is not None)
    assert lost < 0.1 * M**2  # flat: on the ellipsoid a border with one more vertex is another one
    assert filled == pytest.approx(given, abs=M**2)


def test_a_sliver_goes_to_the_longest_border_and_a_wide_gap_to_nobody() -> None:
    narrow = shapely.box(106.01, 10, 106.01 + 5 * M, 10.01)
    east = EAST.difference(narrow)
    areas = [WEST, east, NORTH, shapely.box(106, 9.99, 106.03, 10)]
    (proposal,) = propose_repairs(areas)
    assert (proposal.fault.kind, proposal.is_sliver, proposal.keeper) == ("gap", True, 0)
    mended = mend_coverage(areas, [proposal])
    assert area_m2(mended[0]) == pytest.approx(area_m2(WEST.union(narrow)))
    assert coverage_faults(mended) == ()
    lake = shapely.box(106.012, 10.002, 106.016, 10.006)
    (wide,) = propose_repairs([WEST, EAST.difference(lake), NORTH])
    assert (wide.keeper, wide.is_sliver) == (None, False)
    assert mend_coverage([WEST, EAST.difference(lake)], [wide]) == (WEST, EAST.difference(lake))


def test_an_overlap_stays_with_the_favoured_area_or_else_the_smaller() -> None:
    wider = WEST.union(shapely.box(106.01, 10, 106.01 + 40 * M, 10.01))
    (proposal,) = propose_repairs([wider, EAST])
    assert (proposal.fault.kind, proposal.keeper, proposal.is_sliver) == ("overlap", 0, False)
    (favoured,) = propose_repairs([wider, EAST], favoured=1)
    assert favoured.keeper == 1
    west, east = mend_coverage([wider, EAST], [favoured])
    assert east.equals(EAST)
    assert area_m2(west) == pytest.approx(area_m2(WEST))


def test_what_people_must_say_stays_as_it_is() -> None:
    (twice,) = propose_repairs([WEST, WEST])
    assert twice.keeper is None
    assert mend_coverage([WEST, WEST], [twice]) == (WEST, WEST)
    assert mend_coverage([WEST, EAST], ()) == (WEST, EAST)


def test_land_that_three_areas_claim_stays_with_one_of_them() -> None:
    one, two, three = (
        shapely.Point(106 + x, 10 + y).buffer(0.004) for x, y in ((0, 0), (0.004, 0), (0.002, 0.003))
    )
    proposals = propose_repairs([one, two, three])
    assert len(proposals) == 3
    round_about = [
        Proposal(p.fault, keeper, p.is_sliver) for p, keeper in zip(proposals, (0, 2, 1), strict=True)
    ]
    for agreed in (proposals, round_about):
        mended = mend_coverage([one, two, three], agreed)
        assert coverage_faults(mended) == ()
        assert area_m2(shapely.union_all(mended)) == pytest.approx(
            area_m2(shapely.union_all([one, two, three]))
        )
