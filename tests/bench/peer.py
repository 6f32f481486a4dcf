"""pygeoapi with the same features: in a virtual environment of its own, on a plain GeoPackage, two gunicorn workers."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas
import orjson
import shapely

from geo.types import BBox, local_day
from layers.actor import SYSTEM
from layers.store import features
from layers.store.database import Database
from layers.store.query import FeatureQuery
from tests.bench.register import FOLDER
from tests.bench.service import free_port, started, wait_for

REQUIRED = ("pygeoapi==0.21.0", "gunicorn>=23,<24")
LAYER = "hotspots"
WORKERS = 2

_SYSTEM_PYTHONS = ("/usr/bin/python3", "python3")
_LOADS = (
    "import sqlite3; c = sqlite3.connect(':memory:'); c.enable_load_extension(True); "
    "c.execute(\"SELECT load_extension('mod_spatialite.so')\")"
)


@contextmanager
def running(register: Path) -> Iterator[int]:
    """Run pygeoapi on what a register publishes today, and give its port."""
    programs = _programs()
    data = _export(register)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        config, openapi = Path(folder) / "config.yml", Path(folder) / "openapi.json"
        config.write_text(json.dumps(_config(data, port)), encoding="utf-8")  # JSON is YAML
        environ = {**os.environ, "PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
        words = ["openapi", "generate", str(config), "--output-file", str(openapi)]
        subprocess.run([programs / "pygeoapi", *words], env=environ, check=True, capture_output=True)
        server = [
            str(programs / "gunicorn"), "-w", str(WORKERS), "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP",
        ]  # fmt: skip
        with started(server, environ, Path(folder)) as process:
            wait_for(port, "/?f=json", process)
            yield port


def _programs() -> Path:
    """Return the folder of pygeoapi's programs, installed now unless an earlier run did."""
    wanted = hashlib.sha256("\n".join(REQUIRED).encode()).hexdigest()[:8]
    folder = FOLDER / f"peer-{wanted}"
    programs = folder / "bin"
    if not (programs / "gunicorn").exists():
        print("installing pygeoapi ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([_python(), "-m", "venv", folder], check=True)
        subprocess.run([programs / "pip", "install", "--quiet", *REQUIRED], check=True, capture_output=True)
    return programs


def _python() -> str:
    """Return a Python whose SQLite can load SpatiaLite, which pygeoapi needs for a GeoPackage."""
    for program in filter(shutil.which, (sys.executable, *_SYSTEM_PYTHONS)):
        if subprocess.run([program, "-c", _LOADS], capture_output=True, check=False).returncode == 0:
            return program
    raise RuntimeError("pygeoapi needs SpatiaLite: apt install libsqlite3-mod-spatialite python3-venv")


def _export(register: Path) -> Path:
    """Return a plain GeoPackage with the features and properties that our API tells today."""
    today = local_day(datetime.now(UTC))
    path = FOLDER / f"plain-{register.stem}-{today}.gpkg"
    if path.exists():
        return path
    print("writing the same features for pygeoapi ...", flush=True)
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


def _config(data: Path, port: int) -> dict[str, Any]:
    provider = {"type": "feature", "name": "SQLiteGPKG", "data": str(data), "id_field": "id", "table": LAYER}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en-US"],
            "pretty_print": False,
            "limits": {"default_items": 100, "max_items": 10_000},
            "map": {"url": "/none/{z}/{x}/{y}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "peer",
                "description": "peer",
                "keywords": ["peer"],
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "http://127.0.0.1",
            },
            "license": {"name": "none", "url": "http://127.0.0.1"},
            "provider": {"name": "none", "url": "http://127.0.0.1"},
            "contact": {"name": "none"},
        },
        "resources": {
            LAYER: {
                "type": "collection",
                "title": "hotspots",
                "description": "hotspots",
                "keywords": ["hotspots"],
                "links": [],
                "extents": {
                    "spatial": {
                        "bbox": list(BBox(102, 8, 110, 24)),
                        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    }
                },
                "providers": [provider],
            }
        },
    }
