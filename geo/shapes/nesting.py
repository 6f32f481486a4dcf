"""Owns how units hold the smaller areas they are made of: their land from their parts, and where the two differ."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.shapes.topology import lost_and_gained
from geo.shapes.union import unite

_MOST = 0.5


def fill_holes(land: BaseGeometry, is_open: Callable[[BaseGeometry], bool]) -> BaseGeometry:
    """Return land without its holes, but for those that somebody else holds.

    Parameters
    ----------
    land
        Valid polygon or multipolygon, EPSG:4326.
    is_open
        Tells of a hole, as a polygon, whether it stays.
    """
    parts = [_filled(part, is_open) for part in shapely.get_parts(land)]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def is_held(hole: BaseGeometry, ground: shapely.STRtree, around: range = range(0)) -> bool:
    """Tell whether areas hold the larger part of a hole.

    Parameters
    ----------
    hole
        A polygon, EPSG:4326.
    ground
        All areas.
    around
        Places in it of those around the hole, which hold nothing of it, where they are known: most are these.
    """
    near = [at for at in ground.query(hole).tolist() if at not in around]
    shared = shapely.area(shapely.intersection(ground.geometries[near], hole)) if near else np.zeros(0)
    return bool(shared.sum() > _MOST * hole.area)


def unite_parts(unit: BaseGeometry, parts: Sequence[BaseGeometry], ground: shapely.STRtree) -> BaseGeometry:
    """Return the land that a unit has by its parts, without gaps between them that it covers and nobody holds.

    Parameters
    ----------
    unit
        As it is drawn; valid polygon or multipolygon, EPSG:4326.
    parts
        The areas it is made of, at least one.
    ground
        These and all others of their kind.
    """
    shapely.prepare(unit)
    return fill_holes(unite(parts), lambda hole: not _covers_most(unit, hole) or is_held(hole, ground))


def find_differences(unit: BaseGeometry, land: BaseGeometry) -> tuple[BaseGeometry, ...]:
    """Return where a unit differs from the land of its parts, as far as two drawings of a border agree.

    Where that is less than half of the unit, the other parts are not drawn: then only what lies outside it counts.

    Parameters
    ----------
    unit
        As it is drawn.
    land
        What `unite_parts` makes of it.
    """
    if _is_same(land, unit):
        return ()
    uncovered, outside = lost_and_gained([unit], [land])
    return (*uncovered, *outside) if is_whole(unit, land) else outside


def is_whole(unit: BaseGeometry, land: BaseGeometry) -> bool:
    """Tell whether the parts of a unit are drawn, and not just some of them; as `find_differences`."""
    return _covers_most(land, unit)


def is_made_of(unit: BaseGeometry, land: BaseGeometry) -> bool:
    """Tell whether a unit is the land of its parts and nothing else; as `find_differences`."""
    return _is_same(land, unit) or (is_whole(unit, land) and not find_differences(unit, land))


def _filled(part: BaseGeometry, is_open: Callable[[BaseGeometry], bool]) -> BaseGeometry:
    kept = [ring for ring in part.interiors if is_open(shapely.Polygon(ring))]
    return part if len(kept) == len(part.interiors) else shapely.Polygon(part.exterior, kept)


def _is_same(land: BaseGeometry, unit: BaseGeometry) -> bool:
    """Tell whether two shapes are the same; those of the same origin are so vertex by vertex, which is seen at once."""
    return land == unit or bool(land.equals(unit))


def _covers_most(land: BaseGeometry, place: BaseGeometry) -> bool:
    return bool(land.covers(place) or shapely.intersection(land, place).area > _MOST * place.area)
