"""Looking through another's grant, as pages show it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from layers.actor import SYSTEM
from layers.people import viewing
from layers.people.grants import EVERYWHERE, list_grants, revoke_grant
from layers.people.users import Account
from layers.store import schema
from layers.store.database import Database
from layers.store.scope import ROLES
from tests.layers.places.supervised import add_bodies
from tests.webmap.conftest import PASSWORD, SignIn, post

WARD = "27424@2025-07-01"
PAGES = (
    "/map", "/map/data", "/map/export", "/hotspots/DB00001", "/hotspots/DB00002", "/hotspots/DB00001/card",
    "/hotspots/DB00001/history", "/api/collections/hotspots", "/api/collections/hotspots/items",
    "/api/collections/hotspots/items/DB00001", "/api/collections/hotspots/items/DB00002",
    "/api/collections/boundaries/items", "/log", "/admin", "/view-as", "/recommendations", "/recommendations.csv",
)  # fmt: skip


def _grant_of(store: Database, user: Account) -> int:
    with store.read() as connection:
        return list_grants(connection, user)[0].id


@pytest.fixture
def look(client: FlaskClient, store: Database, add_account: SignIn, sign_in: SignIn) -> Callable[..., int]:
    """Return a function that signs a coordinator in and looks through a new account's grant."""

    def go(role: str, area: str, *, own: str = EVERYWHERE) -> int:
        grant_id = _grant_of(store, add_account(role, area, name="hoa"))
        sign_in("coordinator", own, name="mai")
        answer = post(client, "/view-as", grant=grant_id)
        assert answer.status_code == 303, answer.text
        return grant_id

    return go


def test_the_bar_names_the_body_of_a_partner(
    client: FlaskClient, store: Database, add_account: SignIn, sign_in: SignIn
) -> None:
    add_bodies(store)
    grant_id = _grant_of(store, add_account("partner", WARD, name="hoa", body="CA_PHUONG"))
    sign_in("coordinator", name="mai")
    assert "hoa: Cơ quan phối hợp (Công an phường), Phường Bình Đông" in client.get("/view-as").text
    assert post(client, "/view-as", grant=grant_id).status_code == 303
    page = client.get("/").text
    assert "Đang xem như: Cơ quan phối hợp (Công an phường), Phường Bình Đông" in page
    assert "Kiến nghị gửi đến Công an phường" in page


@pytest.mark.parametrize("area", [WARD, "27397@2025-01-01"])
@pytest.mark.parametrize("role", viewing.ROLES)
def test_every_page_answers_as_it_would_to_the_holder(
    client: FlaskClient, look: Callable[..., int], role: str, area: str
) -> None:
    look(role, area)
    holder = client.application.test_client()
    assert post(holder, "/sign-in", name="hoa", password=PASSWORD).status_code == 303
    for path in PAGES:
        mine, theirs = client.get(path), holder.get(path)
        assert mine.status_code == theirs.status_code, path
        if path.startswith("/api") and mine.status_code == 200:
            assert mine.json.get("features") == theirs.json.get("features"), path
        if path == "/map/data" and mine.status_code == 200:
            assert mine.json["hotspots"] == theirs.json["hotspots"]


