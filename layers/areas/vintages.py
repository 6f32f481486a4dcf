"""Publishes a set of boundaries that came into force together: ends what it replaces, and says what became what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, insert, select, update

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2
from geo.shapes.topology import coverage_faults, label_point
from geo.shapes.validity import require_valid
from geo.text.names import collation_key
from geo.text.search import search_terms
from geo.types import DATE_MAX
from layers.areas.boundaries import LEVELS
from layers.areas.later_sets import Following, find_bound, find_following
from layers.areas.memberships import rewrite_all_members
from layers.areas.shares import find_shares
from layers.errors import Refused
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.identifiers import boundary_id
from layers.store.periods import held_on
from layers.store.schema import boundary, boundary_vintage, succession

_PARENTS_FIRST: Final = ("grouping", "province", "district", "ward", "neighbourhood")
_MOST_TOLD: Final = 20
"""Codes that a refusal names."""


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
        ``vintage_exists``, ``coverage_faulty`` (with the number of gaps and overlaps), and what `enact` refuses.
    InvalidGeometry
        Where a geometry is not valid.
    """
    refuse_known_day(change.connection, vintage.valid_from)
    _refuse_faults(areas)
    links = find_links(change.connection, vintage.valid_from, areas)
    return enact(change, vintage, areas, links, {link.from_id for link in links})


def refuse_known_day(connection: Connection, day: date) -> None:
    """Stop a set of a day from which there is one already; it may lie before others or between them.

    Raises
    ------
    Refused
        ``vintage_exists``.
    """
    v = boundary_vintage.c
    if connection.execute(select(v.id).where(v.valid_from == day)).first() is not None:
        raise Refused("vintage_exists", day=day.isoformat())


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
    before = _read_shapes(connection, day, kept)
    links: list[Link] = []
    for level in LEVELS:
        held = {row.id: row for row in before if row.level == level}
        new = {at: area.geometry for at, area in enumerate(areas) if area.level == level != "grouping"}
        for share in find_shares({key: row.geom for key, row in held.items()}, new):
            # Of an area drawn in part, the drawn part may go whole; of the area it is a part all the same.
            kind = "part" if held[share.old].is_partial else share.kind
            links.append(Link(share.old, share.new, kind, *share[3:]))
    return links


def enact(
    change: Write, vintage: Vintage, areas: Sequence[Area], links: Sequence[Link], ended: Collection[int]
) -> int:
    """Write a set of boundaries that was checked, end what it replaces, and return its row.

    Where other sets begin later, its areas end when those take the larger part of their land, and become them.

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

    Raises
    ------
    Refused
        ``vintage_rewrites_past`` (n, areas), where a set in the past would end areas that records stand on.
    """
    _refuse_bound(change.connection, vintage.valid_from, ended)
    following = find_following(
        change.connection,
        vintage.valid_from,
        [area.level for area in areas],
        [area.geometry for area in areas],
    )
    areas = [
        replace(area, ended_on=min(area.ended_on, one.ended_on))
        for area, one in zip(areas, following, strict=True)
    ]
    vintage_id = _add_vintage(change, vintage)
    rows = _add_areas(change, vintage_id, vintage.valid_from, areas)
    # What ends now became nothing later: that is what the new areas do.
    change.connection.execute(delete(succession).where(succession.c.from_id.in_(ended)))
    _add_successions(change, links, rows)
    _add_heirs(change, areas, following, rows)
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


def _refuse_bound(connection: Connection, day: date, ended: Collection[int]) -> None:
    bound = sorted(find_bound(connection, day).intersection(ended))
    if bound:
        codes = select(boundary.c.code).where(boundary.c.id.in_(bound)).order_by(boundary.c.code)
        told = ", ".join(connection.execute(codes.limit(_MOST_TOLD)).scalars())
        raise Refused("vintage_rewrites_past", n=len(bound), areas=told)


def _add_successions(change: Write, links: Sequence[Link], rows: Sequence[int]) -> None:
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
    if told:
        change.connection.execute(insert(succession), told)


def _add_heirs(
    change: Write, areas: Sequence[Area], following: Sequence[Following], rows: Sequence[int]
) -> None:
    """Say what the new areas become, as far as they hold until then."""
    told = [
        {
            "from_id": rows[share.old],
            "to_id": share.new,
            "kind": "part" if area.is_partial else share.kind,
            "area_m2": share.area_m2,
            "share_of_from": share.share_of_old,
            "share_of_to": share.share_of_new,
        }
        for area, one in zip(areas, following, strict=True)
        for share in (one.heirs if area.ended_on == one.ended_on else ())
    ]
    if told:
        change.connection.execute(insert(succession), told)


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


def _add_areas(change: Write, vintage_id: int, valid_from: date, areas: Sequence[Area]) -> list[int]:
    """Write areas, whatever belongs to another after it, and return their rows in the order that was given."""
    b = boundary.c
    for level in _PARENTS_FIRST:
        of_level = sorted((area for area in areas if area.level == level), key=lambda area: area.code)
        if not of_level:
            continue
        parents = _find_parents(change.connection, valid_from, {area.parent for area in of_level})
        common = {"vintage_id": vintage_id, "valid_from": valid_from, "recorded_at": change.now}
        rows = [
            {**common, **_values(area, change.now), "parent_id": parents.get(area.parent)}
            for area in of_level
        ]
        change.connection.execute(insert(boundary), rows)
    added = change.connection.execute(select(b.code, b.id).where(b.vintage_id == vintage_id))
    row_of: dict[str, int] = {row.code: row.id for row in added}
    return [row_of[area.code] for area in areas]


def _find_parents(connection: Connection, day: date, codes: Collection[str | None]) -> dict[str | None, int]:
    """Return the row of the latest area of each code that began by a day."""
    b = boundary.c
    asked = select(b.code, b.id).where(b.code.in_(sorted(filter(None, codes))), b.valid_from <= day)
    return {code: row for code, row in connection.execute(asked.order_by(b.valid_from))}


def _values(area: Area, now: datetime) -> dict[str, object]:
    label = label_point(area.geometry)
    return {
        "code": area.code,
        "valid_to": area.ended_on,
        "closed_at": None if area.ended_on == DATE_MAX else now,
        "name": area.name,
        "full_name": area.full_name,
        "level": area.level,
        "is_partial": area.is_partial,
        "population": area.population,
        "population_on": area.population_on,
        "area_m2": round(area_m2(area.geometry), 1),
        "label_lon": round(label.lon, 6),
        "label_lat": round(label.lat, 6),
        "search_terms": search_terms(area.name, area.full_name),
        "sort_key": collation_key(area.name),
        "geojson": geometry_text(area.geometry),
        "geom": area.geometry,
    }


def _read_shapes(connection: Connection, day: date, kept: Collection[int]) -> list[AnyRow]:
    b = boundary.c
    question = select(b.id, b.level, b.is_partial, b.geom).where(
        held_on(boundary, day), b.level != "grouping"
    )
    return [row for row in connection.execute(question.order_by(b.id)) if row.id not in kept]


def _end(change: Write, ended: Collection[int], day: date) -> None:
    b = boundary.c
    ending = update(boundary).where(b.id.in_(ended), b.valid_to > day)
    closed = ending.values(valid_to=day, closed_at=change.now).returning(b.code, b.valid_from)
    for code, started in change.connection.execute(closed).all():
        change.note("boundary", boundary_id(code, started), after={"valid_to": day})
