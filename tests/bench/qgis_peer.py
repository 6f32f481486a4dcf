"""QGIS Server with the same features: two FastCGI processes on a plain GeoPackage, no web server between."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from tests.bench.load import Target
from tests.bench.plain import LAYER, get_plain
from tests.bench.programs import Peer
from tests.bench.service import PATIENCE_S, started
from tests.bench.wire import AskedInVain, FastCgiWire

WORKERS: Final = 2
SERVER: Final = Path("/usr/lib/cgi-bin/qgis_mapserv.fcgi")
ITEMS: Final = f"/wfs3/collections/{LAYER}/items"

_PROJECT: Final = """
import sys
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
data, name, target = sys.argv[1:]
program = QgsApplication([], False)
program.initQgis()
layer = QgsVectorLayer(f"{data}|layername={name}", name, "ogr")
project = QgsProject.instance()
project.addMapLayer(layer)
project.writeEntry("WFSLayers", "/", [layer.id()])
project.writeEntry("WFSLayersPrecision", "/" + layer.id(), 6)
sys.exit(not (layer.isValid() and project.write(target)))
"""


def is_here() -> bool:
    """Tell whether this machine has it: Debian's qgis-server, python3-qgis and spawn-fcgi."""
    return SERVER.exists() and shutil.which("spawn-fcgi") is not None


@contextmanager
def running(register: Path) -> Iterator[Peer]:
    """Run QGIS Server on what a register publishes today."""
    data = get_plain(register)
    numbers = _numbers(data)

    def to_path(path: str) -> str:
        """Name a feature by its row, as QGIS does, and the format in the path."""
        identifier = path.removeprefix("/").removesuffix("?f=json")
        return f"{ITEMS}/{numbers[identifier]}.json" if identifier in numbers else f"{ITEMS}.json{path[:-7]}"

    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        project, address = Path(folder) / "project.qgs", str(Path(folder) / "socket")
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": folder,
                   "QGIS_PROJECT_FILE": str(project), "QGIS_SERVER_LOG_LEVEL": "2"}  # fmt: skip
        words = ["/usr/bin/python3", "-c", _PROJECT, str(data), LAYER, str(project)]
        subprocess.run(words, env=environ, check=True, capture_output=True)
        server = ["spawn-fcgi", "-n", "-s", address, "-F", str(WORKERS), "--", str(SERVER)]
        with started(server, environ, Path(folder)):
            target = Target(make=lambda: FastCgiWire(address))
            _wait(target)
            yield Peer("QGIS Server", target, to_path)


def _numbers(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(data)) as plain:
        return dict(plain.execute(f"SELECT id, fid FROM {LAYER}"))


def _wait(target: Target) -> None:
    deadline = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < deadline:
        try:
            if json.loads(target.get(f"{ITEMS}.json?limit=1"))["features"]:
                return
        except (AskedInVain, OSError):
            time.sleep(0.1)
    raise RuntimeError("no answer from QGIS Server")
