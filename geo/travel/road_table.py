"""Owns roads as columns: streets cut where they meet, with who may go which way how fast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.measure import distances_m
from geo.travel.banks import require_lonlat
from geo.travel.modes import MODES
from geo.travel.road_rules import find_pace, stops
from geo.types import LonLat

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]

_STEPS_PER_DEGREE: Final = 1e7
"""OpenStreetMap keeps seven decimals: ways that meet have the very same numbers there."""

_CORNER: Final = np.array([180.0, 90.0])


@dataclass(frozen=True)
class Road:
    """A way of OpenStreetMap: a line in EPSG:4326, (lon, lat), with its tags."""

    line: BaseGeometry
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Barrier:
    """A node of OpenStreetMap at which somebody may not pass, with its tags."""

    place: LonLat
    tags: Mapping[str, str]


@dataclass(frozen=True)
class RoadTable:
    """Roads, cut where they meet: m edges between junctions, k vertices in all.

    Attributes
    ----------
    tails, heads
        (m,) numbers of the junctions where an edge as it is drawn begins and ends.
    offsets
        (m + 1,): the vertices of edge i are ``vertices[offsets[i]:offsets[i + 1]]``, both ends included.
    vertices
        (k, 2) degrees, EPSG:4326, (lon, lat).
    lengths_m
        (m,) geodesic length of each edge, metres.
    paces
        By code of the mode: (m, 2) metres per second along and against the edge, nought where it is closed.
    barred
        By code of the mode: (m, 2) whether a barrier stops it at the beginning and at the end.
    bridges
        (m,) index of its name in ``bridge_names``, -1 for all but bridges and ferries that have one.
    bridge_names
        Each once, in order.
    """

    tails: _Ints
    heads: _Ints
    offsets: _Ints
    vertices: _Floats
    lengths_m: _Floats
    paces: Mapping[str, _Floats]
    barred: Mapping[str, npt.NDArray[np.bool_]]
    bridges: _Ints
    bridge_names: tuple[str, ...]

    @classmethod
    def build(cls, roads: Sequence[Road], barriers: Sequence[Barrier] = ()) -> Self:
        """Return the table of the roads that anybody may use.

        Raises
        ------
        InvalidGeometry
            ``roads_empty`` where there is none; ``coordinate_not_finite``, ``coordinate_out_of_range``.
        """
        told = [[find_pace(road.tags, mode) for mode in MODES] for road in roads]
        used = [index for index, paces in enumerate(told) if any(map(any, paces))]
        if not used:
            raise InvalidGeometry("roads_empty")
        kept, paces = [roads[index] for index in used], np.array([told[index] for index in used])
        lines = np.array([shapely.force_2d(road.line) for road in kept], dtype=object)
        require_lonlat(shapely.GeometryCollection(list(lines)), "roads")
        cut = _cut(lines, barriers)
        names, bridges = _bridges(kept)
        return cls(
            cut.tails,
            cut.heads,
            cut.offsets,
            cut.vertices,
            cut.lengths_m,
            {mode.code: paces[cut.roads, index] for index, mode in enumerate(MODES)},
            {mode.code: _barred(cut, [one for one in barriers if stops(one.tags, mode)]) for mode in MODES},
            bridges[cut.roads],
            names,
        )


def index_runs(starts: _Ints, sizes: _Ints) -> _Ints:
    """Return the indexes of runs that begin at ``starts`` (n,) and are ``sizes`` (n,) long, one after the other."""
    runs: _Ints = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    return runs


@dataclass(frozen=True)
class _Cut:
    """Lines cut into edges: as in `RoadTable`, and the index of the line that each is a part of."""

    tails: _Ints
    heads: _Ints
    offsets: _Ints
    vertices: _Floats
    lengths_m: _Floats
    roads: _Ints


def _cut(lines: npt.NDArray[np.object_], barriers: Sequence[Barrier]) -> _Cut:
    """Cut lines where they meet, where they end, and at barriers."""
    xy, road = shapely.get_coordinates(lines, return_index=True)
    is_new = np.append(True, (np.diff(xy, axis=0) != 0).any(axis=1) | (np.diff(road) != 0))
    xy, road = xy[is_new], road[is_new]
    at = _keys(xy)
    _, node, times = np.unique(at, return_inverse=True, return_counts=True)
    is_end = np.append(True, np.diff(road) != 0) | np.append(np.diff(road) != 0, True)
    is_cut = is_end | (times[node] > 1) | np.isin(at, _keys(_places(barriers)))
    cuts = np.flatnonzero(is_cut)
    starts, ends = cuts[:-1], cuts[1:]
    within = road[starts] == road[ends]
    starts, ends = starts[within], ends[within]
    sizes = ends - starts + 1
    offsets = np.append(0, np.cumsum(sizes))
    picked = index_runs(starts, sizes)
    along = np.append(0.0, np.cumsum(distances_m(xy[:-1], xy[1:])))
    return _Cut(node[starts], node[ends], offsets, xy[picked], along[ends] - along[starts], road[starts])


def _keys(lonlat: _Floats) -> _Ints:
    """Return one number for each place (n, 2), the same for places that are one in OpenStreetMap."""
    east, north = np.round((lonlat + _CORNER) * _STEPS_PER_DEGREE).astype(np.int64).T
    keys: _Ints = east * (1 << 31) + north  # 180 degrees north are 1.8e9 steps, below 2 to the 31st
    return keys


def _places(barriers: Sequence[Barrier]) -> _Floats:
    return np.array([one.place for one in barriers], dtype=np.float64).reshape(-1, 2)


def _barred(cut: _Cut, barriers: Sequence[Barrier]) -> npt.NDArray[np.bool_]:
    closed = _keys(_places(barriers))
    ends = cut.offsets[:-1], cut.offsets[1:] - 1
    return np.stack([np.isin(_keys(cut.vertices[end]), closed) for end in ends], axis=1)


def _bridges(roads: Sequence[Road]) -> tuple[tuple[str, ...], _Ints]:
    """Return the names of bridges and ferries, and for each road the index of its own or -1."""
    named = [_bridge_name(road.tags) for road in roads]
    names = tuple(sorted(set(filter(None, named))))
    index = {name: position for position, name in enumerate(names)}
    return names, np.array([index.get(name, -1) for name in named], dtype=np.int64)


def _bridge_name(tags: Mapping[str, str]) -> str:
    crosses = tags.get("bridge", "no") != "no" or tags.get("route") == "ferry"
    return (tags.get("bridge:name") or tags.get("name") or "") if crosses else ""
