"""Owns the choice of how ways are found: past water by straight lines, by roads from a file, by a router."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias

from sqlalchemy import Connection

from geo.errors import NoRoute
from geo.travel.matrix import TravelMatrix
from geo.travel.modes import WALKING, Mode
from geo.travel.network import Route
from geo.types import LonLat
from layers.actor import SYSTEM
from layers.errors import Refused
from layers.store.features import get_extent
from layers.travel.roads import open_roads
from layers.travel.router_dialects import RouterKind
from layers.travel.straight import open_straight

Source: TypeAlias = Literal["straight", "roads", "osrm", "valhalla"]
"""Where ways come from; plans say it."""


_NEAR_DEG: Final = 0.002


@dataclass(frozen=True)
class WaySettings:
    """How ways are found; neither file nor address: straight lines past water.

    Attributes
    ----------
    roads_file
        An OpenStreetMap extract, ``.osm.pbf``; None for none.
    router_url
        Address of a router; empty for none. Places leave the house to this address only.
    router_kind
        What answers there.
    cache_dir
        Where the road network is kept once it is built.
    router_seconds
        How long an answer may take.
    """

    roads_file: Path | None = None
    router_url: str = ""
    router_kind: RouterKind = "osrm"
    cache_dir: Path = Path("data")
    router_seconds: float = 5.0


class Ways(Protocol):
    """Who knows how to get from place to place.

    Attributes
    ----------
    source
        Where the ways come from.
    crossing_names
        Names of bridges and ferries, by the indexes that `Route.crossings` tells; empty where it does not know.
    """

    @property
    def source(self) -> Source:
        """Where the ways come from."""

    @property
    def crossing_names(self) -> tuple[str, ...]:
        """Names of bridges and ferries, by the indexes that `Route.crossings` tells."""

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return metres and seconds between each two places, row from, column to; what cannot be reached is told."""

    def trace(self, places: Sequence[LonLat], mode: Mode) -> tuple[Route, ...]:
        """Return the way of each leg between consecutive places.

        Raises
        ------
        NoRoute
            Where no way leads from one to the next.
        """


def source_of(settings: WaySettings) -> Source:
    """Return where ways come from by these settings: a router before roads, roads before straight lines."""
    if settings.router_url:
        return settings.router_kind
    return "straight" if settings.roads_file is None else "roads"


def open_ways(connection: Connection, settings: WaySettings) -> Ways:
    """Return the ways that the settings ask for, opened when they are first asked.

    What was asked for and cannot be had is told, never replaced in silence: whoever wants straight lines instead calls
    `open_straight`, and says so. Only lines to look at go without: a plan that was made can be read while a router
    is down.

    Parameters
    ----------
    connection
        A transaction, open as long as the ways are asked.
    settings
        How ways are found.
    """
    source = source_of(settings)
    return open_straight(connection) if source == "straight" else _SetWays(source, connection, settings)


def find_fault(connection: Connection, settings: WaySettings) -> Refused | None:
    """Return why the ways that the settings ask for cannot be had; None where they can.

    Roads are read and kept by this, so that nobody waits for them later; a router is asked for one way.
    """
    box, _ = get_extent(connection, SYSTEM, "boundaries")
    if box is None:
        return None
    middle = LonLat((box.west + box.east) / 2, (box.south + box.north) / 2)
    try:
        open_ways(connection, settings).matrix([middle, LonLat(middle.lon + _NEAR_DEG, middle.lat)], WALKING)
    except Refused as error:
        return error
    return None


class _SetWays:
    """Roads or a router: the matrix is refused where they cannot be had, a line is then a way that is not known."""

    def __init__(self, source: Source, connection: Connection, settings: WaySettings) -> None:
        self._source = source
        self._connection = connection
        self._settings = settings
        self._fault: Refused | None = None

    @property
    def source(self) -> Source:
        """Where the ways come from."""
        return self._source

    @property
    def crossing_names(self) -> tuple[str, ...]:
        """Names of bridges and ferries; none while the roads cannot be read."""
        try:
            return self._ways.crossing_names
        except Refused:
            return ()

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return metres and seconds between each two places.

        Raises
        ------
        Refused
            ``roads_missing``, ``roads_unreadable``, ``roads_empty``, ``router_down``, ``router_nonsense``.
        """
        return self._ways.matrix(places, mode)

    def trace(self, places: Sequence[LonLat], mode: Mode) -> tuple[Route, ...]:
        """Return the way of each leg; after a first refusal nothing is asked again, for each would take as long.

        Raises
        ------
        NoRoute
            ``no_route``; ``no_route_known`` while the roads or the router cannot be had.
        """
        try:
            if self._fault is None:
                return self._ways.trace(places, mode)
        except Refused as error:
            self._fault = error
        raise NoRoute("no_route_known", source=self._source)

    @cached_property
    def _ways(self) -> Ways:
        settings = self._settings
        if settings.router_url:
            from layers.travel.routers import RouterWays  # noqa: PLC0415 - an HTTP client, where one is set

            return RouterWays(settings.router_url, settings.router_kind, settings.router_seconds)
        if settings.roads_file is None:
            return open_straight(self._connection)
        return open_roads(self._connection, settings.roads_file, settings.cache_dir)
