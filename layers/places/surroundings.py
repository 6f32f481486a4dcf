"""What lies around a place that is being drawn: wards on a day, places nearby, and what to snap to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Connection, Select, select

from geo.errors import AppError, InvalidGeometry
from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.geodesy.measure import area_m2, length_m
from geo.shapes.snap import snap_vertices
from geo.shapes.topology import find_members
from geo.shapes.validity import require_extent, require_valid
from geo.types import DATE_MAX, BBox, LonLat
from layers.actor import Actor
from layers.places.drafts import KINDS, Extent
from layers.places.nearby import Neighbour, box_around, find_neighbours, list_open_places
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import held_on
from layers.store.schema import boundary, hotspot_version, landmark
from layers.store.spatial import meets_box

SNAP_M = 5.0
"""How far a vertex moves to meet a border, a canal or another place."""

MOST_TARGETS = 500
"""Borders and landmarks told of one box, of each kind at most."""

_SOUND = frozenset({"extent_too_small", "kind_geometry_mismatch"})


@dataclass(frozen=True)
class Concern:
    """What stands against storing a drawing: an error code with its facts, and the spot where it has one."""

    code: str
    facts: dict[str, object]
    at: LonLat | None = None


@dataclass(frozen=True)
class WardPart:
    """A ward that holds part of a drawing: 0 < share <= 1 of its length or area."""

    code: str
    name: str
    share: float


@dataclass(frozen=True)
class Surroundings:
    """What is known of a drawing before it is stored.

    Attributes
    ----------
    length_m, area_m2
        Geodesic size; None for what the kind does not have, and while the drawing is broken.
    minimum
        The least that the kind has to measure, m or m2; None for points.
    faults
        What stands against storing it.
    wards
        Wards it meets on the day, the largest part first; none while the drawing is broken.
    neighbours
        Places within `nearby.NEARBY_M` that the actor sees, the nearest first.
    """

    length_m: float | None
    area_m2: float | None
    minimum: float | None
    faults: tuple[Concern, ...]
    wards: tuple[WardPart, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the drawing is sound, be it too small or of another kind."""
        return all(fault.code in _SOUND for fault in self.faults)


@dataclass(frozen=True)
class Target:
    """Something that a drawing may be snapped to.

    Attributes
    ----------
    kind
        ``ward``, ``canal``, ``bridge`` or ``hotspot``.
    name
        Its name.
    geometry
        WGS 84, lon lat.
    code
        Code of the ward or the place, empty for landmarks.
    label
        Where its name is written; None for all but wards.
    """

    kind: str
    name: str
    geometry: BaseGeometry
    code: str = ""
    label: LonLat | None = None


def look_around(
    connection: Connection, actor: Actor, geometry: BaseGeometry, kind: str, *, on: date, least: Extent
) -> Surroundings:
    """Return what is known of a drawing before it is stored.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who draws; places that he does not see are not told.
    geometry
        WGS 84, lon lat; may be broken.
    kind
        One of `layers.places.drafts.KINDS`.
    on
        Day whose wards are told.
    least
        The least it may measure.
    """
    faults = tuple(_find_faults(geometry, kind, least))
    is_line, is_area = kind == "alley", kind in {"bridge", "area"}
    is_whole = all(fault.code in _SOUND for fault in faults)
    return Surroundings(
        length_m=length_m(geometry) if is_line and is_whole else None,
        area_m2=area_m2(geometry) if is_area and is_whole else None,
        minimum=least.length_m if is_line else least.area_m2 if is_area else None,
        faults=faults,
        wards=tuple(_find_wards(connection, geometry, on)) if is_whole else (),
        neighbours=tuple(find_neighbours(connection, actor, geometry)) if is_whole else (),
    )


