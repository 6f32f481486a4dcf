"""Keeps a SQLite file a valid GeoPackage 1.3 (OGC 12-128r17), without SpatiaLite.

The R-tree extension asks for five ``ST_`` functions that SQLite lacks; they are registered on every connection and
read the envelope in the geometry's header, so QGIS and GDAL may write to the same file.
"""

import sqlite3
from collections.abc import Callable, Iterator

import shapely
from sqlalchemy import Column, Connection, Table

from geo.formats import gpkg
from geo.types import BBox
from layers.store import comparisons
from layers.store.columns import SRID, Geometry
from layers.store.schema import metadata

APPLICATION_ID = 0x47504B47
VERSION = 10300
PRIVATE_TABLES = frozenset(
    {"account", "account_grant", "token", "audit", "revision", "outside_edit", "service_write"}
)
"""Tables that desktop programs are not told about."""

_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)

_TABLES = """
CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE IF NOT EXISTS gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

_SRS = (
    (
        "Undefined Cartesian SRS",
        -1,
        "NONE",
        -1,
        "undefined",
        "undefined Cartesian coordinate reference system",
    ),
    (
        "Undefined geographic SRS",
        0,
        "NONE",
        0,
        "undefined",
        "undefined geographic coordinate reference system",
    ),
    (
        "WGS 84",
        SRID,
        "EPSG",
        SRID,
        _WGS84_WKT,
        "longitude/latitude in decimal degrees on the WGS 84 spheroid",
    ),
)

_FILLED = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
_EMPTY = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_PUT = (
    "INSERT OR REPLACE INTO {index} VALUES"
    " (NEW.id, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
)
_TRIGGERS = {
    "insert": ("AFTER INSERT ON {table}", _FILLED, _PUT),
    "update1": ("AFTER UPDATE OF geom ON {table}", f"OLD.id = NEW.id AND {_FILLED}", _PUT),
    "update2": (
        "AFTER UPDATE OF geom ON {table}",
        f"OLD.id = NEW.id AND {_EMPTY}",
        "DELETE FROM {index} WHERE id = OLD.id;",
    ),
    "update3": (
        "AFTER UPDATE ON {table}",
        f"OLD.id != NEW.id AND {_FILLED}",
        "DELETE FROM {index} WHERE id = OLD.id; " + _PUT,
    ),
    "update4": (
        "AFTER UPDATE ON {table}",
        f"OLD.id != NEW.id AND {_EMPTY}",
        "DELETE FROM {index} WHERE id IN (OLD.id, NEW.id);",
    ),
    "delete": ("AFTER DELETE ON {table}", "OLD.geom NOTNULL", "DELETE FROM {index} WHERE id = OLD.id;"),
}


def add_functions(connection: sqlite3.Connection) -> None:
    """Register the SQL functions that the triggers, the box filter and other filters call."""
    sides: dict[str, Callable[[BBox], float]] = {
        "ST_MinX": lambda box: box.west,
        "ST_MinY": lambda box: box.south,
        "ST_MaxX": lambda box: box.east,
        "ST_MaxY": lambda box: box.north,
    }
    for name, side in sides.items():
        connection.create_function(name, 1, _of_envelope(side), deterministic=True)
        # PostGIS puts the axis first; both names let one statement serve both databases.
        postgis_name = f"ST_{name[-1]}{name[3:-1]}"
        connection.create_function(postgis_name, 1, _of_envelope(side), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, lambda blob: int(gpkg.is_empty(blob)), deterministic=True)
    connection.create_function("meets_box", 5, _meets_box, deterministic=True)
    for name, (arguments, function) in comparisons.SQLITE_FUNCTIONS.items():
        connection.create_function(name, arguments, function, deterministic=True)


def _of_envelope(side: Callable[[BBox], float]) -> Callable[[bytes], float | None]:
    def measure(blob: bytes) -> float | None:
        box = gpkg.envelope(blob)
        return None if box is None else side(box)

    return measure


def _meets_box(blob: bytes, west: float, south: float, east: float, north: float) -> bool:
    box = gpkg.envelope(blob)
    if box is None:
        return False
    if box.west >= west and box.east <= east and box.south >= south and box.north <= north:
        return True
    return bool(shapely.intersects(gpkg.decode(blob), shapely.box(west, south, east, north)))


def feature_columns() -> Iterator[tuple[Table, Column[object]]]:
    """Yield each feature table with its one geometry column."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Geometry):
                yield table, column


def register(connection: Connection) -> None:
    """Make the migrated file a GeoPackage: mark it, list its tables, index its geometries. May run again.

    Parameters
    ----------
    connection
        An open write transaction on the SQLite file.
    """
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
    for statement in _TABLES.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    for srs in _SRS:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", srs
        )
    with_geometry = dict(feature_columns())
    for table in metadata.sorted_tables:
        if table in with_geometry:
            _register_features(connection, table, with_geometry[table])
        elif table.name not in PRIVATE_TABLES:
            _list_table(connection, table, "attributes")


def _list_table(connection: Connection, table: Table, data_type: str) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)"
        " VALUES (?, ?, ?, ?, ?)",
        (table.name, data_type, table.name, table.comment, SRID if data_type == "features" else None),
    )


def _register_features(connection: Connection, table: Table, column: Column[object]) -> None:
    _list_table(connection, table, "features")
    kind = getattr(column.type, "kind", "GEOMETRY")
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
        (table.name, column.name, kind, SRID),
    )
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index',"
        " 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table.name, column.name),
    )
    index = f"rtree_{table.name}_{column.name}"
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (index,)).first()
    if known:
        return
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)")
    for name, (when, condition, action) in _TRIGGERS.items():
        filled = {"table": table.name, "index": index}
        connection.exec_driver_sql(
            f"CREATE TRIGGER {index}_{name} {when.format(**filled)} WHEN ({condition})"
            f" BEGIN {action.format(**filled)} END"
        )
    connection.exec_driver_sql(
        f"INSERT INTO {index} SELECT id, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)"
        f" FROM {table.name} WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)"
    )


def mark_changed(connection: Connection) -> None:
    """Say in ``gpkg_contents`` that the file changed, and leave the extents to be read from the index."""
    connection.exec_driver_sql(
        "UPDATE gpkg_contents SET min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL,"
        " last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now')"
    )
