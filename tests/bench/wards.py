"""Made-up wards on a grid, in three vintages, and the memberships of many places at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, insert, select

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2
from geo.shapes.topology import find_members
from geo.text.names import collation_key
from geo.text.search import search_terms
from geo.types import DATE_MAX, DATE_MIN, BBox
from layers.areas.memberships import Held
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import boundary, boundary_vintage

NATION = BBox(102.1, 8.4, 109.5, 23.4)
"""Box around the land of Viet Nam."""

VINTAGES = ((DATE_MIN, 1, 1), (date(2025, 1, 1), 2, 1), (date(2025, 7, 1), 2, 2))
"""First day of each set, and how many grid cells a ward of it is wide and high."""

CELL = 0.1
"""Side of a grid cell, degrees: 11,100 wards in the first set, about as many as there were communes."""


def add_wards(change: Write) -> None:
    """Add three vintages of wards that cover the country's box without gap or overlap."""
    for number, (first, wide, high) in enumerate(VINTAGES):
        until = VINTAGES[number + 1][0] if number + 1 < len(VINTAGES) else DATE_MAX
        values = {
            "valid_from": first,
            "title": f"Bộ {number + 1}",
            "legal_basis": f"Thử nghiệm {number + 1}",
            "source": "Ô lưới tự tạo",
        }
        added = insert(boundary_vintage).values(**values, recorded_at=change.now)
        vintage_id = change.connection.execute(added.returning(boundary_vintage.c.id)).scalar_one()
        rows = [
            _ward(change, cell, vintage_id=vintage_id, valid_from=first, valid_to=until)
            for cell in _cells(number, wide, high)
        ]
        change.connection.execute(insert(boundary), rows)
    change.note("boundary_vintage", "bench", after={"vintages": len(VINTAGES)})
    change.touch("boundaries")


def _cells(number: int, wide: int, high: int) -> Iterator[tuple[str, str, BaseGeometry]]:
    columns = round((NATION.east - NATION.west) / CELL)
    rows = round((NATION.north - NATION.south) / CELL)
    for row in range(0, rows, high):
        for column in range(0, columns, wide):
            west, south = NATION.west + column * CELL, NATION.south + row * CELL
            corners = (west, south, west + wide * CELL, south + high * CELL)
            yield (
                f"{row * columns + column:05d}",
                f"Xã {number + 1}.{row}.{column}",
                shapely.box(*np.round(corners, 6)),
            )


def _ward(change: Write, cell: tuple[str, str, BaseGeometry], **values: object) -> dict[str, object]:
    code, name, geometry = cell
    middle = geometry.centroid
    return {
        **values,
        "code": code,
        "recorded_at": change.now,
        "closed_at": None if values["valid_to"] == DATE_MAX else change.now,
        "name": name,
        "full_name": f"{name}, Tỉnh Thử Nghiệm",
        "level": "ward",
        "is_partial": False,
        "area_m2": round(area_m2(geometry), 1),
        "label_lon": round(middle.x, 6),
        "label_lat": round(middle.y, 6),
        "search_terms": search_terms(name),
        "sort_key": collation_key(name),
        "geojson": geometry_text(geometry),
        "geom": geometry,
    }


def find_all_members(connection: Connection, geometries: Sequence[BaseGeometry]) -> dict[int, list[Held]]:
    """Return what `layers.areas.memberships.compute_members` would, for many places at once.

    Returns
    -------
    dict
        Members by the position of the place.
    """
    b = boundary.c
    told = (b.id, b.code, b.level, b.valid_from, b.valid_to, b.geom)
    rows = connection.execute(select(*told).order_by(b.level, b.valid_from, b.id)).all()
    members: dict[int, list[Held]] = defaultdict(list)
    for _, group in groupby(rows, key=lambda row: (row.level, row.valid_from)):
        for position, held in _members_of_set(geometries, list(group)):
            members[position].append(held)
    return members


def _members_of_set(geometries: Sequence[BaseGeometry], areas: list[AnyRow]) -> Iterator[tuple[int, Held]]:
    shapes = [row.geom for row in areas]
    tree = shapely.STRtree(shapes)
    near: dict[int, list[int]] = defaultdict(list)
    for position, index in tree.query(np.array(geometries, dtype=object), predicate="intersects").T.tolist():
        near[position].append(index)
    for position, indexes in near.items():
        # Inside one area and touching no other, as nearly all are: nothing is left to measure.
        if len(indexes) == 1 and shapely.covers(shapes[indexes[0]], geometries[position]):
            yield position, _held(areas[indexes[0]], 1.0)
            continue
        indexes.sort()
        for member in find_members(geometries[position], [shapes[index] for index in indexes]):
            yield position, _held(areas[indexes[member.index]], member.share)


def _held(row: AnyRow, share: float) -> Held:
    return Held(row.id, row.code, row.level, row.valid_from, row.valid_to, share)
