"""Reading with pyogrio, window by window: for formats that find their n-th record without reading those before it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyogrio

from layers.files.frames import Row
from layers.files.sources import FieldType, SourceField, SourceLayer, Value
from layers.files.workplace import Source

Columns = dict[str, "np.ndarray[Any, Any]"]

_WINDOW = 5000
_BYTES_AS_CHARACTERS = "ISO-8859-1"
_KML_BOOKKEEPING = frozenset({
    "id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon",
    "snippet",
})  # fmt: skip
_TYPES: dict[str, FieldType] = {
    "OFTInteger": "int",
    "OFTInteger64": "int",
    "OFTReal": "float",
    "OFTDate": "date",
    "OFTDateTime": "datetime",
    "OFTBinary": "binary",
}


def list_layers(source: Source) -> Iterator[SourceLayer]:
    """Tell of every layer of a dataset."""
    for name, _ in pyogrio.list_layers(source.path):
        yield describe(source, str(name))


def describe(source: Source, name: str) -> SourceLayer:
    """Tell of one layer.

    Raises
    ------
    ValueError
        Another driver than that of the form opened the file.
    """
    told = pyogrio.read_info(source.path, layer=name, encoding=_encoding(source))
    if told["driver"] != source.form.driver:
        raise ValueError(told["driver"])
    types = zip(told["fields"], told["ogr_types"], told["ogr_subtypes"], strict=True)
    fields = (SourceField(str(field), _type(kind, subtype)) for field, kind, subtype in types)
    return SourceLayer(
        name=name,
        driver=told["driver"],
        geometry_type=told["geometry_type"] or "None",
        fields=tuple(field for field in fields if not _is_bookkeeping(source, field.name)),
        count=told["features"] if told["features"] >= 0 else None,
        crs=told["crs"] or None,
        encoding=source.form.encoding,
    )


def read(source: Source, layer: SourceLayer) -> Iterator[Row]:
    """Give the records of a layer: shape, then values in the order of its fields."""
    wanted = [field.name for field in layer.fields]
    for shapes, columns in _windows(source, layer.name, columns=wanted, datetime_as_string=True):
        values = [_values(field, columns[field.name]) for field in layer.fields]
        rows: Iterable[Sequence[Value]] = zip(*values, strict=True) if values else [()] * len(shapes)
        yield from zip(shapes, rows, strict=True)


def read_columns(source: Source, name: str, **options: str) -> Iterator[dict[str, list[Value]]]:
    """Give the columns of a table without shapes, window by window, as they are."""
    for _, columns in _windows(source, name, read_geometry=False, **options):
        yield {field: [_plain(cell) for cell in column.tolist()] for field, column in columns.items()}


def _windows(source: Source, name: str, **options: Any) -> Iterator[tuple[Sequence[bytes | None], Columns]]:
    start = 0
    while True:
        told, fids, shapes, columns = pyogrio.raw.read(
            source.path,
            layer=name,
            encoding=_encoding(source),
            skip_features=start,
            max_features=_WINDOW,
            return_fids=True,
            **options,
        )
        yield (
            [None] * len(fids) if shapes is None else shapes,
            dict(zip(told["fields"], columns, strict=True)),
        )
        if len(fids) < _WINDOW:
            return
        start += len(fids)


def _encoding(source: Source) -> str | None:
    return None if source.form.encoding else _BYTES_AS_CHARACTERS


def _is_bookkeeping(source: Source, name: str) -> bool:
    return source.form.driver == "LIBKML" and name in _KML_BOOKKEEPING


def _type(kind: str, subtype: str) -> FieldType:
    return "bool" if subtype == "OFSTBoolean" else _TYPES.get(kind, "str")


def _values(field: SourceField, column: "np.ndarray[Any, Any]") -> list[Value]:
    if field.type == "binary":
        return [None] * len(column)
    if column.dtype.kind == "M":
        return [None if np.isnat(moment) else str(moment) for moment in column]
    if column.dtype.kind == "f":
        return [_number(number, field.type) for number in column.tolist()]
    return [_plain(value) for value in column.tolist()]


def _number(number: float, kind: FieldType) -> Value:
    """Undo what numpy does to whole numbers where some are missing."""
    if math.isnan(number):
        return None
    return int(number) if kind in ("int", "bool") and math.isfinite(number) else number


def _plain(value: object) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return ", ".join(str(part) for part in value) if isinstance(value, list | np.ndarray) else str(value)
