"""Reading with fiona, record by record: text and drawings of any length, of which one record at a time is in memory."""

import atexit
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import fiona
import orjson

from geo.formats.wkb import from_mapping
from layers.errors import ImportRejected
from layers.files.drivers import GEOJSON_LINES, GPX
from layers.files.frames import Row
from layers.files.sources import FieldType, SourceField, SourceLayer, Value
from layers.files.workplace import Source

_BYTES_AS_CHARACTERS = "ISO-8859-1"
_TYPES: dict[str, FieldType] = {
    "int": "int",
    "int32": "int",
    "int64": "int",
    "float": "float",
    "bool": "bool",
    "date": "date",
    "datetime": "datetime",
    "bytes": "binary",
}
_MOST_DRAWING_LAYERS = 1000


def list_layers(source: Source) -> Iterator[SourceLayer]:
    """Tell of every layer of a dataset; in drawings of every CAD layer, of tracks only what there is."""
    # To ask GDAL for the layers of lines of GeoJSON is to read them to the end; there is always one.
    names = [source.path.stem] if source.form is GEOJSON_LINES else fiona.listlayers(source.path)
    for name in names:
        opened = _open(source, name)
        layer = _describe(source, name, opened)
        if source.form.split_by:
            yield from _drawing_layers(layer, opened, source.form.split_by)
        elif source.form is not GPX or next(iter(opened), None):
            yield layer


def read(source: Source, layer: SourceLayer) -> Iterator[Row]:
    """Give the records of a layer: shape, then values in the order of its fields."""
    split_by = source.form.split_by
    for feature in _open(source, None if split_by else layer.name):
        if split_by and str(feature.properties[split_by]) != layer.name:
            continue
        shape = feature.geometry
        wkb = None if shape is None else from_mapping(shape.__geo_interface__)
        yield wkb, [_plain(feature.properties[field.name]) for field in layer.fields]


@lru_cache(maxsize=1)
def _open(source: Source, name: str | None) -> fiona.Collection:
    """Open a layer, or give the one that is open: to open lines of GeoJSON is to read them to the end."""
    encoding = None if source.form.encoding else _BYTES_AS_CHARACTERS
    return fiona.open(source.path, layer=name, encoding=encoding, enabled_drivers=[source.form.driver])


atexit.register(_open.cache_clear)  # fiona can close nothing any more while the interpreter goes


def _describe(source: Source, name: str, opened: fiona.Collection) -> SourceLayer:
    return SourceLayer(
        name=name,
        driver=opened.driver,
        geometry_type=opened.schema["geometry"],
        fields=tuple(
            SourceField(field, _TYPES.get(kind.partition(":")[0], "str"))
            for field, kind in opened.schema["properties"].items()
        ),
        count=_count(opened),
        crs=opened.crs_wkt or None,
        encoding=source.form.encoding,
    )


def _count(opened: fiona.Collection) -> int | None:
    try:
        return len(opened)
    except TypeError:  # only reading to the end would tell
        return None


def _drawing_layers(layer: SourceLayer, opened: fiona.Collection, split_by: str) -> Iterator[SourceLayer]:
    counts = Counter(str(feature.properties[split_by]) for feature in opened)
    if len(counts) > _MOST_DRAWING_LAYERS:
        raise ImportRejected("import_too_large", what="layers", limit=_MOST_DRAWING_LAYERS)
    for name, count in sorted(counts.items()):
        yield replace(layer, name=name, count=count)


def _plain(value: object) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes):
        return None
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else orjson.dumps(value).decode()
