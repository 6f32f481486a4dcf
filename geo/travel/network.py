"""Owns the default way about: straight lines that cross water at crossings only, and the shortest of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import NoRoute
from geo.geodesy.measure import distances_m
from geo.travel.banks import Banks, Crossing, require_lonlat
from geo.travel.modes import WALKING, Mode
from geo.travel.visibility import VisibilityGraph
from geo.types import LonLat

_Array = npt.NDArray[np.float64]

ASHORE_M: Final = 60.0
"""A place in the water is taken to be on the nearest bank where that is no farther: figures are generalised."""

_OFF_THE_BANK_M: Final = 0.01
_RIM_M: Final = 1e-3
"""A line that enters a deck no deeper than this runs along it."""


@dataclass(frozen=True)
class Route:
    """The shortest way between two places.

    Attributes
    ----------
    line
        EPSG:4326, (lon, lat), from start to end; a line of length nought where they are the same. It meets water
        within the crossings only, save for what ``ashore_m`` says.
    length_m
        Geodesic length of the line, metres; the detour of streets and alleys is not in it (`Mode.seconds` adds it).
    crossings
        Indexes of the crossings that the line goes over, ascending.
    ashore_m
        How far start and end lie off the network, metres. Past water: to the bank where they are taken to be, nought
        on land; a place between two banks is on the nearer one only: it is no bridge. By road: to the road. The line
        goes there straight.
    """

    line: BaseGeometry
    length_m: float
    crossings: tuple[int, ...]
    ashore_m: tuple[float, float]


class WaterNetwork:
    """Land, water and the crossings over it.

    What nobody drew is no barrier: a line may go around the end of a canal that ends in the figures.
    """

    def __init__(self, banks: Banks) -> None:
        self._banks = banks
        self._graphs: dict[frozenset[int], VisibilityGraph] = {}
        self._closed: dict[frozenset[int], BaseGeometry] = {}

    @classmethod
    def build(cls, water: Sequence[BaseGeometry], crossings: Sequence[Crossing] = ()) -> Self:
        """Return the network of water and crossings; the graph of each mode is built when first asked, and kept.

        Parameters
        ----------
        water
            EPSG:4326, (lon, lat): canals as (multi)lines, `CANAL_HALF_WIDTH_M` wide to either side; rivers and lakes
            as (multi)polygons, whose holes are islands.
        crossings
            Where water can be crossed, and by whom; one that touches no water is named in `idle_crossings`.

        Raises
        ------
        InvalidGeometry
            ``water_kind`` for points and collections as water, ``geometry_empty``, ``geometry_invalid``,
            ``coordinate_not_finite`` and ``coordinate_out_of_range``.
        """
        return cls(Banks.build(water, crossings))

    @property
    def idle_crossings(self) -> tuple[int, ...]:
        """Indexes of the crossings that touch no water, so that someone can put them right."""
        return tuple(index for index, deck in enumerate(self._banks.decks) if deck.is_empty)

    def route(self, start: LonLat, end: LonLat, mode: Mode = WALKING) -> Route:
        """Return the shortest way by the crossings that are open to a mode.

        Shortest by a visibility graph: M. de Berg, O. Cheong, M. van Kreveld, M. Overmars, Computational Geometry,
        3rd ed., ch. 15.

        Parameters
        ----------
        start, end
            EPSG:4326, (lon, lat).
        mode
            Which crossings are open; speed and detour play no part.

        Raises
        ------
        NoRoute
            ``no_route`` where no way leads there; ``no_route_in_water`` where a place, told as ``lon`` and ``lat``,
            lies more than `ASHORE_M` from the bank. Both tell the ends: ``start_lon``, ``start_lat``, ``end_lon``,
            ``end_lat``.
        InvalidGeometry
            ``coordinate_not_finite``, ``coordinate_out_of_range``.
        """
        opened = self._banks.open_to(mode.code)
        places = self._to_plane([start, end])
        landed = self._ashore(places, opened)
        for place, bank in zip((start, end), landed, strict=True):
            if np.isnan(bank).any():
                raise NoRoute("no_route_in_water", lon=place[0], lat=place[1], **_told(start, end))
        way = self._graph(opened).way(landed[0], landed[1])
        if way is None:
            raise NoRoute("no_route", **_told(start, end))
        whole = np.vstack([places[:1], way, places[1:]])
        lonlat = without_repeats(np.vstack([start, self._banks.plane.to_lonlat(whole)[1:-1], end]))
        steps = self._measured(places, landed)
        return Route(
            line=shapely.LineString(lonlat),
            length_m=float(distances_m(lonlat[:-1], lonlat[1:]).sum()),
            crossings=self._crossed(shapely.LineString(way), opened),
            ashore_m=(float(steps[0]), float(steps[1])),
        )

    def lengths_m(self, places: Sequence[LonLat], mode: Mode = WALKING) -> _Array:
        """Return the length of the shortest way between each two places, all in one go.

        Parameters
        ----------
        places
            EPSG:4326, (lon, lat), n of them.
        mode
            As for `route`, whose lengths these are.

        Returns
        -------
        lengths
            Metres, (n, n) float64, symmetric, nought on the diagonal; ``inf`` where `route` raises NoRoute.

        Raises
        ------
        InvalidGeometry
            As for `route`.
        """
        opened = self._banks.open_to(mode.code)
        xy = self._to_plane(places)
        landed = self._ashore(xy, opened)
        dry = np.flatnonzero(~np.isnan(landed).any(axis=1))
        lengths = np.full((len(places), len(places)), np.inf)
        steps = self._measured(xy[dry], landed[dry])
        lengths[np.ix_(dry, dry)] = self._graph(opened).lengths(landed[dry]) + steps[:, None] + steps[None, :]
        np.fill_diagonal(lengths, 0.0)
        return lengths

    def _to_plane(self, places: Sequence[LonLat]) -> _Array:
        xy = np.array(places, dtype=np.float64).reshape(-1, 2)
        require_lonlat(shapely.MultiPoint(xy), "places")
        return self._banks.plane.to_plane(xy)

    def _water(self, opened: frozenset[int]) -> BaseGeometry:
        if opened not in self._closed:
            self._closed[opened] = self._banks.closed(opened)
            shapely.prepare(self._closed[opened])
        return self._closed[opened]

    def _graph(self, opened: frozenset[int]) -> VisibilityGraph:
        if opened not in self._graphs:
            self._graphs[opened] = VisibilityGraph(self._water(opened), self._measured)
        return self._graphs[opened]

    def _measured(self, starts: _Array, ends: _Array) -> _Array:
        """Return geodesic metres between places (n, 2) of the plane."""
        plane = self._banks.plane
        return distances_m(plane.to_lonlat(starts), plane.to_lonlat(ends))

    def _ashore(self, places: _Array, opened: frozenset[int]) -> _Array:
        """Return the places (n, 2), those in the water on the nearest bank, or NaN where that is too far."""
        water = self._water(opened)
        landed = places.copy()
        for index in np.flatnonzero(shapely.intersects(water, shapely.points(places))):
            landed[index] = _nearest_land(places[index], water)
        return landed

    def _crossed(self, way: BaseGeometry, opened: frozenset[int]) -> tuple[int, ...]:
        return tuple(
            index
            for index in sorted(opened)
            if way.intersection(self._banks.decks[index]).intersection(self._banks.water).length > _RIM_M
        )


def _nearest_land(place: _Array, water: BaseGeometry) -> _Array:
    """Return the place on the nearest bank, a step of `_OFF_THE_BANK_M` on land; NaN where there is none in reach.

    The step goes on from the bank as the place came to it, or away from the water around where it lies on the bank
    itself; a corner between two banks may need another direction, so all around are tried, the straight one first.
    """
    point = shapely.Point(place)
    bank = shapely.get_coordinates(shapely.shortest_line(water.boundary, point))[0]
    away = bank - place
    ahead = np.arctan2(away[1], away[0]) if np.hypot(*away) > 0 else 0.0
    turns = ahead + np.array([0, 1, -1, 2, -2, 3, -3, 4]) * np.pi / 4
    steps = bank + np.stack([np.cos(turns), np.sin(turns)], axis=1) * _OFF_THE_BANK_M
    dry = steps[~shapely.intersects(water, shapely.points(steps))]
    if np.hypot(*away) > ASHORE_M or not len(dry):
        return np.full(2, np.nan)
    landed: _Array = dry[0]
    return landed


def _told(start: LonLat, end: LonLat) -> dict[str, float]:
    return {"start_lon": start[0], "start_lat": start[1], "end_lon": end[0], "end_lat": end[1]}


def without_repeats(xy: _Array) -> _Array:
    """Return the vertices without those that repeat the one before; two at least."""
    new = np.append(True, (np.diff(xy, axis=0) != 0).any(axis=1))
    kept: _Array = xy[new]
    return kept if len(kept) > 1 else xy[[0, -1]]
