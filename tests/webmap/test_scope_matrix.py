"""Every route x role x area: who gets what at each door, and that no route is without a rule."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

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
from tests.conftest import Clock
from tests.layers.outings.days import make
from tests.layers.places.supervised import ASKED, add_bodies, add_draft, add_sent, add_visit
from tests.layers.planning.rules import PEAK, set_frequency, set_peak
from tests.pictures import make_photo
from tests.webmap.conftest import SignIn, csrf_token, post
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
)
from webmap.config import Config


@pytest.fixture(scope="module")
def changed_file(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Merge Bình Đông and Chánh Hưng from 20/11/2026 on, once, in a copy of the default data."""
    path = Path(shutil.copy(filled_file, tmp_path_factory.mktemp("changed") / "diaban.gpkg"))
    database = Database(f"sqlite:///{path}", clock=Clock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC)))
    with database.write(SYSTEM, "boundary.publish") as change:
        rows = [get_boundary_row(change.connection, ward) for ward in (INSIDE, "27418@2025-07-01")]
        merged = shapely.union_all(list(read_shapes(change.connection, rows).values()))
        ward = Area("27424", "Phường Mới", "Phường Mới, Thành phố Hồ Chí Minh", "ward", merged)
        publish_vintage(change, Vintage(date(2026, 11, 20), "Hợp nhất", "Nghị quyết", "Vẽ lại"), [ward])
    database.close()
    return path


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
    sign_in(role, area, body=BODY if role in ACTIONS[RECEIVE] else None)
    try_doors(client, role, is_inside=area == INSIDE)


@pytest.mark.parametrize("area", [INSIDE, OUTSIDE])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says(
    client: FlaskClient, sign_in: SignIn, role: str, area: str
) -> None:
    sign_in(role, area, body=BODY if role in ACTIONS[RECEIVE] else None)
    try_deeds(client, role, is_inside=area == INSIDE)


class TestAfterAChangeOfBoundaries:
    """Rights follow succession: whoever has a new ward, or still an old one, reaches what lies there."""

    @pytest.fixture
    def config(self, tmp_path: Path, changed_file: Path) -> Config:
        """Return settings on a copy of the data with the new set."""
        shutil.copy(changed_file, tmp_path / "diaban.gpkg")
        return Config(data_dir=tmp_path, secret_key="k" * 32, testing=True)

    @pytest.mark.parametrize("area", [NEW, OLD])
    @pytest.mark.parametrize("role", ROLES)
    def test_each_role_gets_and_does_what_the_table_says(
        self, client: FlaskClient, sign_in: SignIn, role: str, area: str
    ) -> None:
        sign_in(role, area, body=BODY if role in ACTIONS[RECEIVE] else None)
        try_doors(client, role, is_inside=True)
        try_deeds(client, role, is_inside=True)

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


def try_doors(client: FlaskClient, role: str, *, is_inside: bool) -> None:
    """Go to every door, as a role whose area holds DB00001 or does not."""
    for endpoint, door in DOORS.items():
        expected = 200 if door.opens_for(role) else 403
        if door.opens_for(role) and (not door.found or (door.in_area and not is_inside)):
            expected = 404
        assert client.get(door.path).status_code == expected, (endpoint, role, is_inside)


def try_deeds(client: FlaskClient, role: str, *, is_inside: bool) -> None:
    """Send every form, empty, as a role whose area holds DB00001 or does not."""
    token = csrf_token(client)
    for endpoint, deed in DEEDS.items():
        status = client.post(deed.path, data={"csrf_token": token}).status_code
        if not deed.opens_for(role):
            assert status == 403, (endpoint, role, is_inside)
        elif deed.in_area and not is_inside:
            assert status in {403, 404}, (endpoint, role, is_inside)
        else:
            assert status in {201, 303, 409, 422}, (endpoint, role, is_inside, status)


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
