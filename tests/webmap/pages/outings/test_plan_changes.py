"""Changing a plan by its forms and by its script: the same rules, the same answers, no lost work."""

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.layers.outings.days import BINH_DONG, TWO, confirm, make, orders, read
from tests.webmap.conftest import SignIn, csrf_token
from tests.webmap.pages.outings.conftest import Send, first_order


def test_a_stop_is_moved_by_a_form(send: Send, store: Database, client: FlaskClient) -> None:
    before = first_order(store)
    answer = send("moves", move=f"{before[0]} 1 3")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/plans/LT00001")
    assert first_order(store) == [before[1], before[2], before[0], before[3]]
    assert "giờ giấc đã tính lại" in client.get("/plans/LT00001").text


def test_a_stop_is_taken_out_and_put_back(send: Send, store: Database) -> None:
    before = first_order(store)
    send("moves", move=f"{before[1]} 0 0")
    assert [stop.hotspot for stop in read(store).left_out] == [before[1]]
    send("moves", move=f"{before[1]} 1 1", version=2)
    assert first_order(store) == [before[1], before[0], *before[2:]]


@pytest.mark.parametrize("move", ["", "DB00001", "DB00001 1", "DB00001 x 1", "DB00001 1 -1", "' OR 1 1"])
def test_what_is_no_move_is_refused(send: Send, store: Database, move: str) -> None:
    before = first_order(store)
    assert send("moves", move=move).status_code == 422
    assert first_order(store) == before


def test_a_locked_stop_stays_until_it_is_unlocked(send: Send, store: Database) -> None:
    stop = first_order(store)[0]
    assert send("locks", lock=f"{stop} 1").status_code == 303
    assert read(store).stops[0].is_locked
    refused = send("moves", script=True, move=f"{stop} 1 3", version=2)
    assert (refused.status_code, refused.json["code"]) == (422, "plan_stop_locked")
    answer = send("locks", script=True, lock=f"{stop} 0", version=2).json
    assert "Đã mở khóa" in answer["said"]
    assert not read(store).stops[0].is_locked


@pytest.mark.parametrize("lock", ["", "DB00001", "DB00001 2"])
def test_what_is_no_lock_is_refused(send: Send, lock: str) -> None:
    assert send("locks", lock=lock).status_code == 422


def test_a_place_is_added_by_its_code(send: Send, store: Database) -> None:
    assert send("places", hotspot="DB09999").status_code == 422
    twice = send("places", hotspot="DB00001")
    assert twice.status_code == 422
    assert 'value="DB00001"' in twice.text


def test_a_plan_is_confirmed_once(send: Send, store: Database) -> None:
    assert send("confirm").status_code == 303
    plan = read(store)
    assert plan.state == "confirmed"
    assert all(stop.visit for stop in plan.stops)
    assert send("confirm", version=plan.version).status_code == 422


def test_a_plan_is_cancelled_with_a_reason(send: Send, store: Database) -> None:
    confirm(store)
    asked = send("cancel", version=2, reason="")
    assert asked.status_code == 422
    named = send("cancel", version=2, reason="Theo lời ông Nguyễn Văn Tèo")
    assert named.status_code == 422
    assert "ông Nguyễn Văn Tèo" in named.text
    assert send("cancel", version=2, reason="mưa lớn").status_code == 303
    assert (read(store).state, read(store).reason) == ("cancelled", "mưa lớn")


def test_a_change_without_a_version_is_no_change(send: Send, store: Database) -> None:
    assert send("confirm", version="").status_code == 422
    assert read(store).state == "draft"


@pytest.mark.parametrize("what", ["moves", "locks", "replan", "teams/1/rest", "places", "confirm", "cancel"])
def test_whoever_only_reads_changes_nothing(
    client: FlaskClient, sign_in: SignIn, store: Database, what: str
) -> None:
    make(store)
    sign_in("viewer", "776")
    sent = {"csrf_token": csrf_token(client), "version": 1}
    assert client.post(f"/plans/LT00001/{what}", data=sent).status_code == 403


def test_a_stop_of_another_area_is_not_touched(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store)
    sign_in("supervisor", BINH_DONG)
    sent = {"csrf_token": csrf_token(client), "version": 1, "move": "DB00002 0 0"}
    assert client.post("/plans/LT00001/moves", data=sent).status_code in {403, 404, 422}
    assert "DB00002" in first_order(store)


def test_a_stop_goes_to_another_team(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store, TWO)
    sign_in("supervisor", "776")
    giving = max(read(store).teams, key=lambda team: len(team.stops))
    stop, other = giving.stops[0].hotspot, 3 - giving.number
    sent = {"csrf_token": csrf_token(client), "version": 1, "move": f"{stop} {other} 1"}
    assert client.post("/plans/LT00001/moves", data=sent).status_code == 303
    assert orders(read(store))[other - 1][0] == stop
