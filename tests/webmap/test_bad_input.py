"""What is wrong on purpose, at every door: always a refusal that says why, in the reader's language, never a fault."""

import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.webmap.conftest import SignIn, csrf_token, post
from tests.webmap.live import Live
from webmap.config import Config
from webmap.texts import LANGUAGES

SAMPLES = {
    "collection_id": "hotspots",
    "item_id": "DB00001",
    "code": "DB00001",
    "secret": "x",
    "token_id": "1",
    "grant_id": "1",
    "name": "lan",
    "uuid": "8402887b-755d-5e5a-880f-eca4e551626f",
    "file_uuid": "0b0e4c5e-3c57-4f43-9f1c-0d6f7f0d7a11",
    "event_uuid": "14290bc6-b585-5a78-a88c-4ae8a91ab181",
    "draft_id": "1",
    "key": "1",
    "year": "2026",
    "ward": "27424@2025-07-01",
    "number": "1",
    "filename": "css/tokens.css",
    "suffix": "gpx",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
UNREADABLE = ("%00", "a%00b", "%ED%A0%80", "%ED%BF%BF", "%FF", "%C0%AF", "%F4%90%80%80")
"""NUL, lone surrogates, and bytes that are not UTF-8."""

NASTY_PARTS = (
    *UNREADABLE,
    "..%2F..%2Fapp.py",
    "%2e%2e",
    "%5c..%5c..%5capp.py",
    "9" * 400,
    "x" * 4000,
    "-1",
    "%F0%9F%98%80",
    "'%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%25s%25n%7B0%7D",
)
QUESTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "/api": {"f": ("xml", "", "JSON", "html,json")},
    "/api/collections/hotspots/items": {
        "bbox": (
            "1e999,0,1,1",
            "1,2,3",
            "1,,2,3",
            "1_0,2,3,4",
            "0x1,2,3,4",
            "9" * 400 + ",0,1,1",
            "0,0,1e308,1",
        ),
        "bbox-crs": ("EPSG:99999999999999999999", "http://localhost/x", "4326;", "-1"),
        "crs": ("EPSG:" + "9" * 5000, "+proj=longlat", "urn:ogc:def:crs:EPSG::6956", "file:///etc/passwd"),
        "datetime": (
            "99999-01-01",
            "0000-00-00",
            "2020-01-01/2021-01-01/2022-01-01",
            "2020-01-01T25:00:00Z",
            "9" * 5000,
        ),
        "limit": ("0", "-9" * 50, "9" * 5000, "1e3", "0x10", "１０", "NaN"),
        "cursor": (
            "x",
            "e30",
            "eyJhIjoxZTk5OSwiZCI6IjIwMjAtMDEtMDEiLCJrIjoieCJ9",
            "A" * 5000,
            "é",
            "====",
            "W10",
        ),
        "q": ("x" * 201, "x" * 100_000),
        "area": ("'; --", "x" * 41, "1@2", "27424@start@start"),
        "vintage": ("0000-01-01", "now", "10000-01-01"),
        "as-known-on": ("2020-02-30", "2020-01-01T00:00:00", "9999-12-31T23:59:59-23:59x"),
        "status": ("x", "THEO_DOI,", "theo_doi"),
        "kind": (",", "alley;bridge"),
        "topic": ("ma_tuy,x",),
    },
    "/api/collections/hotspots/items/DB00001": {"vintage": ("x",), "crs": ("x",), "datetime": ("1/2/3",)},
    "/map": {
        "at": ("10,106", "91,106,12", "10,106,99", "nan,nan,nan", "9" * 400 + ",0,1"),
        "on": ("x", "2020-13-01", "99999-01-01"),
        "vintage": ("x",),
        "status": ("x",),
        "kind": ("x",),
        "topic": ("x",),
        "ward": ("a b", "x" * 41),
        "q": ("x" * 201,),
        "selected": ("a b", "x" * 41, "<b>"),
    },
    "/map/data": {"as-known-on": ("x", "0000-01-01")},
    "/map/export": {"on": ("x",), "at": ("x",)},
    "/hotspots/DB00001": {"on": ("x", "2020-02-30"), "vintage": ("x",), "as-known-on": ("x",)},
    "/visits": {
        "state": ("x", "MADE"),
        "from": ("x", "32/13/2026", "99999-01-01"),
        "to": ("mai",),
        "area": ("x", "'; --"),
        "mine": ("2",),
        "hotspot": ("x" * 41,),
        "cursor": ("x", "====", "A" * 5000),
    },
    "/plans": {"state": ("x", "DRAFT"), "cursor": ("x", "====", "A" * 5000)},
    "/admin/crossings/new": {"kind": ("x", "BRIDGE", "9" * 5000)},
    "/plans/calendar": {
        "view": ("x", "year", ""),
        "on": ("x", "2020-13-01", "0001-01-01", "9999-12-31"),
        "area": ("*", "27424@2025-13-01x"),
    },
    "/plans/calendar.ics": {"view": ("x",), "on": ("x", "1899-12-31"), "area": ("*",)},
    "/plans/new": {"on": ("x", "2020-13-01", "99999-01-01")},
    "/plans/supervision": {"year": ("x", "", "2009", "2101", "２０２６", "9" * 5000)},
    "/plans/supervision.csv": {"year": ("x",)},
    "/plans/peaks": {},
    "/programme/counts": {"month": ("x", "2026-13", "99999-01", "0000-01")},
    "/documents": {"q": ("x" * 201,), "kind": ("x", "KH;QD"), "cursor": ("x", "e30", "é")},
    "/hotspots/DB00001/status": {"to": ("x", "theo_doi"), "on": ("x", "2020-02-30")},
    "/hotspots/DB00001/card": {"on": ("",), "vintage": ("",), "as-known-on": ("",)},
}
"""Parameters and what they cannot be."""

