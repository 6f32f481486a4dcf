"""Publishes a set of boundaries that came into force together: ends what it replaces, and says what became what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, insert, select, update

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2
from geo.shapes.topology import coverage_faults, label_point
from geo.shapes.validity import require_valid
from geo.text.names import collation_key
from geo.text.search import search_terms
from geo.types import DATE_MAX
from layers.areas.boundaries import LEVELS
from layers.areas.memberships import rewrite_all_members
from layers.errors import Refused
from layers.store.database import Write
from layers.store.identifiers import boundary_id
from layers.store.periods import held_on
from layers.store.schema import boundary, boundary_vintage, succession

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True)
class Vintage:
    """A set of boundaries.

    Attributes
    ----------
    valid_from
        Day on which it came into force; `DATE_MIN` where that is not known.
    title
        Short name.
    legal_basis
        Resolution or decision that made it.
    source
        Where the geometries come from.
    """

    valid_from: date
    title: str
    legal_basis: str
    source: str


@dataclass(frozen=True)
class Area:
    """An area of a vintage.

    Attributes
    ----------
    code, name, full_name, level
        As published; ``level`` is one of `LEVELS`.
    geometry
        (Multi)polygon, WGS 84, lon lat.
    is_partial
        Whether only a part of the area is drawn.
    population, population_on
        Residents and the date of the count, from the source.
    parent
        Public code of the area it belongs to, in the same vintage or an earlier one.
    ended_on
        First day on which it no longer held, where that is known when it is published.
    """

    code: str
    name: str
    full_name: str
    level: str
    geometry: BaseGeometry
    is_partial: bool = False
    population: int | None = None
    population_on: date | None = None
    parent: str | None = None
    ended_on: date = DATE_MAX


@dataclass(frozen=True)
class Link:
    """What an area in force gives to a new one.

    Attributes
    ----------
    from_id
        Row of the boundary that ends.
    to
        Place of the new area in the sequence that was given.
    kind
        ``whole`` or ``part`` of the area that ends.
    area_m2
        Geodesic area in common, m2.
    share_of_from, share_of_to
        Part of each as drawn, 0..1.
    """

    from_id: int
    to: int
    kind: str
    area_m2: float
    share_of_from: float
    share_of_to: float


def publish_vintage(change: Write, vintage: Vintage, areas: Sequence[Area]) -> int:
    """Publish a set of boundaries and return its row.

    Areas of the same level that the new ones cover end on its first day; what became what is computed from the
    geometries, and so is the membership of every place.

    Raises
    ------
    Refused
        ``vintage_exists``, ``vintage_not_latest``, ``coverage_faulty`` (with the number of gaps and overlaps).
    InvalidGeometry
        Where a geometry is not valid.
    """
    refuse_wrong_order(change.connection, vintage)
    _refuse_faults(areas)
    links = find_links(change.connection, vintage.valid_from, areas)
    return enact(change, vintage, areas, links, {link.from_id for link in links})


def refuse_wrong_order(connection: Connection, vintage: Vintage) -> None:
    """Stop a set that would not come into force after all others.

    Raises
    ------
    Refused
        ``vintage_exists``, ``vintage_not_latest``.
    """
    v = boundary_vintage.c
    later = connection.execute(select(v.valid_from).where(v.valid_from >= vintage.valid_from)).scalars().all()
    if vintage.valid_from in later:
        raise Refused("vintage_exists", day=vintage.valid_from.isoformat())
    if later:
        raise Refused("vintage_not_latest", day=vintage.valid_from.isoformat(), latest=max(later).isoformat())


def find_links(
    connection: Connection, day: date, areas: Sequence[Area], *, kept: Collection[int] = ()
) -> list[Link]:
    """Return what the areas in force on a day give to new areas of their level, by geometry alone.

    Parameters
    ----------
    connection
        A transaction.
    day
        First day of the new areas.
    areas
        The new areas; groupings give and take nothing.
    kept
        Rows of boundaries that go on.
    """
    from geo.shapes.crosswalk import crosswalk  # noqa: PLC0415 - as for `_make_frame`

    before, after = _read_shapes(connection, day, kept), _as_shapes(areas)
    partial = set(before["key"][before["is_partial"].astype(bool)])
    links: list[Link] = []
    for level in sorted(set(before["level"]) & set(after["level"])):
        shares = crosswalk(before[before["level"] == level], after[after["level"] == level])
        links += [
            Link(
                from_id=int(share.old),
                to=int(share.new),
                # Of an area drawn in part, the drawn part may go whole; of the area it is a part all the same.
                kind="part" if share.old in partial else share.kind,
                area_m2=round(float(share.area_m2), 1),
                share_of_from=float(share.share_of_old),
                share_of_to=float(share.share_of_new),
            )
            for share in shares.itertuples()
        ]
    return links


def enact(
    change: Write, vintage: Vintage, areas: Sequence[Area], links: Sequence[Link], ended: Collection[int]
) -> int:
    """Write a set of boundaries that was checked, end what it replaces, and return its row.

    Parameters
    ----------
    change
        The transaction.
    vintage, areas
        The set.
    links
        What became what; ``to`` is the place in ``areas``.
    ended
        Rows of the boundaries that end on its first day.
    """
    vintage_id = _add_vintage(change, vintage)
    rows = {
        position: _add_area(change, vintage_id, vintage.valid_from, areas[position])
        for position in _parents_first(areas)
    }
    if links:
        told = [
            {
                "from_id": link.from_id,
                "to_id": rows[link.to],
                "kind": link.kind,
                "area_m2": link.area_m2,
                "share_of_from": link.share_of_from,
                "share_of_to": link.share_of_to,
            }
            for link in links
        ]
        change.connection.execute(insert(succession), told)
    _end(change, ended, vintage.valid_from)
    rewrite_all_members(change)
    set_told = {"title": vintage.title, "legal_basis": vintage.legal_basis}
    codes = sorted(area.code for area in areas)
    change.note("boundary_vintage", vintage.valid_from.isoformat(), after={**set_told, "areas": codes})
    change.touch("boundaries")
    change.touch("hotspots")
    return vintage_id


def _refuse_faults(areas: Sequence[Area]) -> None:
    for area in areas:
        require_valid(area.geometry)
    for level in LEVELS:
        faults = coverage_faults(
            [area.geometry for area in areas if area.level == level and level != "grouping"]
        )
        if faults:
            raise Refused("coverage_faulty", level=level, faults=len(faults))


def _parents_first(areas: Sequence[Area]) -> list[int]:
    """Return the places of the areas in the sequence, such that whatever belongs to another comes after it."""
    order = ("grouping", "province", "district", "ward", "neighbourhood")
    return sorted(range(len(areas)), key=lambda at: (order.index(areas[at].level), areas[at].code))


def _add_vintage(change: Write, vintage: Vintage) -> int:
    added = insert(boundary_vintage).values(
        valid_from=vintage.valid_from,
        title=vintage.title,
        legal_basis=vintage.legal_basis,
        source=vintage.source,
        recorded_at=change.now,
        recorded_by=change.actor.account_id,
    )
    return int(change.connection.execute(added.returning(boundary_vintage.c.id)).scalar_one())


def _add_area(change: Write, vintage_id: int, valid_from: date, area: Area) -> int:
    b = boundary.c
    parents = select(b.id).where(b.code == area.parent).order_by(b.valid_from.desc()).limit(1)
    parent_id = change.connection.execute(parents).scalar() if area.parent else None
    label = label_point(area.geometry)
    added = insert(boundary).values(
        vintage_id=vintage_id,
        code=area.code,
        valid_from=valid_from,
        valid_to=area.ended_on,
        recorded_at=change.now,
        closed_at=None if area.ended_on == DATE_MAX else change.now,
        name=area.name,
        full_name=area.full_name,
        level=area.level,
        parent_id=parent_id,
        is_partial=area.is_partial,
        population=area.population,
        population_on=area.population_on,
        area_m2=round(area_m2(area.geometry), 1),
        label_lon=round(label.lon, 6),
        label_lat=round(label.lat, 6),
        search_terms=search_terms(area.name, area.full_name),
        sort_key=collation_key(area.name),
        geojson=geometry_text(area.geometry),
        geom=area.geometry,
    )
    return int(change.connection.execute(added.returning(b.id)).scalar_one())


def _read_shapes(connection: Connection, day: date, kept: Collection[int]) -> "GeoDataFrame":
    b = boundary.c
    question = select(b.id, b.level, b.is_partial, b.geom).where(
        held_on(boundary, day), b.level != "grouping"
    )
    rows = [row for row in connection.execute(question.order_by(b.id)) if row.id not in kept]
    columns = {
        "key": [row.id for row in rows],
        "level": [row.level for row in rows],
        "is_partial": [row.is_partial for row in rows],
    }
    return _make_frame(columns, [row.geom for row in rows])


def _as_shapes(areas: Sequence[Area]) -> "GeoDataFrame":
    drawn = [(at, area) for at, area in enumerate(areas) if area.level != "grouping"]
    columns = {"key": [at for at, _ in drawn], "level": [area.level for _, area in drawn]}
    return _make_frame(columns, [area.geometry for _, area in drawn])


def _make_frame(columns: Mapping[str, Any], geometries: list[BaseGeometry]) -> "GeoDataFrame":
    from geopandas import GeoDataFrame  # noqa: PLC0415 - brings pandas, for which no start and no page waits

    return GeoDataFrame(dict(columns), geometry=geometries, crs="OGC:CRS84")


def _end(change: Write, ended: Collection[int], day: date) -> None:
    b = boundary.c
    ending = update(boundary).where(b.id.in_(ended), b.valid_to > day)
    closed = ending.values(valid_to=day, closed_at=change.now).returning(b.code, b.valid_from)
    for code, started in change.connection.execute(closed).all():
        change.note("boundary", boundary_id(code, started), after={"valid_to": day})
