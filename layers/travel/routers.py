"""Owns ways by a router, OSRM or Valhalla: places go to the address that the operator set, and nowhere else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import numpy as np
import numpy.typing as npt
import orjson
import shapely

from geo.errors import NoRoute
from geo.geodesy.measure import distances_m
from geo.travel.matrix import TravelMatrix, fill_matrix
from geo.travel.modes import Mode
from geo.travel.network import Route, without_repeats
from geo.travel.road_graph import SNAP_M
from geo.types import LonLat
from layers.errors import Refused
from layers.travel.router_dialects import DIALECTS, MISUNDERSTOOD, Dialect, Question, RouterKind

_Floats = npt.NDArray[np.float64]

MOST_AT_ONCE: Final = 40
"""Places from which, and to which, one request asks: as they are delivered, OSRM answers 100 places in all, Valhalla
2,500 pairs."""


@dataclass(frozen=True)
class RouterWays:
    """Ways as a router tells them; nothing is guessed where it does not answer.

    Attributes
    ----------
    url
        Address of the router; ``{mode}`` in it stands for ``walking`` or ``motorbike``, for a house with a server each.
    source
        What answers there.
    timeout_s
        How long one answer may take.
    crossing_names
        Empty: a router does not tell which bridges a way goes over.
    """

    url: str = field(repr=False)  # it may hold a password
    source: RouterKind
    timeout_s: float
    crossing_names: tuple[str, ...] = ()

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return metres and seconds between each two places, asked for in blocks of `MOST_AT_ONCE`.

        Raises
        ------
        Refused
            ``router_down`` where nobody answers in time, ``router_nonsense`` where the answer cannot be understood.
        """
        seconds, metres = np.full((2, len(places), len(places)), np.inf)
        starts = range(0, len(places), MOST_AT_ONCE)
        with self._open(mode) as session:
            for row, column in product(starts, starts):
                block = slice(row, row + MOST_AT_ONCE), slice(column, column + MOST_AT_ONCE)
                seconds[block], metres[block] = session.find_ways(places[block[0]], places[block[1]])
        for grid in (seconds, metres):
            np.fill_diagonal(grid, 0.0)
        return fill_matrix(metres, seconds)

    def trace(self, places: Sequence[LonLat], mode: Mode) -> tuple[Route, ...]:
        """Return the way of each leg between consecutive places.

        Raises
        ------
        NoRoute
            ``no_route``.
        Refused
            As for `matrix`.
        """
        with self._open(mode) as session:
            return tuple(session.find_way(start, end) for start, end in pairwise(places))

    @contextmanager
    def _open(self, mode: Mode) -> Iterator["_Session"]:
        base = self.url.rstrip("/").replace("{mode}", mode.code)
        # No proxy or password from the environment: the address is all that is used.
        with httpx.Client(timeout=self.timeout_s, trust_env=False) as client:
            yield _Session(client, base, DIALECTS[self.source], mode)


@dataclass(frozen=True)
class _Session:
    """A connection to a router, for one mode."""

    client: httpx.Client
    base: str
    dialect: Dialect
    mode: Mode

    def find_ways(self, starts: Sequence[LonLat], ends: Sequence[LonLat]) -> tuple[_Floats, _Floats]:
        """Return seconds and metres (starts, ends), ``inf`` where no way leads.

        One place without a road near it makes a router refuse them all: then each half is asked for on its own.
        """
        answer = self._ask(self.dialect.ask_matrix(starts, ends, self.mode))
        if self.dialect.is_no_way(answer):
            return self._find_by_halves(starts, ends)
        with self._understanding():
            seconds, metres = self.dialect.read_matrix(answer)
            if not seconds.shape == metres.shape == (len(starts), len(ends)):
                raise ValueError("another number of places")
        return seconds, metres

    def find_way(self, start: LonLat, end: LonLat) -> Route:
        """Return the way from a place to the next."""
        told = {"start_lon": start[0], "start_lat": start[1], "end_lon": end[0], "end_lat": end[1]}
        answer = self._ask(self.dialect.ask_way(start, end, self.mode))
        if self.dialect.is_no_way(answer):
            raise NoRoute("no_route", **told)
        with self._understanding():
            along = self.dialect.read_way(answer)
            off_m = distances_m(np.array([start, end]), along[[0, -1]]).tolist()
        if max(off_m) > SNAP_M:
            raise NoRoute("no_route", **told)
        lonlat = without_repeats(np.vstack([start, along, end]))
        length_m = float(distances_m(lonlat[:-1], lonlat[1:]).sum())
        return Route(shapely.LineString(lonlat), length_m, (), (off_m[0], off_m[1]))

    def _find_by_halves(self, starts: Sequence[LonLat], ends: Sequence[LonLat]) -> tuple[_Floats, _Floats]:
        if len(starts) == len(ends) == 1:
            return np.full((1, 1), np.inf), np.full((1, 1), np.inf)
        axis = 0 if len(starts) >= len(ends) else 1
        longer = (starts, ends)[axis]
        middle = len(longer) // 2
        halves = [
            self.find_ways(part, ends) if axis == 0 else self.find_ways(starts, part)
            for part in (longer[:middle], longer[middle:])
        ]
        seconds, metres = (np.concatenate(grids, axis=axis) for grids in zip(*halves, strict=True))
        return seconds, metres

    def _ask(self, question: Question) -> Any:
        """Return the JSON of an answer, be it that no way leads there."""
        try:
            if question.body is None:
                response = self.client.get(self.base + question.path)
            else:
                response = self.client.post(self.base + question.path, json=question.body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Refused("router_down", router=self._shown()) from error
        if response.is_server_error:
            raise Refused("router_down", router=self._shown())
        with self._understanding():
            answer = orjson.loads(response.content)
            if not (self.dialect.is_no_way(answer) or response.is_success):
                raise ValueError(f"status {response.status_code}")
        return answer

    @contextmanager
    def _understanding(self) -> Iterator[None]:
        try:
            yield
        except MISUNDERSTOOD as error:
            raise Refused("router_nonsense", router=self._shown()) from error

    def _shown(self) -> str:
        """Return host and port of the router: the rest of the address may be secret."""
        parts = urlsplit(self.base)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
