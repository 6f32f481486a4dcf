"""Every route x role x area: who gets what at each door, and that no route is without a rule."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from tests.layers.places.supervised import ASKED, add_bodies, add_draft, add_sent, add_visit
from tests.pictures import make_photo
from tests.webmap.conftest import SignIn, csrf_token, post
from tests.webmap.pages.admin.drafting import begin
from webmap.config import Config

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"  # Bình Đông holds DB00001, Rạch Ông no place at all
OLD, NEW = (
    "27424@start",
    "27424@2026-11-20",
)  # Phường 6 of 2012, and what Bình Đông and Chánh Hưng became together

BODY = "CA_PHUONG"  # the recommendation KN00002 was sent to it
RECEIVE = "recommendation.receive"

IMAGE = "6f9d3c1e-5a52-4c39-9a4e-0d2f0b1c7a11"  # a picture of GS00001


PLAN = "8402887b-755d-5e5a-880f-eca4e551626f"
BEGUN = "14290bc6-b585-5a78-a88c-4ae8a91ab181"
"""The document of the default data, and the first change of status of DB00001."""


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
    also
        Another action that opens it too.
    found
        False for what this service is not set up with.
    """

    path: str
    action: str | None = None
    in_area: bool = False
    found: bool = True
    also: str | None = None

    def opens_for(self, role: str) -> bool:
        """Tell whether a role may come in somewhere."""
        return self.action is None or role in ACTIONS[self.action] | ACTIONS.get(self.also or "", frozenset())


