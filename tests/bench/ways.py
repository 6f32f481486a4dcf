"""Ways among 100 stops: straight lines past water, and roads of a town of 20,000 streets beside the plain way."""

import random
import time
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

import numpy as np
import rustworkx
import shapely

from geo.travel.banks import Crossing
from geo.travel.matrix import travel_matrix
from geo.travel.modes import MOTORBIKE, WALKING
from geo.travel.network import WaterNetwork
from geo.travel.road_graph import ModeGraph, PlacedGraph
from geo.travel.road_table import Road, RoadTable
from geo.travel.roads import RoadNetwork
from geo.types import LonLat
from layers.travel.roads import load_table, save_table
from tests.bench.figures import Figure
from tests.geo.quan8 import CROSSINGS, WATER

STOPS: Final = 100
PLAIN_STOPS: Final = 10
_SIDE: Final = 101
_STEP_DEG: Final = 0.0008
_CORNER: Final = LonLat(106.60, 10.68)
_SEED: Final = 8

Result = TypeVar("Result")


def measure() -> Iterable[Figure]:
    """Measure both networks; every matrix twice, since the first asks for the graph."""
    yield from _measure_water()
    roads, build_s = _timed(lambda: RoadTable.build(_town()))
    yield Figure(f"table of {len(roads.lengths_m):,} streets", build_s, "s")
    yield from _measure_kept(roads)
    network, places = RoadNetwork(roads), _places(STOPS)
    for mode in (WALKING, MOTORBIKE):
        _, first_s = _timed(lambda mode=mode: network.matrix(places, mode))  # type: ignore[misc]
        told, matrix_s = _timed(lambda mode=mode: network.matrix(places, mode))  # type: ignore[misc]
        reached = int((told.seconds >= 0).sum())
        yield Figure(f"{mode.code}: matrix of {STOPS} stops by road", matrix_s, "s",
                     told=f"{first_s:.2f} s with the graph; {reached:,} of {STOPS**2:,} pairs")  # fmt: skip
    yield from _compare(network, places[:PLAIN_STOPS])


def _measure_water() -> Iterable[Figure]:
    network = WaterNetwork.build(list(WATER.values()), [Crossing(point) for point in CROSSINGS.values()])
    rng = random.Random(_SEED)
    places = [LonLat(rng.uniform(106.62, 106.69), rng.uniform(10.72, 10.75)) for _ in range(STOPS)]
    _, first_s = _timed(lambda: travel_matrix(places, network, WALKING))
    _, matrix_s = _timed(lambda: travel_matrix(places, network, WALKING))
    yield Figure(f"matrix of {STOPS} stops past the water of Quận 8", matrix_s, "s",
                 told=f"{first_s:.2f} s with the graph")  # fmt: skip


def _measure_kept(roads: RoadTable) -> Iterable[Figure]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roads.npz"
        _, save_s = _timed(lambda: save_table(roads, file))
        _, load_s = _timed(lambda: load_table(file))
        yield Figure(
            "kept table, read back",
            load_s,
            "s",
            told=f"{file.stat().st_size / 1e6:.1f} MB, written in {save_s:.2f} s",
        )


def _compare(network: RoadNetwork, places: list[LonLat]) -> Iterable[Figure]:
    """Ask the same graph for each pair on its own, as one who knows rustworkx writes it first: same answers, slower."""
    graph = ModeGraph(network.table, MOTORBIKE)
    placed = PlacedGraph(graph, network.snap(places, MOTORBIKE))
    ours, ours_s = _timed(lambda: [placed.search(index)[0] for index in range(len(places))])
    plain, plain_s = _timed(lambda: _pair_by_pair(placed, len(places)))
    if not np.allclose(_without_walk(placed, ours), plain, atol=0.011):
        raise AssertionError("the two ways do not agree")
    yield Figure(f"{PLAIN_STOPS} stops, pair by pair : from each place at once", plain_s / ours_s, "x",
                 told=f"{plain_s:.2f} s, {ours_s:.3f} s")  # fmt: skip


def _pair_by_pair(placed: PlacedGraph, count: int) -> list[list[float]]:
    """Return seconds along the roads for each pair, by one search each."""
    nodes, graph = placed.nodes, placed.graph
    rows = []
    for start in range(count):
        row = []
        for end in range(count):
            found = rustworkx.dijkstra_shortest_path_lengths(
                graph, nodes[start], lambda link: link[0], goal=nodes[end]
            )
            row.append(0.0 if start == end else found[nodes[end]] // 1 / 100)
        rows.append(row)
    return rows


def _without_walk(placed: PlacedGraph, rows: list[np.ndarray]) -> list[list[float]]:
    walks = [WALKING.seconds(snap.access_m) for snap in placed.snaps]
    return [
        [
            0.0 if start == end else float(rows[start][end]) - walks[start] - walks[end]
            for end in range(len(rows))
        ]
        for start in range(len(rows))
    ]


def _town() -> list[Road]:
    """Return streets on a raster that is shaken, every third of them one-way, some of them wider."""
    rng = random.Random(_SEED)
    corner = {
        (row, column): (
            round(_CORNER.lon + column * _STEP_DEG + rng.uniform(-1, 1) * _STEP_DEG / 5, 7),
            round(_CORNER.lat + row * _STEP_DEG + rng.uniform(-1, 1) * _STEP_DEG / 5, 7),
        )
        for row, column in product(range(_SIDE), repeat=2)
    }
    lines = [[(at, other) for other in range(_SIDE)] for at in range(_SIDE)]
    lines += [[(other, at) for other in range(_SIDE)] for at in range(_SIDE)]
    return [
        Road(
            shapely.LineString([corner[spot] for spot in line]),
            {
                "highway": "primary" if index % 10 == 0 else "residential",
                "oneway": "yes" if index % 3 == 0 else "no",
            },
        )
        for index, line in enumerate(lines)
    ]


def _places(count: int) -> list[LonLat]:
    rng = random.Random(_SEED)
    across = (_SIDE - 1) * _STEP_DEG
    return [LonLat(_CORNER.lon + rng.uniform(0.05, 0.95) * across, _CORNER.lat + rng.uniform(0.05, 0.95) * across)
            for _ in range(count)]  # fmt: skip


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun
