"""Boundaries of the nation: read, checked, staged and confirmed, beside ``ogr2ogr``, which checks nothing."""

import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from layers.actor import SYSTEM
from layers.files.limits import Limits
from layers.imports.batches import StagedFile, confirm, stage
from layers.imports.diagnosis import Desk, SourceFile, diagnose
from layers.imports.diagnosis_report import Diagnosis
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.overview.quan8 import load_quan8
from layers.store.database import Database
from tests.bench.figures import Figure

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "boundaries"
FILES = (("communes_2009", date(2009, 4, 1)), ("wards_2025", date(2026, 12, 1)))
TIMES_OGR2OGR = 2
"""What the import of a nation is to take at most, in times of ``ogr2ogr``."""

_TODAY = date(2026, 11, 23)
_TARGET = TARGETS["boundaries"]
_ROUNDS = 3

Made = TypeVar("Made")


class Spent(NamedTuple):
    """Time of the clock, and of all processors."""

    wall_s: float
    cpu_s: float


class Import(NamedTuple):
    """One import into a new database: how many areas it took, and its steps from the file to the draft."""

    areas: int
    read: Spent
    staged: Spent
    confirmed: Spent

    @property
    def whole(self) -> Spent:
        """All steps together."""
        steps = (self.read, self.staged, self.confirmed)
        return Spent(sum(one.wall_s for one in steps), sum(one.cpu_s for one in steps))


def measure() -> Iterable[Figure]:
    """Import each file with nothing built from it, and once more with its districts and provinces.

    Of each, as of ``ogr2ogr``, the fastest of some rounds counts; every round ends on the disk.
    """
    if shutil.which("ogr2ogr") is None or not FOLDER.exists():
        return
    for name, day in FILES:
        path = FOLDER / f"{name}.gpkg"
        plain = min(_spent(partial(_convert, path))[0] for _ in range(_ROUNDS))
        for with_units in (False, True):
            wish = Wish(mapping=None if with_units else {"code": "code", "name": "name"}, valid_from=day)
            ours = min((_import(path, wish) for _ in range(_ROUNDS)), key=lambda one: one.whole)
            yield _compare(path, ours, plain, with_units=with_units)


def _compare(path: Path, ours: Import, plain: Spent, *, with_units: bool) -> Figure:
    told = (
        f"read {ours.read.wall_s:.2f} s, staged {ours.staged.wall_s:.2f} s, confirmed"
        f" {ours.confirmed.wall_s:.2f} s; ogr2ogr {plain.wall_s:.2f} s; of the processors {ours.whole.cpu_s:.2f} s"
        f" and {plain.cpu_s:.2f} s"
    )
    what = f"{path.stem}: {ours.areas} areas" + (", districts and provinces built" if with_units else "")
    times = ours.whole.wall_s / plain.wall_s
    return Figure(what, times, "x ogr2ogr", most=None if with_units else TIMES_OGR2OGR, told=told)


def _import(path: Path, wish: Wish) -> Import:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/a.gpkg", clock=lambda: datetime.now(UTC), query_seconds=600)
        database.migrate()
        with database.write(SYSTEM, "bench.fill") as change:
            load_quan8(change)
        read, found = _spent(lambda: _diagnose(database, path, wish))
        staged, code = _spent(lambda: _stage(database, wish, found))
        confirmed, _ = _spent(lambda: _confirm(database, code))
        database.close()
    return Import(found.accepted, read, staged, confirmed)


def _diagnose(database: Database, path: Path, wish: Wish) -> Diagnosis:
    with database.read() as connection:
        return diagnose(Desk(connection, SYSTEM, _TODAY, Limits()), SourceFile(path), _TARGET, wish)


def _stage(database: Database, wish: Wish, found: Diagnosis) -> str:
    with database.write(SYSTEM, "import.stage") as change:
        return stage(change, StagedFile("a.gpkg", "0" * 64), _TARGET, wish, found)


def _confirm(database: Database, code: str) -> dict[str, int]:
    with database.write(SYSTEM, "import.confirm") as change:
        return confirm(change, code, version=1)


def _convert(path: Path) -> None:
    with TemporaryDirectory() as folder:
        words = ["ogr2ogr", "-f", "GPKG", f"{folder}/a.gpkg", str(path)]
        subprocess.run(words, check=True, capture_output=True)


def _spent(work: Callable[[], Made]) -> tuple[Spent, Made]:
    begun, used = time.perf_counter(), _used_s()
    made = work()
    return Spent(time.perf_counter() - begun, _used_s() - used), made


def _used_s() -> float:
    """Return the time of all processors that this process and those it waited for have used."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)
