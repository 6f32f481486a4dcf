"""Owns the roads of one mode as a graph: where places meet them, and the quickest ways among places."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import rustworkx
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.measure import distances_m
from geo.travel.banks import Plane
from geo.travel.modes import WALKING, Mode
from geo.travel.road_table import RoadTable, index_runs
from geo.types import LonLat

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]

SNAP_M: Final = 300.0
"""A place farther than this from every road it may be reached by is told to be unreachable."""

LEAST_PIECE_M: Final = 500.0
"""Roads that hang together with fewer metres than this, and with no others, are gaps in the data: nobody starts
there."""

_PER_S: Final = 100
_PER_M: Final = 100
_LENGTH_UNIT: Final = 2.0**-29
"""A cost is whole hundredths of a second, and hundredths of a metre as a binary fraction: 24 and 29 bits, which a
float64 adds up without rounding to 46 hours and 5,000 km. So one search tells both, and of two ways that are as quick
the shorter wins."""

_Link: TypeAlias = tuple[float, int, float, float]
"""Payload of the graph: cost, edge of the table, and the shares of its length from which to which it leads."""

_cost_of = itemgetter(0)


@dataclass(frozen=True)
class Snap:
    """Where a place meets the roads.

    Attributes
    ----------
    edge
        Index in the `RoadTable`, -1 where no road is within `SNAP_M`.
    share
        Part of the edge's length that lies before it, 0 to 1.
    at
        EPSG:4326, (lon, lat).
    access_m
        Metres from the place straight to the road, which are walked.
    """

    edge: int
    share: float
    at: LonLat
    access_m: float


@dataclass(frozen=True)
class Step:
    """A way along an edge or a part of one.

    Attributes
    ----------
    seconds, length_m
        How long it takes, and its geodesic length.
    line
        (n, 2) degrees, EPSG:4326, (lon, lat), in the direction of travel.
    bridge
        Index in `RoadTable.bridge_names`, -1 for none.
    """

    seconds: float
    length_m: float
    line: _Floats
    bridge: int


class ModeGraph:
    """What one mode may use: a directed graph of the edges that are open to it.

    Parameters
    ----------
    table
        Roads as columns.
    mode
        Who goes there.
    """

    def __init__(self, table: RoadTable, mode: Mode) -> None:
        self.table = table
        self.pace = table.paces[mode.code]
        self.graph: rustworkx.PyDiGraph[None, _Link] = rustworkx.PyDiGraph()
        self.ends = self._number_ends(table, mode)
        self.graph.add_nodes_from([None] * int(self.ends.max() + 1))
        for side in (0, 1):
            self._add_open(side)

    def _add_open(self, side: int) -> None:
        """Add the edges that are open along (0) or against (1) the way they are drawn."""
        edges = np.flatnonzero(self.pace[:, side])
        lengths_m = self.table.lengths_m[edges]
        costs = _costs(lengths_m / self.pace[edges, side], lengths_m)
        links = [
            (cost, edge, float(side), 1.0 - side)
            for cost, edge in zip(costs.tolist(), edges.tolist(), strict=True)
        ]
        starts, ends = self.ends[edges, side], self.ends[edges, 1 - side]
        self.graph.add_edges_from(list(zip(starts.tolist(), ends.tolist(), links, strict=True)))

    @staticmethod
    def _number_ends(table: RoadTable, mode: Mode) -> _Ints:
        """Return the nodes (m, 2) of the edges; an end that a barrier stops has a node of its own."""
        ends = np.stack([table.tails, table.heads], axis=1)
        barred = table.barred[mode.code]
        ends[barred] = ends.max() + 1 + np.arange(np.count_nonzero(barred))
        return ends

    def snap(self, xy: _Floats) -> tuple[Snap, ...]:
        """Return where places (n, 2) meet the nearest road on which one can start."""
        points = shapely.points(self._plane.to_plane(xy))
        found, nearest = self._tree.query_nearest(points, max_distance=SNAP_M, all_matches=False)
        edges = np.full(len(xy), -1)
        edges[found] = self._open[nearest]
        shares = np.zeros(len(xy))
        shares[found] = shapely.line_locate_point(self._lines[nearest], points[found], normalized=True)
        at = xy.copy()
        on_line = shapely.line_interpolate_point(self._lines[nearest], shares[found], normalized=True)
        at[found] = self._plane.to_lonlat(shapely.get_coordinates(on_line))
        told = zip(edges.tolist(), shares.tolist(), at.tolist(), distances_m(xy, at).tolist(), strict=True)
        return tuple(Snap(edge, share, LonLat(*spot), metres) for edge, share, spot, metres in told)

    def is_open(self, edge: int, start: float, end: float) -> bool:
        """Tell whether the mode may go along an edge from share to share of its length."""
        return start == end or bool(self.pace[edge, 0 if start < end else 1])

    def step(self, edge: int, start: float, end: float) -> Step:
        """Return the step over a part of an edge that is open, from share to share of its length."""
        first, last = self.table.offsets[edge : edge + 2]
        whole = shapely.LineString(self._plane.to_plane(self.table.vertices[first:last]))
        xy = self._plane.to_lonlat(_part(whole, start, end))
        length_m = float(distances_m(xy[:-1], xy[1:]).sum())
        seconds = length_m / self.pace[edge, 0 if start < end else 1] if start != end else 0.0
        return Step(seconds, length_m, xy, int(self.table.bridges[edge]))

    @cached_property
    def _plane(self) -> Plane:
        west, south = self.table.vertices.min(axis=0)
        east, north = self.table.vertices.max(axis=0)
        return Plane.around([shapely.box(west, south, east, north)])

    @cached_property
    def _open(self) -> _Ints:
        """Edges on which one can start: open to the mode, in a piece of the network that is no gap in the data."""
        usable = self.pace.any(axis=1)
        piece = np.zeros(self.graph.num_nodes(), dtype=np.int64)
        for number, nodes in enumerate(rustworkx.weakly_connected_components(self.graph)):
            piece[list(nodes)] = number
        of_edge = piece[self.ends[:, 0]]
        sizes_m = np.bincount(of_edge[usable], self.table.lengths_m[usable], minlength=piece.max() + 1)
        is_large = (sizes_m >= LEAST_PIECE_M) | (sizes_m == sizes_m.max())
        edges: _Ints = np.flatnonzero(usable & is_large[of_edge])
        return edges

    @cached_property
    def _lines(self) -> npt.NDArray[np.object_]:
        offsets, edges = self.table.offsets, self._open
        sizes = offsets[edges + 1] - offsets[edges]
        xy = self._plane.to_plane(self.table.vertices[index_runs(offsets[edges], sizes)])
        owners = np.repeat(np.arange(len(edges)), sizes)
        lines: npt.NDArray[np.object_] = shapely.linestrings(xy, indices=owners)
        return lines

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._lines)


class PlacedGraph:
    """The graph of a mode with some places in it.

    Parameters
    ----------
    ways
        The graph.
    snaps
        Where the places meet the roads.

    Attributes
    ----------
    graph
        As in `ModeGraph`, with a node for each place that has a road within reach.
    nodes
        Node of each of these places, by its index.
    snaps
        As given.
    """

    def __init__(self, ways: ModeGraph, snaps: Sequence[Snap]) -> None:
        self._ways = ways
        self.snaps = snaps
        self.graph = ways.graph.copy()
        reached = [index for index, one in enumerate(snaps) if one.edge >= 0]
        self.nodes = dict(zip(reached, self.graph.add_nodes_from([None] * len(reached)), strict=True))
        by_edge: dict[int, list[int]] = {}
        for index in reached:
            by_edge.setdefault(snaps[index].edge, []).append(index)
        for edge, indexes in by_edge.items():
            self._join(edge, sorted(indexes, key=lambda index: snaps[index].share))

    def search(self, index: int) -> tuple[_Floats, _Floats]:
        """Return seconds and metres from a place to every place, ``inf`` where no way leads."""
        seconds, metres = np.full((2, len(self.snaps)), np.inf)
        costs = rustworkx.dijkstra_shortest_path_lengths(self.graph, self.nodes[index], _cost_of)
        for other, node in self.nodes.items():
            if other != index and node not in costs:
                continue
            cost = 0.0 if other == index else costs[node]
            walk_m = 0.0 if other == index else self.snaps[index].access_m + self.snaps[other].access_m
            seconds[other] = np.floor(cost) / _PER_S + WALKING.seconds(walk_m)
            metres[other] = cost % 1.0 / _LENGTH_UNIT / _PER_M + walk_m
        return seconds, metres

    def find_steps(self) -> list[Step] | None:
        """Return the steps of the quickest way from the first place to the second; None where no way leads."""
        start, end = self.nodes[0], self.nodes[1]
        paths = rustworkx.dijkstra_shortest_paths(self.graph, start, target=end, weight_fn=_cost_of)
        if end not in paths:
            return None
        return [self._step(tail, head) for tail, head in pairwise(paths[end])]

    def _step(self, tail: int, head: int) -> Step:
        _, edge, start, end = min(self.graph.get_all_edge_data(tail, head))
        return self._ways.step(edge, start, end)

    def _join(self, edge: int, indexes: list[int]) -> None:
        """Put the places that lie on an edge between its ends, in order along it."""
        tail, head = self._ways.ends[edge].tolist()
        between = [(self.nodes[one], self.snaps[one].share) for one in indexes]
        for station, following in pairwise([(tail, 0.0), *between, (head, 1.0)]):
            self._link(edge, station, following)
            self._link(edge, following, station)

    def _link(self, edge: int, start: tuple[int, float], end: tuple[int, float]) -> None:
        if self._ways.is_open(edge, start[1], end[1]):
            step = self._ways.step(edge, start[1], end[1])
            cost = float(_costs(np.array([step.seconds]), np.array([step.length_m]))[0])
            self.graph.add_edge(start[0], end[0], (cost, edge, start[1], end[1]))


def _costs(seconds: _Floats, metres: _Floats) -> _Floats:
    """Return costs (n,) that add up exactly; both parts are rounded up, so that no way is told shorter than it is."""
    costs: _Floats = np.ceil(seconds * _PER_S) + np.ceil(metres * _PER_M) * _LENGTH_UNIT
    return costs


def _part(line: BaseGeometry, start: float, end: float) -> _Floats:
    """Return the vertices of a part of a line, from share to share of its length: two at least."""
    coordinates = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(coordinates, axis=0).T)
    shares = np.append(0.0, np.cumsum(steps)) / steps.sum()
    low, high = min(start, end), max(start, end)
    inner = coordinates[(shares > low) & (shares < high)]
    ends = shapely.get_coordinates(shapely.line_interpolate_point(line, [low, high], normalized=True))
    xy = np.vstack([ends[:1], inner, ends[1:]])
    part: _Floats = xy if start <= end else xy[::-1]
    return part
