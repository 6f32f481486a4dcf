"""Exports a layer as a file: what is asked, of what the actor may see, in the form and the coordinates he needs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from geo.geodesy.crs import WGS84, WGS84_LONLAT, Crs
from layers.actor import Actor
from layers.errors import NotFound, Refused
from layers.exports.export_drawing import write_dxf
from layers.exports.export_gdal import write_flatgeobuf, write_geopackage, write_mapinfo, write_shapefile
from layers.exports.export_layers import get_layer
from layers.exports.export_marks import write_geojson, write_gpx, write_kml, write_kmz
from layers.exports.export_order import TCVN3, UTF8, Dress, ExportOrder, Writing
from layers.exports.export_rows import ExportLayer, ExportRow
from layers.exports.export_spool import NO_SHAPE, Spool
from layers.exports.export_tables import write_csv, write_workbook
from layers.store import scope

ACTION: Final = "map.export"
"""Entry of `layers.store.scope.ACTIONS` that every export asks for, beside that of its layer."""

ENCODINGS: Final = (UTF8, TCVN3)

_TELL_EVERY: Final = 500


@dataclass(frozen=True)
class ExportFormat:
    """A form of file.

    Attributes
    ----------
    suffix
        Of the file, without the first dot.
    media_type
        As it is handed out.
    write
        Writes it.
    has_any_crs
        Whether it can be in other coordinates than WGS 84.
    has_tables
        Whether it can hold rows without a geometry.
    has_legacy
        Whether its texts can be in TCVN3.
    """

    suffix: str
    media_type: str
    write: Callable[[Writing], None]
    has_any_crs: bool = True
    has_tables: bool = False
    has_legacy: bool = False


FORMATS: Final[Mapping[str, ExportFormat]] = {
    "gpkg": ExportFormat("gpkg", "application/geopackage+sqlite3", write_geopackage),
    "shp": ExportFormat("shp.zip", "application/zip", write_shapefile, has_legacy=True),
    "geojson": ExportFormat(
        "geojson", "application/geo+json", write_geojson, has_any_crs=False, has_tables=True
    ),
    "fgb": ExportFormat("fgb", "application/flatgeobuf", write_flatgeobuf),
    "kml": ExportFormat("kml", "application/vnd.google-earth.kml+xml", write_kml, has_any_crs=False),
    "kmz": ExportFormat("kmz", "application/vnd.google-earth.kmz", write_kmz, has_any_crs=False),
    "gpx": ExportFormat("gpx", "application/gpx+xml", write_gpx, has_any_crs=False),
    "csv": ExportFormat("csv", "text/csv", write_csv, has_tables=True),
    "xlsx": ExportFormat(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_workbook,
        has_tables=True,
    ),
    "dxf": ExportFormat("dxf", "image/vnd.dxf", write_dxf),
    "mif": ExportFormat("mif.zip", "application/zip", write_mapinfo, has_legacy=True),
}
"""By name."""


def export_layer(
    connection: Connection,
    actor: Actor,
    order: ExportOrder,
    folder: Path,
    dress: Dress | None = None,
    tell: Callable[[int], None] = lambda _count: None,
) -> Path:
    """Write what is asked of a layer into a folder, and return the file; memory does not grow with the rows.

    Parameters
    ----------
    connection
        One reading transaction: what is written held at one moment.
    actor
        Whose rights count.
    order
        What is asked.
    folder
        Where the file and what is needed on the way to it are put.
    dress
        Words and looks of the storey above; None for a plain file.
    tell
        Hears again and again how many rows were read.

    Raises
    ------
    NotFound
        ``collection_not_found``, ``export_form_unknown``.
    Refused
        As `check_order`; ``export_too_many_rows``.
    OutsideScope
        ``not_allowed``.
    InvalidGeometry
        ``coordinate_out_of_area``: the coordinate system does not reach so far.
    """
    layer, form = check_order(order)
    scope.require(connection, actor, ACTION)
    path = folder / f"{layer.id}.{form.suffix}"
    with Spool(folder, next(iter(layer.shapes), NO_SHAPE)) as spool:
        for row in _read_rows(connection, actor, layer, order):
            spool.add(row)
            if spool.count % _TELL_EVERY == 0:
                tell(spool.count)
        form.write(Writing(layer, order, spool, path, dress or Dress()))
    return path


def check_order(order: ExportOrder) -> tuple[ExportLayer, ExportFormat]:
    """Return the layer and the form that are asked for, where the form can hold the layer as it is asked for.

    Raises
    ------
    NotFound
        ``collection_not_found``, ``export_form_unknown``.
    Refused
        ``export_needs_wgs84``, ``export_needs_shapes``, ``export_encoding_refused``.
    """
    layer = get_layer(order.layer)
    if order.form not in FORMATS:
        raise NotFound("export_form_unknown", form=order.form, allowed=", ".join(FORMATS))
    form = FORMATS[order.form]
    if not form.has_any_crs and not _is_wgs84(order.crs):
        raise Refused("export_needs_wgs84", form=order.form, crs=order.crs.code)
    if not layer.shapes and not form.has_tables:
        raise Refused("export_needs_shapes", form=order.form, layer=layer.id)
    if order.encoding != UTF8 and not (order.encoding == TCVN3 and form.has_legacy):
        raise Refused("export_encoding_refused", form=order.form, encoding=order.encoding)
    return layer, form


def _is_wgs84(crs: Crs) -> bool:
    return crs in (WGS84_LONLAT, WGS84)


def has_more_rows(connection: Connection, actor: Actor, order: ExportOrder, than: int) -> bool:
    """Tell whether a file would have more rows than so many, without reading much further; errors as there."""
    rows = _read_rows(connection, actor, get_layer(order.layer), order)
    return next(islice(rows, than, None), None) is not None


def _read_rows(
    connection: Connection, actor: Actor, layer: ExportLayer, order: ExportOrder
) -> Iterator[ExportRow]:
    field = layer.place_field
    for row in layer.read(connection, actor, order.query):
        if field is None or order.codes is None or row.values[field] in order.codes:
            yield row
