"""Owns ways by the roads of a file: read once, kept beside the database until the file changes."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Final, Literal
from zipfile import BadZipFile

import numpy as np
import orjson
from sqlalchemy import Connection

from geo.travel.matrix import TravelMatrix
from geo.travel.modes import MODES, Mode
from geo.travel.network import Route
from geo.travel.road_table import RoadTable
from geo.travel.roads import RoadNetwork
from geo.types import BBox, LonLat
from layers.actor import SYSTEM
from layers.errors import Refused
from layers.store.features import get_extent

FORM: Final = 1
"""Raised when what is kept means something else: what was kept before is then built anew."""

_MARGIN_DEG: Final = 0.03
"""About 3 km: ways may leave the land of the register and come back."""

_HEAD_BYTES: Final = 1 << 20
_COLUMNS: Final = ("tails", "heads", "offsets", "vertices", "lengths_m", "bridges")
_SPOILT: Final = (OSError, EOFError, KeyError, ValueError, BadZipFile)
_building = Lock()


@dataclass(frozen=True)
class RoadWays:
    """Ways by the roads of a file: see `geo.travel.roads.RoadNetwork`."""

    network: RoadNetwork
    source: Literal["roads"] = "roads"

    @property
    def crossing_names(self) -> tuple[str, ...]:
        """Names of bridges and ferries, by the indexes that `Route.crossings` tells."""
        return self.network.crossing_names

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return metres and seconds between each two places."""
        return self.network.matrix(places, mode)

    def trace(self, places: Sequence[LonLat], mode: Mode) -> tuple[Route, ...]:
        """Return the way of each leg between consecutive places."""
        return tuple(self.network.route(start, end, mode) for start, end in pairwise(places))


def open_roads(connection: Connection, file: Path, cache_dir: Path) -> RoadWays:
    """Return the ways by the roads of a file, in and around the land of the register.

    Parameters
    ----------
    connection
        A transaction.
    file
        An OpenStreetMap extract.
    cache_dir
        Where the roads are kept once they are read.

    Raises
    ------
    Refused
        ``roads_missing``, ``roads_unreadable``, ``roads_empty``: see `layers.travel.osm_file.read_roads`.
    """
    box, _ = get_extent(connection, SYSTEM, "boundaries")
    around = box and BBox(*(side + out * _MARGIN_DEG for side, out in zip(box, (-1, -1, 1, 1), strict=True)))
    with _building:  # the first who asks reads the file, the others wait for it
        return _open(file, cache_dir, _fingerprint(file, around), around)


def _fingerprint(file: Path, box: BBox | None) -> str:
    """Return a text that changes with the file, with the box, and with the form of what is kept."""
    try:
        state = file.stat()
        with file.open("rb") as stream:
            head = hashlib.sha256(stream.read(_HEAD_BYTES)).hexdigest()
    except OSError as error:
        raise Refused("roads_missing", file=file.name) from error
    told = [FORM, file.name, state.st_size, state.st_mtime_ns, head, box and tuple(box)]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]


@lru_cache(maxsize=2)
def _open(file: Path, cache_dir: Path, fingerprint: str, box: BBox | None) -> RoadWays:
    kept = cache_dir / f"roads-{fingerprint}.npz"
    table = _find_kept(kept)
    if table is None:
        from layers.travel.osm_file import read_roads  # noqa: PLC0415 - brings GDAL and pandas

        table = read_roads(file, box)
        save_table(table, kept)
        _forget_others(kept)
    return RoadWays(RoadNetwork(table))


def _find_kept(kept: Path) -> RoadTable | None:
    try:
        return load_table(kept)
    except _SPOILT:
        return None


def save_table(table: RoadTable, target: Path) -> None:
    """Keep a table in a file, whole or not at all."""
    columns = {name: getattr(table, name) for name in _COLUMNS}
    for mode in MODES:
        columns[f"pace_{mode.code}"] = table.paces[mode.code]
        columns[f"barred_{mode.code}"] = table.barred[mode.code]
    columns["names"] = np.frombuffer(orjson.dumps(table.bridge_names), dtype=np.uint8)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, allow_pickle=False, **columns)
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def load_table(source: Path) -> RoadTable:
    """Return a table that was kept.

    Raises
    ------
    OSError, EOFError, KeyError, ValueError, BadZipFile
        It is not there, or spoilt.
    """
    with source.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return RoadTable(
            **{name: kept[name] for name in _COLUMNS},
            paces={mode.code: kept[f"pace_{mode.code}"] for mode in MODES},
            barred={mode.code: kept[f"barred_{mode.code}"] for mode in MODES},
            bridge_names=tuple(orjson.loads(kept["names"].tobytes())),
        )


def _forget_others(kept: Path) -> None:
    for other in kept.parent.glob("roads-*.npz"):
        if other != kept:
            with suppress(OSError):  # another process may read it; the next one that builds removes it
                other.unlink()
