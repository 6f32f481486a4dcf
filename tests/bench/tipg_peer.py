"""tipg with the same features: in a virtual environment of its own, on a private PostGIS, two uvicorn workers."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import geopandas
import psycopg
import shapely
from sqlalchemy import make_url

from tests.bench.load import Target
from tests.bench.plain import LAYER, get_plain
from tests.bench.programs import Peer, install
from tests.bench.service import free_port, started, wait_for
from tests.servers import PostgisServer

REQUIRED: Final = ("tipg==1.6.1", "uvicorn==0.54.0")
WORKERS: Final = 2
COLLECTION: Final = f"/collections/public.{LAYER}"


@contextmanager
def running(register: Path) -> Iterator[Peer]:
    """Run tipg on what a register publishes today."""
    programs = install(REQUIRED, sys.executable)
    with PostgisServer() as server, tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        url = make_url(server.create_database())
        _fill(url.set(drivername="postgresql").render_as_string(hide_password=False), get_plain(register))
        port = free_port()
        place = f"postgresql://{url.username}@{quote(str(url.query['host']), safe='')}/{url.database}"
        environ = {**os.environ, "DATABASE_URL": place, "TIPG_DB_SCHEMAS": '["public"]'}
        words = [str(programs / "uvicorn"), "tipg.main:app", "--port", str(port), "--workers", str(WORKERS),
                 "--log-level", "error", "--no-access-log"]  # fmt: skip
        with started(words, environ, Path(folder)) as process:
            wait_for(port, f"{COLLECTION}/items?limit=1&f=geojson", process)
            yield Peer("tipg", Target((port,)), to_path)


def to_path(path: str) -> str:
    """Return the path of a question for features."""
    return f"{COLLECTION}/items{path.replace('f=json', 'f=geojson')}"


def _fill(url: str, data: Path) -> None:
    frame = geopandas.read_file(data, layer=LAYER)
    names = [name for name in frame.columns if name != "geometry"]
    kinds = {"i": "bigint", "u": "bigint", "f": "double precision"}
    columns = ", ".join(f"{name} {kinds.get(frame[name].dtype.kind, 'text')}" for name in names)
    values = frame[names].astype(object).where(frame[names].notna(), None)
    shapes = shapely.to_wkb(shapely.set_srid(frame.geometry.to_numpy(), 4326), hex=True, include_srid=True)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {LAYER} ({columns}, geom geometry(Geometry, 4326), PRIMARY KEY (id))")
        with cursor.copy(f"COPY {LAYER} FROM STDIN") as copy:
            for row, shape in zip(values.itertuples(index=False), shapes, strict=True):
                copy.write_row([*row, shape])
        cursor.execute(f"CREATE INDEX ON {LAYER} USING gist (geom)")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"VACUUM ANALYZE {LAYER}")
