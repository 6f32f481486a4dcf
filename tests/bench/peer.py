"""pygeoapi with the same features: in a virtual environment of its own, on a plain GeoPackage, two gunicorn workers."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo.types import BBox
from tests.bench.load import Target
from tests.bench.plain import LAYER, get_plain
from tests.bench.programs import Peer, install
from tests.bench.service import free_port, started, wait_for

REQUIRED = ("pygeoapi==0.21.0", "gunicorn>=23,<24")
WORKERS = 2

_SYSTEM_PYTHONS = ("/usr/bin/python3", "python3")
_LOADS = (
    "import sqlite3; c = sqlite3.connect(':memory:'); c.enable_load_extension(True); "
    "c.execute(\"SELECT load_extension('mod_spatialite.so')\")"
)


@contextmanager
def running(register: Path) -> Iterator[Peer]:
    """Run pygeoapi on what a register publishes today."""
    programs = install(REQUIRED, _python())
    data = get_plain(register)
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
            # Its workers register the table in the file at every request, and sometimes get in each other's way.
            yield Peer(
                "pygeoapi", Target((port,), may_fail=True), lambda path: f"/collections/{LAYER}/items{path}"
            )


def _python() -> str:
    """Return a Python whose SQLite can load SpatiaLite, which pygeoapi needs for a GeoPackage."""
    for program in filter(shutil.which, (sys.executable, *_SYSTEM_PYTHONS)):
        if subprocess.run([program, "-c", _LOADS], capture_output=True, check=False).returncode == 0:
            return program
    raise RuntimeError("pygeoapi needs SpatiaLite: apt install libsqlite3-mod-spatialite python3-venv")


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
