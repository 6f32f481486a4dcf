"""What the file doctor found, and how its report says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from layers.files.sources import SourceLayer
from layers.imports.column_conventions import Convention
from layers.imports.file_findings import FoundCrs, FoundEncoding
from layers.imports.staged_rows import Fault, RowSpool

MOST_FAULTS: Final = 1000
"""Faults that a report lists; it counts them all."""


@dataclass(frozen=True)
class Shown:
    """A row as it was and as it became: the values of the columns that were read, the first place of its shape."""

    nth: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at_before: tuple[float, float] | None
    at_after: tuple[float, float] | None


@dataclass(frozen=True)
class Diagnosis:
    """What was found in a layer of a file.

    Attributes
    ----------
    layer, title
        As the file describes it, and what people call it.
    coordinates
        Coordinate system; None for a table.
    encodings
        By column.
    mapping, mapping_reason, mapping_rivals
        Column by field; given, remembered or by names; other columns by field that are called so, too.
    conventions
        How columns of days and numbers are written, by field.
    features, accepted, repaired, duplicates
        Rows; those that can be written; those whose shape was changed; those that the register has already.
    faults, faults_total
        The first `MOST_FAULTS`, and how many there are.
    shown
        Some rows before and after.
    rows
        All rows, as they would be written.
    """

    layer: SourceLayer
    title: str
    coordinates: FoundCrs | None
    encodings: Mapping[str, FoundEncoding]
    mapping: Mapping[str, str]
    mapping_reason: str
    mapping_rivals: Mapping[str, tuple[str, ...]]
    conventions: Mapping[str, Convention]
    features: int
    accepted: int
    repaired: int
    duplicates: int
    faults: tuple[Fault, ...]
    faults_total: int
    shown: tuple[Shown, ...]
    rows: RowSpool


def tell_report(diagnosis: Diagnosis) -> dict[str, Any]:
    """Return what was found as the report says it: values that JSON can hold."""
    return {
        "layer": diagnosis.layer.name,
        "layer_title": diagnosis.title,
        "driver": diagnosis.layer.driver,
        **_tell_coordinates(diagnosis.coordinates),
        "encodings": {column: one.name for column, one in diagnosis.encodings.items()},
        "encoding_reasons": {column: one.reason for column, one in diagnosis.encodings.items()},
        "encoding_chances": {column: dict(one.chances) for column, one in diagnosis.encodings.items()},
        "columns": [one.name for one in diagnosis.layer.fields],
        "shape_from": dict(diagnosis.layer.shape_from),
        "mapping": dict(diagnosis.mapping),
        "mapping_reason": diagnosis.mapping_reason,
        "mapping_rivals": {name: list(columns) for name, columns in diagnosis.mapping_rivals.items()},
        "conventions": {
            name: {"kind": one.kind, "name": one.name, "reason": one.reason}
            for name, one in diagnosis.conventions.items()
        },
        "features": diagnosis.features,
        "accepted": diagnosis.accepted,
        "repaired": diagnosis.repaired,
        "duplicates": diagnosis.duplicates,
        "faults": [
            {"nth": one.nth, "code": one.code, "facts": dict(one.facts), "is_fatal": one.is_fatal}
            for one in diagnosis.faults
        ],
        "faults_total": diagnosis.faults_total,
        "samples": [
            {
                "nth": one.nth,
                "before": dict(one.before),
                "after": dict(one.after),
                "at_before": one.at_before,
                "at_after": one.at_after,
            }
            for one in diagnosis.shown
        ],
    }


def _tell_coordinates(found: FoundCrs | None) -> dict[str, Any]:
    if found is None:
        return {
            "crs": None,
            "crs_reason": "",
            "crs_facts": {},
            "crs_rivals": [],
            "declared": None,
            "is_swapped": False,
        }
    return {
        "crs": found.crs.code,
        "crs_reason": found.reason,
        "crs_facts": dict(found.facts),
        "crs_rivals": [
            {
                "crs": one.crs.code,
                "is_swapped": one.is_swapped,
                "share": round(100 * one.share_inside),
                "border_m": one.border_m,
            }
            for one in found.rivals
        ],
        "declared": found.declared.code if found.declared else None,
        "is_swapped": found.is_swapped,
    }
