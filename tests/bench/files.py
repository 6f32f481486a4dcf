"""Files that come in: memory for a long GeoJSONSeq, speed for the nation's communes, thousands broken by chance."""

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import orjson

from layers.files.limits import Limits
from layers.files.reading import read_layer
from tests.bench.figures import Figure

SIZE_MB = int(os.environ.get("BENCH_FILE_MB", "200"))
"""Length of the long file; 2000 for the two gigabytes that are promised."""

MUTATIONS = 2000
COMMUNES = Path(__file__).resolve().parents[3] / "shared" / "boundaries" / "communes_2009.gpkg"
_SECONDS_A_MB = 10
"""Ten times what a machine without other work needs to read and to stage it."""

_WIDE = Limits(seconds=max(600, SIZE_MB * _SECONDS_A_MB), file_bytes=10**10, features=10**9, vertices=10**10)
_VERTICES = 400
_MOST_MB = {"reads": 250, "stages": 250}


class Peak(NamedTuple):
    """What a process had in memory at most, and how long its work took."""

    memory_mb: float
    seconds: float


def measure() -> Iterable[Figure]:
    """Read what is long, what is usual and what is broken."""
    yield from _memory()
    if COMMUNES.exists():
        yield _communes()
    yield from _mutations()


def _memory() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.geojsonl"
        tenth, whole = (_peaks(_write(path, size_mb)) for size_mb in (SIZE_MB // 10, SIZE_MB))
    for who, most_mb in _MOST_MB.items():
        told = (
            f"{SIZE_MB} MB in {whole[who].seconds:.0f} s; {SIZE_MB // 10} MB: {tenth[who].memory_mb:.0f} MB"
        )
        what = f"peak memory (RSS) of the process that {who} a GeoJSONSeq"
        yield Figure(what, whole[who].memory_mb, "MB", most=most_mb, told=told)
        yield Figure(
            "the same : that of a tenth of the file",
            whole[who].memory_mb / tenth[who].memory_mb,
            "x",
            most=1.1,
        )


def _write(path: Path, size_mb: int) -> Path:
    """Write lines of one record each, no two alike, until the file is that long."""
    places = ", ".join(f"[{106 + nth / 1e5:.5f}, {10.7 + nth % 7 / 1e5:.5f}]" for nth in range(_VERTICES))
    line = (
        '{"type": "Feature", "properties": {"ten": "Hẻm %d"}, "geometry": {"type": "LineString", "coordinates": '
        "[[105.9, 10.%06d], " + places + "]}}\n"
    )
    with path.open("w") as file:
        for nth in range(size_mb * 1_000_000 // len(line)):
            file.write(line % (nth, nth))
    return path


def _peaks(path: Path) -> dict[str, Peak]:
    """Read, then read and stage, each in a fresh process; give what the processes had in memory at most."""
    reading, staging = (_run(str(path), deed) for deed in ("read", "stage"))
    return {
        "reads": Peak(reading["children_kb"] / 1024, reading["seconds"]),
        "stages": Peak(staging["self_kb"] / 1024, staging["seconds"]),
    }


def _run(*words: str) -> dict[str, float]:
    program = [sys.executable, "-m", "tests.bench.files", *words]
    told: dict[str, float] = orjson.loads(subprocess.run(program, capture_output=True, check=True).stdout)
    return told


def _read(path: Path) -> None:
    for _record in read_layer(path, None, _WIDE):
        pass


def _stage(path: Path) -> None:
    """Examine a file and stage its rows, in a new database beside it."""
    # The kernel counts what a process had before it became the reader: who only reads loads none of these.
    from layers.actor import SYSTEM  # noqa: PLC0415
    from layers.imports.batches import StagedFile, stage  # noqa: PLC0415
    from layers.imports.diagnosis import Desk, SourceFile, diagnose  # noqa: PLC0415
    from layers.imports.file_findings import Wish  # noqa: PLC0415
    from layers.imports.import_layers import TARGETS  # noqa: PLC0415
    from layers.store.database import Database  # noqa: PLC0415

    day, target, wish = date(2026, 11, 23), TARGETS["hotspots"], Wish()
    with TemporaryDirectory(dir=path.parent) as folder:
        database = Database(
            f"sqlite:///{folder}/a.gpkg", clock=lambda: datetime.now(UTC), query_seconds=_WIDE.seconds
        )
        database.migrate()
        with database.read() as connection:
            found = diagnose(Desk(connection, SYSTEM, day, _WIDE), SourceFile(path), target, wish)
        with database.write(SYSTEM, "import.stage") as change:
            stage(change, StagedFile("a.geojsonl", "0" * 64), target, wish, found)
        database.close()


def _communes() -> Figure:
    begun = time.monotonic()
    count = sum(1 for _ in read_layer(COMMUNES, None, _WIDE))
    seconds = time.monotonic() - begun
    return Figure(
        "communes of the nation, read", count / seconds, "a second", told=f"{count} in {seconds:.2f} s"
    )


def _mutations() -> Iterator[Figure]:
    import pytest  # noqa: PLC0415 - who measures its own memory above loads none of these

    from tests.layers.files.mutations import LIMITS, read_mutations  # noqa: PLC0415
    from tests.layers.files.samples import write_samples  # noqa: PLC0415
    from tests.layers.files.warm import use_warm_readers  # noqa: PLC0415

    codes: Counter[str] = Counter()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        (place := Path(folder) / "samples").mkdir()
        samples = write_samples(place)
        use_warm_readers(patch)
        longest, begun = 0.0, time.monotonic()
        for outcome in read_mutations(samples, Path(folder), MUTATIONS, seed=1):
            longest = max(longest, time.monotonic() - begun)
            codes[outcome.code or "read"] += 1
            begun = time.monotonic()
    told = ", ".join(f"{code} {count}" for code, count in codes.most_common())
    yield Figure(
        "mutated files that ended in an answer or a reason", codes.total(), "", least=MUTATIONS, told=told
    )
    yield Figure("the longest of them", longest, "s", most=4 * LIMITS.seconds)


if __name__ == "__main__":
    _begun = time.monotonic()
    {"read": _read, "stage": _stage}[sys.argv[2]](Path(sys.argv[1]))
    _used = {"self_kb": resource.RUSAGE_SELF, "children_kb": resource.RUSAGE_CHILDREN}
    _told = {name: resource.getrusage(who).ru_maxrss for name, who in _used.items()}
    print(orjson.dumps({**_told, "seconds": time.monotonic() - _begun}).decode())
