"""Writes tables as a workbook of Excel, numbers as numbers and days as days, the same bytes every time."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

MIMETYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 31
_MADE_AT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FORMATS: Final = {
    "number": "#,##0",
    "decimal": "#,##0.0",
    "percent": '0.0"%"',
    "day": "dd/mm/yyyy",
    "text": "@",
}
_WIDEST: Final = 60


@dataclass(frozen=True)
class Column:
    """A column: what stands above it, and what it holds: ``text``, ``number``, ``decimal``, ``percent`` or ``day``.

    Shares are per cent: 87.5 is written as 87,5 %.
    """

    title: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """A sheet.

    Attributes
    ----------
    name
        Of the sheet; what Excel does not allow in it is left out.
    title
        Stands above the table; empty for a table that begins in the first row.
    columns
        From left to right.
    rows
        Values of each row; None is an empty cell, and text in a column of numbers stays text.
    notes
        Lines below the table.
    has_total
        Whether the last row is a sum of the others.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    title: str = ""
    notes: Sequence[str] = ()
    has_total: bool = False


def write_workbook(tables: Iterable[Table], *, title: str) -> bytes:
    """Return a workbook with a sheet for each table."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - no page but a download needs it

    body = io.BytesIO()
    with Workbook(body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": _MADE_AT.replace(tzinfo=None)})
        looks = _Looks(book)
        taken: set[str] = set()
        for table in tables:
            name = _sheet_name(table.name, taken)
            taken.add(name.casefold())
            _write_table(book.add_worksheet(name), table, looks)
    return body.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        face = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.title = book.add_format({**face, "bold": True, "font_size": 14})
        self.note = book.add_format({**face, "italic": True})
        self.head = book.add_format(
            {**face, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        self.cells = {
            (kind, is_bold): book.add_format(
                {
                    **face,
                    "border": 1,
                    "bold": is_bold,
                    "num_format": number,
                    "text_wrap": kind == "text",
                    "align": "left" if kind == "text" else "right",
                }
            )
            for kind, number in _FORMATS.items()
            for is_bold in (False, True)
        }


def _write_table(sheet: Any, table: Table, looks: _Looks) -> None:
    top = 0
    if table.title:
        sheet.write_string(0, 0, table.title, looks.title)
        top = 2
    for number, column in enumerate(table.columns):
        sheet.write_string(top, number, column.title, looks.head)
        sheet.set_column(number, number, _width(table, number))
    for line, row in enumerate(table.rows, top + 1):
        is_total = table.has_total and line == top + len(table.rows)
        for number, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, (line, number), value, looks.cells[column.kind, is_total])
    for line, note in enumerate(table.notes, top + len(table.rows) + 2):
        sheet.write_string(line, 0, note, looks.note)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Any, at: tuple[int, int], value: object, look: Any) -> None:
    if value is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(value, bool) or not isinstance(value, int | float | date):
        sheet.write_string(*at, str(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - Excel has no zones
    else:
        sheet.write_number(*at, value, look)


def _width(table: Table, number: int) -> float:
    words = [
        table.columns[number].title,
        *(str(row[number]) for row in table.rows if row[number] is not None),
    ]
    longest = max(len(word) for word in words[1:]) if len(words) > 1 else 0
    return min(_WIDEST, max(longest, max(map(len, words[0].split()), default=0), 8) + 2)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that Excel allows: short, without its own signs, and no two alike."""
    plain = _NAME.sub(" ", name).strip()[:_LONGEST_NAME] or "1"
    number, found = 2, plain
    while found.casefold() in taken:
        tail = f" {number}"
        found, number = plain[: _LONGEST_NAME - len(tail)] + tail, number + 1
    return found
