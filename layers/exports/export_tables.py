"""Writes exports as tables: CSV with well-known text, and workbooks of Excel."""

import csv
from datetime import UTC, date, datetime
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from layers.errors import Refused
from layers.exports.cells import harmless
from layers.exports.export_order import Writing

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet of Excel, its head apart."""

LONGEST_CELL: Final = 32_767
"""Characters of a cell of Excel."""

_MADE_AT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_WIDEST: Final = 60
_NARROWEST: Final = 8


def write_csv(writing: Writing) -> None:
    """Write a CSV for programs and for Excel: UTF-8 with its mark, the place as x, y and as well-known text."""
    with writing.path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(_heads(writing))
        for geometry, values in writing.spool.shaped(writing.order.crs):
            told = [harmless(values.get(field.name)) for field in writing.fields]
            table.writerow([*told, *_place(writing, geometry)])


def write_workbook(writing: Writing) -> None:
    """Write a workbook with one sheet, numbers as numbers and days as days, row by row.

    Raises
    ------
    Refused
        ``export_too_many_rows``.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - no page but a download needs it

    if writing.spool.count > MOST_ROWS:
        raise Refused("export_too_many_rows", n=writing.spool.count, limit=MOST_ROWS)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "tmpdir": str(writing.path.parent)}  # fmt: skip
    with Workbook(str(writing.path), options) as book:
        book.set_properties({"title": writing.dress.title, "created": _MADE_AT.replace(tzinfo=None)})
        sheet = book.add_worksheet(writing.layer.id)
        looks = {"head": book.add_format({"bold": True, "bottom": 1}),
                 "day": book.add_format({"num_format": "dd/mm/yyyy"})}  # fmt: skip
        _write_sheet(writing, sheet, looks)


def _write_sheet(writing: Writing, sheet: Any, looks: dict[str, Any]) -> None:
    heads = _heads(writing)
    for number, head in enumerate(heads):
        longest = max(writing.spool.longest.get(head, _NARROWEST), len(head)) + 2
        sheet.set_column(number, number, min(longest, _WIDEST))
        sheet.write_string(0, number, head, looks["head"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(writing.spool.count, 1), len(heads) - 1)
    kinds = [*(field.kind for field in writing.fields), *["text"] * len(_place_heads(writing))]
    for line, (geometry, values) in enumerate(writing.spool.shaped(writing.order.crs), 1):
        told = [values.get(field.name) for field in writing.fields]
        for number, (kind, value) in enumerate(zip(kinds, [*told, *_place(writing, geometry)], strict=True)):
            _write_cell(sheet, (line, number), kind, value, looks["day"])


def _write_cell(sheet: Any, at: tuple[int, int], kind: str, value: Any, day: Any) -> None:
    if value is None:
        return
    if kind == "day":
        told = date.fromisoformat(value)
        sheet.write_datetime(*at, datetime(told.year, told.month, told.day), day)  # noqa: DTZ001 - Excel has no zones
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, str(value)[:LONGEST_CELL])


def _heads(writing: Writing) -> list[str]:
    return [*(field.name for field in writing.fields), *_place_heads(writing)]


def _place_heads(writing: Writing) -> list[str]:
    return ["x", "y", "wkt"] if writing.layer.shapes else []


def _place(writing: Writing, geometry: BaseGeometry | None) -> list[Any]:
    """Return a point inside a geometry and its well-known text, both in the coordinate system of the file."""
    if not writing.layer.shapes:
        return []
    if geometry is None:
        return [None, None, None]
    decimals = 3 if writing.order.crs.kind == "projected" else 9
    inside = shapely.point_on_surface(geometry)
    wkt = shapely.to_wkt(geometry, rounding_precision=decimals, trim=True)
    return [round(inside.x, decimals), round(inside.y, decimals), wkt]
