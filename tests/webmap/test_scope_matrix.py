"""Every route x role x area: who gets what at each door, and that no route is without a rule."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.areas.boundaries import get_boundary_row, read_shapes
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.store.database import Database
from layers.store.scope import ACTIONS, ROLES
from layers.supervision.images import add_image
from layers.supervision.photos import prepare_image
from tests.layers.outings.days import make
from tests.layers.places.supervised import ASKED, add_bodies, add_draft, add_sent, add_visit
from tests.layers.planning.rules import PEAK, set_frequency, set_peak
from tests.layers.reporting.writing import submit_report
from tests.pictures import make_photo
from tests.stock import Fill
from tests.webmap.conftest import SignIn, csrf_token, fill_two_days_earlier, post
from tests.webmap.pages.admin.drafting import begin
from tests.webmap.scope_rows import (
    ANYBODY,
    BODY,
    DEEDS,
    DOORS,
    IMAGE,
    INSIDE,
    NEW,
    OLD,
    OUTSIDE,
    OWN,
    RECEIVE,
    Door,
)


def fill_merged(database: Database) -> None:
    """Merge Bình Đông and Chánh Hưng from 20/11/2026 on."""
    fill_two_days_earlier(database)
    with database.write(SYSTEM, "boundary.publish") as change:
        rows = [get_boundary_row(change.connection, ward) for ward in (INSIDE, "27418@2025-07-01")]
        merged = shapely.union_all(list(read_shapes(change.connection, rows).values()))
        ward = Area("27424", "Phường Mới", "Phường Mới, Thành phố Hồ Chí Minh", "ward", merged)
        publish_vintage(change, Vintage(date(2026, 11, 20), "Hợp nhất", "Nghị quyết", "Vẽ lại"), [ward])


@pytest.fixture(autouse=True)
def _recommendation(store: Database) -> None:
    """Add the draft KN00001 about DB00001, from a visit to it, KN00002 that was sent, and a planned visit, GS00002."""
    add_bodies(store)
    add_draft(store, replace(ASKED, visits=(add_visit(store),)))
    add_sent(store)
    add_visit(store, state="planned")


@pytest.fixture(autouse=True)
def _day_plan(store: Database) -> None:
    """Plan a day, LT00001, with DB00001."""
    make(store)


@pytest.fixture(autouse=True)
def _report(store: Database) -> None:
    """Submit BC00001, the report of the old ward that holds DB00001."""
    submit_report(store, OLD)


@pytest.fixture(autouse=True)
def _rules(store: Database) -> None:
    """Announce a peak period and set an interval, both `RULE`."""
    set_peak(store, PEAK)
    set_frequency(store, days=5)


@pytest.fixture(autouse=True)
def _draft(store: Database) -> None:
    """Begin a set of boundaries."""
    begin(store)


@pytest.fixture(autouse=True)
def _image(app: Flask, store: Database, _recommendation: None) -> None:
    """Add the picture `IMAGE` to the visit GS00001."""
    prepared = prepare_image(make_photo(64, 48))
    digest = app.extensions["files"].keep(prepared.body)
    with store.write(SYSTEM, "visit_image.add") as change:
        add_image(change, "GS00001", prepared, digest, IMAGE)


def test_every_route_has_a_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(DOORS) | set(DEEDS) | OWN | ANYBODY


def test_nobody_gets_in_without_a_sign_in(app: Flask, client: FlaskClient) -> None:
    for endpoint, door in DOORS.items():
        status = client.get(door.path).status_code
        assert status == (401 if door.path.startswith("/api") else 303), endpoint
    for endpoint, deed in DEEDS.items():
        assert client.open(deed.path, method=deed.method).status_code in {303, 400, 401, 403}, endpoint
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OWN:
            path = re.sub(r"<[^>]+>", "1", rule.rule)
            assert client.post(path).status_code in {303, 400, 401, 403}, rule.endpoint


@pytest.mark.databases("geopackage", "postgis")
def test_every_door_opens_on_both_databases(client: FlaskClient, sign_in: SignIn) -> None:
    come(sign_in, "coordinator", INSIDE)
    try_doors(client, "coordinator", DOORS, is_inside=True)
    try_deeds(client, "coordinator", DEEDS, is_inside=True)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "coordinator"])
def test_each_role_gets_and_does_what_the_table_says(client: FlaskClient, sign_in: SignIn, role: str) -> None:
    come(sign_in, role, INSIDE)
    try_doors(client, role, DOORS, is_inside=True)
    try_deeds(client, role, DEEDS, is_inside=True)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_stays_in_its_area(client: FlaskClient, sign_in: SignIn, role: str) -> None:
    come(sign_in, role, OUTSIDE)
    try_doors(client, role, {name: door for name, door in DOORS.items() if door.in_area}, is_inside=False)
    try_deeds(client, role, {name: deed for name, deed in DEEDS.items() if deed.in_area}, is_inside=False)


def test_every_page_is_there_for_who_has_nothing_to_see(client: FlaskClient, sign_in: SignIn) -> None:
    come(sign_in, "coordinator", OUTSIDE)
    try_doors(client, "coordinator", DOORS, is_inside=False)


class TestAfterAChangeOfBoundaries:
    """Rights follow succession: whoever has a new ward, or still an old one, reaches what lies there."""

    @pytest.fixture
    def fill(self) -> Fill:
        """Return what fills the database with the new set."""
        return fill_merged

    @pytest.mark.parametrize("area", [NEW, OLD])
    @pytest.mark.parametrize("role", ["viewer", "officer"])
    def test_a_role_gets_and_does_what_the_table_says(
        self, client: FlaskClient, sign_in: SignIn, role: str, area: str
    ) -> None:
        come(sign_in, role, area)
        try_doors(client, role, {name: door for name, door in DOORS.items() if door.in_area}, is_inside=True)
        try_deeds(client, role, {name: deed for name, deed in DEEDS.items() if deed.in_area}, is_inside=True)

    @pytest.mark.parametrize(
        ("area", "inherited"),
        [(NEW, {"DB00001", "DB00003"}), (OLD, {"DB00001"}), (INSIDE, {"DB00001"}), (OUTSIDE, set())],
    )
    def test_lists_hold_what_was_inherited_and_no_more(
        self, client: FlaskClient, sign_in: SignIn, area: str, inherited: set[str]
    ) -> None:
        sign_in("viewer", area)
        listed = client.get("/api/collections/hotspots/items").json["features"]
        assert {one["properties"]["code"] for one in listed} == inherited
        for path in ("/hotspots", "/map/export"):
            page = client.get(path).text
            assert {
                code for code in ("DB00001", "DB00002", "DB00003", "DB00004") if code in page
            } == inherited, path
        assert ("DB00001" in client.get("/search?q=hem+1678").text) == ("DB00001" in inherited)
        assert ("GS00001" in client.get("/visits").text) == ("DB00001" in inherited)
        assert ("KN00002" in client.get("/recommendations.csv").text) == ("DB00001" in inherited)


def come(sign_in: SignIn, role: str, area: str) -> None:
    """Sign in with a role in an area, and as one of the body that letters go to where that is the role's."""
    sign_in(role, area, body=BODY if role in ACTIONS[RECEIVE] else None)


