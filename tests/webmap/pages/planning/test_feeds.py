"""Addresses of calendars: made and shown once, read by anybody who has one, revoked, and never more than the rights."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from layers.actor import SYSTEM
from layers.people.users import set_active
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from layers.store.schema import account_grant
from tests.conftest import Clock
from tests.rows import add_visits
from tests.webmap.conftest import SignIn, post

BINH_DONG = "27424@2025-07-01"


@pytest.fixture(autouse=True)
def _planned(store: Database) -> None:
    """Plan a visit to each place of Quận 8 for 24/11/2026."""
    with store.write(SYSTEM, "visit.plan") as change:
        for place in ("DB00001", "DB00002", "DB00003", "DB00004"):
            row = find_hotspot_row(change.connection, place)
            add_visits(change, row, date(2026, 11, 24), state="planned")


def make(client: FlaskClient, **fields: str) -> str:
    """Make an address and return its path."""
    answer = post(client, "/account/calendars", **fields)
    assert answer.status_code == 201, answer.text
    found = re.search(r"http://localhost(/calendar/[\w-]{43}\.ics)", answer.text)
    assert found, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return found[1]


def places(body: bytes) -> set[str]:
    """Return the names of the places in a calendar."""
    return {str(one["SUMMARY"]).partition(": ")[2] for one in Calendar.from_ical(body).walk("VEVENT")}


def test_an_address_is_shown_once_and_needs_no_sign_in(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("supervisor", BINH_DONG)
    path = make(client, area=BINH_DONG)
    assert path not in client.get("/account").text
    stranger = client.application.test_client()
    answer = stranger.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.cache_control.private and answer.cache_control.max_age == 900
    assert places(answer.data) == {"Hẻm 1678 Phạm Thế Hiển"}
    assert b"X-WR-CALNAME:L\xe1\xbb\x8bch gi\xc3\xa1m s\xc3\xa1t Ph\xc6\xb0\xe1\xbb\x9dng" in answer.data
    assert "Set-Cookie" not in answer.headers


def test_it_is_the_same_until_something_changes(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    user = sign_in("supervisor", "776")
    path = make(client)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path).data == first.data
    with store.write(user.actor, "visit.plan") as change:
        row = find_hotspot_row(change.connection, "DB00001")
        add_visits(change, row, date(2026, 11, 26), state="planned")
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert places(changed.data) == {"Hẻm 1678 Phạm Thế Hiển"}  # his own work only


def test_its_language_is_that_of_its_holder(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", BINH_DONG)
    path = make(client, area=BINH_DONG)
    post(client, "/language", locale="en", next="/")
    stranger = client.application.test_client()
    body = stranger.get(path, headers={"Accept-Language": "vi"}).data
    assert b"SUMMARY:Visit planned:" in body


def test_an_unknown_address_is_not_found_and_guessing_is_slowed_down(client: FlaskClient) -> None:
    statuses = [client.get(f"/calendar/{'x' * 43}.ics").status_code for _ in range(22)]
    assert statuses[:20] == [404] * 20
    assert statuses[-1] == 429


def test_a_revoked_address_is_not_found(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", BINH_DONG)
    path = make(client)
    client.get(path)
    page = client.get("/account").text
    assert "đã dùng 1 ngày" in page
    [token_id] = re.findall(r"/account/calendars/(\d+)/revoke", page)
    assert post(client, f"/account/calendars/{token_id}/revoke").location == "/account#calendars"
    assert client.get(path).status_code == 404
    assert post(client, f"/account/calendars/{token_id}/revoke").status_code == 404
    assert f"/account/calendars/{token_id}/revoke" not in client.get("/account").text


def test_nobody_revokes_anothers_address(client: FlaskClient, sign_in: SignIn, add_account: SignIn) -> None:
    sign_in("supervisor", BINH_DONG)
    path = make(client)
    [token_id] = re.findall(r"/account/calendars/(\d+)/revoke", client.get("/account").text)
    other = client.application.test_client()
    add_account("supervisor", BINH_DONG, name="minh")
    post(other, "/sign-in", name="minh", password="ngọn đèn trước gió")
    assert post(other, f"/account/calendars/{token_id}/revoke").status_code == 404
    assert client.get(path).status_code == 200


def test_it_ends_with_the_account_the_right_and_its_days(
    client: FlaskClient, sign_in: SignIn, store: Database, clock: Clock
) -> None:
    user = sign_in("supervisor", BINH_DONG)
    path = make(client)
    for is_active, status in ((False, 404), (True, 200)):
        with store.write(SYSTEM, "account.close") as change:
            set_active(change, user, is_active=is_active)
        assert client.get(path).status_code == status
    clock.at += timedelta(days=366)
    assert client.get(path).status_code == 404
    clock.at -= timedelta(days=366)
    with store.write(SYSTEM, "grant.revoke") as change:
        change.connection.execute(account_grant.update().values(revoked_at=change.now))
        change.note("grant", "all")
    assert client.get(path).status_code == 404


def test_an_area_that_one_does_not_see_has_no_calendar(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", BINH_DONG)
    answer = post(client, "/account/calendars", area="27427@2025-07-01")
    assert answer.status_code == 400


def test_a_calendar_address_opens_nothing_else(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", BINH_DONG)
    secret = make(client).removeprefix("/calendar/").removesuffix(".ics")
    stranger = client.application.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    assert stranger.get("/api/collections/hotspots/items", headers=headers).status_code == 401
    assert stranger.get(f"/link/{secret}").status_code == 410
