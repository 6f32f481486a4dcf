"""Owns the default way about: straight lines past the register's water, over the crossings that it knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import shapely
from sqlalchemy import Connection

from geo.travel.banks import CROSSING_REACH_M, Crossing
from geo.travel.matrix import TravelMatrix, travel_matrix
from geo.travel.modes import Mode
from geo.travel.network import Route, WaterNetwork
from geo.types import LonLat
from layers.travel.landmarks import CROSSING, WATER, Drawing, list_landmarks

_NETWORKS_KEPT: Final = 8


@dataclass(frozen=True)
class StraightWays:
    """Ways past water: see `geo.travel.network.WaterNetwork`.

    Attributes
    ----------
    network
        Water and crossings.
    crossing_names
        Names of the crossings, by the indexes that `Route.crossings` tells.
    """

    network: WaterNetwork
    crossing_names: tuple[str, ...]
    source: Literal["straight"] = "straight"

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return metres and seconds between each two places."""
        return travel_matrix(places, self.network, mode)

    def trace(self, places: Sequence[LonLat], mode: Mode) -> tuple[Route, ...]:
        """Return the way of each leg between consecutive places."""
        return tuple(self.network.route(start, end, mode) for start, end in pairwise(places))


def open_straight(connection: Connection) -> StraightWays:
    """Return the ways past the water that the register knows now."""
    return build_straight(one.drawing for one in list_landmarks(connection))


def build_straight(drawings: Iterable[Drawing]) -> StraightWays:
    """Return the ways past some water, over some crossings.

    The network is kept by what it is built from: a bridge that is moved gives another one at once, in every process
    and for every database.
    """
    return _build(tuple(drawings))


@lru_cache(maxsize=_NETWORKS_KEPT)
def _build(drawings: tuple[Drawing, ...]) -> StraightWays:
    water = [one.geometry for one in drawings if one.kind == WATER]
    bridges = [one for one in drawings if one.kind == CROSSING]
    network = WaterNetwork.build(water, [_crossing(one) for one in bridges])
    return StraightWays(network, tuple(one.name for one in bridges))


def _crossing(drawing: Drawing) -> Crossing:
    """Return a crossing that is looked for as far from the water as its position may be wrong."""
    reach_m = max(CROSSING_REACH_M, drawing.position_accuracy_m or 0.0)
    return Crossing(shapely.force_2d(drawing.geometry), drawing.modes, reach_m)
