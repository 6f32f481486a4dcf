"""Reads the roads of an OpenStreetMap extract (``.osm.pbf``), by GDAL's driver."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from geo.errors import InvalidGeometry
from geo.travel.road_table import Barrier, Road, RoadTable
from geo.types import BBox, LonLat
from layers.errors import Refused

ENDING: Final = ".osm.pbf"

_ROADS: Final = 'highway IS NOT NULL OR other_tags LIKE \'%"route"=>"ferry"%\''
_BARRIERS: Final = "barrier IS NOT NULL"
_TAG: Final = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_ESCAPED: Final = re.compile(r"\\(.)")
_UNREADABLE: Final = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)


def read_roads(file: Path, box: BBox | None) -> RoadTable:
    """Return the roads of an extract.

    Parameters
    ----------
    file
        The extract; its name ends in `ENDING`.
    box
        WGS 84: roads that have no part in it are left out; None for all.

    Raises
    ------
    Refused
        ``roads_missing``: there is no such file; ``roads_unreadable``: it is broken, or something else;
        ``roads_empty``: it has no road that anybody may use in the box. All tell the ``file``.
    """
    if not file.is_file():
        raise Refused("roads_missing", file=file.name)
    if not file.name.endswith(ENDING):
        raise Refused("roads_unreadable", file=file.name)
    try:
        roads = [Road(line, tags) for line, tags in _read(file, "lines", _ROADS, ["highway", "name"], box)]
        nodes = _read(file, "points", _BARRIERS, ["barrier"], box)
        barriers = [Barrier(LonLat(point.x, point.y), tags) for point, tags in nodes]
    except _UNREADABLE as error:
        raise Refused("roads_unreadable", file=file.name) from error
    try:
        return RoadTable.build(roads, barriers)
    except InvalidGeometry as error:
        raise Refused(
            "roads_empty" if error.code == "roads_empty" else "roads_unreadable", file=file.name
        ) from error


def parse_tags(text: str | None) -> dict[str, str]:
    """Return the tags that GDAL writes as one text: ``"key"=>"value","key"=>"value"``."""
    return {_plain(key): _plain(value) for key, value in _TAG.findall(text or "")}


def _read(
    file: Path, layer: str, condition: str, columns: Sequence[str], box: BBox | None
) -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield the geometry and the tags of each feature that meets a condition."""
    told, _, blobs, values = pyogrio.raw.read(
        file, layer=layer, where=condition, columns=[*columns, "other_tags"], bbox=box and tuple(box)
    )
    by_name = dict(zip(told["fields"], values, strict=True))  # in the order of the file, not in ours
    others, named = by_name.pop("other_tags"), by_name.items()
    for index, geometry in enumerate(shapely.from_wkb(blobs)):
        yield (
            geometry,
            {key: column[index] for key, column in named if column[index]} | parse_tags(others[index]),
        )


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
