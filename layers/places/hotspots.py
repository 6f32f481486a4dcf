"""The register of places: opens them, keeps what they looked like over time, and never overwrites it."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import uuid4

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, insert, literal, select, update

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.geodesy.measure import area_m2, length_m
from geo.shapes.validity import require_extent, require_valid
from geo.text.names import collation_key
from geo.text.privacy import require_impersonal
from geo.text.search import search_terms
from geo.types import DATE_MAX, BBox
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.places.memberships import write_members
from layers.places.states import STATES
from layers.places.status import StatusChange, record_status
from layers.store import scope
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import hotspot, hotspot_area, hotspot_topic, hotspot_version, status_span
from layers.store.spatial import meets_box

KINDS = {"alley": ("LineString", "MultiLineString"), "bridge": ("Polygon", "MultiPolygon"),
         "area": ("Polygon", "MultiPolygon"), "point": ("Point",)}  # fmt: skip
"""Kinds of places, and the geometry types that each may have."""

TOPICS = ("toi_pham", "ma_tuy", "mai_dam", "te_nan_khac")
"""Crime, narcotics, prostitution, other social vices."""

POSITION_SOURCES = ("survey", "gps", "text")

NEIGHBOUR_M = 30.0
"""Nearer than this to an open place, a new one might be the same."""

_DEGREES_PER_M = 1 / 100_000  # a little more than a metre at the latitudes of Viet Nam


@dataclass(frozen=True)
class Extent:
    """The least that a place may measure, so that a house is never a hotspot."""

    length_m: float = 20.0
    area_m2: float = 200.0


@dataclass(frozen=True)
class Place:
    """What a place is like from a day on.

    Attributes
    ----------
    name
        Name in use; checked for personal data.
    kind
        One of `KINDS`.
    geometry
        WGS 84, lon lat.
    topics
        Some of `TOPICS`.
    position_accuracy_m
        Radius within which it lies, m.
    position_source
        One of `POSITION_SOURCES`.
    source
        Where it comes from, in words.
    valid_from
        Day from which it is like this.
    document_id
        Document that names it.
    note
        Remark; checked for personal data.
    lead
        Row of the boundary chosen to lead; None lets the largest part decide.
    """

    name: str
    kind: str
    geometry: BaseGeometry
    topics: tuple[str, ...]
    position_accuracy_m: float
    position_source: str
    source: str
    valid_from: date
    document_id: int | None = None
    note: str | None = None
    lead: int | None = None


def open_hotspot(
    change: Write,
    place: Place,
    first: StatusChange,
    *,
    least: Extent,
    uuid: str | None = None,
    is_different: bool = False,
) -> str:
    """Open a place with its first status and return its code; repeating a request returns the same code.

    Parameters
    ----------
    change
        The transaction.
    place
        What it is like.
    first
        Its first status.
    least
        The least it may measure.
    uuid
        Given by the recorder so that a repeated request is recognised.
    is_different
        The recorder has looked: it is not the place nearby.

    Raises
    ------
    Refused
        ``place_nearby`` (with the code and the distance), and what `record_status` refuses.
    InvalidGeometry
        ``extent_too_small``, ``kind_geometry_mismatch``, ``point_too_exact`` and what validity finds.
    OutsideScope
        Where the actor may not propose a place there.
    PersonalData
        Where the name or the note names a person.
    """
    known = _find_code(change.connection, uuid)
    if known is not None:
        return known
    place = _checked(place, least)
    if not is_different:
        _refuse_neighbour(change.connection, place.geometry)
    code = f"DB{change.next_number('hotspot_code'):05d}"
    values = {"uuid": uuid or str(uuid4()), "code": code, "version": 1}
    added = insert(hotspot).values(**values, recorded_at=change.now, recorded_by=change.actor.account_id)
    hotspot_id = change.connection.execute(added.returning(hotspot.c.id)).scalar_one()
    version_id = _add_version(change, hotspot_id, place, (place.valid_from, DATE_MAX), 1)
    write_members(change, version_id, place.geometry, chosen_lead=place.lead)
    change.note("hotspot", code, after=_told(place))
    record_status(change, hotspot_id, first)
    _require_reach(change, version_id, "hotspot.propose")
    change.touch("hotspots")
    return code


def revise_hotspot(change: Write, hotspot_id: int, place: Place, *, version: int, least: Extent) -> int:
    """Record what a place is like from a day on; what it was like before keeps its days. Return the new version.

    Parameters
    ----------
    change
        The transaction.
    hotspot_id
        Row of the place.
    place
        What it is like from ``place.valid_from`` on.
    version
        Version of the place that the caller started from.
    least
        The least it may measure.

    Raises
    ------
    StaleVersion
        ``version_stale``, with the present version.
    InvalidGeometry, OutsideScope, PersonalData
        As `open_hotspot`.
    """
    place = _checked(place, least)
    raised = update(hotspot).where(hotspot.c.id == hotspot_id, hotspot.c.version == version)
    row = change.connection.execute(raised.values(version=version + 1).returning(hotspot.c.code)).first()
    if row is None:
        present = change.connection.execute(
            select(hotspot.c.version).where(hotspot.c.id == hotspot_id)
        ).scalar()
        raise StaleVersion("version_stale", started_from=version, present=present)
    believed = _believed_versions(change.connection, hotspot_id)
    for old in believed:
        _require_reach(change, old.id, "hotspot.edit")
    overtaken = [old for old in believed if old.valid_to > place.valid_from]
    supersede(change, hotspot_version, [old.id for old in overtaken])
    for old in overtaken:
        if old.valid_from < place.valid_from:
            _restate(change, old, place.valid_from)
    version_id = _add_version(change, hotspot_id, place, (place.valid_from, DATE_MAX), version + 1)
    write_members(change, version_id, place.geometry, chosen_lead=place.lead)
    change.note("hotspot", row.code, before={"version": version}, after=_told(place))
    change.touch("hotspots")
    return version + 1


def _find_code(connection: Connection, uuid: str | None) -> str | None:
    return connection.execute(select(hotspot.c.code).where(hotspot.c.uuid == uuid)).scalar() if uuid else None


def _checked(place: Place, least: Extent) -> Place:
    if place.kind not in KINDS or place.geometry.geom_type not in KINDS[place.kind]:
        raise InvalidGeometry("kind_geometry_mismatch", kind=place.kind, geometry=place.geometry.geom_type)
    if place.position_source not in POSITION_SOURCES or not set(place.topics) <= set(TOPICS):
        raise Refused("place_code_unknown", position_source=place.position_source, topics=list(place.topics))
    require_valid(place.geometry)
    if place.kind == "point" and place.position_accuracy_m < least.length_m:
        raise InvalidGeometry("point_too_exact", measured=place.position_accuracy_m, minimum=least.length_m)
    if place.kind != "point":
        require_extent(place.geometry, min_length_m=least.length_m, min_area_m2=least.area_m2)
    return replace(
        place,
        name=require_impersonal(place.name, field="name"),
        note=require_impersonal(place.note, field="note") if place.note else None,
    )


def _refuse_neighbour(connection: Connection, geometry: BaseGeometry) -> None:
    margin = NEIGHBOUR_M * _DEGREES_PER_M
    west, south, east, north = shapely.bounds(geometry)
    box = BBox(west - margin, south - margin, east + margin, north + margin)
    v = hotspot_version.c
    is_open = status_span.c.state.in_([state.code for state in STATES.values() if state.is_open])
    near = (
        select(hotspot.c.code, v.name, v.geom)
        .select_from(hotspot_version)
        .join(hotspot)
        .join(status_span, status_span.c.hotspot_id == v.hotspot_id)
        .where(meets_box(hotspot_version, box), v.valid_to == DATE_MAX, known_at(hotspot_version, None))
        .where(is_open, status_span.c.valid_to == DATE_MAX, known_at(status_span, None))
    )
    here = transform_geometry(geometry, WGS84_LONLAT, VN2000_HCMC)
    for row in connection.execute(near.order_by(hotspot.c.id)):
        away_m = shapely.distance(here, transform_geometry(row.geom, WGS84_LONLAT, VN2000_HCMC))
        if away_m < NEIGHBOUR_M:
            raise Refused("place_nearby", hotspot=row.code, name=row.name, distance_m=round(float(away_m), 1))


def _add_version(change: Write, hotspot_id: int, place: Place, valid: tuple[date, date], number: int) -> int:
    added = insert(hotspot_version).values(
        hotspot_id=hotspot_id,
        version=number,
        valid_from=valid[0],
        valid_to=valid[1],
        known_from=change.now,
        known_to=MOMENT_MAX,
        name=place.name,
        kind=place.kind,
        position_accuracy_m=place.position_accuracy_m,
        position_source=place.position_source,
        length_m=round(length_m(place.geometry), 2) if place.kind == "alley" else None,
        area_m2=round(area_m2(place.geometry), 2) if place.kind in {"bridge", "area"} else None,
        document_id=place.document_id,
        lead_id=place.lead,
        source=place.source,
        note=place.note,
        search_terms=search_terms(place.name),
        sort_key=collation_key(place.name),
        geojson=geometry_text(place.geometry),
        recorded_by=change.actor.account_id,
        geom=place.geometry,
    )
    version_id = int(change.connection.execute(added.returning(hotspot_version.c.id)).scalar_one())
    if place.topics:
        topics = [{"hotspot_version_id": version_id, "topic": topic} for topic in sorted(set(place.topics))]
        change.connection.execute(insert(hotspot_topic), topics)
    return version_id


def _restate(change: Write, old: AnyRow, valid_to: date) -> None:
    """Write again what the place was like, now known to have ended."""
    values = {**old._mapping, "valid_to": valid_to, "known_from": change.now, "known_to": MOMENT_MAX}
    del values["id"]
    added = insert(hotspot_version).values(**values).returning(hotspot_version.c.id)
    version_id = change.connection.execute(added).scalar_one()
    for table in (hotspot_topic, hotspot_area):
        others = [column for column in table.columns if column.name != "hotspot_version_id"]
        copied = select(literal(version_id), *others).where(table.c.hotspot_version_id == old.id)
        names = ["hotspot_version_id", *(column.name for column in others)]
        change.connection.execute(insert(table).from_select(names, copied))


def _believed_versions(connection: Connection, hotspot_id: int) -> list[AnyRow]:
    v = hotspot_version.c
    question = select(hotspot_version).where(v.hotspot_id == hotspot_id, known_at(hotspot_version, None))
    return list(connection.execute(question.order_by(v.valid_from)))


def _require_reach(change: Write, version_id: int, action: str) -> None:
    v = hotspot_version.c
    reached = scope.sees_hotspot(hotspot_version, change.actor, scope.ACTIONS[action])
    if change.connection.execute(select(v.id).where(v.id == version_id, reached)).first() is None:
        raise OutsideScope("not_allowed", action=action)


def _told(place: Place) -> dict[str, object]:
    told = {name: value for name, value in asdict(place).items() if value is not None and name != "geometry"}
    return {**told, "geometry": geometry_text(place.geometry)}
