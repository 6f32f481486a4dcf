"""Asks for the wards of a place on a day, the one that answers for it first."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from layers.store.periods import open_start
from layers.store.schema import boundary, hotspot_area, hotspot_version, visit_version


def ordered_wards(day: date | ColumnElement[date]) -> Any:
    """Return the wards of a row of ``hotspot_version`` as a subquery: ``code, name, valid_from, is_lead``.

    Parameters
    ----------
    day
        A day, or a column of ``visit_version`` that tells one.
    """
    b, inside = boundary.c, hotspot_area.c
    return (
        select(b.code, b.name, open_start(b.valid_from).label("valid_from"), inside.is_lead)
        .join(hotspot_area, inside.boundary_id == b.id)
        .where(
            inside.hotspot_version_id == hotspot_version.c.id,
            b.level == "ward",
            b.valid_from <= day,
            b.valid_to > day,
        )
        .order_by(inside.is_lead.desc(), inside.share.desc(), b.code)
        .correlate(hotspot_version, visit_version)
        .subquery("ward")
    )
