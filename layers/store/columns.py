"""The column types that mean the same in a GeoPackage and in PostGIS."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Dialect, Row
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

from geo.formats import gpkg

SRID = 4326
"""Every stored geometry is WGS 84, longitude first."""

MOMENT_MAX = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)
"""Stands for "until we learn otherwise" where a record has not been superseded."""

Processor: TypeAlias = Callable[[Any], Any]

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row whose columns the docstring of the function names."""


class Geometry(UserDefinedType[BaseGeometry]):
    """A shapely geometry in WGS 84: a GeoPackage blob on SQLite, ``geometry`` on PostGIS.

    Parameters
    ----------
    kind
        Geometry type name of OGC Simple Features; ``GEOMETRY`` admits any.
    """

    cache_ok = True

    def __init__(self, kind: str = "GEOMETRY") -> None:
        self.kind = kind

    def get_col_spec(self, **_options: object) -> str:
        """Return the type name that a GeoPackage expects; PostGIS has its own below."""
        return self.kind

    def bind_processor(self, dialect: Dialect) -> Processor:
        """Turn a shapely geometry into what the driver takes."""
        if dialect.name == "sqlite":
            return lambda geometry: None if geometry is None else gpkg.encode(geometry, SRID)
        return lambda geometry: None if geometry is None else _ewkb_hex(geometry)

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:  # noqa: ARG002 - signature is SQLAlchemy's
        """Turn what the driver gives into a shapely geometry."""
        if dialect.name == "sqlite":
            return lambda blob: None if blob is None else gpkg.decode(blob)
        return lambda value: None if value is None else shapely.from_wkb(value)


class Moment(UserDefinedType[datetime]):
    """An aware UTC time to the millisecond: GeoPackage DATETIME text, or ``timestamptz``."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Return the type name that a GeoPackage expects."""
        return "DATETIME"

    def bind_processor(self, dialect: Dialect) -> Processor:
        """Turn an aware datetime into what the driver takes."""
        if dialect.name == "sqlite":
            return lambda at: None if at is None else moment_text(at)
        return lambda at: at

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:  # noqa: ARG002 - signature is SQLAlchemy's
        """Turn what the driver gives into an aware UTC datetime."""
        if dialect.name == "sqlite":
            return lambda text: None if text is None else datetime.fromisoformat(text)
        return lambda at: None if at is None else at.astimezone(UTC)


def moment_text(at: datetime) -> str:
    """Write an aware time as GeoPackage DATETIME: UTC, milliseconds, ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ewkb_hex(geometry: BaseGeometry) -> str:
    return str(shapely.to_wkb(shapely.set_srid(geometry, SRID), hex=True, include_srid=True))


@compiles(Geometry, "postgresql")
def _geometry_on_postgis(kind: Geometry, _compiler: object, **_options: object) -> str:
    return f"geometry({kind.kind}, {SRID})"


@compiles(Moment, "postgresql")
def _moment_on_postgis(_kind: Moment, _compiler: object, **_options: object) -> str:
    return "TIMESTAMP WITH TIME ZONE"
