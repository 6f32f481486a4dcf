"""Writes layers as a GeoPackage by GDAL, the same bytes every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

MIMETYPE: Final = "application/geopackage+sqlite3"

_MADE_AT: Final = "2000-01-01T00:00:00.000Z"
"""GDAL writes when a layer was changed; a file that tells no time is the same whenever it is made."""


@dataclass(frozen=True)
class Layer:
    """A layer: its name, the GDAL type of its geometries, these in WGS 84 (lon, lat), and a column for each field."""

    name: str
    geometry_type: str
    geometries: Sequence[BaseGeometry]
    fields: Mapping[str, Sequence[object]]


def write_geopackage(layers: Sequence[Layer]) -> bytes:
    """Return a GeoPackage; None in a column is an empty field."""
    import pyogrio  # noqa: PLC0415 - brings GDAL, which no page but a download needs

    # told for the whole process: nothing else in it writes by GDAL
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _MADE_AT})
    with TemporaryDirectory(prefix="diaban-gpkg-") as folder:
        path = Path(folder) / "map.gpkg"
        for layer in layers:
            values = [_column(column) for column in layer.fields.values()]
            pyogrio.raw.write(
                path,
                shapely.to_wkb(np.array(layer.geometries, dtype=object)),
                [column for column, _ in values],
                np.array(list(layer.fields), dtype=object),
                field_mask=[mask for _, mask in values],
                layer=layer.name,
                driver="GPKG",
                geometry_type=layer.geometry_type,
                crs="EPSG:4326",
                promote_to_multi=layer.geometry_type.startswith("Multi"),
            )
        return path.read_bytes()


def _column(values: Sequence[object]) -> tuple[np.ndarray, np.ndarray | None]:
    """Return a column as GDAL takes it, and where it is empty."""
    empty = np.array([value is None for value in values], dtype=bool)
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) for value in known):
        return np.array([value if value is not None else 0 for value in values], dtype=np.int64), empty
    if known and all(isinstance(value, int | float) for value in known):
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64), None
    return np.array([None if value is None else str(value) for value in values], dtype=object), None
