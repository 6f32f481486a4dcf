"""The form of one team of a plan: it stands as it is, its change times its stops anew, and teams come and go."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo.travel.problem import Break
from layers.store.database import Database
from tests.layers.outings.days import OFFICE, PHU_DINH, TEAM, WISH, make, read
from tests.webmap.conftest import SignIn, csrf_token

Send = Callable[..., Any]
KEPT = {"name": "Đội 1", "start": "kept-start", "shift_start": "07:30", "shift_end": "11:30"}


@pytest.fixture
def send(client: FlaskClient, sign_in: SignIn, store: Database) -> Send:
    """Make a plan, sign a supervisor in, and return a function that sends the form of a team."""
    make(store, replace(WISH, teams=(replace(TEAM, rest=Break(30_000, 36_000, 900)),)))
    sign_in("supervisor", "776")
    token = csrf_token(client)

    def go(team: object = 1, **fields: Any) -> Any:
        sent = {"csrf_token": token, "version": 1, **KEPT, **fields}
        return client.post(f"/plans/LT00001/teams/{team}", data=sent)

    return go


def test_the_form_holds_the_team_as_it_is(send: Send, client: FlaskClient) -> None:
    page = client.get("/plans/LT00001/teams/1").text
    assert re.search(r'<option selected value="kept-start">Trụ sở phường Bình Đông \(như hiện nay\)', page)
    for value in ("Đội 1", "07:30", "11:30", "08:20", "10:00", "15"):
        assert f'value="{value}"' in page


def test_a_later_shift_moves_every_stop(send: Send, store: Database) -> None:
    before = read(store).teams[0]
    assert send(shift_start="08:00", shift_end="12:00", start=PHU_DINH).status_code == 303
    (after,) = read(store).teams
    assert after.shift == (28_800, 43_200)
    assert after.start.name == "Phường Phú Định"
    assert after.rest is None
    assert [stop.hotspot for stop in after.stops] == [stop.hotspot for stop in before.stops]
    assert after.start_s == 28_800


def test_where_it_sets_out_stays_where_that_is_not_changed(send: Send, store: Database) -> None:
    send(name="Tổ Mặt trận")
    (team,) = read(store).teams
    assert (team.start, team.name) == (OFFICE, "Tổ Mặt trận")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shift_end": "07:00"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"start": ""}, "Cần điền"),
        ({"name": "ông Nguyễn Văn Tèo"}, "ông Nguyễn Văn Tèo"),
        ({"version": ""}, "Đội 1"),
    ],
)
def test_what_cannot_be_is_told(send: Send, store: Database, change: dict[str, str], words: str) -> None:
    answer = send(**change)
    assert answer.status_code == 422
    assert words in answer.text
    assert read(store).version == 1


def test_who_comes_too_late_starts_from_the_new_version(send: Send) -> None:
    send(name="Đội A")
    late = send(name="Đội B")
    assert late.status_code == 412
    assert 'name="version" value="2"' in late.text
    assert 'value="Đội B"' in late.text


def test_a_team_is_added_and_taken_out_again(send: Send, store: Database, client: FlaskClient) -> None:
    assert 'value="Đội 2"' in client.get("/plans/LT00001/teams/new").text
    assert send("new", name="Đội 2", start=PHU_DINH).status_code == 303
    assert [team.name for team in read(store).teams] == ["Đội 1", "Đội 2"]
    assert send("1/remove", version=2).status_code == 303
    assert [team.name for team in read(store).teams] == ["Đội 2"]
    assert 'data-letter="C"' in client.get("/plans/LT00001/teams/new").text


def test_the_last_team_stays(send: Send, store: Database) -> None:
    answer = send("1/remove")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert len(read(store).teams) == 1


def test_a_team_that_is_not_there_is_not_found(send: Send, client: FlaskClient) -> None:
    assert client.get("/plans/LT00001/teams/9").status_code == 404
    assert send(9).status_code == 404


def test_whoever_only_reads_gets_no_form(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store)
    sign_in("viewer", "776")
    for page in ("1", "new"):
        assert client.get(f"/plans/LT00001/teams/{page}").status_code == 403