CHOOSY = (
    *QUESTIONS,
    "/api/conformance",
    "/api/collections",
    "/api/openapi.json",
    "/api/docs",
    "/api/collections/hotspots",
)
"""What refuses parameters that it does not know."""


@pytest.fixture
def config(config: Config) -> Config:
    """Return settings under which nobody is slowed down, and bodies end early."""
    patient = {"sign_ins_per_account": 1000, "sign_ins_per_address": 10_000, "max_upload_mb": 1.0}
    return Config(data_dir=config.data_dir, secret_key="k" * 32, testing=True, **patient)


@pytest.fixture
def someone(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """Return a signed-in browser whose account may do everything."""
    sign_in("coordinator")
    return client


def doors(app: Flask, method: str = "GET") -> Iterator[tuple[Rule, str]]:
    """Yield each route that takes the method, with an address of it."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule, re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda found: SAMPLES[found[1]], rule.rule)


def expect_refusal(answer: Any, locale: str, *, is_page: bool, about: object = "") -> None:
    """Check that an answer is a refusal in the caller's form and language, and says nothing of our insides."""
    assert 400 <= answer.status_code < 500, (about, answer.status_code)
    assert not re.search(r"Traceback|\.py\b.*line \d|sqlite|sqlalchemy", answer.text), about
    if is_page:
        assert answer.mimetype == "text/html", about
        assert f'lang="{locale}"' in answer.text, about
        assert "<h1" in answer.text, about
    else:
        assert answer.mimetype == "application/problem+json", about
        assert answer.headers["Content-Language"] == locale, about
        assert answer.json["status"] == answer.status_code, about
        assert answer.json["detail"], about
        assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def speak(client: FlaskClient, locale: str) -> FlaskClient:
    """Return the client, its account set to a language."""
    assert post(client, "/language", locale=locale).status_code == 303
    return client


def both_callers(locale: str) -> Iterator[tuple[bool, dict[str, str]]]:
    for is_page, accept in ((False, "application/json"), (True, "text/html")):
        yield is_page, {"Accept": accept, "Accept-Language": locale}


@pytest.mark.parametrize("locale", LANGUAGES)
def test_unreadable_parameters_are_named_at_every_door(app: Flask, someone: FlaskClient, locale: str) -> None:
    speak(someone, locale)
    for _, path in doors(app):
        for value in UNREADABLE:
            for is_page, headers in both_callers(locale):
                answer = someone.get(f"{path}?next={value}", headers=headers)
                expect_refusal(answer, locale, is_page=is_page, about=(path, value))
                assert "next" in (answer.text if is_page else answer.json["parameter"])
                assert answer.status_code == 400


@pytest.mark.parametrize("locale", LANGUAGES)
def test_nasty_parts_of_an_address_are_refused(app: Flask, someone: FlaskClient, locale: str) -> None:
    speak(someone, locale)
    for rule, path in doors(app):
        for name in rule.arguments:
            for part in NASTY_PARTS:
                for is_page, headers in both_callers(locale):
                    answer = someone.get(path.replace(SAMPLES[name], part), headers=headers)
                    if rule.endpoint == "account.show_link" and answer.status_code == 410:
                        continue  # a link that is spent or never was: its own page, also to programs
                    expect_refusal(answer, locale, is_page=is_page, about=(rule.rule, part))
                    assert not is_page or "<script>alert" not in answer.text


def test_wrong_methods_are_refused_with_the_right_ones(app: Flask, someone: FlaskClient) -> None:
    token = csrf_token(someone)
    for path in {path for method in ("GET", "POST") for _, path in doors(app, method)}:
        allowed = {method for method in METHODS for _, other in doors(app, method) if other == path}
        for method in set(METHODS) - allowed:
            for is_page, headers in both_callers("vi"):
                headers["X-CSRFToken"] = token
                answer = someone.open(path, method=method, headers=headers)
                expect_refusal(answer, "vi", is_page=is_page, about=(method, path))
                assert answer.status_code == 405, (method, path)
                assert allowed <= set(re.split(r",\s*", answer.headers["Allow"]))


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("path", QUESTIONS)
def test_values_that_cannot_be_are_named(someone: FlaskClient, path: str, locale: str) -> None:
    speak(someone, locale)
    for name, values in QUESTIONS[path].items():
        for value in values:
            for is_page, headers in both_callers(locale):
                answer = someone.get(f"{path}?{name}={quote(value)}", headers=headers)
                if is_page and name == "f":
                    continue
                expect_refusal(answer, locale, is_page=is_page, about=(path, name, value[:50]))
                assert answer.status_code == 400, (path, name, value[:50])
                if is_page:
                    assert name in answer.text
                else:
                    assert answer.json["parameter"] == name
                    assert answer.json["expected"]


@pytest.mark.parametrize("path", CHOOSY)
def test_unknown_and_repeated_parameters_are_named(someone: FlaskClient, path: str) -> None:
    known = next(iter(QUESTIONS.get(path) or {"f": ()}))
    for query, name in (("colour=red", "colour"), (f"{known}=1&{known}=2", known), ("m%E1%BA%ADt=1", "mật")):
        answer = someone.get(f"{path}?{query}", headers={"Accept": "application/json"})
        expect_refusal(answer, "vi", is_page=False, about=(path, query))
        assert answer.json["parameter"] == name


BODIES: dict[str, tuple[bytes, str]] = {
    "deep JSON": (b"[" * 100_000, "application/json"),
    "broken JSON": (b'{"a":', "application/json"),
    "NUL in JSON": (b'{"a": "\\u0000"}', "application/json"),
    "lone surrogate in JSON": (b'{"a": "\\ud800"}', "application/json"),
    "huge number in JSON": (b"1" * 10_000, "application/json"),
    "not UTF-8": (b"\xff\xfe\x00", "application/json"),
    "XML": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "application/xml"),
    "form without a boundary": (b"--x\r\n", "multipart/form-data"),
    "form that breaks off": (
        b"--x\r\nContent-Disposition: form-data; name=a",
        "multipart/form-data; boundary=x",
    ),
    "a thousand parts": (
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 1500 + b"--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "NUL in a form": (b"name=%00&password=%00", "application/x-www-form-urlencoded"),
    "surrogate in a form": (b"name=%ED%A0%80", "application/x-www-form-urlencoded"),
    "raw bytes in a form": (b"name=\xff\xff", "application/x-www-form-urlencoded"),
    "too many bytes": (b"name=" + b"x" * 1_100_000, "application/x-www-form-urlencoded"),
    "unknown charset": (b"name=x", "application/x-www-form-urlencoded; charset=klingon"),
    "no kind that there is": (b"name=x", "x/" + "y" * 500),
}


@pytest.mark.parametrize("body", BODIES)
def test_bodies_that_cannot_be_are_refused_at_every_form(app: Flask, someone: FlaskClient, body: str) -> None:
    content, kind = BODIES[body]
    for _, path in doors(app, "POST"):
        for locale in LANGUAGES:
            speak(someone, locale)
            for is_page, headers in both_callers(locale):
                answer = someone.post(path, data=content, content_type=kind, headers=headers)
                expect_refusal(answer, locale, is_page=is_page, about=(path, body))
                if body == "too many bytes":
                    assert answer.status_code == 413
                    assert is_page or answer.json["facts"]["maximum_mb"] == 1


def test_bodies_where_none_belongs_do_no_harm(app: Flask, someone: FlaskClient) -> None:
    for _, path in doors(app):
        for content, kind in BODIES.values():
            answer = someone.get(path, data=content, content_type=kind)
            assert answer.status_code < 500, (path, kind)
            answer.close()


def test_fields_that_cannot_be_are_named(app: Flask, someone: FlaskClient) -> None:
    token = csrf_token(someone)
    for path, field in (
        ("/sign-in", "name"),
        ("/sign-in", "password"),
        ("/language", "locale"),
        ("/account/password", "present"),
        ("/account/tokens", "name"),
    ):
        right = {"csrf_token": token, "name": "lan", "password": "x", "locale": "vi", "present": "x"}
        without = {name: value for name, value in right.items() if name != field}
        for wrong in (without, {**right, field: "x" * 1001}, {**right, field: "a\0b"}):
            answer = someone.post(path, data=wrong, headers={"Accept": "application/json"})
            expect_refusal(answer, "vi", is_page=False, about=(path, field))
            assert answer.json["parameter"] == field


TRAVERSALS = (
    "/static/../app.py",
    "/static/..%2f..%2fapp.py",
    "/static/%2e%2e/%2e%2e/app.py",
    "/static/css/../../factory.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/..%5c..%5capp.py",
    "/static/",
    "/static/css",
    "/static/css/",
    "/static/vendor",
    "/static/vendor/",
    "/static/vendor/../css/tokens.css",
    "/static/vendor/../../app.py",
    "/static/vendor/%2e%2e/%2e%2e/%2e%2e/package.json",
    "/static/vendor/leaflet/../../../package.json",
    "/static/vendor//etc/passwd",
    "/static/vendor/package.json",
    "/static/vendor/leaflet/package.json",
    "/static/" + "a/" * 3000,
    "/static/" + "a" * 5000,
)


@pytest.mark.parametrize("path", TRAVERSALS, ids=lambda path: path[:60])
def test_no_way_leads_out_of_the_static_folder(someone: FlaskClient, live: Live, path: str) -> None:
    for locale in LANGUAGES:
        speak(someone, locale)
        for is_page, headers in both_callers(locale):
            answer = someone.get(path, headers=headers, follow_redirects=True)
            expect_refusal(answer, locale, is_page=is_page, about=path)
            assert answer.status_code == 404
    real = live.ask(path)
    if real.status == 308:  # two slashes are one
        real = live.ask(real.headers["Location"])
    assert real.status in {400, 404}


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (b"GET /api\xff HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
        (b"GET /api?f=\xff HTTP/1.1\r\nHost: x\r\n\r\n", {400}),
        (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
        (b"GET /api HTTP/1.1\r\nHost: a b\r\n\r\n", {400, 401}),
        (b"GET /api HTTP/1.1\r\nHost: " + b"x" * 3000 + b"\r\n\r\n", {400, 401}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nCookie: diaban=\xff\x01\r\n\r\n", {400, 401}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nAuthorization: Basic \xff\r\n\r\n", {401}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + b"x" * 9000 + b"\r\n\r\n", {401}),
        (b'GET /api HTTP/1.1\r\nHost: x\r\nIf-None-Match: "\x7f\r\n\r\n', {400, 401}),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nAccept-Language: " + b"x-" * 4000 + b"\r\n\r\n", {200}),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nAccept: */*;q=x, ;;;,\r\n\r\n", {200}),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nRange: bytes=9-1\r\n\r\n", {200}),
        (b"GET /api HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", {431}),
        (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", {400}),
        (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", {413}),
        (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", {400}),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\r\n\r\n", {400}),
    ],
    ids=lambda value: value[:50].decode("ascii", "replace") if isinstance(value, bytes) else "",
)
def test_broken_http_does_no_harm(live: Live, raw: bytes, statuses: set[int]) -> None:
    host, port = urlsplit(live.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(raw)
        answer = connection.recv(65536)
    assert int(answer.split(b" ", 2)[1]) in statuses, answer[:300]
    assert b"Traceback" not in answer
    assert live.ask("/healthz").status == 200
