"""What a register publishes today, as a plain GeoPackage for other programs."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import geopandas
import orjson
import shapely

from geo.types import local_day
from layers.actor import SYSTEM
from layers.store import features
from layers.store.database import Database
from layers.store.query import FeatureQuery
from tests.bench.register import FOLDER

LAYER: Final = "hotspots"


def get_plain(register: Path) -> Path:
    """Return a plain GeoPackage with the features and properties that our API tells today."""
    today = local_day(datetime.now(UTC))
    path = FOLDER / f"plain-{register.stem}-{today}.gpkg"
    if path.exists():
        return path
    print("writing the same features for other programs ...", flush=True)
    database = Database(f"sqlite:///{register}", clock=lambda: datetime.now(UTC), query_seconds=600)
    with database.read() as connection:
        page = features.get_page(connection, SYSTEM, LAYER, FeatureQuery(on=today, limit=10_000_000))
    database.close()
    rows = [{name: _plain(value) for name, value in one.properties.items()} for one in page.features]
    shapes = shapely.from_geojson([one.geometry for one in page.features])
    unfinished = path.with_suffix(".unfinished.gpkg")
    unfinished.unlink(missing_ok=True)
    frame = geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")
    frame.to_file(unfinished, driver="GPKG", layer=LAYER, index=False)
    with closing(sqlite3.connect(unfinished)) as plain:
        plain.execute(f"CREATE UNIQUE INDEX by_id ON {LAYER} (id)")
        plain.commit()
    unfinished.rename(path)
    return path


def _plain(value: object) -> object:
    if isinstance(value, list):
        return orjson.dumps(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else value
