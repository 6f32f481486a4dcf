"""What tests of the pages of plans share: forms that are sent, and a search that is short."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.layers.outings.conftest import short_search  # noqa: F401 - a fixture
from tests.layers.outings.days import make, orders, read
from tests.webmap.conftest import SignIn, csrf_token

SCRIPT = {"Accept": "application/json", "Sec-Fetch-Dest": "empty"}
Send = Callable[..., Any]


@pytest.fixture
def send(client: FlaskClient, sign_in: SignIn, store: Database) -> Send:
    """Make a plan of one team, sign a supervisor in, and return a function that sends a form of it."""
    make(store)
    return sender(client, sign_in)


def sender(client: FlaskClient, sign_in: SignIn) -> Send:
    """Sign a supervisor in and return a function that sends a form of LT00001."""
    sign_in("supervisor", "776")
    token = csrf_token(client)

    def go(what: str, *, script: bool = False, **fields: Any) -> Any:
        sent = {"csrf_token": token, "version": 1, **fields}
        return client.post(f"/plans/LT00001/{what}", data=sent, headers=SCRIPT if script else {})

    return go


def first_order(store: Database) -> list[str]:
    """Return the codes of the stops of the first team, in order."""
    return orders(read(store))[0]
