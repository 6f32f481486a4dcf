"""While an invented history is loaded every page, sheet and file says so; knowing it costs no question of its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert

from layers.actor import SYSTEM
from layers.demo.mark import LABEL
from layers.store.database import Database
from layers.store.schema import demo
from tests.conftest import CountStatements
from tests.layers.demo.invented import TODAY
from tests.webmap.conftest import SignIn

PAGES = ("/", "/map", "/hotspots", "/hotspots/DB00001", "/visits", "/recommendations", "/documents", "/search?q=hem",
         "/account", "/api?f=html", "/api/docs", "/nowhere")  # fmt: skip


def mark(store: Database) -> None:
    """Mark the database as `layers.demo.loading.load_demo` does, without the history."""
    with store.write(SYSTEM, "demo.load") as change:
        values = {"seed": 1, "until_on": TODAY, "places": 0, "documents": 0, "recorded_at": change.now}
        change.connection.execute(insert(demo).values(**values))
        change.note("demo", "1")


def unmark(store: Database) -> None:
    with store.write(SYSTEM, "demo.remove") as change:
        change.connection.execute(delete(demo))
        change.note("demo", "1")


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_page_says_it_in_every_language(
    client: FlaskClient, sign_in: SignIn, store: Database, locale: str
) -> None:
    mark(store)
    assert LABEL in client.get("/sign-in").text
    sign_in("officer")
    with client.session_transaction() as session:
        session["locale"] = locale
    for page in PAGES:
        assert LABEL in client.get(page, headers={"Accept": "text/html"}).text, page


def test_no_page_says_it_once_it_is_removed(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    mark(store)
    sign_in("officer")
    assert LABEL in client.get("/").text
    unmark(store)
    for page in ("/sign-in", *PAGES):
        assert LABEL not in client.get(page, headers={"Accept": "text/html"}).text, page


def test_sheet_and_files_say_it(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer")
    files = ("/map/export", "/recommendations.csv")
    plain = [client.get(path).headers["Content-Disposition"] for path in files]
    assert LABEL not in client.get("/map/export").text
    mark(store)
    named = [client.get(path).headers["Content-Disposition"] for path in files]
    assert [name.replace("du-lieu-mau-", "") for name in named] == plain
    assert all("du-lieu-mau-" in name for name in named)
    assert LABEL in client.get("/map/export").text


def test_programs_are_told_by_the_landing_page(
    client: FlaskClient, bearer: Callable[..., dict[str, str]], store: Database
) -> None:
    headers = bearer()
    assert LABEL not in json.loads(client.get("/api?f=json", headers=headers).text)["description"]
    mark(store)
    assert json.loads(client.get("/api?f=json", headers=headers).text)["description"].startswith(LABEL)


def test_a_page_asks_no_question_more(
    client: FlaskClient, sign_in: SignIn, store: Database, count_statements: CountStatements
) -> None:
    sign_in("officer")
    client.get("/hotspots")
    with count_statements(store) as plain:
        client.get("/hotspots")
    mark(store)
    with count_statements(store) as marked:
        assert LABEL in client.get("/hotspots").text
    assert len(marked) == len(plain)
    assert sum("FROM demo" in statement for statement in marked) == 1


@pytest.mark.databases("geopackage")
def test_a_database_that_is_away_leaves_the_page_that_says_so(app: Flask, client: FlaskClient) -> None:
    app.extensions["database"].close()
    Path(str(app.extensions["database"].url.database)).unlink()
    answer = client.get("/sign-in", headers={"Accept": "text/html"})
    assert LABEL not in answer.text