def try_doors(client: FlaskClient, role: str, doors: Mapping[str, Door], *, is_inside: bool) -> None:
    """Go to doors, as a role whose area holds DB00001 or does not."""
    for endpoint, door in doors.items():
        expected = 200 if door.opens_for(role) else 403
        if door.opens_for(role) and (not door.found or (door.in_area and not is_inside)):
            expected = 404
        assert client.get(door.path).status_code == expected, (endpoint, role, is_inside)


def try_deeds(client: FlaskClient, role: str, deeds: Mapping[str, Door], *, is_inside: bool) -> None:
    """Send forms, empty, as a role whose area holds DB00001 or does not."""
    token = csrf_token(client)
    for endpoint, deed in deeds.items():
        status = client.open(deed.path, method=deed.method, data={"csrf_token": token}).status_code
        if not deed.opens_for(role):
            assert status == 403, (endpoint, role, is_inside)
        elif deed.in_area and not is_inside:
            assert status in {403, 404}, (endpoint, role, is_inside)
        else:
            assert status in {201, 204, 303, 409, 422, 428}, (endpoint, role, is_inside, status)


@pytest.mark.parametrize("area", [INSIDE, OUTSIDE])
def test_lists_hold_no_more_than_items(client: FlaskClient, sign_in: SignIn, area: str) -> None:
    sign_in("viewer", area)
    inside = area == INSIDE
    assert ("DB00001" in client.get("/").text) == inside
    assert len(client.get("/api/collections/hotspots/items").json["features"]) == int(inside)
    assert len(client.get("/api/collections/hotspots/items?q=hem").json["features"]) == int(inside)
    assert ("DB00001" in client.get("/hotspots").text) == inside
    assert ("GS00001" in client.get("/visits").text) == inside
    assert ("DB00001" in client.get("/search?q=hem+1678").text) == inside
    assert "DB00002" not in client.get("/search?q=hem").text
    assert ("DB00001" in client.get("/map/export").text) == inside
    assert ("DB00002" in client.get("/map/export").text) is False


def test_a_token_opens_the_same_doors_as_its_account(
    client: FlaskClient, bearer: Callable[..., dict[str, str]]
) -> None:
    headers = bearer("viewer", INSIDE)
    for endpoint, door in DOORS.items():
        is_allowed = door.opens_for("viewer")
        expected = 403 if endpoint == "account.show" or not is_allowed else 200 if door.found else 404
        assert client.get(door.path, headers=headers).status_code == expected, endpoint


def test_nobody_manages_another_ones_tokens(
    client: FlaskClient, sign_in: SignIn, bearer: Callable[..., dict[str, str]]
) -> None:
    bearer("viewer", INSIDE)
    sign_in("coordinator", "776")
    assert post(client, "/account/tokens/1/revoke").status_code == 404
