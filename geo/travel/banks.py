"""Owns where one cannot go: water as areas in a local plane, less what crossings open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.measure import distance_m
from geo.shapes.validity import require_valid
from geo.travel.modes import MODES
from geo.types import LonLat

_Array = npt.NDArray[np.float64]

CANAL_HALF_WIDTH_M: Final = 1.0
"""Water drawn as a line is this wide to either side: wide enough to have two banks, too thin to drown a place."""

CROSSING_HALF_WIDTH_M: Final = 5.0
"""What a crossing opens to either side of its middle."""

CROSSING_REACH_M: Final = 30.0
"""How far a crossing given as a point may lie off the water it crosses, where it says nothing else."""

_INSET_M: Final = 0.1
_STEP_DEG: Final = 0.001
_SPAN: Final = "LineString", "MultiLineString", "Polygon", "MultiPolygon"


@dataclass(frozen=True)
class Crossing:
    """A place where water can be crossed: a bridge, a ferry.

    Attributes
    ----------
    place
        EPSG:4326, lon/lat. A point opens every water within its reach: a canal drawn as a line at the nearest place,
        an area of water from the nearest bank straight through to the other. A line or an area opens what it covers,
        and `CROSSING_HALF_WIDTH_M` around it.
    modes
        Codes of the modes that may use it.
    reach_m
        How far a point may lie off the water, metres.
    """

    place: BaseGeometry
    modes: frozenset[str] = frozenset(mode.code for mode in MODES)
    reach_m: float = CROSSING_REACH_M


@dataclass(frozen=True)
class Plane:
    """Metres east and north of a place, by one factor each: what is straight in degrees is straight here.

    So a line that keeps off the water here keeps off it in WGS 84 as well. Over a district the scale is right to
    about 1 : 10,000; it serves to tell what lies where, and lengths are measured on the ellipsoid.
    """

    origin: LonLat
    scale: tuple[float, float]

    @classmethod
    def around(cls, geometries: Sequence[BaseGeometry]) -> Self:
        """Return the plane in the middle of geometries in EPSG:4326."""
        west, south, east, north = (
            shapely.total_bounds(np.array(geometries)) if len(geometries) else (0, 0, 0, 0)
        )
        origin = LonLat((west + east) / 2, (south + north) / 2)
        east_m = distance_m(origin, LonLat(origin.lon + _STEP_DEG, origin.lat)) / _STEP_DEG
        north_m = distance_m(origin, LonLat(origin.lon, origin.lat + _STEP_DEG)) / _STEP_DEG
        return cls(origin, (east_m, north_m))

    def to_plane(self, lonlat: _Array) -> _Array:
        """Return metres (n, 2) for degrees (n, 2)."""
        return (lonlat - self.origin) * self.scale

    def to_lonlat(self, metres: _Array) -> _Array:
        """Return degrees (n, 2) for metres (n, 2)."""
        return metres / self.scale + self.origin


@dataclass(frozen=True)
class Banks:
    """Water and the crossings over it, in metres of a `Plane`.

    Attributes
    ----------
    water
        Areas without the crossings: polygons, empty where there is no water.
    decks
        For each crossing what it opens, polygons; empty for one that touches no water.
    modes
        For each crossing who may use it.
    """

    plane: Plane
    water: BaseGeometry
    decks: tuple[BaseGeometry, ...]
    modes: tuple[frozenset[str], ...] = field(repr=False)

    @classmethod
    def build(cls, water: Sequence[BaseGeometry], crossings: Sequence[Crossing]) -> Self:
        """Return the banks of water in EPSG:4326.

        Raises
        ------
        InvalidGeometry
            What `require_valid` says, ``water_kind`` for water that is neither line nor area, and
            ``coordinate_out_of_range`` beyond the degrees of the globe.
        """
        for index, crossing in enumerate(crossings):
            require_lonlat(require_valid(crossing.place), f"crossings[{index}]")
        plane = Plane.around(_require_water(water))
        parts = [part for drawn in water for part in _parts_of_water(drawn, plane)]
        decks = tuple(_deck(crossing, parts, plane) for crossing in crossings)
        whole = shapely.union_all([area for _, area in parts])
        return cls(plane, whole, decks, tuple(crossing.modes for crossing in crossings))

    def open_to(self, mode: str) -> frozenset[int]:
        """Return the indexes of the crossings that this mode may use."""
        return frozenset(index for index, modes in enumerate(self.modes) if mode in modes)

    def closed(self, opened: frozenset[int]) -> BaseGeometry:
        """Return the water that stays closed where these crossings are open."""
        return shapely.difference(
            self.water, shapely.union_all([self.decks[index] for index in sorted(opened)])
        )


def require_lonlat(geometry: BaseGeometry, at: str) -> None:
    """Raise InvalidGeometry where a coordinate is not finite or beyond the degrees of the globe."""
    for lon, lat in shapely.get_coordinates(geometry):
        if not np.isfinite([lon, lat]).all():
            raise InvalidGeometry("coordinate_not_finite", at=at)
        if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 (degrees of the globe)
            raise InvalidGeometry("coordinate_out_of_range", at=at, lon=float(lon), lat=float(lat))


def _require_water(water: Sequence[BaseGeometry]) -> Sequence[BaseGeometry]:
    for index, drawn in enumerate(water):
        require_valid(drawn)
        require_lonlat(drawn, f"water[{index}]")
        if drawn.geom_type not in _SPAN:
            raise InvalidGeometry("water_kind", type=drawn.geom_type)
    return water


def _parts_of_water(drawn: BaseGeometry, plane: Plane) -> Iterator[tuple[BaseGeometry, BaseGeometry]]:
    """Yield each single line or area with the area that it closes, both in metres."""
    for part in shapely.get_parts(shapely.transform(shapely.force_2d(drawn), plane.to_plane)):
        if part.geom_type == "Polygon":
            yield part, part
        else:
            # Square ends reach into the water that goes on there, so that lines which meet leave no way through.
            yield part, part.buffer(CANAL_HALF_WIDTH_M, cap_style="square", join_style="mitre")


def _deck(crossing: Crossing, parts: list[tuple[BaseGeometry, BaseGeometry]], plane: Plane) -> BaseGeometry:
    """Return what a crossing opens in the plane, each water in its reach on its own; empty where there is none."""
    place = shapely.transform(shapely.force_2d(crossing.place), plane.to_plane)
    opened = []
    for drawn, area in parts:
        if place.geom_type != "Point":
            middle = place
        elif drawn.distance(place) > crossing.reach_m:
            continue
        else:
            middle = _chord(drawn, place) if drawn.geom_type == "Polygon" else _nearest(drawn, place)
        deck = middle.buffer(CROSSING_HALF_WIDTH_M, quad_segs=4)
        if deck.intersects(area):
            opened.append(deck)
    return shapely.union_all(opened)


def _nearest(geometry: BaseGeometry, point: BaseGeometry) -> BaseGeometry:
    return shapely.get_point(shapely.shortest_line(geometry, point), 0)


def _chord(area: BaseGeometry, place: BaseGeometry) -> BaseGeometry:
    """Return the line over an area of water, from the bank nearest to a place to the bank across."""
    core = area.buffer(-_INSET_M)
    if core.is_empty:
        return _nearest(area, place)
    inside = _nearest(core, place)
    start = shapely.get_coordinates(_nearest(area.boundary, inside))[0]
    ahead = shapely.get_coordinates(inside)[0] - start
    west, south, east, north = area.bounds
    end = start + ahead / np.hypot(*ahead) * np.hypot(east - west, north - south)
    wet = shapely.get_parts(shapely.intersection(shapely.LineString([start, end]), area))
    return wet[np.argmin(shapely.distance(wet, inside))]
