"""What is wrong on purpose, at every door: always a refusal that says why, in the reader's language, never a fault."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.webmap.conftest import PASSWORD, SignIn, csrf_token, post
from tests.webmap.live import Live
from tests.webmap.nasty import (
    BODIES,
    CHOOSY,
    METHODS,
    NASTY_PARTS,
    QUESTIONS,
    SAMPLES,
    TRAVERSALS,
    UNREADABLE,
)
from webmap.config import Config
from webmap.texts import LANGUAGES


@pytest.fixture
def config(config: Config) -> Config:
    """Return settings under which nobody is slowed down, and bodies end early."""
    return replace(
        config, sign_ins_per_account=1000, sign_ins_per_address=10_000, max_upload_mb=1.0, max_import_mb=1.0
    )


@pytest.fixture
def someone(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """Return a signed-in browser whose account may do everything."""
    sign_in("coordinator")
    return client


@dataclass(frozen=True)
class Caller:
    """Somebody who may do everything: a reader of pages or a program, in one of the languages."""

    client: FlaskClient
    locale: str
    is_page: bool

    @property
    def headers(self) -> dict[str, str]:
        """Return what tells the service which of them calls."""
        return {"Accept": "text/html" if self.is_page else "application/json", "Accept-Language": self.locale}

    def expect_refusal(self, answer: Any, about: object = "") -> None:
        """Check that the answer is a refusal in the caller's form and language."""
        expect_refusal(answer, self.locale, is_page=self.is_page, about=about)


@pytest.fixture
def callers(app: Flask, add_account: SignIn) -> Iterator[Caller]:
    """Return page and program in each language by turns, without end: what is refused depends on none of them."""
    each = [
        Caller(browser, locale, is_page)
        for locale in LANGUAGES
        for browser in [speak(_sign_in(app.test_client(), add_account, locale), locale)]
        for is_page in (False, True)
    ]
    return cycle(each)


def _sign_in(client: FlaskClient, add_account: SignIn, name: str) -> FlaskClient:
    add_account("coordinator", name=f"ai-{name}")
    assert post(client, "/sign-in", name=f"ai-{name}", password=PASSWORD).status_code == 303
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


def test_unreadable_parameters_are_named_at_every_door(app: Flask, callers: Iterator[Caller]) -> None:
    for _, path in doors(app):
        for value, caller in zip(UNREADABLE, callers, strict=False):
            answer = caller.client.get(f"{path}?next={value}", headers=caller.headers)
            caller.expect_refusal(answer, (path, value))
            assert "next" in (answer.text if caller.is_page else answer.json["parameter"])
            assert answer.status_code == 400


def test_nasty_parts_of_an_address_are_refused(app: Flask, callers: Iterator[Caller]) -> None:
    for rule, path in doors(app):
        for name in rule.arguments:
            for part, caller in zip(NASTY_PARTS, callers, strict=False):
                answer = caller.client.get(path.replace(SAMPLES[name], part), headers=caller.headers)
                if rule.endpoint == "account.show_link" and answer.status_code == 410:
                    continue  # a link that is spent or never was: its own page, also to programs
                caller.expect_refusal(answer, (rule.rule, part))
                assert not caller.is_page or "<script>alert" not in answer.text


def test_wrong_methods_are_refused_with_the_right_ones(app: Flask, someone: FlaskClient) -> None:
    token, routes = csrf_token(someone), app.url_map.bind("localhost")
    for path in {path for method in ("GET", "POST") for _, path in doors(app, method)}:
        allowed = set(routes.allowed_methods(path))
        for method, (is_page, headers) in zip(
            sorted(set(METHODS) - allowed), cycle(both_callers("vi")), strict=False
        ):
            answer = someone.open(path, method=method, headers={**headers, "X-CSRFToken": token})
            expect_refusal(answer, "vi", is_page=is_page, about=(method, path))
            assert answer.status_code == 405, (method, path)
            assert allowed <= set(re.split(r",\s*", answer.headers["Allow"]))


def test_values_that_cannot_be_are_named(callers: Iterator[Caller]) -> None:
    every = (
        (path, name, value) for path, asked in QUESTIONS.items() for name in asked for value in asked[name]
    )
    for path, name, value in every:
        for caller in islice(
            callers, 3
        ):  # three of the four by turns, so that no value is always left to the same
            if caller.is_page and name == "f":
                continue
            answer = caller.client.get(f"{path}?{name}={quote(value)}", headers=caller.headers)
            caller.expect_refusal(answer, (path, name, value[:50]))
            assert answer.status_code == 400, (path, name, value[:50])
            if caller.is_page:
                assert name in answer.text
            else:
                assert answer.json["parameter"] == name
                assert answer.json["expected"]


def test_unknown_and_repeated_parameters_are_named(someone: FlaskClient) -> None:
    for path in CHOOSY:
        known = next(iter(QUESTIONS.get(path) or {"f": ()}))
        for query, name in (
            ("colour=red", "colour"),
            (f"{known}=1&{known}=2", known),
            ("m%E1%BA%ADt=1", "mật"),
        ):
            answer = someone.get(f"{path}?{query}", headers={"Accept": "application/json"})
            expect_refusal(answer, "vi", is_page=False, about=(path, query))
            assert answer.json["parameter"] == name, (path, query)


def test_bodies_that_cannot_be_are_refused_at_every_form(app: Flask, callers: Iterator[Caller]) -> None:
    for _, path in doors(app, "POST"):
        next(
            callers
        )  # sixteen bodies and four callers: without it, each body would always be sent by the same one
        for body, caller in zip(BODIES, callers, strict=False):
            content, kind = BODIES[body]
            answer = caller.client.post(path, data=content, content_type=kind, headers=caller.headers)
            caller.expect_refusal(answer, (path, body))
            if body == "too many bytes":
                assert answer.status_code == 413
                assert caller.is_page or answer.json["facts"]["maximum_mb"] == 1


def test_bodies_where_none_belongs_do_no_harm(app: Flask, someone: FlaskClient) -> None:
    bodies = cycle(BODIES.values())
    for _, path in doors(app):
        for content, kind in islice(bodies, 3):
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


def test_no_way_leads_out_of_the_static_folder(callers: Iterator[Caller], live: Live) -> None:
    for path, caller in zip(TRAVERSALS, callers, strict=False):
        answer = caller.client.get(path, headers=caller.headers, follow_redirects=True)
        caller.expect_refusal(answer, path)
        assert answer.status_code == 404, path
        real = live.ask(path)
        if real.status == 308:  # two slashes are one
            real = live.ask(real.headers["Location"])
        assert real.status in {400, 404}, path
