"""Planning the rest anew by forms and by the script: from a time on, without stops, without a team; no writer waits."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.errors import Refused
from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.outings.days import EVERYTHING, TWO, WISH, BusyWays, codes, confirm, make, orders, read
from tests.webmap.conftest import SignIn
from tests.webmap.pages.outings.conftest import Send, first_order, sender
from webmap.pages.outings import plan_page, plan_rest

TOMORROW = replace(TWO, plan_on=WISH.plan_on.replace(day=23))


def test_the_rest_is_planned_anew(send: Send, store: Database) -> None:
    best = first_order(store)
    send("moves", move=f"{best[0]} 1 4")
    assert send("replan", since="all", version=2).status_code == 303
    assert sorted(first_order(store)) == sorted(best)
    assert send("replan", since="all", without=[best[0]], version=3).status_code == 303
    assert best[0] not in first_order(store)


def test_from_now_on_what_lies_before_stays(send: Send, store: Database, clock: Clock) -> None:
    before = read(store).teams[0]
    first = before.stops[0]
    assert first.leave_s is not None
    clock.at = datetime.fromtimestamp(datetime(2026, 11, 21, 17, tzinfo=UTC).timestamp() + first.leave_s, UTC)
    assert send("replan", since="now").status_code == 303
    assert read(store).teams[0].fixed == 1
    assert read(store).stops[0].begin_s == first.begin_s


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Cần điền"),
        ({"since": "never"}, "Chọn một giá trị"),
        ({"since": "all", "without": ["DB09999"]}, "DB09999"),
        ({"since": "at"}, "Ghi giờ bắt đầu lập lại."),
        ({"since": "at", "from_time": "25h"}, "Ghi giờ như 07:30."),
        ({"since": "all", "resting": ["x"]}, "Chọn một giá trị"),
        ({"since": "all", "resting": ["9"]}, "không có đội số 9"),
        ({"since": "all", "resting": ["1"]}, "Kế hoạch phải có ít nhất một đội."),
    ],
)
def test_what_cannot_be_planned_anew_is_told(
    send: Send, store: Database, fields: dict[str, Any], words: str
) -> None:
    answer = send("replan", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert read(store).version == 1


def test_in_one_step_a_team_is_off_and_its_stops_go_to_the_others(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store, TOMORROW)
    send = sender(client, sign_in)
    page = client.get("/plans/LT00001").text
    assert page.count("Đội này nghỉ, chia điểm cho đội khác") == 2
    answer = send("teams/1/rest", script=True, since="all").json
    assert answer["said"].startswith("Đội 1 nghỉ.")
    assert [team["name"] for team in answer["plan"]["teams"]] == ["Đội 2"]
    assert sorted(codes(read(store).stops)) == EVERYTHING
    assert send("teams/1/rest", since="all", version=2).status_code == 404
    last = send("teams/2/rest", since="all", version=2)
    assert last.status_code == 422
    assert "Kế hoạch phải có ít nhất một đội." in last.text
    sign_in("officer", "776", name="minh")
    history = client.get("/plans/LT00001/history").text
    assert "Đội nghỉ" in history
    assert "plan.replan" not in history


def test_a_team_that_was_out_already_keeps_its_morning(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store, TWO)
    confirm(store)
    plan = read(store)
    busy = max(plan.teams, key=lambda team: len(team.stops))
    first, *_, last = busy.stops
    assert first.leave_s is not None
    send = sender(client, sign_in)
    hours, minutes = divmod(first.leave_s // 60, 60)
    sent = {"since": "at", "from_time": f"{hours}:{minutes:02}", "resting": [str(busy.number)], "version": 2}
    assert send("replan", **sent).status_code == 303
    found = read(store)
    kept = next(team for team in found.teams if team.number == busy.number)
    assert codes(kept.stops) == [first.hotspot]
    assert last.hotspot in {*codes(found.left_out), *(code for order in orders(found) for code in order)}
    assert all(stop.visit for stop in found.stops)


def test_no_writer_waits_while_a_plan_is_searched_and_the_later_one_is_told(
    send: Send, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(store)
    monkeypatch.setattr(plan_page, "ways", lambda *_: BusyWays(database=store, meanwhile="LT00002"))
    assert send("replan", since="all").status_code == 303
    assert read(store, "LT00002").version == 2
    monkeypatch.setattr(
        plan_page, "ways", lambda *_: BusyWays(database=store, meanwhile="LT00001", version=2)
    )
    late = send("replan", since="all", version=2)
    assert late.status_code == 412
    assert "người khác" in late.text
    assert [stop.hotspot for stop in read(store).stops if stop.is_locked] == ["DB00001"]


def test_a_router_that_is_down_is_told_and_nothing_is_lost(
    send: Send, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("router_down", router="http://router")

    before = read(store)
    monkeypatch.setattr(plan_rest, "draft_rest", refuse)
    answer = send("replan", since="all")
    assert answer.status_code == 422
    assert "máy chủ" in answer.text
    assert read(store) == before
