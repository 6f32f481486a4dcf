"""The reading process meets broken files of every format: its parent always gets an end or a reason."""

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.layers.files.mutations import read_mutations
from tests.layers.files.samples import write_samples
from tests.layers.files.warm import use_warm_readers

COUNT = 200
_PATIENCE_S = 60
"""Twelve times what a reader may take; a hang takes for ever."""
CODES = {
    None, "import_driver_refused", "import_archive_unsafe", "import_too_large", "import_took_too_long", "import_broken",
    "import_no_layer", "import_pointer_refused",
}  # fmt: skip


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_mutated_files_end_in_an_answer_or_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All formats; thousands more by ``python -m tests.bench files``."""
    (folder := tmp_path / "samples").mkdir()
    samples = write_samples(folder)
    use_warm_readers(monkeypatch)
    open_before = _open_files()
    codes: Counter[str | None] = Counter()
    longest = 0.0
    begun = time.monotonic()
    for outcome in read_mutations(samples, tmp_path, COUNT, seed=6):
        codes[outcome.code] += 1
        longest = max(longest, time.monotonic() - begun)
        begun = time.monotonic()
    assert codes.keys() <= CODES
    assert codes["import_broken"] > 0
    assert codes[None] > 0
    assert longest < _PATIENCE_S, "one hung"
    assert _open_files() <= open_before + 3  # the forking process and nothing else
