"""Writes tables for spreadsheets as CSV: UTF-8 with its mark, days in ISO, and no text that would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from layers.exports.cells import harmless

MIMETYPE = "text/csv"


def write_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value)
