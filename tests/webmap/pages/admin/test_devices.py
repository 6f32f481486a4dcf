"""The devices of an account: on its own page, and on that of whoever manages accounts."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from layers.people.users import Account
from layers.store.database import Database
from layers.sync.devices import register_device, tell_state
from tests.webmap.conftest import SignIn, post


def add_device(store: Database, user: Account, name: str = "Android, Chrome") -> str:
    uuid = str(uuid4())
    with store.write(user.actor, "device.add") as change:
        register_device(change, uuid, name)
    return uuid


def test_an_account_lists_its_devices_and_wipes_one(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    user = sign_in("supervisor")
    assert "Chưa có máy nào" in client.get("/account").text
    uuid = add_device(store, user)
    page = client.get("/account").text
    assert "Android, Chrome" in page
    assert f'action="/account/devices/{uuid}/wipe"' in page
    answer = post(client, f"/account/devices/{uuid}/wipe")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account#devices")
    page = client.get("/account").text
    assert "Xóa từ" in page
    assert f"/account/devices/{uuid}/wipe" not in page


def test_a_manager_wipes_the_device_of_another(
    client: FlaskClient, sign_in: SignIn, add_account: SignIn, store: Database
) -> None:
    uuid = add_device(store, add_account("supervisor", name="minh"))
    sign_in("admin")
    path = f"/admin/accounts/minh/devices/{uuid}/wipe"
    assert path in client.get("/admin/accounts/minh").text
    assert post(client, path).status_code == 303
    assert path not in client.get("/admin/accounts/minh").text


@pytest.mark.parametrize("role", ["coordinator", "auditor", "viewer"])
def test_nobody_else_does(
    client: FlaskClient, sign_in: SignIn, add_account: SignIn, store: Database, role: str
) -> None:
    owner = add_account("supervisor", name="minh")
    uuid = add_device(store, owner)
    sign_in(role)
    assert post(client, f"/admin/accounts/minh/devices/{uuid}/wipe").status_code == 403
    assert post(client, f"/account/devices/{uuid}/wipe").status_code == 404
    with store.read() as connection:
        assert tell_state(connection, owner.actor, uuid) == "known"
