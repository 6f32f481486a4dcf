"""Finds the open places near a geometry: whoever draws is told of them, and a new place too near one is refused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Connection, select

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.types import DATE_MAX, BBox
from layers.actor import Actor
from layers.conversion.states import STATES
from layers.errors import Refused
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_version, status_span
from layers.store.spatial import meets_box

NEARBY_M = 30.0
"""Places nearer than this might be the same."""

MOST_PLACES = 500
"""Places told of one box at most."""

_DEGREES_PER_M = 1 / 100_000  # a little more than a metre at the latitudes of Viet Nam


@dataclass(frozen=True)
class Neighbour:
    """A place near a geometry, and how near, m; 0 where they meet."""

    code: str
    name: str
    distance_m: float


def box_around(geometry: BaseGeometry, margin_m: float) -> BBox:
    """Return the box (WGS 84, lon lat) around a geometry that leaves at least a margin on every side."""
    margin = margin_m * _DEGREES_PER_M
    west, south, east, north = shapely.bounds(geometry).tolist()
    return BBox(west - margin, south - margin, east + margin, north + margin)


def list_open_places(connection: Connection, box: BBox, condition: ColumnElement[bool]) -> Sequence[AnyRow]:
    """Return the open places in a box as they are now: ``code, name, geom`` (WGS 84, lon lat), in order of code.

    Parameters
    ----------
    connection
        A transaction.
    box
        WGS 84.
    condition
        What else a row of ``hotspot_version`` has to meet.
    """
    v = hotspot_version.c
    is_open = status_span.c.state.in_([state.code for state in STATES.values() if state.is_open])
    question = (
        select(hotspot.c.code, v.name, v.geom)
        .select_from(hotspot_version)
        .join(hotspot)
        .join(status_span, status_span.c.hotspot_id == v.hotspot_id)
        .where(meets_box(hotspot_version, box), v.valid_to == DATE_MAX, known_at(hotspot_version, None))
        .where(is_open, status_span.c.valid_to == DATE_MAX, known_at(status_span, None), condition)
    )
    return connection.execute(question.order_by(hotspot.c.code).limit(MOST_PLACES)).all()


def find_neighbours(connection: Connection, actor: Actor, geometry: BaseGeometry) -> list[Neighbour]:
    """Return the open places within `NEARBY_M` of a geometry (WGS 84, lon lat) that the actor sees, nearest first."""
    return _measure(connection, geometry, scope.sees_hotspot(hotspot_version, actor))


def refuse_neighbour(
    connection: Connection, geometry: BaseGeometry, *, apart_from: Collection[int] = ()
) -> None:
    """Refuse a place that might be an open one under another name, other than these rows of ``hotspot``.

    Raises
    ------
    Refused
        ``place_nearby``, with the code, the name and the distance of the nearest.
    """
    found = _measure(connection, geometry, hotspot_version.c.hotspot_id.not_in(apart_from))
    if found:
        nearest = found[0]
        told = {"hotspot": nearest.code, "name": nearest.name, "distance_m": nearest.distance_m}
        raise Refused("place_nearby", **told)


def _measure(
    connection: Connection, geometry: BaseGeometry, condition: ColumnElement[bool]
) -> list[Neighbour]:
    here = transform_geometry(geometry, WGS84_LONLAT, VN2000_HCMC)
    near = []
    for place in list_open_places(connection, box_around(geometry, NEARBY_M), condition):
        there = transform_geometry(place.geom, WGS84_LONLAT, VN2000_HCMC)
        away_m = float(shapely.distance(here, there))
        if away_m < NEARBY_M:
            near.append(Neighbour(place.code, place.name, round(away_m, 1)))
    return sorted(near, key=lambda one: (one.distance_m, one.code))
