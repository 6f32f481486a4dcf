"""The form of one stop of a plan: its length and its hours are kept, its team is timed at once, bad hours are told."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo.travel.problem import Window
from layers.store.database import Database
from tests.layers.outings.days import BINH_DONG, begins, make, move, read
from tests.webmap.conftest import SignIn, csrf_token

PAGE = "/plans/LT00001/stops/DB00002"
Send = Callable[..., Any]


@pytest.fixture
def send(client: FlaskClient, sign_in: SignIn, store: Database) -> Send:
    """Make a plan, sign a supervisor in, and return a function that sends the form of a stop."""
    make(store)
    sign_in("supervisor", "776")
    token = csrf_token(client)

    def go(**fields: Any) -> Any:
        sent = {"csrf_token": token, "version": 1, "service_minutes": "20"}
        return client.post(PAGE, data=sent | fields)

    return go


def _hours(*typed: str) -> dict[str, str]:
    """Return what is typed into the hours, span by span."""
    names = [f"windows-{at // 2}-{('start', 'end')[at % 2]}" for at in range(len(typed))]
    return dict(zip(names, typed, strict=True))


def test_a_stop_gets_its_hours_and_all_times_follow(send: Send, store: Database, client: FlaskClient) -> None:
    assert f'href="{PAGE}"' in client.get("/plans/LT00001").text
    answer = send(service_minutes="45", **_hours("10:40", "11:00", "9h", "9h30"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/plans/LT00001#stop-DB00002")
    (team,) = read(store).teams
    stop = next(one for one in team.stops if one.hotspot == "DB00002")
    assert stop.service_s == 2700
    assert stop.windows == (Window(32_400, 34_200), Window(38_400, 39_600))
    assert any(start <= begins(stop) <= end for start, end in stop.windows) or stop.late_s
    board = client.get("/plans/LT00001").text
    assert "giờ giấc cả đội đã tính lại" in board
    assert "chỉ 09:00–09:30" in board
    form = client.get(PAGE).text
    for value in ("45", "09:00", "09:30", "10:40", "11:00"):
        assert f'value="{value}"' in form
    assert send(version=2).status_code == 303
    assert next(one for one in read(store).stops if one.hotspot == "DB00002").windows == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (_hours("10:00", "09:00"), "Giờ kết thúc phải sau giờ bắt đầu."),
        (_hours("10:00", ""), "Ghi cả giờ bắt đầu và giờ kết thúc"),
        (_hours("25:00", "26:00"), "Ghi giờ như 07:30."),
        (_hours("08:00", "10:00", "09:00", "11:00"), "không chồng lên nhau"),
        ({"service_minutes": ""}, "Cần điền"),
        ({"service_minutes": "481"}, "từ 0 đến 480"),
    ],
)
def test_hours_that_cannot_be_are_told(
    send: Send, store: Database, fields: dict[str, str], words: str
) -> None:
    answer = send(**fields)
    assert answer.status_code == 422
    assert words in answer.text
    for typed in fields.values():
        assert f'value="{typed}"' in answer.text
    assert read(store).version == 1


def test_hours_that_no_shift_reaches_are_kept_and_told_in_the_plan(
    send: Send, store: Database, client: FlaskClient
) -> None:
    assert send(**_hours("19:00", "20:00")).status_code == 303
    assert {fault.code for fault in read(store).teams[0].faults} == {"over_shift"}
    assert "Quá giờ kết thúc ca" in client.get("/plans/LT00001").text


def test_who_comes_too_late_starts_from_the_new_version(send: Send, store: Database) -> None:
    send(service_minutes="30")
    late = send(service_minutes="40")
    assert late.status_code == 412
    assert 'name="version" value="2"' in late.text
    assert 'value="40"' in late.text


def test_a_stop_without_a_team_has_its_form_and_another_areas_has_none(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store)
    move(store, "DB00002", None, 0, version=1)
    sign_in("supervisor", "776")
    assert "Điểm này chưa có đội nào đi." in client.get(PAGE).text
    assert client.get("/plans/LT00001/stops/DB09999").status_code == 404
    sign_in("supervisor", BINH_DONG, name="minh")
    assert client.get(PAGE).status_code == 404
    sign_in("viewer", "776", name="khanh")
    assert client.get(PAGE).status_code == 403