def snap_to_surroundings(
    connection: Connection,
    geometry: BaseGeometry,
    *,
    actor: Actor | None = None,
    except_code: str | None = None,
    tolerance_m: float = SNAP_M,
) -> BaseGeometry:
    """Return the geometry with its vertices on the ward borders, water, bridges and places that are near.

    Parameters
    ----------
    connection
        A transaction.
    geometry
        WGS 84, lon lat.
    actor
        Who draws: places that he sees are snapped to; None leaves places out.
    except_code
        Place that is being redrawn: it is not snapped to what it was.
    tolerance_m
        How far a vertex may move.

    Raises
    ------
    InvalidGeometry
        ``coordinate_out_of_area`` outside Viet Nam.
    """
    if geometry.is_empty:
        return geometry
    box = box_around(geometry, tolerance_m)
    found = [
        *_list_wards(connection, box, boundary.c.valid_to == DATE_MAX),
        *_list_landmarks(connection, box),
    ]
    if actor is not None:
        found += [target for target in _list_places(connection, actor, box) if target.code != except_code]
    return snap_vertices(geometry, [target.geometry for target in found], tolerance_m=tolerance_m)


def list_targets(connection: Connection, actor: Actor, box: BBox, *, on: date) -> tuple[Target, ...]:
    """Return what a drawing inside a box may be snapped to: water, bridges, wards of a day, open places he sees."""
    wards = _list_wards(connection, box, held_on(boundary, on))
    return (*_list_landmarks(connection, box), *wards, *_list_places(connection, actor, box))


def _find_faults(geometry: BaseGeometry, kind: str, least: Extent) -> Iterator[Concern]:
    yield from _told(_require_kind, geometry, kind)
    broken = [fault for part in shapely.get_parts(geometry) for fault in _told(require_valid, part)]
    broken = broken or list(_told(require_valid, geometry))
    yield from broken
    if not broken:
        yield from _told(transform_geometry, geometry, WGS84_LONLAT, VN2000_HCMC)
        yield from _told(require_extent, geometry, min_length_m=least.length_m, min_area_m2=least.area_m2)


def _require_kind(geometry: BaseGeometry, kind: str) -> None:
    if geometry.geom_type not in KINDS.get(kind, ()):
        raise InvalidGeometry("kind_geometry_mismatch", kind=kind, geometry=geometry.geom_type)


def _told(check: Callable[..., object], *values: object, **options: float) -> Iterator[Concern]:
    """Yield what a check finds wrong."""
    try:
        check(*values, **options)
    except AppError as error:
        lon, lat = error.facts.get("lon"), error.facts.get("lat")
        has_spot = isinstance(lon, float) and isinstance(lat, float)
        yield Concern(error.code, error.facts, LonLat(lon, lat) if has_spot else None)  # type: ignore[arg-type]


def _find_wards(connection: Connection, geometry: BaseGeometry, on: date) -> list[WardPart]:
    wards = _list_wards(connection, BBox(*shapely.bounds(geometry)), held_on(boundary, on))
    members = find_members(geometry, [ward.geometry for ward in wards])
    parts = [WardPart(wards[one.index].code, wards[one.index].name, one.share) for one in members]
    return sorted(parts, key=lambda part: (-part.share, part.code))


def _list_wards(connection: Connection, box: BBox, held: ColumnElement[bool]) -> list[Target]:
    b = boundary.c
    question = select(b.code, b.name, b.label_lon, b.label_lat, b.geom).where(
        b.level == "ward", meets_box(boundary, box), held
    )
    rows = _first(connection, question.order_by(b.code, b.valid_from))
    return [
        Target("ward", row.name, row.geom, row.code, LonLat(row.label_lon, row.label_lat)) for row in rows
    ]


def _list_landmarks(connection: Connection, box: BBox) -> list[Target]:
    k = landmark.c
    question = select(k.kind, k.name, k.geom).where(meets_box(landmark, box), k.removed_at.is_(None))
    return [Target(row.kind, row.name, row.geom) for row in _first(connection, question.order_by(k.id))]


def _list_places(connection: Connection, actor: Actor, box: BBox) -> list[Target]:
    """Return the open places in a box as they are now, those that the actor sees."""
    rows = list_open_places(connection, box, scope.sees_hotspot(hotspot_version, actor))
    return [Target("hotspot", row.name, row.geom, row.code) for row in rows]


def _first(connection: Connection, question: Select[tuple[object, ...]]) -> Sequence[AnyRow]:
    return connection.execute(question.limit(MOST_TARGETS)).all()
