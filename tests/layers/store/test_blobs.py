"""Files beside the database: kept once, whole, under their content."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.errors import NotFound
from layers.store.blobs import BlobStore


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_what_is_kept_comes_back(tmp_path: Path, body: bytes) -> None:
    store = BlobStore(tmp_path / "files")
    assert store.find_path(store.keep(body)).read_bytes() == body


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "files")
    digest = store.keep(b"map")
    first = store.find_path(digest).stat()
    assert store.keep(b"map") == digest
    assert store.find_path(digest).stat().st_ino == first.st_ino
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_an_open_file_is_kept_like_its_bytes(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "files")
    body = bytes(range(256)) * 10_000  # more than one piece
    source = tmp_path / "map.zip"
    source.write_bytes(body)
    with source.open("rb") as file:
        digest = store.keep_file(file)
    assert digest == store.keep(body)
    assert store.find_path(digest).read_bytes() == body


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = BlobStore(tmp_path / "files")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(b"map")
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_what_was_never_kept_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="file_not_found"):
        BlobStore(tmp_path).find_path("0" * 64)


def test_what_is_forgotten_is_gone_and_may_come_back(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "files")
    digest, other = store.keep(b"map"), store.keep(b"plan")
    for _ in range(2):
        store.forget(digest)
        with pytest.raises(NotFound, match="file_not_found"):
            store.find_path(digest)
    assert store.find_path(other).read_bytes() == b"plan"
    assert store.find_path(store.keep(b"map")).read_bytes() == b"map"


def test_what_was_never_kept_is_forgotten_without_a_fault(tmp_path: Path) -> None:
    BlobStore(tmp_path / "never written to").forget("0" * 64)
    assert list(tmp_path.iterdir()) == []
