"""Where the reader came from: only a map of this service that can be understood is offered to be saved."""

import pytest
from flask import Flask, g

from tests.webmap.conftest import SignIn
from webmap.pages.sheets.map_forms import seen_map


@pytest.mark.parametrize(
    ("referrer", "seen"),
    [
        ("http://localhost/map?at=10.7,106.6,14&due=overdue", {"at": "10.7,106.6,14", "due": "overdue"}),
        ("http://localhost/map?on=2025-07-01&as-known-on=2025-01-01&x=1", {"on": "2025-07-01"}),
        ("http://localhost/map?at=here", {}),
        ("http://localhost/hotspots?status=THEO_DOI", {}),
        ("http://elsewhere/map?due=overdue", {}),
        ("", {}),
    ],
)
def test_the_map_just_seen(app: Flask, add_account: SignIn, referrer: str, seen: dict[str, str]) -> None:
    with app.test_request_context("/maps", headers={"Referer": referrer}):
        g.account = add_account()
        assert seen_map() == seen
