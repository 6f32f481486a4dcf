"""The rows of a file without shapes as a table: each as it would be written."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from layers.imports.batch_records import Batch
from layers.imports.import_layers import TARGETS, TargetField
from layers.imports.staged_rows import StagedRow
from webmap.http.i18n import t, translator
from webmap.pages.files.import_told import field_words

MOST_ROWS: Final = 200
"""Rows that the page shows; the report has all."""

_WORDS: Final = {
    ("visits", "form"): "codes.visit_form",
    ("visits", "result"): "codes.visit_result",
    ("documents", "kind"): "codes.document",
}
"""Where the words of a code are found."""


def preview_table(batch: Batch, rows: Sequence[StagedRow]) -> dict[str, Any]:
    """Return the columns that are read and the first rows; what could not be read is an empty cell."""
    fields = [one for one in TARGETS[batch.target].fields if one.name in batch.diagnosis["mapping"]]
    return {
        "columns": [field_words(one.name) for one in fields],
        "rows": [
            {
                "nth": row.nth,
                "is_fatal": row.is_fatal,
                "cells": [_tell_cell(batch.target, one, row.facts.get(one.name)) for one in fields],
            }
            for row in rows[:MOST_ROWS]
        ],
    }


def _tell_cell(target: str, field: TargetField, value: Any) -> str:
    if value is None:
        return ""
    if field.kind == "day":
        return translator().date(date.fromisoformat(value))
    if field.kind == "number":
        return translator().number(value)
    words = _WORDS.get((target, field.name))
    return t(f"{words}.{value}") if words else str(value)
