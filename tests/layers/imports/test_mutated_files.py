"""Broken files of every format on their way into the register: a batch that is whole, or none at all."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from geo.errors import AppError
from layers.actor import SYSTEM
from layers.errors import Refused
from layers.files.limits import Limits
from layers.imports.batches import StagedFile, confirm, stage
from layers.imports.diagnosis import Desk, SourceFile, diagnose
from layers.imports.diagnosis_report import Diagnosis
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.store.audit import verify_chain
from layers.store.database import Database
from layers.store.schema import hotspot, import_batch, import_row
from tests.layers.files.mutations import mutate
from tests.layers.files.samples import write_samples
from tests.layers.files.warm import use_warm_readers
from tests.layers.imports.conftest import TODAY

_ROUNDS = 1


def _mutated(folder: Path) -> Iterator[Path]:
    """Yield files of every format: as they should be, then some of them broken."""
    (folder / "valid").mkdir()
    samples, chance = write_samples(folder / "valid"), Random(6)
    yield from samples.values()
    for nth in range(_ROUNDS):
        for kind, path in samples.items():
            broken = folder / f"{nth}-{kind.replace('.', '-')}{path.suffix}"
            broken.write_bytes(mutate(path.read_bytes(), chance))
            yield broken


def _diagnose(database: Database, path: Path) -> Diagnosis | None:
    with database.read() as connection, suppress(AppError):
        return diagnose(
            Desk(connection, SYSTEM, TODAY, Limits(seconds=5)), SourceFile(path), TARGETS["hotspots"], Wish()
        )
    return None


def _counts(database: Database) -> tuple[int, int, int]:
    """Return the batches, their rows, and the places of the register."""
    tables = (import_batch, import_row, hotspot)
    with database.read() as connection:
        batches, rows, places = (
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
        )
    return batches, rows, places


def test_a_broken_file_becomes_a_whole_batch_or_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_warm_readers(monkeypatch)
    taken = refused = 0
    for path in _mutated(tmp_path):
        batches, rows, places = _counts(database)
        found = _diagnose(database, path)
        assert _counts(database) == (batches, rows, places), "to look at a file changes nothing"
        if found is None:
            refused += 1
            continue
        with database.write(SYSTEM, "import.stage") as change:
            code = stage(change, StagedFile(path.name, "0" * 64), TARGETS["hotspots"], Wish(), found)
        assert _counts(database) == (batches + 1, rows + found.features, places)
        written = 0
        with suppress(Refused), database.write(SYSTEM, "import.confirm") as change:
            written = confirm(change, code, version=1)["written"]
        assert _counts(database)[2] == places + written
        taken += bool(written)
    assert taken > 0
    assert refused > 0
    with database.read() as connection:
        assert verify_chain(connection) is None
