"""The service as a client sees it, on the default data: each test on one kind of database, both kinds in every run.

What a page says comes out of the same SQL on both, and the tests of `layers` ask all of it on both. So a test of the
web storey runs on one, chosen by its name once and for all: a fault can be had again, and about half of all pages,
forms and answers are on PostGIS in every run. What must hold at every door is marked with
``databases("geopackage", "postgis")`` and runs on both (test_scope_matrix); what is about a file has the mark too.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.tokens import add_api_token
from layers.people.users import Account, add_user
from layers.store.database import Database
from tests.clock import START, Clock
from tests.servers import can_run
from tests.stock import KINDS, Fill, Stock, fill_quan8
from tests.webmap.applications import Applications, Prepare
from tests.webmap.command_line import run
from tests.webmap.live import Live, serving
from webmap.config import Config
from webmap.factory import create_app

PASSWORD = "ngọn đèn trước gió"

APPLICATIONS = Applications()

SignIn = Callable[..., Account]


def _add_nothing(_app: Flask) -> None:
    pass


def fill_two_days_earlier(database: Database) -> None:
    """Load the default data on 20 November 2026."""
    database.clock = Clock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    fill_quan8(database)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that needs one its kind of database, or those that it is marked with."""
    if "database_kind" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("databases")
        kinds = mark.args if mark else (_choose_kind(metafunc.definition.nodeid),)
        metafunc.parametrize("database_kind", kinds, scope="session")


def _choose_kind(test: str) -> str:
    if not can_run("postgis"):
        return KINDS[0]
    return KINDS[crc32(test.encode()) % len(KINDS)]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return a service with the four places of Quận 8, for commands: each module has its own."""
    config = Config(data_dir=tmp_path_factory.mktemp("data"), secret_key="k" * 32, testing=True)
    app = create_app(config, clock=Clock(START))
    run(app, "init-db")
    return app


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Run the service for real; whatever the tests ask of it, its log tells of no fault."""
    with serving(tmp_path_factory.mktemp("live")) as service:
        yield service
    assert "Traceback" not in service.log.read_text()


@pytest.fixture
def fill() -> Fill:
    """Return what fills the database; modules that need other contents have their own."""
    return fill_two_days_earlier


@pytest.fixture
def store(stocks: Callable[[str], Stock], database_kind: str, fill: Fill, clock: Clock) -> Iterator[Database]:
    """Return the database of the application."""
    with stocks(database_kind).lend(fill, clock) as database:
        yield database


@pytest.fixture
def config(tmp_path: Path, store: Database) -> Config:
    """Return the settings of the application; modules that need others have their own."""
    url = store.url.render_as_string(hide_password=False)
    return Config(data_dir=tmp_path, database_url=url, secret_key="k" * 32, testing=True)


@pytest.fixture
def prepare() -> Prepare:
    """Return what adds to a new application; modules that need routes of their own have their own."""
    return _add_nothing


@pytest.fixture
def app(config: Config, store: Database, prepare: Prepare) -> Flask:
    """Return the application, its faults told as to strangers."""
    return APPLICATIONS.move_in(config, store, prepare)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that has not been here before."""
    return app.test_client()


@pytest.fixture
def add_account(store: Database) -> SignIn:
    """Return a maker of accounts with one grant."""

    def add(
        role: str | None = "viewer", area: str = EVERYWHERE, *, name: str = "lan", body: str | None = None
    ) -> Account:
        with store.write(SYSTEM, "account.add") as change:
            user = add_user(change, name, password=PASSWORD)
            if role is not None:
                add_grant(change, user, role, area, body)
        return user

    return add


@pytest.fixture
def sign_in(client: FlaskClient, add_account: SignIn) -> SignIn:
    """Return a function that adds an account with a role in an area and signs the client in."""

    def go(
        role: str | None = "viewer", area: str = EVERYWHERE, *, name: str = "lan", body: str | None = None
    ) -> Account:
        user = add_account(role, area, name=name, body=body)
        answer = post(client, "/sign-in", name=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return user

    return go


@pytest.fixture
def bearer(store: Database, add_account: SignIn) -> Callable[..., dict[str, str]]:
    """Return a function that adds an account and gives the headers of its token."""

    def make(role: str | None = "viewer", area: str = EVERYWHERE, *, name: str = "qgis") -> dict[str, str]:
        user = add_account(role, area, name=name)
        with store.write(user.actor, "token.add") as change:
            secret = add_api_token(change, user, "QGIS", days=1)
        return {"Authorization": f"Bearer {secret}"}

    return make


def csrf_token(client: FlaskClient, page: str = "/account") -> str:
    """Return the token that a form of the page carries."""
    answer = client.get(page, follow_redirects=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def post(client: FlaskClient, path: str, **fields: Any) -> Any:
    """Send a form as a browser would, with the proof that the page was ours."""
    return client.post(path, data={"csrf_token": csrf_token(client), **fields})
