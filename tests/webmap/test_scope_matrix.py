"""Every route x role x area: who gets what at each door, and that no route is without a rule."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.store.scope import ACTIONS, ROLES
from tests.webmap.conftest import SignIn, csrf_token, post

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"  # Bình Đông holds DB00001, Rạch Ông no place at all


@dataclass(frozen=True)
class Door:
    """A route, an address of it, and the rule that it follows.

    Attributes
    ----------
    path
        Address, about place DB00001 where it is about one.
    action
        Action of the scope table that it asks for; None where a sign-in is enough.
    in_area
        Whether the place has to lie in the area of the grant.
    found
        False for what this service is not set up with.
    """

    path: str
    action: str | None = None
    in_area: bool = False
    found: bool = True


DOORS = {
    "home.show": Door("/"),
    "account.show": Door("/account"),
    "map.show": Door("/map", "hotspot.read"),
    "map.data": Door("/map/data", "hotspot.read"),
    "map.basemap": Door("/map/basemap.pmtiles", found=False),
    "map.export": Door("/map/export", "map.export"),
    "hotspots.show": Door("/hotspots/DB00001", "hotspot.read", in_area=True),
    "hotspots.card": Door("/hotspots/DB00001/card", "hotspot.read", in_area=True),
    "features.landing": Door("/api"),
    "features.conformance": Door("/api/conformance"),
    "features.collections": Door("/api/collections"),
    "features.collection": Door("/api/collections/hotspots", "hotspot.read"),
    "features.items": Door("/api/collections/hotspots/items", "hotspot.read"),
    "features.item": Door("/api/collections/hotspots/items/DB00001", "hotspot.read", in_area=True),
    "openapi.document": Door("/api/openapi.json"),
    "openapi.docs": Door("/api/docs"),
}
"""What can be read; forms of one's own account are in `OWN`, what anybody may see in `ANYBODY`."""

DEEDS: dict[str, Door] = {}
"""Forms (POST), sent empty: a role that may do it is told what is missing, any other that it may not."""

OWN = {
    "account.sign_out",
    "account.sign_out_everywhere",
    "account.change_password",
    "account.add_token",
    "account.revoke_token",
}
ANYBODY = {
    "static", "account.show_sign_in", "account.sign_in", "account.show_link", "account.redeem",
    "account.choose_language", "health.healthz", "health.readyz",
}  # fmt: skip


def test_every_route_has_a_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(DOORS) | set(DEEDS) | OWN | ANYBODY


def test_nobody_gets_in_without_a_sign_in(app: Flask, client: FlaskClient) -> None:
    for endpoint, door in DOORS.items():
        status = client.get(door.path).status_code
        assert status == (401 if door.path.startswith("/api") else 303), endpoint
    for endpoint, deed in DEEDS.items():
        assert client.post(deed.path).status_code in {303, 400, 401, 403}, endpoint
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OWN:
            path = re.sub(r"<[^>]+>", "1", rule.rule)
            assert client.post(path).status_code in {303, 400, 401, 403}, rule.endpoint


@pytest.mark.parametrize("area", [INSIDE, OUTSIDE])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(
    client: FlaskClient, sign_in: SignIn, role: str, area: str
) -> None:
    sign_in(role, area)
    for endpoint, door in DOORS.items():
        allowed = door.action is None or role in ACTIONS[door.action]
        expected = 200 if allowed else 403
        if allowed and (not door.found or (door.in_area and area == OUTSIDE)):
            expected = 404
        assert client.get(door.path).status_code == expected, (endpoint, role, area)


@pytest.mark.parametrize("area", [INSIDE, OUTSIDE])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says(
    client: FlaskClient, sign_in: SignIn, role: str, area: str
) -> None:
    sign_in(role, area)
    token = csrf_token(client)
    for endpoint, deed in DEEDS.items():
        answer = client.post(deed.path, data={"csrf_token": token})
        if deed.action and role not in ACTIONS[deed.action]:
            assert answer.status_code == 403, (endpoint, role, area)
        elif deed.in_area and area == OUTSIDE:
            assert answer.status_code in {403, 404}, (endpoint, role, area)
        else:
            assert answer.status_code in {303, 409, 422}, (endpoint, role, area, answer.status_code)


@pytest.mark.parametrize("area", [INSIDE, OUTSIDE])
def test_lists_hold_no_more_than_items(client: FlaskClient, sign_in: SignIn, area: str) -> None:
    sign_in("viewer", area)
    inside = area == INSIDE
    assert ("DB00001" in client.get("/").text) == inside
    assert len(client.get("/api/collections/hotspots/items").json["features"]) == int(inside)
    assert len(client.get("/api/collections/hotspots/items?q=hem").json["features"]) == int(inside)
    assert ("DB00001" in client.get("/map/export").text) == inside
    assert ("DB00002" in client.get("/map/export").text) is False


def test_a_token_opens_the_same_doors_as_its_account(
    client: FlaskClient, bearer: Callable[..., dict[str, str]]
) -> None:
    headers = bearer("viewer", INSIDE)
    for endpoint, door in DOORS.items():
        expected = 403 if endpoint == "account.show" else 200 if door.found else 404
        assert client.get(door.path, headers=headers).status_code == expected, endpoint


def test_nobody_manages_another_ones_tokens(
    client: FlaskClient, sign_in: SignIn, bearer: Callable[..., dict[str, str]]
) -> None:
    bearer("viewer", INSIDE)
    sign_in("coordinator", "776")
    assert post(client, "/account/tokens/1/revoke").status_code == 404
