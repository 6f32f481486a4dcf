"""Owns ways by road: the quickest from place to place for each mode, and the line that they follow."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo.errors import NoRoute
from geo.geodesy.measure import distances_m
from geo.travel.banks import require_lonlat
from geo.travel.matrix import TravelMatrix, fill_matrix
from geo.travel.modes import Mode
from geo.travel.network import Route, without_repeats
from geo.travel.road_graph import SNAP_M, ModeGraph, PlacedGraph, Snap
from geo.travel.road_table import RoadTable
from geo.types import LonLat


class RoadNetwork:
    """Roads, and who may use them; the graph of each mode is built when first asked, and kept.

    Parameters
    ----------
    table
        Roads as columns.
    """

    def __init__(self, table: RoadTable) -> None:
        self.table = table
        self._graphs: dict[str, ModeGraph] = {}

    @property
    def crossing_names(self) -> tuple[str, ...]:
        """Names of bridges and ferries, by the indexes that `Route.crossings` tells."""
        return self.table.bridge_names

    def snap(self, places: Sequence[LonLat], mode: Mode) -> tuple[Snap, ...]:
        """Return where places meet the roads that a mode may use.

        Raises
        ------
        InvalidGeometry
            ``coordinate_not_finite``, ``coordinate_out_of_range``.
        """
        xy = np.array(places, dtype=np.float64).reshape(-1, 2)
        require_lonlat(shapely.MultiPoint(xy), "places")
        return self._graph(mode).snap(xy)

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return metres and seconds of the quickest way between each two places.

        Walking to the road and from it is part of both. Dijkstra's algorithm from each place (E. W. Dijkstra,
        Numerische Mathematik 1, 1959), by rustworkx.

        Parameters
        ----------
        places
            EPSG:4326, (lon, lat), n of them.
        mode
            Which roads are open, in which direction, how fast.

        Raises
        ------
        InvalidGeometry
            As for `snap`.
        """
        snaps = self.snap(places, mode)
        placed = PlacedGraph(self._graph(mode), snaps)
        seconds, metres = np.full((2, len(snaps), len(snaps)), np.inf)
        for index in placed.nodes:
            seconds[index], metres[index] = placed.search(index)
        for first, second in _pairs_at_one_spot(places):
            seconds[first, second] = metres[first, second] = 0.0
        return fill_matrix(metres, seconds)

    def route(self, start: LonLat, end: LonLat, mode: Mode) -> Route:
        """Return the quickest way; ``Route.ashore_m`` tells the walk to the road and from it, which it includes.

        Raises
        ------
        NoRoute
            ``no_route``; ``no_route_off_road`` where a place (``lon``, ``lat``) lies more than `SNAP_M` from the roads.
        InvalidGeometry
            As for `snap`.
        """
        if tuple(start) == tuple(end):
            return Route(shapely.LineString([start, end]), 0.0, (), (0.0, 0.0))
        told = {"start_lon": start[0], "start_lat": start[1], "end_lon": end[0], "end_lat": end[1]}
        snaps = self.snap([start, end], mode)
        for place, one in zip((start, end), snaps, strict=True):
            if one.edge < 0:
                raise NoRoute("no_route_off_road", lon=place[0], lat=place[1], limit_m=SNAP_M, **told)
        steps = PlacedGraph(self._graph(mode), snaps).find_steps()
        if steps is None:
            raise NoRoute("no_route", **told)
        lonlat = without_repeats(np.vstack([start, *(step.line for step in steps), end]))
        return Route(
            line=shapely.LineString(lonlat),
            length_m=float(distances_m(lonlat[:-1], lonlat[1:]).sum()),
            crossings=tuple(sorted({step.bridge for step in steps} - {-1})),
            ashore_m=(snaps[0].access_m, snaps[1].access_m),
        )

    def _graph(self, mode: Mode) -> ModeGraph:
        if mode.code not in self._graphs:
            self._graphs[mode.code] = ModeGraph(self.table, mode)
        return self._graphs[mode.code]


def _pairs_at_one_spot(places: Sequence[LonLat]) -> list[tuple[int, int]]:
    spots: dict[tuple[float, float], list[int]] = {}
    for index, place in enumerate(places):
        spots.setdefault((place[0], place[1]), []).append(index)
    return [(first, second) for same in spots.values() for first in same for second in same]
