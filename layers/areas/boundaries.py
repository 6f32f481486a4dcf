"""Reads areas and vintages as of a date, and finds the area that a public identifier names."""

from collections.abc import Sequence
from datetime import date

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, func, select

from layers.errors import NotFound
from layers.store.columns import AnyRow
from layers.store.identifiers import is_boundary
from layers.store.periods import held_on
from layers.store.schema import boundary, boundary_vintage, hotspot_area, hotspot_version, succession

LEVELS = ("province", "district", "ward", "neighbourhood", "grouping")
"""Kinds of areas: administrative ones from the nation down, and groupings of our own."""


def has_boundaries(connection: Connection) -> bool:
    """Tell whether boundaries were ever published here; a new database has none."""
    return connection.execute(select(boundary_vintage.c.id).limit(1)).first() is not None


def list_vintages(connection: Connection) -> Sequence[AnyRow]:
    """Return the sets of boundaries, oldest first: ``valid_from, title, legal_basis, source``."""
    v = boundary_vintage.c
    return connection.execute(
        select(v.valid_from, v.title, v.legal_basis, v.source).order_by(v.valid_from)
    ).all()


def count_areas(connection: Connection) -> dict[date, int]:
    """Return how many areas hold on the first day of each set of boundaries; groupings do not count."""
    v, b = boundary_vintage.c, boundary.c
    held = (b.valid_from <= v.valid_from, b.valid_to > v.valid_from, b.level != "grouping")
    counted = select(func.count()).where(*held).correlate(boundary_vintage).scalar_subquery()
    return {
        row.valid_from: row.areas for row in connection.execute(select(v.valid_from, counted.label("areas")))
    }


def read_shapes(connection: Connection, row_ids: Sequence[int]) -> dict[int, BaseGeometry]:
    """Return the geometries of boundaries by row; WGS 84, lon lat."""
    rows = connection.execute(select(boundary.c.id, boundary.c.geom).where(boundary.c.id.in_(row_ids)))
    return {row.id: row.geom for row in rows}


def get_boundary_row(connection: Connection, public_id: str) -> int:
    """Return the row of the boundary that a public identifier names; of a code alone, the latest.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    """
    b = boundary.c
    question = select(b.id).where(is_boundary(public_id)).order_by(b.valid_from.desc()).limit(1)
    row_id: int | None = connection.execute(question).scalar()
    if row_id is None:
        raise NotFound("boundary_not_found", boundary=public_id)
    return row_id


def describe_area(connection: Connection, row_id: int) -> str:
    """Return the name of the area in a row, as it was called with the district or province it lay in."""
    return str(connection.execute(select(boundary.c.full_name).where(boundary.c.id == row_id)).scalar_one())


def list_areas(connection: Connection, day: date, level: str = "ward") -> Sequence[AnyRow]:
    """Return the areas of one level on a day in Vietnamese order: ``id, code, name, valid_from, valid_to``."""
    b = boundary.c
    question = select(b.id, b.code, b.name, b.valid_from, b.valid_to).where(
        b.level == level, held_on(boundary, day)
    )
    return connection.execute(question.order_by(b.sort_key)).all()


def wards_of_version(connection: Connection, version_id: int, day: date) -> Sequence[AnyRow]:
    """Return the wards that held a version of a place on a day, the lead first.

    Columns: ``code, name, valid_from, is_lead, share`` (0..1 of the length or area of the place).
    """
    b, a = boundary.c, hotspot_area.c
    question = (
        select(b.code, b.name, b.valid_from, a.is_lead, a.share)
        .join(hotspot_area, a.boundary_id == b.id)
        .join(hotspot_version, hotspot_version.c.id == a.hotspot_version_id)
        .where(a.hotspot_version_id == version_id, b.level == "ward", held_on(boundary, day))
    )
    return connection.execute(question.order_by(a.is_lead.desc(), a.share.desc(), b.code)).all()


def ward_names(connection: Connection, version_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """Return the names of the wards that held each of some versions of places on a day, the lead first."""
    b, a = boundary.c, hotspot_area.c
    question = (
        select(a.hotspot_version_id, b.name)
        .join(hotspot_area, a.boundary_id == b.id)
        .where(a.hotspot_version_id.in_(version_ids), b.level == "ward", held_on(boundary, day))
        .order_by(a.is_lead.desc(), a.share.desc(), b.code)
    )
    names: dict[int, list[str]] = {}
    for version_id, name in connection.execute(question) if version_ids else ():
        names.setdefault(version_id, []).append(name)
    return names


def list_successions(connection: Connection) -> Sequence[AnyRow]:
    """Return what became of each area, in order of the old code.

    Columns: ``old_code, old_name, old_from, new_code, new_name, new_from, kind, area_m2, share_of_from, share_of_to``.
    """
    old, new = boundary.alias("old"), boundary.alias("new")
    s = succession.c
    told = (old.c.code.label("old_code"), old.c.name.label("old_name"), old.c.valid_from.label("old_from"),
            new.c.code.label("new_code"), new.c.name.label("new_name"), new.c.valid_from.label("new_from"),
            s.kind, s.area_m2, s.share_of_from, s.share_of_to)  # fmt: skip
    question = select(*told).join(old, s.from_id == old.c.id).join(new, s.to_id == new.c.id)
    return connection.execute(question.order_by(old.c.code, old.c.valid_from, new.c.code)).all()
