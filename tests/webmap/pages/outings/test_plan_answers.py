"""What a change of a plan is answered with: its page with the fault, or the new lists and map where a script asks."""

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.webmap.conftest import csrf_token
from tests.webmap.pages.outings.conftest import Send, first_order


def test_a_script_gets_the_new_lists_and_the_new_map(send: Send, store: Database) -> None:
    before = first_order(store)
    answer = send("moves", script=True, move=f"{before[0]} 1 4").json
    assert answer["plan"]["version"] == 2
    assert [stop["code"] for stop in answer["plan"]["teams"][0]["stops"]] == [*before[1:], before[0]]
    assert 'name="version" value="2"' in answer["board"]
    assert "<html" not in answer["board"]
    assert answer["said"]


@pytest.mark.parametrize("move", ["DB09999 1 1", "DB00001 7 1"])
def test_a_move_of_nothing_or_to_nobody_is_told_on_the_page(send: Send, move: str) -> None:
    answer = send("moves", move=move)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert send("moves", script=True, move=move).status_code == 404


def test_who_comes_too_late_sees_the_new_version(send: Send, store: Database) -> None:
    before = first_order(store)
    send("moves", move=f"{before[0]} 1 4")
    late = send("moves", move=f"{before[1]} 1 4")
    assert late.status_code == 412
    assert 'name="version" value="2"' in late.text
    assert "người khác" in late.text
    told = send("moves", script=True, move=f"{before[1]} 1 4")
    assert (told.status_code, told.json["code"]) == (409, "version_stale")
    assert first_order(store) == [*before[1:], before[0]]


def test_a_plan_that_is_not_there_cannot_be_changed(send: Send, client: FlaskClient) -> None:
    sent = {"csrf_token": csrf_token(client), "version": 1, "move": "DB00001 1 1"}
    assert client.post("/plans/LT09999/moves", data=sent).status_code == 404
