"""Writes exports by GDAL, row by row: GeoPackage, shapefile, MapInfo table and FlatGeobuf."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.text.legacy import encode
from layers.exports.export_order import TCVN3, ReadMe, Writing
from layers.exports.export_rows import ExportField
from layers.files.packing import pack_paths

NOTE: Final = "DOC_TRUOC.txt"
"""Name of the note in archives: "read first"."""

_MADE_AT: Final = "2000-01-01T00:00:00.000Z"
_MADE_ON: Final = "2000-01-01"
"""Files that tell no time are the same whenever they are made."""

_SINGLE: Final = {"point": "Point", "line": "LineString", "area": "Polygon"}
_MULTI: Final = {"point": "MultiPoint", "line": "MultiLineString", "area": "MultiPolygon"}
_COLUMNS: Final = {"integer": "int64", "number": "float", "boolean": "bool", "day": "date"}
_FLATGEOBUF_COLUMNS: Final = {kind: name for kind, name in _COLUMNS.items() if kind != "day"}
"""It knows no days, only moments: a day stays a text of ISO 8601."""

_LONGEST_DBF: Final = 254
_LONGEST_DBF_NAME: Final = 10
_BYTES_AS_THEY_ARE: Final = "ISO-8859-1"


@dataclass(frozen=True)
class _Driver:
    """What a driver of GDAL is told.

    Attributes
    ----------
    name
        Of the driver.
    options
        Of the layer.
    geometry_type
        Type of the geometries of a shape.
    has_charset
        Whether its texts are in an 8-bit encoding where that is asked for, so that each character is a byte.
    """

    name: str
    options: Mapping[str, Any]
    geometry_type: Callable[[str], str]
    has_charset: bool = False


_GEOPACKAGE: Final = _Driver("GPKG", {"GEOMETRY_NAME": "geom"}, _MULTI.__getitem__)
_SHAPEFILE: Final = _Driver("ESRI Shapefile", {"DBF_DATE_LAST_UPDATE": _MADE_ON}, _SINGLE.__getitem__, True)
_MAPINFO: Final = _Driver("MapInfo File", {}, lambda _shape: "Unknown", True)
_FLATGEOBUF: Final = _Driver("FlatGeobuf", {}, lambda _shape: "Unknown")


@dataclass(frozen=True)
class _Column:
    """A column of a table: the field that it holds, what it is called, its type for GDAL, and its longest text."""

    field: ExportField
    name: str
    type: str
    most_bytes: int | None = None


def write_geopackage(writing: Writing) -> None:
    """Write a GeoPackage with a layer for each shape, and its look for QGIS in ``layer_styles``."""
    columns = [_Column(told, told.name, _COLUMNS.get(told.kind, "str")) for told in writing.fields]
    parts = writing.parts(with_empty=True)
    for shape, name in parts.items():
        _write_layer(writing, _GEOPACKAGE, writing.path, (shape, name), columns)
    if writing.symbols:
        _store_styles(writing.path, {name: writing.symbols.qml[shape] for shape, name in parts.items()})


def write_flatgeobuf(writing: Writing) -> None:
    """Write a FlatGeobuf with all shapes."""
    columns = [_Column(told, told.name, _FLATGEOBUF_COLUMNS.get(told.kind, "str")) for told in writing.fields]
    _write_layer(writing, _FLATGEOBUF, writing.path, (None, writing.layer.id), columns)


def write_shapefile(writing: Writing) -> None:
    """Write an archive with a shapefile for each shape that occurs, and a note of what its tables cannot hold."""
    _write_archive(writing, _SHAPEFILE, ".shp")


def write_mapinfo(writing: Writing) -> None:
    """Write an archive with exchange files of MapInfo (MIF, MID) for each shape that occurs, and the note.

    A table of MapInfo itself keeps whole steps of a grid, which are two centimetres wide where it covers a zone.
    """
    _write_archive(writing, _MAPINFO, ".mif")


def short_names(fields: tuple[ExportField, ...]) -> dict[str, str]:
    """Return names of at most ten letters, no two alike, by name."""
    short: dict[str, str] = {}
    for told in fields:
        wanted = _SHORT_NAMES.get(told.name, told.name)[:_LONGEST_DBF_NAME]
        number, name = 2, wanted
        while name in short.values():
            name, number = f"{wanted[: _LONGEST_DBF_NAME - len(str(number))]}{number}", number + 1
        short[told.name] = name
    return short


_SHORT_NAMES: Final = {
    "position_accuracy_m": "accuracy_m",
    "status_since": "since",
    "legal_basis": "legal",
    "recommendation": "recommend",
}


def _write_archive(writing: Writing, driver: _Driver, suffix: str) -> None:
    names = short_names(writing.fields)
    columns = [_table_column(writing, told, names[told.name]) for told in writing.fields]
    parts = writing.parts(with_empty=False)
    with TemporaryDirectory(dir=writing.path.parent) as folder:
        for shape, name in parts.items():
            _write_layer(writing, driver, Path(folder) / f"{name}{suffix}", (shape, name), columns)
        if writing.order.encoding == TCVN3:
            for told in Path(folder).glob("*.cpg"):  # it would call the bytes a Western text
                told.unlink()
        counts = {f"{name}{suffix}": writing.spool.counts[shape] for shape, name in parts.items()}
        note = writing.dress.write_note(ReadMe(writing.order, names, counts))
        if note:
            (Path(folder) / NOTE).write_text(note, encoding="utf-8-sig", newline="\r\n")  # for Notepad
        pack_paths(sorted(Path(folder).iterdir()), writing.path)


def _table_column(writing: Writing, told: ExportField, name: str) -> _Column:
    """Return a column of a dBASE table, as wide as its longest text; what is longer than it may be, is cut."""
    if told.kind in _COLUMNS:
        return _Column(told, name, "int32" if told.kind == "boolean" else _COLUMNS[told.kind])
    width = min(writing.spool.longest.get(told.name, 1), _LONGEST_DBF)
    return _Column(told, name, f"str:{width}", width)


def _write_layer(
    writing: Writing, driver: _Driver, path: Path, part: tuple[str | None, str], columns: list[_Column]
) -> None:
    import fiona  # noqa: PLC0415 - brings GDAL, which no page but a download needs
    from fiona.crs import CRS  # noqa: PLC0415 - as above

    shape, name = part
    is_bytes = driver.has_charset and writing.order.encoding == TCVN3
    told = {
        "driver": driver.name,
        "layer": name,
        "schema": {
            "geometry": driver.geometry_type(shape or ""),
            "properties": {column.name: column.type for column in columns},
        },
        "crs": CRS.from_epsg(writing.order.crs.epsg or 4326),
        "encoding": _BYTES_AS_THEY_ARE if is_bytes else "UTF-8",
    }
    promote = driver is _GEOPACKAGE
    with fiona.Env(OGR_CURRENT_DATE=_MADE_AT), fiona.open(path, "w", **told, **driver.options) as sink:
        sink.writerecords(_records(writing, shape, columns, promote=promote, is_bytes=is_bytes))


def _records(
    writing: Writing, shape: str | None, columns: list[_Column], *, promote: bool, is_bytes: bool
) -> Iterator[dict[str, Any]]:
    for geometry, values in writing.spool.shaped(writing.order.crs, shape):
        properties = {
            column.name: _cell(values.get(column.field.name), column, is_bytes=is_bytes) for column in columns
        }
        yield {"type": "Feature", "geometry": _to_dict(geometry, promote=promote), "properties": properties}


def _cell(value: Any, column: _Column, *, is_bytes: bool) -> Any:
    if value is None:
        return None
    if column.type == "date":
        return date.fromisoformat(value)
    if column.field.kind == "boolean":
        return bool(value) if column.type == "bool" else int(value)
    if column.field.kind in {"integer", "number"}:
        return value
    text = encode(str(value), TCVN3) if is_bytes else str(value)
    return _cut(text, column.most_bytes)


def _cut(text: str, most_bytes: int | None) -> str:
    """Return as much of a text as a column holds, never half a letter."""
    if most_bytes is None or len(text.encode()) <= most_bytes:
        return text
    return text.encode()[:most_bytes].decode(errors="ignore")


def _to_dict(geometry: BaseGeometry | None, *, promote: bool) -> dict[str, Any] | None:
    if geometry is None:
        return None
    told: dict[str, Any] = shapely.geometry.mapping(geometry)
    if promote and not told["type"].startswith("Multi"):
        return {"type": f"Multi{told['type']}", "coordinates": [told["coordinates"]]}
    return told


def _store_styles(path: Path, qml: Mapping[str, str]) -> None:
    """Store the look of each layer where QGIS searches for it."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(_STYLES)
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
            (_MADE_AT,),
        )
        file.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)",
            [(name, name, style, _MADE_AT) for name, style in qml.items()],
        )


_STYLES: Final = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30),
    ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
)"""
"""As QGIS makes it."""
