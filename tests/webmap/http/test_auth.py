"""Who asks, where storage fails or tokens are used."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from layers.errors import StorageUnavailable
from layers.people.tokens import list_api_tokens
from layers.people.users import get_user
from layers.store.database import Database
from layers.store.schema import audit
from tests.conftest import Clock, CountStatements
from tests.webmap.conftest import SignIn
from webmap.http import auth

Headers = Callable[..., dict[str, str]]


def _uses(store: Database) -> int:
    with store.read() as connection:
        asked = select(func.count()).select_from(audit).where(audit.c.action == "token.use")
        return int(connection.execute(asked).scalar_one())


def test_the_use_of_a_token_is_recorded_once_a_day(
    client: FlaskClient, bearer: Headers, store: Database, clock: Clock
) -> None:
    headers = bearer()
    for _ in range(3):
        assert client.get("/api", headers=headers).status_code == 200
    assert _uses(store) == 1
    with store.read() as connection:
        [token] = list_api_tokens(connection, get_user(connection, "qgis"), clock())
    assert token.used_at is not None
    clock.at += timedelta(hours=23)
    client.get("/api", headers=headers)
    assert _uses(store) == 1


def test_reading_goes_on_where_the_use_cannot_be_recorded(
    client: FlaskClient, bearer: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = bearer()

    def busy(*_args: object) -> None:
        raise StorageUnavailable("storage_busy")

    monkeypatch.setattr(auth, "mark_used", busy)
    assert client.get("/api", headers=headers).status_code == 200


def test_an_old_token_is_refused(client: FlaskClient, bearer: Headers, clock: Clock) -> None:
    headers = bearer()
    clock.at += timedelta(days=1, minutes=1)
    answer = client.get("/api", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")


def test_public_pages_stand_when_the_database_does_not(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in()

    def gone(*_args: object) -> None:
        raise StorageUnavailable("storage_unavailable")

    monkeypatch.setattr(auth, "find_session_user", gone)
    assert client.get("/sign-in").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/account").status_code == 503


def test_pages_offer_only_what_may_be_done_and_ask_once(
    client: FlaskClient, sign_in: SignIn, store: Database, count_statements: CountStatements
) -> None:
    sign_in("supervisor", "776")
    with count_statements(store) as asked:
        page = client.get("/search").text
    grants_asked = [statement for statement in asked if "FROM account_grant" in statement]
    assert len(grants_asked) == 2, "once for the header, once for the right to search"
    assert 'href="/visits"' in page
    assert 'href="/admin"' not in page


def test_the_page_of_a_failing_database_stands_without_its_links(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("viewer", "776")

    def gone(*_args: object) -> None:
        raise StorageUnavailable("storage_unavailable")

    monkeypatch.setattr("layers.store.scope.allowed_actions", gone)
    answer = client.get("/hotspots/DB99999")
    assert answer.status_code == 404
    assert 'href="/hotspots"' not in answer.text
