"""Reading tables without shapes of their own: delimited text and workbooks, whose header is looked for."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from layers.files.drivers import TEXT_TABLE
from layers.files.frames import Row
from layers.files.sheets import SAMPLE_ROWS, find_header, find_shape, name_fields, shape_rows
from layers.files.sources import SourceField, SourceLayer, Value
from layers.files.workplace import Source

_DELIMITERS = (",", ";", "\t", "|")
_BYTES_AS_CHARACTERS = "ISO-8859-1"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LONGEST_CELL = 100_000_000
_DELIMITER_WITHIN = 20
_SLASHED_DAY = re.compile(r"^(\d{4})/(\d\d)/(\d\d)\b")

RawRows = Iterator[Sequence[Value]]


def list_layers(source: Source) -> Iterator[SourceLayer]:
    """Tell of every table that has a header and a row below it."""
    for name in _sheets(source):
        layer = _describe(source, name, list(islice(_raw_rows(source, name), SAMPLE_ROWS)))
        if layer:
            yield layer


def read(source: Source, layer: SourceLayer) -> Iterator[Row]:
    """Give the records of a table: the shape that its columns tell, then its cells."""
    raw = _raw_rows(source, layer.name)
    first = list(islice(raw, SAMPLE_ROWS))
    below = islice(chain(first, raw), find_header(first) + 1, None)
    names = [field.name for field in layer.fields]
    yield from shape_rows(_even(below, len(names)), names, layer.shape_from)


def _sheets(source: Source) -> Iterator[str]:
    if source.form is TEXT_TABLE:
        yield source.path.stem
        return
    import pyogrio  # noqa: PLC0415 - text needs none of it

    yield from (str(name) for name, _ in pyogrio.list_layers(source.path))


def _describe(source: Source, name: str, first: list[Sequence[Value]]) -> SourceLayer | None:
    at = find_header(first)
    below = first[at + 1 :]
    if not below:
        return None
    names = name_fields(first[at], max(len(row) for row in below))
    shape_from = find_shape(names, list(_even(iter(below), len(names))))
    geometry_type = "Unknown" if "wkt" in shape_from else "Point" if shape_from else "None"
    return SourceLayer(
        name=name,
        driver=source.form.driver,
        geometry_type=geometry_type,
        fields=tuple(SourceField(name, "str") for name in names),
        count=len(below) if len(first) < SAMPLE_ROWS else None,
        crs=None,
        encoding=source.form.encoding or _text_encoding(source.path),
        shape_from=shape_from,
    )


def _even(rows: RawRows, width: int) -> RawRows:
    """Fill or cut rows to one width; a row without any word is left out."""
    for row in rows:
        if any(cell is not None and str(cell).strip() for cell in row):
            yield [*row[:width], *([None] * (width - len(row)))]


def _raw_rows(source: Source, name: str) -> RawRows:
    return _text_rows(source.path) if source.form is TEXT_TABLE else _book_rows(source, name)


def _book_rows(source: Source, name: str) -> RawRows:
    from layers.files.reading_windows import read_columns  # noqa: PLC0415 - text needs none of pyogrio

    for columns in read_columns(source, name, HEADERS="DISABLE", FIELD_TYPES="STRING"):
        for row in zip(*columns.values(), strict=True):
            yield [_SLASHED_DAY.sub(r"\1-\2-\3", cell) if isinstance(cell, str) else cell for cell in row]


def _text_rows(path: Path) -> RawRows:
    csv.field_size_limit(_LONGEST_CELL)
    with _open(path) as file:
        delimiter = _find_delimiter(list(islice(file, _DELIMITER_WITHIN)))
        file.seek(0)
        yield from csv.reader(file, delimiter=delimiter)


def _open(path: Path) -> TextIO:
    encoding = _mark(path) or _BYTES_AS_CHARACTERS
    return path.open(encoding=encoding, newline="")


def _text_encoding(path: Path) -> str | None:
    return "utf-8" if _mark(path) else None


def _mark(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(3)
    return next((encoding for mark, encoding in _BOMS if start.startswith(mark)), None)


def _find_delimiter(lines: list[str]) -> str:
    """Give the sign that cuts the most rows into the same number of cells."""
    return max(_DELIMITERS, key=lambda sign: _evenness(list(csv.reader(lines, delimiter=sign))))


def _evenness(rows: list[list[str]]) -> int:
    widths = [len(row) for row in rows if len(row) > 1]
    return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)