DOORS = {
    "home.show": Door("/"),
    "account.show": Door("/account"),
    "map.show": Door("/map", "hotspot.read"),
    "map.data": Door("/map/data", "hotspot.read"),
    "map.basemap": Door("/map/basemap.pmtiles", found=False),
    "map.export": Door("/map/export", "map.export"),
    "hotspots.index": Door("/hotspots", "hotspot.read"),
    "search.show": Door("/search?q=hem", "hotspot.read"),
    "drawing.around": Door("/drawing/around?bbox=106.64,10.73,106.66,10.745", "hotspot.propose"),
    "hotspots.show": Door("/hotspots/DB00001", "hotspot.read", in_area=True),
    "hotspots.card": Door("/hotspots/DB00001/card", "hotspot.read", in_area=True),
    "visits.show_all": Door("/visits", "visit.read"),
    "visits.show_new": Door("/visits/new?hotspot=DB00001", "visit.record", in_area=True),
    "visits.show_plan": Door("/visits/plan?hotspot=DB00001", "visit.record", in_area=True),
    "visits.show": Door("/visits/GS00001", "visit.read", in_area=True),
    "visit_changes.show_edit": Door("/visits/GS00001/edit", "visit.record", in_area=True),
    "recommendations.index": Door("/recommendations", "recommendation.read", also=RECEIVE),
    "recommendations.table": Door("/recommendations.csv", "recommendation.read", also=RECEIVE),
    "recommendations.show": Door(
        "/recommendations/KN00002", "recommendation.read", in_area=True, also=RECEIVE
    ),
    "recommendation_draft.new": Door("/recommendations/new", "recommendation.draft"),
    "recommendation_draft.edit": Door("/recommendations/KN00001/edit", "recommendation.draft", in_area=True),
    "places.show_new": Door("/hotspots/new", "hotspot.propose"),
    "places.show_edit": Door("/hotspots/DB00001/edit", "hotspot.edit", in_area=True),
    "places.show_close": Door("/hotspots/DB00001/close", "hotspot.edit", in_area=True),
    "places.show_removed": Door("/hotspots/removed", "hotspot.edit"),
    "lineage.show_merge": Door("/hotspots/merge", "hotspot.merge"),
    "lineage.show_split": Door("/hotspots/DB00001/split", "hotspot.merge", in_area=True),
    "images.show": Door("/visits/GS00001/images", "visit.read", in_area=True),
    "images.picture": Door(f"/visits/GS00001/images/{IMAGE}.jpg", "visit.read", in_area=True),
    "images.show_blur": Door(f"/visits/GS00001/images/{IMAGE}/blur", "visit.record", in_area=True),
    "documents.index": Door("/documents", "document.read"),
    "documents.show": Door(f"/documents/{PLAN}", "document.read"),
    "document_corrections.show_edit": Door(f"/documents/{PLAN}/edit", "document.correct"),
    "documents.show_new": Door("/documents/new", "document.add"),
    "documents.file": Door(f"/documents/{PLAN}/files/{PLAN}", "document.read", found=False),
    "status.show": Door("/hotspots/DB00001/status", "status.record", in_area=True),
    "status.show_correction": Door(
        f"/hotspots/DB00001/status/{BEGUN}/correct", "status.record", in_area=True
    ),
    "history.show_place": Door("/hotspots/DB00001/history", "history.read", in_area=True),
    "history.show_log": Door("/log", "log.read"),
    "conflicts.index": Door("/conflicts"),
    "admin.show": Door("/admin", "account.manage"),
    "admin.list_accounts": Door("/admin/accounts", "account.manage"),
    "admin.show_new": Door("/admin/accounts/new", "account.manage"),
    "admin.show_account": Door("/admin/accounts/lan", "account.manage"),
    "lists.show": Door("/admin/lists", "list.manage"),
    "lists.show_checklist": Door("/admin/lists/checklist", "list.manage"),
    "clusters.index": Door("/admin/clusters", "list.manage"),
    "clusters.show": Door("/admin/clusters/2026", "list.manage"),
    "boundaries.index": Door("/admin/boundaries", "boundary.publish"),
    "boundaries.show_new": Door("/admin/boundaries/new", "boundary.publish"),
    "boundaries.show": Door("/admin/boundaries/drafts/1", "boundary.publish"),
    "boundaries.show_facts": Door("/admin/boundaries/drafts/1/facts", "boundary.publish"),
    "boundaries.check": Door("/admin/boundaries/drafts/1/check", "boundary.publish"),
    "boundaries.show_succession": Door("/admin/boundaries/drafts/1/succession", "boundary.publish"),
    "boundaries.show_publication": Door("/admin/boundaries/drafts/1/publish", "boundary.publish"),
    "boundary_areas.show_new": Door("/admin/boundaries/drafts/1/areas/new", "boundary.publish"),
    "boundary_areas.show_edit": Door("/admin/boundaries/drafts/1/areas/1/edit", "boundary.publish"),
    "boundary_areas.show_split": Door("/admin/boundaries/drafts/1/areas/1/split", "boundary.publish"),
    "boundary_areas.show_merge": Door("/admin/boundaries/drafts/1/merge?area=1&area=2", "boundary.publish"),
    "view_as.show": Door("/view-as", "scope.view_as"),
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

DEEDS: dict[str, Door] = {
    "admin.add_account": Door("/admin/accounts/new", "account.manage"),
    "admin.add_grant": Door("/admin/accounts/lan/grants", "account.manage"),
    "admin.revoke_grant": Door("/admin/accounts/lan/grants/1/revoke", "account.manage"),
    "admin.add_link": Door("/admin/accounts/lan/link", "account.manage"),
    "admin.revoke_tokens": Door("/admin/accounts/lan/tokens/revoke", "account.manage"),
    "admin.set_state": Door("/admin/accounts/lan/state", "account.manage"),
    "lists.add_body": Door("/admin/lists/bodies", "list.manage"),
    "lists.rename_body": Door("/admin/lists/bodies/HOI_ND/name", "list.manage"),
    "lists.set_body_state": Door("/admin/lists/bodies/HOI_ND/state", "list.manage"),
    "lists.publish_checklist": Door("/admin/lists/checklist", "list.manage"),
    "clusters.save": Door("/admin/clusters/2026", "list.manage"),
    "boundaries.begin": Door("/admin/boundaries/new", "boundary.publish"),
    "boundaries.revise": Door("/admin/boundaries/drafts/1/facts", "boundary.publish"),
    "boundaries.decide": Door("/admin/boundaries/drafts/1/succession", "boundary.publish"),
    "boundaries.publish": Door("/admin/boundaries/drafts/1/publish", "boundary.publish"),
    "boundaries.discard": Door("/admin/boundaries/drafts/1/discard", "boundary.publish"),
    "boundary_areas.add": Door("/admin/boundaries/drafts/1/areas/new", "boundary.publish"),
    "boundary_areas.revise": Door("/admin/boundaries/drafts/1/areas/1/edit", "boundary.publish"),
    "boundary_areas.remove": Door("/admin/boundaries/drafts/1/areas/1/remove", "boundary.publish"),
    "boundary_areas.merge": Door("/admin/boundaries/drafts/1/merge", "boundary.publish"),
    "boundary_areas.split": Door("/admin/boundaries/drafts/1/areas/1/split", "boundary.publish"),
    "boundary_areas.mend": Door("/admin/boundaries/drafts/1/mend", "boundary.publish"),
    "view_as.start": Door("/view-as", "scope.view_as"),
    "view_as.stop": Door("/view-as/stop"),
    "documents.add": Door("/documents/new", "document.add"),
    "document_corrections.correct": Door(f"/documents/{PLAN}/edit", "document.correct"),
    "documents.attach": Door(f"/documents/{PLAN}/files", "document.add"),
    "documents.detach": Door(f"/documents/{PLAN}/remove-file", "document.add"),
    "status.record": Door("/hotspots/DB00001/status", "status.record", in_area=True),
    "status.correct": Door(f"/hotspots/DB00001/status/{BEGUN}/correct", "status.record", in_area=True),
    "images.add": Door("/visits/GS00001/images", "visit.record", in_area=True),
    "images.remove": Door(f"/visits/GS00001/images/{IMAGE}/remove", "visit.record", in_area=True),
    "images.blur": Door(f"/visits/GS00001/images/{IMAGE}/blur", "visit.record", in_area=True),
    "visits.record": Door("/visits/new?hotspot=DB00001", "visit.record", in_area=True),
    "visits.plan": Door("/visits/plan?hotspot=DB00001", "visit.record", in_area=True),
    "visit_changes.correct": Door("/visits/GS00001/edit", "visit.record", in_area=True),
    "visit_changes.redate": Door("/visits/GS00002/redate", "visit.record", in_area=True),
    "visit_changes.cancel": Door("/visits/GS00002/cancel", "visit.record", in_area=True),
    "recommendation_draft.draft": Door("/recommendations/new", "recommendation.draft"),
    "recommendation_draft.revise_draft": Door(
        "/recommendations/KN00001/edit", "recommendation.draft", in_area=True
    ),
    "recommendations.send": Door("/recommendations/KN00001/send", "recommendation.send", in_area=True),
    "recommendations.answer": Door("/recommendations/KN00001/answer", "recommendation.send", in_area=True),
    "recommendations.close": Door("/recommendations/KN00001/close", "recommendation.send", in_area=True),
    "recommendations.withdraw": Door(
        "/recommendations/KN00001/withdraw", "recommendation.draft", in_area=True
    ),
    "drawing.check": Door("/drawing/check", "hotspot.propose"),
    "places.add": Door("/hotspots/new", "hotspot.propose"),
    "places.revise": Door("/hotspots/DB00001/edit", "hotspot.edit", in_area=True),
    "places.close": Door("/hotspots/DB00001/close", "hotspot.edit", in_area=True),
    "places.restore": Door("/hotspots/DB00001/restore", "hotspot.edit", in_area=True),
    "lineage.merge": Door("/hotspots/merge", "hotspot.merge"),
    "lineage.split": Door("/hotspots/DB00001/split", "hotspot.merge", in_area=True),
}
"""Forms (POST), sent empty: a role that may do it is told what is missing, any other that it may not."""

OWN = {
    "conflicts.discard",
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
