"""Writes exports and reads them back with other programs, for the tests of the rooms that write them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyogrio
import shapely

from layers.actor import SYSTEM
from layers.exports.export_order import Dress, ExportOrder, Symbology
from layers.exports.exports import export_layer
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery

TODAY: Final = date(2026, 11, 22)
HOTSPOTS: Final = ExportOrder("hotspots", FeatureQuery(TODAY), "gpkg")
_WATCHED: Final = "THEO_DOI"
_LOOKS: Final = Symbology(
    {_WATCHED: "#D55E00"},
    lambda values: _WATCHED if values["status"] == _WATCHED else None,
    dict.fromkeys(("point", "line", "area"), "<qgis/>"),
)
DRESS: Final = Dress(
    "Địa bàn",
    {"hotspots": _LOOKS},
    lambda told: "\n".join(f"{full}: {short}" for full, short in told.names.items()),
)  # fmt: skip

_METRES_PER_DEGREE: Final = 111_000


def known_places(database: Database) -> Mapping[str, Any]:
    """Return the geometry of each place by its code, as the API tells it."""
    with database.read() as connection:
        page = get_page(connection, SYSTEM, "hotspots", FeatureQuery(TODAY))
    return {str(one.properties["code"]): shapely.from_geojson(one.geometry) for one in page.features}


def write(database: Database, order: ExportOrder, folder: Path) -> Path:
    """Return the file of an export."""
    folder.mkdir(exist_ok=True)
    with database.read() as connection:
        return export_layer(connection, SYSTEM, order, folder, DRESS)


def read(path: Path, layer: str | None = None) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return the rows of a layer and their geometries."""
    meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer, datetime_as_string=True)
    rows = [dict(zip(meta["fields"], values, strict=True)) for values in zip(*columns, strict=True)]
    return rows, [blob and shapely.from_wkb(blob) for blob in geometries]


def read_all(path: Path) -> dict[str, tuple[dict[str, Any], Any]]:
    """Return the rows of all layers with their geometry, by code."""
    found: dict[str, tuple[dict[str, Any], Any]] = {}
    for layer, kind in pyogrio.list_layers(path).tolist():
        if kind is not None:
            rows, geometries = read(path, layer)
            found |= {row["code"]: (row, geometry) for row, geometry in zip(rows, geometries, strict=True)}
    return found


def apart_m(one: Any, other: Any) -> float:
    """Return how far two geometries in degrees are apart, in about metres."""
    return float(shapely.hausdorff_distance(one, other)) * _METRES_PER_DEGREE
