"""How ways are found in this service: as the settings say, or by straight lines where somebody asks for that."""

from typing import Final, cast

from flask import current_app, has_request_context, request

from layers.store.database import Reading
from layers.travel.router_dialects import RouterKind
from layers.travel.straight import open_straight
from layers.travel.ways import Source, Ways, WaySettings, open_ways, source_of
from webmap.config import Config

FIELD: Final = "ways"
"""Field of a form by which whoever plans asks for straight lines, while roads or a router cannot be had."""

STRAIGHT: Final = "straight"


def ways(connection: Reading, source: Source | None = None) -> Ways:
    """Return the ways that the settings ask for, with the water and the crossings as they stand now.

    Parameters
    ----------
    connection
        A transaction.
    source
        Where the ways of a plan came from: one that was made by straight lines stays with them.
    """
    asked = request.form.get(FIELD) if has_request_context() else None
    if STRAIGHT in (source, asked):
        return open_straight(connection)
    return open_ways(connection, way_settings())


def way_source() -> Source:
    """Return where ways come from, as the settings say."""
    return source_of(way_settings())


def way_settings() -> WaySettings:
    """Return how ways are found, as the settings say."""
    config = cast(Config, current_app.config["DIABAN"])
    return WaySettings(
        roads_file=config.data_dir / config.roads_file if config.roads_file else None,
        router_url=config.router_url,
        router_kind=cast(RouterKind, config.router_kind),  # the settings were checked when they were read
        cache_dir=config.data_dir,
        router_seconds=config.router_seconds,
    )
