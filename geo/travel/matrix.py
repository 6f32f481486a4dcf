"""Owns what a day's plan needs to know of the ways: metres and seconds between each two of its places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.travel.modes import Mode
from geo.travel.network import WaterNetwork
from geo.types import LonLat

NO_WAY_S: Final = -1
"""Stands in `TravelMatrix.seconds` where no way leads."""


@dataclass(frozen=True)
class TravelMatrix:
    """Ways between each two of n places, row from, column to, in the order of the places.

    Attributes
    ----------
    metres
        (n, n) float64: geodesic length of the shortest way drawn, ``inf`` where there is none.
    seconds
        (n, n) int64: how long it takes with the detour of streets and alleys, rounded up (so that a detour is never
        quicker than the way itself); `NO_WAY_S` where there is none.
    unreachable
        Pairs of indexes, lower first, between which no way leads, be it one way only.
    """

    metres: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.int64]
    unreachable: tuple[tuple[int, int], ...]


def travel_matrix(places: Sequence[LonLat], network: WaterNetwork, mode: Mode) -> TravelMatrix:
    """Return the ways between each two places; here a way takes as long there as back.

    Parameters
    ----------
    places
        EPSG:4326, (lon, lat), in any number.
    network
        Water and crossings.
    mode
        Which crossings are open, how fast one goes.

    Raises
    ------
    InvalidGeometry
        ``coordinate_not_finite``, ``coordinate_out_of_range``.
    """
    metres = network.lengths_m(places, mode)
    return fill_matrix(metres, mode.seconds(1.0) * metres)


def fill_matrix(metres: npt.NDArray[np.float64], seconds: npt.NDArray[np.float64]) -> TravelMatrix:
    """Return the matrix of ways whose lengths and times are known.

    Parameters
    ----------
    metres, seconds
        (n, n) row from, column to, unrounded; both ``inf`` where no way leads.
    """
    reached = np.isfinite(metres) & np.isfinite(seconds)
    whole = np.full(metres.shape, NO_WAY_S, dtype=np.int64)
    whole[reached] = np.ceil(seconds[reached])
    either = np.triu(~(reached & reached.T))
    pairs = np.argwhere(either).tolist()
    return TravelMatrix(
        np.where(reached, metres, np.inf), whole, tuple((first, second) for first, second in pairs)
    )