def test_a_bar_on_every_page_says_so_until_it_is_stopped(
    client: FlaskClient, look: Callable[..., int]
) -> None:
    look("officer", WARD)
    bar = "Đang xem như: Cán bộ phường, Phường Bình Đông (tài khoản hoa)"
    for path in ("/", "/map", "/hotspots/DB00001", "/account", "/no-such-page", "/admin"):
        assert bar in client.get(path).text, path
    assert post(client, "/view-as/stop").status_code == 303
    for path in ("/", "/map", "/hotspots/DB00002"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Đang xem như" not in page.text


def test_nothing_is_written_meanwhile(client: FlaskClient, look: Callable[..., int], store: Database) -> None:
    look("officer", WARD)
    with store.read() as connection:
        before = connection.execute(select(schema.audit.c.id)).all()
    rules = [rule for rule in client.application.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(rules) > 10
    for rule in rules:
        if rule.endpoint in {"view_as.stop", "account.sign_out", "account.choose_language"}:
            continue
        values = {name: _sample(name) for name in rule.arguments}
        with client.application.test_request_context():
            path = client.application.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
        answer = post(client, path)
        assert answer.status_code == 403, rule.endpoint
        assert "xem như người khác" in answer.text, rule.endpoint
    with store.read() as connection:
        assert connection.execute(select(schema.audit.c.id)).all() == before


def _sample(name: str) -> object:
    if "uuid" in name or "image" in name:
        return UUID(int=7)
    return 1 if name.endswith("_id") or name in {"key", "number", "year"} else "DB00001"


def test_the_reader_of_the_page_stays_in_command_of_language_and_session(
    client: FlaskClient, look: Callable[..., int]
) -> None:
    look("viewer", WARD)
    assert post(client, "/language", locale="en", next="/").status_code == 303
    assert "Viewing as: " in client.get("/").text
    assert post(client, "/sign-out").status_code == 303
    assert post(client, "/sign-in", name="mai", password=PASSWORD).status_code == 303
    assert "Viewing as" not in client.get("/").text


def test_the_audit_keeps_who_looked_through_whom(
    client: FlaskClient, look: Callable[..., int], store: Database
) -> None:
    look("viewer", WARD)
    post(client, "/view-as/stop")
    a = schema.audit.c
    with store.read() as connection:
        rows = connection.execute(
            select(a.actor_name, a.action, a.object_id, a.after)
            .where(a.action.startswith("scope."))
            .order_by(a.id)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("mai", "scope.view_as", "hoa", '{"area":"27424@2025-07-01","role":"viewer"}'),
        ("mai", "scope.view_as_end", "hoa", None),
    ]


def test_looking_ends_by_itself_with_the_grant(
    client: FlaskClient, look: Callable[..., int], store: Database
) -> None:
    grant_id = look("viewer", WARD)
    assert client.get("/hotspots/DB00002").status_code == 404
    with store.write(SYSTEM, "grant.revoke") as change:
        from_whom = viewing_account(store)
        revoke_grant(change, from_whom, grant_id)
    page = client.get("/hotspots/DB00002")
    assert page.status_code == 200
    assert "Đang xem như" not in page.text


def viewing_account(store: Database) -> Account:
    with store.read() as connection:
        row = connection.execute(select(schema.account).where(schema.account.c.name == "hoa")).one()
    return Account(row.id, row.name, row.locale, row.epoch, row.is_active, True)


def test_only_grants_of_the_own_area_are_offered_and_taken(
    client: FlaskClient, store: Database, add_account: SignIn, sign_in: SignIn
) -> None:
    inside = _grant_of(store, add_account("officer", WARD, name="hoa"))
    outside = _grant_of(store, add_account("viewer", EVERYWHERE, name="tung"))
    admin = _grant_of(store, add_account("admin", WARD, name="quan"))
    sign_in("coordinator", "776", name="mai")
    page = client.get("/view-as").text
    assert "hoa: Cán bộ phường, Phường Bình Đông" in page
    assert "tung" not in page
    assert "quan: " not in page
    assert "hoa" not in client.get("/view-as?q=tung").text
    assert post(client, "/view-as", grant=outside).status_code == 403
    assert post(client, "/view-as", grant=admin).status_code == 403
    assert post(client, "/view-as", grant=9999).status_code == 404
    assert post(client, "/view-as", grant="x").status_code == 422
    assert post(client, "/view-as", grant=inside).status_code == 303


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"coordinator"}))
def test_other_roles_are_turned_away(
    client: FlaskClient, store: Database, add_account: SignIn, sign_in: SignIn, role: str
) -> None:
    grant_id = _grant_of(store, add_account("viewer", WARD, name="hoa"))
    sign_in(role, name="mai")
    assert client.get("/view-as").status_code == 403
    assert post(client, "/view-as", grant=grant_id).status_code == 403


def test_a_token_looks_through_nobody(client: FlaskClient, bearer: Callable[..., dict[str, str]]) -> None:
    assert client.get("/view-as", headers=bearer("coordinator", EVERYWHERE)).status_code == 403
