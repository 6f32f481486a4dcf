"""Owns the visibility graph: which places see each other past obstacles, and the shortest ways around them."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import rustworkx
import shapely
from shapely.geometry.base import BaseGeometry

_Array = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]

_STRAIGHT_M2: Final = 1e-6
"""A corner that turns no more than this is straight; it stays a node, for rounding may have dented it."""

_PAIRS_AT_ONCE: Final = 50_000


class VisibilityGraph:
    """Shortest ways in the plane past areas whose inside is closed and whose edge is open.

    The shortest way past polygons bends at their corners only (M. de Berg et al., Computational Geometry, 3rd ed.,
    lemma 15.1), so the nodes are the corners that stand out, an edge joins two that see each other, and the lengths
    between all nodes are kept. Time and memory grow with the square of the corners, the lengths with their cube: made
    for the water of a district (some hundred corners), not for a country.

    Parameters
    ----------
    obstacles
        Polygons, valid, in metres.
    measure
        Lengths in metres for starts (n, 2) and ends (n, 2) in the plane.
    """

    def __init__(self, obstacles: BaseGeometry, measure: Callable[[_Array, _Array], _Array]) -> None:
        self._parts = shapely.get_parts(obstacles)
        shapely.prepare(self._parts)
        self._tree = shapely.STRtree(self._parts)
        self._measure = measure
        self.nodes = _corners(self._parts)
        self._between, self._next = self._solve()

    def legs(self, places: _Array) -> _Array:
        """Return the length from each place (n, 2) straight to each node (n, k), inf where it is not seen."""
        return self._straight(places, self.nodes)

    def lengths(self, places: _Array) -> _Array:
        """Return the lengths of the shortest ways among places (n, 2): (n, n) metres, symmetric, inf without a way."""
        shortest = self._pairwise(places)
        if len(self.nodes):
            legs = self.legs(places)
            for index, row in enumerate(legs):
                around = np.min(row[:, None] + self._between, axis=0)
                shortest[index] = np.minimum(shortest[index], np.min(legs + around, axis=1))
        shortest = np.minimum(shortest, shortest.T)
        np.fill_diagonal(shortest, 0.0)
        return shortest

    def way(self, start: _Array, end: _Array) -> _Array | None:
        """Return the corners of the shortest way from start (2,) to end (2,), both included; None without one."""
        ends = np.stack([start, end])
        if self.sees(ends[:1], ends[1:])[0]:
            return ends
        first, last = self.legs(ends)
        total = first[:, None] + self._between + last[None, :]
        here, there = np.unravel_index(np.argmin(total), total.shape)
        if np.isinf(total[here, there]):
            return None
        return np.vstack([start, self.nodes[self._trace(int(here), int(there))], end])

    def sees(self, starts: _Array, ends: _Array) -> _Flags:
        """Return for each start and end (n, 2) whether the straight line keeps out of the inside of obstacles."""
        seen = np.ones(len(starts), dtype=np.bool_)
        for first in range(0, len(starts), _PAIRS_AT_ONCE):
            chunk = slice(first, first + _PAIRS_AT_ONCE)
            seen[chunk] = self._sees(starts[chunk], ends[chunk])
        return seen

    def _sees(self, starts: _Array, ends: _Array) -> _Flags:
        lines = shapely.linestrings(np.stack([starts, ends], axis=1))
        line, part = self._tree.query(lines)
        meets = shapely.intersects(self._parts[part], lines[line])  # the cheap question first
        line, part = line[meets], part[meets]
        blocked = shapely.relate_pattern(self._parts[part], lines[line], "T********")
        seen = np.ones(len(lines), dtype=np.bool_)
        seen[line[blocked]] = False
        return seen

    def _straight(self, starts: _Array, ends: _Array) -> _Array:
        """Return the straight lengths from starts (n, 2) to ends (k, 2): (n, k), inf where not seen."""
        left, right = np.repeat(starts, len(ends), axis=0), np.tile(ends, (len(starts), 1))
        return self._seen_lengths(left, right).reshape(len(starts), len(ends))

    def _pairwise(self, places: _Array) -> _Array:
        """Return the straight lengths among places (n, 2): (n, n), inf where not seen; each pair is asked once."""
        lengths = np.full((len(places), len(places)), np.inf)
        left, right = np.triu_indices(len(places), k=1)
        lengths[left, right] = self._seen_lengths(places[left], places[right])
        both: _Array = np.minimum(lengths, lengths.T)
        return both

    def _seen_lengths(self, starts: _Array, ends: _Array) -> _Array:
        lengths = np.full(len(starts), np.inf)
        seen = self.sees(starts, ends)
        lengths[seen] = self._measure(starts[seen], ends[seen])
        return lengths

    def _solve(self) -> tuple[_Array, npt.NDArray[np.intp]]:
        """Return the lengths between all nodes (k, k), and for each pair the node that comes next."""
        count = len(self.nodes)
        straight = self._pairwise(self.nodes)
        graph: rustworkx.PyGraph[int, float] = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(count))
        left, right = np.nonzero(np.triu(np.isfinite(straight), k=1))
        lengths = straight[left, right].tolist()
        graph.add_edges_from(list(zip(left.tolist(), right.tolist(), lengths, strict=True)))
        between, following = rustworkx.floyd_warshall_successor_and_distance(graph, weight_fn=float)
        return between.reshape(count, count), following.reshape(count, count).astype(np.intp)

    def _trace(self, start: int, end: int) -> list[int]:
        nodes = [start]
        while nodes[-1] != end:
            nodes.append(int(self._next[nodes[-1], end]))
        return nodes


def _corners(parts: npt.NDArray[np.object_]) -> _Array:
    """Return the corners of polygons that stand out into the open (k, 2), each once."""
    corners = [np.empty((0, 2))]
    for ring in shapely.get_rings(shapely.orient_polygons(parts)):
        xy = shapely.get_coordinates(ring)[:-1]  # the obstacle lies to the left
        ahead, behind = np.roll(xy, -1, axis=0) - xy, xy - np.roll(xy, 1, axis=0)
        turn = behind[:, 0] * ahead[:, 1] - behind[:, 1] * ahead[:, 0]
        corners.append(xy[turn > -_STRAIGHT_M2])
    return np.unique(np.concatenate(corners), axis=0)
