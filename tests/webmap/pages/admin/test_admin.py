"""Managing accounts: adding, granting, closing, and that nobody is locked out."""

import re

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.people.grants import list_grants
from layers.people.users import get_user
from layers.store.database import Database
from layers.supervision.bodies import set_active
from tests.layers.places.supervised import add_bodies
from tests.webmap.conftest import PASSWORD, SignIn, post
from tests.webmap.pages.recommending import words_of

WARD = "Phường Bình Đông (27424@2025-07-01)"
NEW = "/admin/accounts/new"


@pytest.fixture
def admin(sign_in: SignIn) -> None:
    """Sign an administrator in."""
    sign_in("admin", name="quan")


def _grants(store: Database, name: str) -> list[tuple[str, str]]:
    with store.read() as connection:
        return [(one.role, one.area) for one in list_grants(connection, get_user(connection, name))]


def _link_of(page: str) -> str:
    found = re.search(r"http://localhost(/link/[\w-]{40,})", page)
    assert found, page
    return found[1]


def test_the_overview_counts_accounts(client: FlaskClient, admin: None, add_account: SignIn) -> None:
    add_account(None, name="mai")
    page = client.get("/admin").text
    assert "2 tài khoản." in page
    assert "1 tài khoản chưa có quyền." in page


def test_accounts_are_listed_and_found(client: FlaskClient, admin: None, add_account: SignIn) -> None:
    add_account("officer", "27424@2025-07-01", name="đức")
    page = client.get("/admin/accounts").text.partition("<main")[2]
    assert page.index(">đức<") < page.index(">quan<")
    assert "Cán bộ phường: Phường Bình Đông" in page
    assert "Chưa dùng lần nào" in page
    assert "Dùng lần cuối ngày 22/11/2026" in page
    found = client.get("/admin/accounts?q=duc").text.partition("<main")[2]
    assert ">đức<" in found
    assert ">quan<" not in found
    assert "Không có tài khoản nào" in client.get("/admin/accounts?q=xyz").text


def test_a_new_account_comes_with_a_grant_and_a_link_that_works_once(
    client: FlaskClient, admin: None, store: Database
) -> None:
    assert "Phường Bình Đông (27424@2025-07-01)" in client.get(NEW).text
    answer = post(client, NEW, name="Lan.P6", locale="vi", role="officer", area=WARD)
    assert answer.status_code == 201
    assert _grants(store, "lan.p6") == [("officer", "27424@2025-07-01")]
    link = _link_of(answer.text)
    assert link not in client.get("/admin/accounts/lan.p6").text
    other = client.application.test_client()
    assert post_link(other, link) == 303
    assert other.get("/map").status_code == 200
    assert post_link(client.application.test_client(), link) == 410


