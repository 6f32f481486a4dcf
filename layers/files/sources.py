"""What a file holds, as plain values: its layers, their fields and their records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldType = Literal["str", "int", "float", "bool", "date", "datetime", "binary"]
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class SourceField:
    """One column of a layer, named as in the file."""

    name: str
    type: FieldType


@dataclass(frozen=True, slots=True)
class SourceLayer:
    """One layer of a file.

    Parameters
    ----------
    name
        What `read_layer` is asked for; in drawings the CAD layer or level.
    driver
        What read it, in the words of GDAL.
    geometry_type
        As the file says: ``"Polygon"``, ``"Unknown"`` where shapes may be of any kind, ``"None"`` for a mere table.
    count
        Number of records, None where only reading to the end would tell.
    crs
        The coordinate reference system that the file declares, as WKT or as authority and code (``EPSG:4326``); None
        where it declares none.
    encoding
        ``"utf-8"`` where the format leaves no doubt. None: all text of the layer, names of fields too, comes as one
        character per byte (ISO-8859-1), and it is for `geo.text.legacy` to find out what was meant.
    shape_from
        For tables: which column was taken as what. Keys are ``"wkt"``, or ``"x"`` (east) and ``"y"`` (north).
    """

    name: str
    driver: str
    geometry_type: str
    fields: tuple[SourceField, ...]
    count: int | None
    crs: str | None
    encoding: str | None
    shape_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record as it stands in the file.

    Parameters
    ----------
    nth
        Its place in the layer, from 1.
    wkb
        Its shape as well-known binary, unchecked, in the coordinates of the file; None where it has none.
    values
        By name of field. Days and times are ISO 8601 text; bytes are left out (None).
    """

    nth: int
    wkb: bytes | None
    values: Mapping[str, Value]
