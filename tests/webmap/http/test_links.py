"""Addresses: where a form may lead back to, and names of files that change with their content."""

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webmap.http import links


@pytest.mark.parametrize(
    "target", ["/", "/map", "/map?on=2025-07-01&q=h%E1%BA%BBm", "/a//b", "/x?next=https://y"]
)
def test_own_paths(target: str) -> None:
    assert links.is_local(target)
    assert links.local_or_home(target) == target


@pytest.mark.parametrize(
    "target",
    [None, "", "map", "//evil.example", "/\\evil.example", "\\evil", "https://evil.example", "http:/evil",
     "javascript:alert(1)", "/\tevil", "/a\nSet-Cookie: x", "/\x7f", "/a\\b", "//[", " /map"],
)  # fmt: skip
def test_other_places(target: str | None) -> None:
    assert not links.is_local(target)
    assert links.local_or_home(target) == "/"


def test_an_address_keeps_its_other_parameters(app: Flask) -> None:
    with app.test_request_context("/api/collections/hotspots/items?q=h%E1%BA%BBm+1&limit=2"):
        changed = links.this_address(cursor="abc", limit=None)
    assert changed == "http://localhost/api/collections/hotspots/items?q=h%E1%BA%BBm+1&cursor=abc"


def test_files_named_by_their_content_are_kept(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context("/"):
        address = links.asset_url("css/tokens.css")
    with client.get(address) as named:
        assert named.status_code == 200
        assert "max-age=31536000" in named.headers["Cache-Control"]
        assert "Set-Cookie" not in named.headers
    with client.get(address.split("?")[0]) as plain:
        assert "max-age" not in plain.headers["Cache-Control"]
        assert plain.headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "../config.py",
        "..%2fconfig.py",
        "%2fetc%2fpasswd",
        "css/../../config.py",
        "vendor/../../app.py",
        "vendor/",
    ],
)
def test_no_other_file_can_be_asked_for(client: FlaskClient, path: str) -> None:
    for query in ("", "?v=0"):
        with client.get(f"/static/{path}{query}") as answer:
            assert answer.status_code in {404, 308}


def test_text_files_are_sent_in_their_best_packed_form(client: FlaskClient) -> None:
    address = "/static/vendor/leaflet.js"
    with (
        client.get(address) as plain,
        client.get(address, headers={"Accept-Encoding": "gzip, br"}) as packed,
    ):
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "br"
        assert brotli.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 3.5
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert "Accept-Encoding" in packed.headers["Vary"]
    known = {"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]}
    with client.get(address, headers=known) as unchanged:
        assert (unchanged.status_code, unchanged.data) == (304, b"")


def test_fonts_are_packed_already(client: FlaskClient) -> None:
    address = "/static/vendor/be-vietnam-pro-latin-400-normal.woff2"
    with client.get(address, headers={"Accept-Encoding": "br"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert answer.data.startswith(b"wOF2")