def post_link(client: FlaskClient, link: str) -> int:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(link).text)
    return (
        client.post(link, data={"csrf_token": found[1]}).status_code
        if found
        else client.get(link).status_code
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "Cần điền mục này."),
        ({"name": "quan"}, "Đã có tài khoản “quan”."),
        ({"name": "a b"}, "Tên đăng nhập gồm"),
        ({"role": "emperor"}, "Chọn một giá trị trong danh sách."),
        ({"role": ""}, "Cần điền mục này."),
        ({"area": "Phường Không Có (99999@start)"}, "Không có đơn vị “99999@start”."),
        ({"area": ""}, "Cần điền mục này."),
        ({"locale": "fr"}, "Chọn một giá trị trong danh sách."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_added(
    client: FlaskClient, admin: None, store: Database, fields: dict[str, str], told: str
) -> None:
    typed = {"name": "lan", "locale": "vi", "role": "viewer", "area": WARD} | fields
    answer = post(client, NEW, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert client.get("/admin/accounts/lan").status_code == 404
    assert "Không có tài khoản" in client.get("/admin/accounts?q=lan").text


def test_grants_are_given_and_taken_back(
    client: FlaskClient, admin: None, store: Database, add_account: SignIn
) -> None:
    user = add_account(None, name="lan")
    answer = post(client, "/admin/accounts/lan/grants", role="viewer", area="Toàn bộ (*)")
    assert answer.status_code == 303
    assert post(client, "/admin/accounts/lan/grants", role="supervisor", area="776").status_code == 303
    assert _grants(store, "lan") == [("viewer", "*"), ("supervisor", "776@start")]
    again = post(client, "/admin/accounts/lan/grants", role="viewer", area="*")
    assert again.status_code == 422
    assert "đã có quyền này" in again.text
    with store.read() as connection:
        held = list_grants(connection, user)[0].id
    assert post(client, f"/admin/accounts/lan/grants/{held}/revoke").status_code == 303
    assert _grants(store, "lan") == [("supervisor", "776@start")]
    assert post(client, f"/admin/accounts/lan/grants/{held}/revoke").status_code == 404


def test_a_partner_is_tied_to_a_body(client: FlaskClient, admin: None, store: Database) -> None:
    add_bodies(store)
    assert '<option value="CA_PHUONG">Công an phường</option>' in client.get(NEW).text
    answer = post(client, NEW, name="ca.p6", locale="vi", role="partner", area=WARD, body="CA_PHUONG")
    assert answer.status_code == 201
    words = "Cơ quan phối hợp (Công an phường): Phường Bình Đông"
    assert words in words_of(answer.text)
    assert words in words_of(client.get("/admin/accounts").text)
    grants = "/admin/accounts/ca.p6/grants"
    assert post(client, grants, role="partner", area=WARD, body="UBND_PHUONG").status_code == 303
    with store.read() as connection:
        held = list_grants(connection, get_user(connection, "ca.p6"))
    assert [grant.body for grant in held] == ["CA_PHUONG", "UBND_PHUONG"]


@pytest.mark.parametrize(
    ("role", "body", "told"),
    [
        ("viewer", "CA_PHUONG", "Chỉ quyền của cơ quan phối hợp mới gắn với một cơ quan."),
        ("partner", "KHONG_CO", "Chọn một giá trị trong danh sách."),
        ("partner", "HOI_ND", "Chọn một giá trị trong danh sách."),
    ],
)
def test_a_body_that_cannot_be_is_told_beside_its_field(
    client: FlaskClient, admin: None, store: Database, role: str, body: str, told: str
) -> None:
    add_bodies(store)
    with store.write(SYSTEM, "list.set_body") as change:
        set_active(change, "HOI_ND", is_active=False, version=1)
    for path in (NEW, "/admin/accounts/quan/grants"):
        answer = post(client, path, name="lan", locale="vi", role=role, area=WARD, body=body)
        assert answer.status_code == 422
        assert re.search(rf'id="body-error"[^>]*>{told}', answer.text)
    assert _grants(store, "quan") == [("admin", "*")]


def test_a_grant_of_another_account_is_not_taken_by_its_number(
    client: FlaskClient, admin: None, store: Database, add_account: SignIn
) -> None:
    user = add_account("viewer", name="lan")
    add_account(None, name="mai")
    with store.read() as connection:
        held = list_grants(connection, user)[0].id
    assert post(client, f"/admin/accounts/mai/grants/{held}/revoke").status_code == 404
    assert _grants(store, "lan") == [("viewer", "*")]


def test_the_last_admin_is_told_why(client: FlaskClient, admin: None, store: Database) -> None:
    with store.read() as connection:
        held = list_grants(connection, get_user(connection, "quan"))[0].id
    for path, fields in (
        (f"/admin/accounts/quan/grants/{held}/revoke", {}),
        ("/admin/accounts/quan/state", {"state": "closed"}),
    ):
        answer = post(client, path, **fields)
        assert answer.status_code == 422
        assert "người quản trị cuối cùng" in answer.text
    assert _grants(store, "quan") == [("admin", "*")]
    assert client.get("/admin").status_code == 200


def test_closing_ends_sessions_and_opening_gives_them_a_new_start(
    client: FlaskClient, admin: None, add_account: SignIn
) -> None:
    add_account("viewer", name="lan")
    other = client.application.test_client()
    assert post(other, "/sign-in", name="lan", password=PASSWORD).status_code == 303
    assert other.get("/account").status_code == 200
    assert post(client, "/admin/accounts/lan/state", state="closed").status_code == 303
    assert other.get("/account").status_code == 303
    assert post(other, "/sign-in", name="lan", password=PASSWORD).status_code == 422
    assert "Đang khóa" in client.get("/admin/accounts").text
    assert post(client, "/admin/accounts/lan/state", state="open").status_code == 303
    assert post(other, "/sign-in", name="lan", password=PASSWORD).status_code == 303


def test_a_new_link_and_the_end_of_all_secrets(client: FlaskClient, admin: None, add_account: SignIn) -> None:
    add_account("viewer", name="lan")
    first = post(client, "/admin/accounts/lan/link")
    assert first.status_code == 201
    assert post(client, "/admin/accounts/lan/tokens/revoke").status_code == 303
    other = client.application.test_client()
    assert other.get(_link_of(first.text)).status_code == 410


def test_an_account_that_is_not_there(client: FlaskClient, admin: None) -> None:
    assert client.get("/admin/accounts/khong-co").status_code == 404
    assert post(client, "/admin/accounts/khong-co/link").status_code == 404
    assert post(client, "/admin/accounts/khong-co/grants", role="viewer", area="*").status_code == 404
