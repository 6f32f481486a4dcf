"""Computes which areas a place lies in, for every vintage, whenever a place or a set of boundaries is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, insert, select

from geo.shapes.topology import find_members
from geo.types import BBox
from layers.store.database import Write
from layers.store.schema import boundary, boundary_vintage, hotspot_area, hotspot_version
from layers.store.spatial import meets_box


@dataclass(frozen=True)
class Held:
    """A place inside one area: part of its length or area (0..1), and the days on which the area held."""

    boundary_id: int
    code: str
    level: str
    valid_from: date
    valid_to: date
    share: float


def compute_members(connection: Connection, geometry: BaseGeometry) -> tuple[Held, ...]:
    """Return the areas of every vintage and level that hold a part of the geometry (WGS 84, lon lat)."""
    b = boundary.c
    near = select(b.id, b.code, b.level, b.valid_from, b.valid_to, b.geom).where(
        meets_box(boundary, BBox(*shapely.bounds(geometry)))
    )
    rows = connection.execute(near.order_by(b.id)).all()
    members = []
    for _, group in groupby(sorted(rows, key=_same_coverage), key=_same_coverage):
        areas = list(group)
        for member in find_members(geometry, [row.geom for row in areas]):
            row = areas[member.index]
            members.append(Held(row.id, row.code, row.level, row.valid_from, row.valid_to, member.share))
    return tuple(members)


def leading_wards(
    members: Iterable[Held], vintages: Sequence[date], chosen: int | None = None
) -> frozenset[int]:
    """Return the boundaries that answer for the place, one ward in each vintage.

    The chosen ward leads where it is among them; elsewhere the ward that led before, while it goes on; else the ward
    with the largest part, and of equal parts the one with the lowest code.

    Parameters
    ----------
    members
        All areas that hold a part of the place.
    vintages
        First days of all sets of boundaries, ascending.
    chosen
        Boundary that was chosen to lead.
    """
    wards = [member for member in members if member.level == "ward"]
    leaders: dict[int, date] = {}
    before: int | None = None
    last_seen: dict[int, date] = {}
    for day in vintages:
        present = [ward for ward in wards if ward.valid_from <= day < ward.valid_to]
        if not present:
            continue
        order = (chosen, before)
        leader = min(
            present, key=lambda ward: (*(ward.boundary_id != one for one in order), -ward.share, ward.code)
        )
        last_seen |= dict.fromkeys((ward.boundary_id for ward in present), day)
        leaders[leader.boundary_id] = day
        before = leader.boundary_id
    return frozenset(ward for ward, day in leaders.items() if last_seen[ward] == day)


def write_members(
    change: Write, version_id: int, geometry: BaseGeometry, *, chosen_lead: int | None = None
) -> tuple[Held, ...]:
    """Compute and store the areas of one version of a place; what was stored for it before is replaced.

    Parameters
    ----------
    change
        The transaction.
    version_id
        Row of ``hotspot_version``.
    geometry
        Its geometry, WGS 84, lon lat.
    chosen_lead
        Boundary chosen to lead; None lets the largest part decide.
    """
    members = compute_members(change.connection, geometry)
    vintages = (
        change.connection.execute(select(boundary_vintage.c.valid_from).order_by("valid_from"))
        .scalars()
        .all()
    )
    leaders = leading_wards(members, vintages, chosen_lead)
    change.connection.execute(delete(hotspot_area).where(hotspot_area.c.hotspot_version_id == version_id))
    rows = [
        {
            "hotspot_version_id": version_id,
            "boundary_id": member.boundary_id,
            "share": member.share,
            "is_lead": member.boundary_id in leaders,
        }
        for member in members
    ]
    if rows:
        change.connection.execute(insert(hotspot_area), rows)
    return members


def rewrite_all_members(change: Write) -> int:
    """Recompute the areas of every version of every place, after boundaries changed; return how many versions."""
    v = hotspot_version.c
    versions = change.connection.execute(select(v.id, v.geom, v.lead_id)).all()
    for row in versions:
        write_members(change, row.id, row.geom, chosen_lead=row.lead_id)
    return len(versions)


def _same_coverage(row: object) -> tuple[str, date]:
    return getattr(row, "level"), getattr(row, "valid_from")  # noqa: B009 - rows are untyped
