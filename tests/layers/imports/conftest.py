"""Imports for tests: records that no file holds, and files that are read in this process."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyproj
import pytest
from shapely.geometry.base import BaseGeometry

from layers.actor import SYSTEM, Actor
from layers.files import reading
from layers.files.reading import OpenFile
from layers.files.sources import SourceField, SourceLayer, SourceRecord
from layers.imports import diagnosis
from layers.imports.batch_rows import list_rows
from layers.imports.batches import StagedFile, confirm, stage, undo
from layers.imports.diagnosis import Desk, SourceFile, diagnose
from layers.imports.diagnosis_report import Diagnosis
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.store.database import Database
from tests.layers.imports.reading_here import frames_here

TODAY = date(2026, 11, 22)
_WGS84 = pyproj.CRS(4326).to_wkt()

Row = tuple[Mapping[str, Any], BaseGeometry | None]


@dataclass
class Importing:
    """Has rows examined, staged and confirmed.

    Attributes
    ----------
    patch
        Puts records in the place of a file.
    """

    patch: pytest.MonkeyPatch

    def examine(
        self,
        database: Database,
        target: str,
        rows: Sequence[Row],
        *,
        wish: Wish | None = None,
        actor: Actor = SYSTEM,
    ) -> Diagnosis:
        """Have rows examined as if a file held them."""
        columns = list(dict.fromkeys(name for values, _ in rows for name in values))
        fields = tuple(SourceField(name, "str") for name in columns)
        layer = SourceLayer("t", "GeoJSON", "Unknown", fields, len(rows), _WGS84, "utf-8")
        records = [
            SourceRecord(nth, shape.wkb if shape else None, {name: values.get(name) for name in columns})
            for nth, (values, shape) in enumerate(rows, 1)
        ]
        opened = OpenFile((layer,), layer, iter(records))
        self.patch.setattr(diagnosis, "open_file", lambda *_: nullcontext(opened))
        with database.read() as connection:
            return diagnose(
                Desk(connection, actor, TODAY), SourceFile(Path("t")), TARGETS[target], wish or Wish()
            )

    def stage(self, database: Database, target: str, rows: Sequence[Row], *, wish: Wish | None = None) -> str:
        """Stage rows and return the code of their batch."""
        found = self.examine(database, target, rows, wish=wish)
        with database.write(SYSTEM, "import.stage") as change:
            return stage(change, StagedFile("t.geojson", "0" * 64), TARGETS[target], wish or Wish(), found)

    def confirm(self, database: Database, code: str, *, version: int = 1) -> dict[str, int]:
        """Confirm a batch."""
        with database.write(SYSTEM, "import.confirm") as change:
            return confirm(change, code, version=version)

    def undo(self, database: Database, code: str, *, version: int = 2, reason: str = "nhập nhầm tệp") -> int:
        """Take a batch back and return its version."""
        with database.write(SYSTEM, "import.undo") as change:
            return undo(change, code, version=version, reason=reason)

    def told(self, database: Database, code: str) -> list[tuple[list[str], str | None]]:
        """Return the faults of each row of a batch, and what it is a duplicate of."""
        with database.read() as connection:
            rows = list_rows(connection, SYSTEM, code)
        return [([fault.code for fault in one.row.faults], one.row.duplicate_of) for one in rows]


@pytest.fixture
def importing(monkeypatch: pytest.MonkeyPatch) -> Importing:
    """Return what imports rows that no file holds."""
    return Importing(monkeypatch)


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Diagnosis]:
    """Return a function that has a file examined, in this process."""
    monkeypatch.setattr(reading, "_frames", frames_here)

    def examine(
        database: Database, path: Path, target: str, wish: Wish | None = None, layer: str | None = None
    ) -> Diagnosis:
        with database.read() as connection:
            desk = Desk(connection, SYSTEM, TODAY)
            return diagnose(desk, SourceFile(path, layer), TARGETS[target], wish or Wish())

    return examine
