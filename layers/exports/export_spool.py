"""Keeps the rows of an export on disk while its file is written: the register is read once, memory stays small."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final, NamedTuple, Self

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import WGS84, WGS84_LONLAT, Crs, transform_coordinates
from layers.exports.export_rows import SHAPES, ExportRow

NO_SHAPE: Final = "none"
"""Shape of the rows of a plain table."""

_TYPE: Final = re.compile(r'"type":\s*"(\w+)"')
_BATCH: Final = 500
_DEGREE_DECIMALS: Final = 9
_METRE_DECIMALS: Final = 3
_LINE: Final = b"\n"


class Shaped(NamedTuple):
    """A row with its geometry in the coordinate system of the file, x first; None where it has none."""

    geometry: BaseGeometry | None
    values: Mapping[str, Any]


class Spool:
    """Rows on disk; closed, they are gone.

    Parameters
    ----------
    folder
        Where they are kept.
    shapeless
        Shape among whose rows those without a geometry are counted.

    Attributes
    ----------
    counts
        Rows of each shape.
    longest
        Bytes of the longest text of each field, as UTF-8.
    """

    def __init__(self, folder: Path, shapeless: str = NO_SHAPE) -> None:
        self._shapeless = shapeless
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close
        self.counts: Counter[str] = Counter()
        self.longest: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    @property
    def count(self) -> int:
        """Rows of all shapes."""
        return self.counts.total()

    def add(self, row: ExportRow) -> None:
        """Keep a row; lists become text that tables can hold, but for `texts`, which tells them as they are."""
        shape = _shape_of(row.geometry) or self._shapeless
        self.counts[shape] += 1
        for name, value in row.values.items():
            if isinstance(value, str | list):
                size = len(str(flat(value)).encode())
                self.longest[name] = max(size, self.longest.get(name, 1))
        self._file.write(orjson.dumps([shape, row.geometry, row.values]) + _LINE)

    def texts(self) -> Iterator[ExportRow]:
        """Yield all rows as they were added; days are ISO 8601 text."""
        for _, geometry, values in self._lines():
            yield ExportRow(geometry, values)

    def shaped(self, crs: Crs, shape: str | None = None) -> Iterator[Shaped]:
        """Yield the rows of a shape, or all, in a coordinate system and with flat values; days are ISO 8601 text.

        Raises
        ------
        InvalidGeometry
            ``coordinate_out_of_area`` where the system does not reach so far.
        """
        lines = (line for line in self._lines() if shape in (None, line[0]))
        while batch := list(islice(lines, _BATCH)):
            geometries = move([geometry for _, geometry, _ in batch], crs)
            for geometry, (_, _, values) in zip(geometries, batch, strict=True):
                yield Shaped(geometry, {name: flat(value) for name, value in values.items()})

    def _lines(self) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        self._file.seek(0)
        for line in self._file:
            shape, geometry, values = orjson.loads(line)
            yield shape, geometry, values


def flat(value: Any) -> Any:
    """Return a value as the cell of a table holds it: of a list its members, or their names, in one text."""
    if not isinstance(value, list):
        return value
    return ", ".join(str(one["name"]) if isinstance(one, dict) else str(one) for one in value)


def move(texts: list[str | None], crs: Crs) -> list[BaseGeometry | None]:
    """Return GeoJSON geometries in another coordinate system, x first: metres to the millimetre."""
    shapes = shapely.from_geojson(np.array(texts, dtype=object))
    if crs not in (WGS84_LONLAT, WGS84):
        decimals = _DEGREE_DECIMALS if crs.kind == "geographic" else _METRE_DECIMALS
        xy = transform_coordinates(shapely.get_coordinates(shapes), WGS84_LONLAT, crs)
        shapes = shapely.set_coordinates(shapes, np.round(xy, decimals) + 0.0)  # + 0.0: no "-0.0"
    moved: list[BaseGeometry | None] = shapes.tolist()
    return moved


def _shape_of(geometry: str | None) -> str | None:
    found = _TYPE.search(geometry) if geometry else None
    return SHAPES[found[1]] if found else None
