"""Files that were sent: the parts of one map together, and found again by nobody but who sent them."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from layers.errors import Refused
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.files.samples import old_table, sent
from webmap.config import Config
from webmap.pages.files.import_files import MOST_FILES, blobs, receive, seal, unseal


def _files(*names: str) -> dict[str, Any]:
    return {"file": [(BytesIO(name.encode()), name) for name in names]}


def test_the_parts_of_a_map_become_one_archive(app: Flask, add_account: SignIn) -> None:
    names = ("cu/phuong.dbf", "phuong.shp", "phuong.prj")
    with app.test_request_context("/imports", method="POST", data=_files(*names)):
        g.account = add_account("officer", name="lan")
        kept = receive("file")
        assert kept is not None
        assert kept.name == "phuong.zip"
        with zipfile.ZipFile(blobs().find_path(kept.digest)) as archive:
            assert sorted(archive.namelist()) == ["phuong.dbf", "phuong.prj", "phuong.shp"]
        word = seal(kept)
        assert unseal(word) == kept
        g.account = add_account("officer", name="minh")
        assert unseal(word) is None
        assert unseal(None) is None
    with app.test_request_context("/imports", method="POST", data=_files("một.gpkg")):
        one = receive("file")
        assert one is not None
        assert one.name == "một.gpkg"
        assert blobs().find_path(one.digest).read_bytes() == "một.gpkg".encode()


def test_no_file_is_none_and_too_many_are_refused(app: Flask) -> None:
    with app.test_request_context("/imports", method="POST", data={}):
        assert receive("file") is None
    names = [f"{number}.shp" for number in range(MOST_FILES + 1)]
    with (
        app.test_request_context("/imports", method="POST", data=_files(*names)),
        pytest.raises(Refused, match="import_too_many_files"),
    ):
        receive("file")


class TestLargeFiles:
    """Files are larger than other requests, for those who are signed in."""

    @pytest.fixture
    def config(self, config: Config) -> Config:
        """Return settings with small limits."""
        return replace(config, max_upload_mb=0.1, max_import_mb=0.4)

    def test_only_imports_of_somebody_may_be_large(self, client: FlaskClient, sign_in: SignIn) -> None:
        large = old_table() + b" " * 200_000
        assert client.post("/imports", data=sent(large)).status_code == 413
        sign_in("officer", "776")
        assert post(client, "/imports", **sent(large)).status_code in {303, 422}
        assert post(client, "/imports", **sent(large + b" " * 300_000)).status_code == 413
        assert post(client, "/documents/new", **sent(large)).status_code == 413
