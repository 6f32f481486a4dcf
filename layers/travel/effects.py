"""Tells what a crossing is good for: the ways between places with it and without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.travel.modes import MODES, Mode
from geo.types import LonLat
from layers.actor import Actor
from layers.places.nearby import box_around, list_open_places
from layers.store import scope
from layers.store.schema import hotspot_version
from layers.travel.landmarks import CROSSING, Landmark, list_landmarks
from layers.travel.straight import build_straight

AROUND_M: Final = 5000.0
MOST_PLACES: Final = 60
_SHORTER_M: Final = 1.0


@dataclass(frozen=True)
class Effect:
    """What a crossing does for one way of getting about.

    Attributes
    ----------
    mode
        Code of the mode.
    places
        Open places around that were looked at.
    helped
        How many of them have a shorter way to at least one other.
    stranded
        How many of them would lose every way to some other one.
    mean_m, mean_without_m
        Metres between two places on average, with it and without it, of the pairs that have a way in both cases;
        nought where there is none.
    """

    mode: str
    places: int
    helped: int
    stranded: int
    mean_m: float
    mean_without_m: float


def find_idle(landmarks: Sequence[Landmark]) -> frozenset[str]:
    """Return the uuids of the crossings that lead over no water that was drawn."""
    bridges = [one for one in landmarks if one.drawing.kind == CROSSING]
    network = build_straight(one.drawing for one in landmarks).network
    return frozenset(bridges[index].uuid or "" for index in network.idle_crossings)


def find_effects(connection: Connection, actor: Actor, crossing: Landmark) -> tuple[Effect, ...]:
    """Return what a crossing does for each mode that may use it, for the open places around that the actor sees."""
    landmarks = list_landmarks(connection)
    others = [one.drawing for one in landmarks if one.uuid != crossing.uuid]
    places = _list_places(connection, actor, crossing.drawing.geometry)
    ways, without = build_straight([*others, crossing.drawing]), build_straight(others)
    return tuple(
        _compare(mode, ways.network.lengths_m(places, mode), without.network.lengths_m(places, mode))
        for mode in MODES
        if mode.code in crossing.drawing.modes
    )


def _list_places(connection: Connection, actor: Actor, around: BaseGeometry) -> list[LonLat]:
    """Return the nearest places that the actor sees, by a point inside each."""
    seen = scope.sees_hotspot(hotspot_version, actor)
    rows = list_open_places(connection, box_around(around, AROUND_M), seen)
    nearest = sorted(rows, key=lambda row: (row.geom.distance(around), row.code))[:MOST_PLACES]
    inside = shapely.point_on_surface([row.geom for row in nearest])
    return [LonLat(lon, lat) for lon, lat in shapely.get_coordinates(inside)]


def _compare(mode: Mode, lengths: npt.NDArray[np.float64], without: npt.NDArray[np.float64]) -> Effect:
    lost = np.isfinite(lengths) & np.isinf(without)
    pairs = np.triu(np.isfinite(lengths) & np.isfinite(without), k=1)
    # What is lost is infinitely longer; two places that never had a way are no concern of this crossing.
    helped = lost | (np.isfinite(lengths) & (without > lengths + _SHORTER_M))
    return Effect(
        mode=mode.code,
        places=len(lengths),
        helped=int(helped.any(axis=1).sum()),
        stranded=int(lost.any(axis=1).sum()),
        mean_m=float(lengths[pairs].mean()) if pairs.any() else 0.0,
        mean_without_m=float(without[pairs].mean()) if pairs.any() else 0.0,
    )
