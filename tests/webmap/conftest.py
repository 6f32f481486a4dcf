"""The service as a client sees it, on a GeoPackage with the default data."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache

from layers.actor import SYSTEM
from layers.overview.quan8 import load_quan8
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.tokens import add_api_token
from layers.people.users import Account, add_user
from layers.store.database import Database
from tests.conftest import Clock
from tests.webmap.live import Live, serving
from webmap.config import Config
from webmap.factory import create_app

PASSWORD = "ngọn đèn trước gió"

SignIn = Callable[..., Account]


class _Compiled(BytecodeCache):
    """Compiled templates for all applications of a test run: each would compile its own, at most of a test's time."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the default data once; tests copy the file."""
    path = tmp_path_factory.mktemp("filled") / "diaban.gpkg"
    database = Database(f"sqlite:///{path}", clock=Clock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC)))
    database.migrate()
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
    database.close()
    return path


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Run the service for real; whatever the tests ask of it, its log tells of no fault."""
    with serving(tmp_path_factory.mktemp("live")) as service:
        yield service
    assert "Traceback" not in service.log.read_text()


@pytest.fixture
def config(tmp_path: Path, filled_file: Path) -> Config:
    """Return settings on a copy of the default data."""
    shutil.copy(filled_file, tmp_path / "diaban.gpkg")
    return Config(data_dir=tmp_path, secret_key="k" * 32, testing=True)


@pytest.fixture
def app(config: Config, clock: Clock) -> Iterator[Flask]:
    """Return the application, its faults told as to strangers."""
    app = create_app(config, clock=clock)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.bytecode_cache = _COMPILED
    yield app
    app.extensions["database"].close()


@pytest.fixture
def store(app: Flask) -> Database:
    """Return the database of the application."""
    found: Database = app.extensions["database"]
    return found


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
