"""Where invented places lie: inside the wards, clear of each other and of real places, some across a border."""

from functools import cache
from itertools import combinations
from random import Random

import shapely

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.geodesy.measure import length_m
from layers.demo.deeds import Spot
from layers.demo.places import APART_M, Ground, Surveyor
from layers.places.drafts import KINDS, Extent
from tests.layers.demo.invented import ground

_NEIGHBOUR_M = 30.0
"""Nearer than this a new place is refused (`layers.places`)."""


@cache
def drawn() -> tuple[Spot, ...]:
    surveyor = Surveyor(Random(8), ground())
    return tuple(surveyor.draw() for _ in range(32))


def in_metres(spot: Spot) -> shapely.Geometry:
    return transform_geometry(spot.geometry, WGS84_LONLAT, VN2000_HCMC)


def test_places_of_every_kind_lie_in_all_wards_and_some_in_two() -> None:
    areas = ground().wards
    met = [{name for name, area in areas.items() if area.intersects(spot.geometry)} for spot in drawn()]
    assert set().union(*met) == set(areas)
    assert all(met)
    assert max(map(len, met)) > 1
    assert {spot.kind for spot in drawn()} == set(KINDS)
    assert all(spot.geometry.geom_type in KINDS[spot.kind] and spot.geometry.is_valid for spot in drawn())


def test_none_is_taken_for_another() -> None:
    shapes = [in_metres(spot) for spot in drawn()]
    assert min(one.distance(other) for one, other in combinations(shapes, 2)) > _NEIGHBOUR_M


def test_none_lies_by_a_real_place() -> None:
    real = shapely.unary_union([spot.geometry for spot in drawn()])
    around = Ground(ground().wards, ground().water, [real])
    other = Surveyor(Random(8), around).draw()
    whole = transform_geometry(real, WGS84_LONLAT, VN2000_HCMC)
    assert in_metres(other).distance(whole) > APART_M


def test_what_splits_and_merges_keeps_its_size() -> None:
    surveyor = Surveyor(Random(3), ground())
    whole = surveyor.draw("alley")
    halves = surveyor.draw_halves(whole)
    assert all(length_m(half.geometry) > Extent().length_m for half in halves)
    beside = surveyor.draw_beside(whole)
    assert in_metres(beside).distance(in_metres(whole)) > _NEIGHBOUR_M
    around = surveyor.draw_around((whole, beside))
    assert around.geometry.buffer(1e-9).contains(shapely.unary_union([whole.geometry, beside.geometry]))
    assert length_m(surveyor.lengthen(whole)) > length_m(whole.geometry)
