"""Reads a record of a file as a row of the register: its texts, days, numbers, codes and its shape."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from geo.errors import AppError
from geo.geodesy.crs import Crs
from geo.text import legacy, privacy
from geo.text.names import fold_key
from layers.files.sources import SourceRecord, Value
from layers.imports.column_conventions import CONVENTIONS, Convention
from layers.imports.field_mapping import find_code
from layers.imports.import_layers import Target, TargetField
from layers.imports.shape_reading import Placing, read_shapes
from layers.imports.staged_rows import Fault, StagedRow, fault_of
from layers.store.wording import require_impersonal

LONGEST_TEXT: Final = 1000
_FAULTS: Final = {
    "day": ("import_day_unreadable", "import_day_unclear"),
    "number": ("import_number_unreadable", "import_number_unclear"),
}
"""What is wrong with a cell: it tells nothing, or one of two things."""

_BETWEEN_CODES: Final = re.compile(r"[;,/|+]| va ")


@dataclass(frozen=True)
class Readers:
    """How the records of a layer are read.

    Attributes
    ----------
    target
        What they become.
    mapping
        Column by field.
    encodings
        Encoding by column, where it is another than UTF-8.
    conventions
        By field of days or numbers: how its column is written.
    crs, is_swapped
        What the coordinates of the file are, and whether north comes first against the rule.
    """

    target: Target
    mapping: Mapping[str, str]
    encodings: Mapping[str, str]
    conventions: Mapping[str, Convention]
    crs: Crs
    is_swapped: bool

    @cached_property
    def columns(self) -> tuple[tuple[TargetField, str], ...]:
        """The fields that are filled, each with its column."""
        return tuple((self.target.field(name), column) for name, column in self.mapping.items())

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields without which there is no row."""
        return tuple(field.name for field in self.target.fields if field.is_required)


def read_rows(records: Sequence[SourceRecord], how: Readers) -> Iterator[StagedRow]:
    """Yield records as rows of the target; what cannot be read is a fault, never an error."""
    placing = Placing(how.crs, how.is_swapped, how.target.geometry)
    for record, (shape, shape_faults) in zip(records, read_shapes(records, placing), strict=True):
        facts, faults = _read_facts(record, how)
        yield StagedRow(record.nth, facts, shape, (*faults, *shape_faults))


def _read_facts(record: SourceRecord, how: Readers) -> tuple[dict[str, Any], list[Fault]]:
    facts: dict[str, Any] = {}
    faults: list[Fault] = []
    for field, column in how.columns:
        try:
            value = _read_cell(field, record.values.get(column), how, column)
        except AppError as error:
            faults.append(
                fault_of(record.nth, error, is_fatal=error.code == "personal_data" or field.is_required)
            )
        else:
            if value is not None:
                facts[field.name] = value
    told = {fault.facts.get("field") for fault in faults}
    missing = [name for name in how.required if name not in facts and name not in told]
    faults += [Fault(record.nth, "import_field_missing", {"field": name}) for name in missing]
    return facts, faults


def read_text(value: str, encoding: str) -> str:
    """Return a text of a file as people read it: NFC, without superfluous blanks.

    Parameters
    ----------
    value
        As the file gives it: one character per byte, or Unicode.
    encoding
        One of `geo.text.legacy.ENCODINGS`.
    """
    return " ".join(legacy.decode(value, encoding).split())


class _Unreadable(AppError):
    """A cell does not say what its field asks for."""


def _as_text(value: Value, how: Readers, column: str) -> str:
    if isinstance(value, str):
        return read_text(value, how.encodings.get(column, "utf-8"))
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read_cell(field: TargetField, value: Value, how: Readers, column: str) -> Any:
    if field.kind == "number" and isinstance(value, int | float) and math.isfinite(value):
        return round(value) if field.is_whole else value
    text = _as_text(value, how, column)
    if not text:
        return None
    if field.kind in CONVENTIONS:
        return _read_by(how.conventions[field.name], field, text)
    return _read_text_as(field, text)


def _read_text_as(field: TargetField, text: str) -> Any:
    if field.kind == "text":
        if len(text) > LONGEST_TEXT:
            raise _Unreadable("text_too_long", field=field.name, maximum=LONGEST_TEXT)
        return _checked(field, text)
    return _read_codes(field, text)


def _read_by(convention: Convention, field: TargetField, text: str) -> str | float:
    """Return the day (ISO) or the number that a cell tells by the custom of its column."""
    value = convention.read_day(text) if field.kind == "day" else convention.read_number(text)
    if value is None:
        raise _Unreadable(_FAULTS[field.kind][convention.may_be_two(text)], field=field.name)
    if isinstance(value, date):
        return value.isoformat()
    return round(value) if field.is_whole else value


def _checked(field: TargetField, text: str) -> str:
    require = privacy.require_official if field.is_official else require_impersonal
    return require(text, field=field.name)


def _read_codes(field: TargetField, text: str) -> str | list[str]:
    words = [word.strip() for word in _BETWEEN_CODES.split(fold_key(text))] if field.is_many else [text]
    codes = [find_code(field, word) for word in words if word]
    if None in codes:
        raise _Unreadable("import_code_unknown", field=field.name)
    known = sorted({code for code in codes if code})
    return known if field.is_many else known[0]
