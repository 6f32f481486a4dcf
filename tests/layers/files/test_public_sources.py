"""A file of a public source is kept where its hash is right; of another one nothing is left."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from layers.errors import Refused, StorageUnavailable
from layers.files.public_sources import fetch_file, list_sources

BYTES = b"what a source publishes"
RIGHT = sha256(BYTES).hexdigest()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Return the address of a file on a server of our own."""
    (folder := tmp_path / "published").mkdir()
    (folder / "a.gpkg").write_bytes(BYTES)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a.gpkg"
        server.shutdown()


def test_the_right_file_is_kept_and_a_wrong_one_deleted(address: str, tmp_path: Path) -> None:
    target = tmp_path / "here" / "a.gpkg"
    assert fetch_file(address, RIGHT, target) == target
    assert target.read_bytes() == BYTES
    with pytest.raises(Refused, match="source_hash_wrong"):
        fetch_file(address, "0" * 64, tmp_path / "there" / "b.gpkg")
    assert not list((tmp_path / "there").iterdir())
    with pytest.raises(StorageUnavailable, match="source_unreachable"):
        fetch_file(f"{address}.gone", RIGHT, tmp_path / "there" / "b.gpkg")


@pytest.mark.parametrize(
    ("url", "told", "code"),
    [
        ("https://a.example/a", "abc", "source_hash_invalid"),
        ("file:///etc/passwd", RIGHT, "source_url_invalid"),
    ],
)
def test_only_the_web_is_asked_and_only_with_a_hash(tmp_path: Path, url: str, told: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        fetch_file(url, told, tmp_path / "a")


def test_every_source_has_a_home_and_a_licence() -> None:
    assert [one.id for one in list_sources()] == ["communes-2009", "wards-2025"]
    assert all(one.home.startswith("https://") and one.licence for one in list_sources())
