"""Headers on every answer, and text that no field can hold."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, csrf_token
from webmap.config import Config
from webmap.factory import create_app

PAGES = (
    "/sign-in",
    "/link/x",
    "/",
    "/account",
    "/nothing-here",
    "/api?f=html",
    "/api/docs",
    "/api/collections?f=html",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_a_strict_policy(client: FlaskClient, sign_in: SignIn, path: str) -> None:
    if path not in {"/sign-in", "/link/x"}:
        sign_in()
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.mimetype == "text/html"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    nonce = re.search(r"script-src 'self' 'nonce-([^']{20,})'", policy)
    assert nonce
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", answer.text):
        assert f'nonce="{nonce[1]}"' in tag or 'type="application/json"' in tag
    assert not re.search(
        r"\son\w+=|\sstyle=|https?://(?!localhost|www\.opengis\.net|www\.w3\.org)", answer.text
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] in {"no-store", "private, no-cache"}


def test_web_assembly_is_allowed_in_the_worker_that_finds_faces_alone(client: FlaskClient) -> None:
    policies = {}
    for name in ("build/faces.js", "build/images.js", "vendor/litert.js"):
        with client.get(f"/static/{name}") as answer:
            policies[name] = answer.headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policies.pop("build/faces.js")
    assert set(policies.values()) == {"default-src 'none'"}


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    policies = {client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_the_host_of_the_base_map_is_allowed(config: Config) -> None:
    url = "https://tiles.example.vn/{z}/{x}/{y}.png"
    app = create_app(replace(config, basemap_url=url))
    policy = app.test_client().get("/sign-in").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://tiles.example.vn;" in policy
    assert "script-src 'self' 'nonce" in policy
    app.extensions["database"].close()


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/api?f=%00", "f"),
        ("/api?f=json%00", "f"),
        ("/api?f=%ED%A0%80", "f"),
        ("/api?f=%ff", "f"),
        ("/api?%ff=1", "\ufffd"),
        ("/api?a%00b=1", "a\ufffdb"),
        ("/api/collections/%00", "path"),
        ("/api/collections/%ED%A0%80/items", "path"),
        ("/sign-in?next=/%C0%AE", "next"),
    ],
)
def test_unreadable_text_is_refused_by_name(client: FlaskClient, path: str, parameter: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json["code"] == "text_unreadable"
    assert answer.json["parameter"] == parameter


@pytest.mark.parametrize("value", ["a\0b", b"\xff\xfe", b"\xed\xa0\x80"])
def test_unreadable_fields_are_refused(client: FlaskClient, value: str | bytes) -> None:
    token = csrf_token(client)
    body = {"csrf_token": token, "name": value, "password": "x"}
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        if kind.startswith("multipart") and isinstance(value, bytes):
            continue
        answer = client.post("/sign-in", data=body, content_type=kind, headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert answer.json["parameter"] == "name"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"a": "\\u0000"}', "text_unreadable"),
        (b'{"a": "\0"}', "text_unreadable"),
        (b'{"a": "\\ud800"}', "parameter_invalid"),
        (b"\xff", "parameter_invalid"),
        (b"{", "parameter_invalid"),
        (b"", "parameter_invalid"),
        (b"[" * 5000, "parameter_invalid"),
        (b'{"a": NaN}', "parameter_invalid"),
    ],
)
def test_unreadable_json_is_refused(client: FlaskClient, body: bytes, code: str) -> None:
    answer = client.post("/api", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert (answer.json["code"], answer.json["parameter"]) == (code, "body")


def test_who_reads_may_tell_the_type_of_a_body_that_is_not_there(client: FlaskClient) -> None:
    assert client.get("/healthz", content_type="application/geo+json").status_code == 200
    assert client.get("/healthz", data=b"{", content_type="application/geo+json").status_code == 400


def test_a_browser_cannot_be_made_to_use_remembered_credentials(
    client: FlaskClient, bearer: Callable[..., dict[str, str]]
) -> None:
    headers = {**bearer(), "Sec-Fetch-Site": "cross-site"}
    assert client.get("/api", headers=headers).status_code == 200
    assert client.post("/language", data={"locale": "en"}, headers=headers).status_code in {400, 403}


def test_answers_are_compressed(client: FlaskClient, bearer: Callable[..., dict[str, str]]) -> None:
    headers = bearer()
    path = "/api/collections/boundaries/items"
    plain = client.get(path, headers=headers)
    assert "Content-Encoding" not in plain.headers
    for name in ("gzip", "br"):
        packed = client.get(path, headers={**headers, "Accept-Encoding": name})
        assert packed.headers["Content-Encoding"] == name
        assert len(packed.data) < len(plain.data) / 2
        assert "Accept-Encoding" in packed.headers["Vary"]


def test_proxies_are_believed_only_where_they_are_declared(config: Config) -> None:
    for hops, secure in ((0, False), (1, True)):
        app: Flask = create_app(replace(config, trusted_proxies=hops))
        answer = app.test_client().get("/sign-in", headers={"X-Forwarded-Proto": "https"})
        assert ("Secure" in answer.headers["Set-Cookie"]) is secure
        assert ("Strict-Transport-Security" in answer.headers) is secure
        app.extensions["database"].close()


def test_what_is_no_page_may_load_nothing(client: FlaskClient) -> None:
    assert client.get("/healthz").headers["Content-Security-Policy"] == "default-src 'none'"
