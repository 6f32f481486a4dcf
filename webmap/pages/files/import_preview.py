"""The map of a file: its shapes as they are understood, and where they lie if the file itself is believed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import AppError
from geo.geodesy.crs import WGS84_LONLAT, Crs, swap_axes, transform_geometry
from geo.geodesy.sources import find_source
from layers.imports.staged_rows import StagedRow
from webmap.http.i18n import t
from webmap.pages.admin.boundary_stage import bounds_of, map_config, shape_json

MOST_SHAPES: Final = 1000
"""Rows that are drawn; the list and the report have the others."""

LOOKS: Final = ("after", "before", "faulty")
"""What the map can be asked to show."""

_WORLD: Final = shapely.box(-180, -85, 180, 85)
_TITLES: Final = ("name", "title", "hotspot", "code")


def preview_config(rows: Sequence[StagedRow], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the script of the map needs.

    Parameters
    ----------
    rows
        Those that are drawn.
    found
        The report of the batch, as `layers.imports.diagnosis_report.tell_report` makes it.
    """
    before = {row.nth: shape for row in rows if (shape := place_before(row, found)) is not None}
    drawn = [row for row in rows if row.geometry is not None]
    shapes = {
        "after": [row.geometry for row in drawn],
        "before": [*before.values(), *(row.geometry for row in drawn)] if before else [],
        "faulty": [row.geometry for row in drawn if row.faults],
    }
    return {
        **map_config(bounds_of(shapes["after"]), {"boundaries.stage.map": t("imports.map")}),
        "rows": [_shown(row, before.get(row.nth)) for row in drawn],
        "boxes": {name: bounds_of(listed) for name, listed in shapes.items() if listed},
    }


def place_before(row: StagedRow, found: Mapping[str, Any]) -> BaseGeometry | None:
    """Return where a row would lie if the file were believed: WGS 84, lon lat; None where that is the same or nowhere.

    Parameters
    ----------
    row
        A row as it is understood.
    found
        As in `preview_config`.
    """
    declared, real = found.get("declared"), found.get("crs")
    if row.geometry is None or not real or (declared in (None, real) and not found["is_swapped"]):
        return None
    try:
        return _believe(
            row.geometry, find_source(declared or real), find_source(real), is_swapped=found["is_swapped"]
        )
    except AppError:  # so far from here that it lies in no country
        return None


def name_row(facts: Mapping[str, Any]) -> str:
    """Return what people call a row: its name, or what stands for one."""
    return next((str(facts[name]) for name in _TITLES if facts.get(name)), "")


def _believe(shape: BaseGeometry, declared: Crs, real: Crs, *, is_swapped: bool) -> BaseGeometry | None:
    in_file = transform_geometry(shape, WGS84_LONLAT, real) if real != WGS84_LONLAT else shape
    if is_swapped:
        in_file = swap_axes(in_file)
    believed = transform_geometry(in_file, declared, WGS84_LONLAT) if declared != WGS84_LONLAT else in_file
    return believed if _WORLD.contains(believed) else None


def _shown(row: StagedRow, before: BaseGeometry | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "nth": row.nth,
        "name": name_row(row.facts) or t("imports.row", n=row.nth),
        "faulty": bool(row.faults),
        "after": shape_json(row.geometry),
    }
    return told if before is None else {**told, "before": shape_json(before)}
