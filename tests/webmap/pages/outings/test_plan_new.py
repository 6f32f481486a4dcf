"""The form of a day plan: what it offers, the plan that comes of it, what it refuses, with all that was typed kept."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.schema import hotspot, hotspot_version
from layers.supervision.bodies import add_default_bodies
from tests.layers.outings.days import BINH_DONG, PHU_DINH, read
from tests.webmap.conftest import SignIn, csrf_token
from webmap.pages.outings import plan_new

UUID = "3d7c1f52-6a11-4a54-8f2b-8f1a6f0c6b21"
TEAM = {
    "name": "Đội 1", "start": PHU_DINH, "shift_start": "07:30", "shift_end": "11:30",
}  # fmt: skip
BOX = {
    "type": "Polygon",
    "coordinates": [[[106.6, 10.7], [106.7, 10.7], [106.7, 10.76], [106.6, 10.76], [106.6, 10.7]]],
}
TINY = {
    "type": "Polygon",
    "coordinates": [[[106.6, 10.6], [106.601, 10.6], [106.601, 10.601], [106.6, 10.6]]],
}


def fields(*teams: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Return a form as a browser sends it."""
    sent = {"uuid": UUID, "plan_on": "22/11/2026", "mode": "walking", "soon_days": "3", **others}
    for at, team in enumerate(teams or (TEAM,)):
        sent |= {f"teams-{at}-{name}": value for name, value in team.items()}
    return sent


@pytest.fixture
def send(client: FlaskClient, sign_in: SignIn) -> Any:
    """Return a function that signs a supervisor in and sends the form."""
    sign_in("supervisor", "776")
    token = csrf_token(client)

    def go(*teams: dict[str, Any], **others: Any) -> Any:
        return client.post("/plans/new", data={"csrf_token": token, **fields(*teams, **others)})

    return go


def test_the_form_offers_wards_by_what_waits_in_them(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    page = client.get("/plans/new").text
    chips = re.findall(r'name="areas"\s+value="([^"]+)"', page)
    assert set(chips) >= {BINH_DONG, PHU_DINH}
    assert "quá hạn" in page
    assert 'value="22/11/2026"' in page
    assert 'value="07:30"' in page
    assert "checked" not in page.split('name="places"')[1].split("/>")[0]


def test_a_place_may_be_asked_for_by_address(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    page = client.get("/plans/new?hotspot=DB00002&on=2026-12-01").text
    assert re.search(r'name="places"\s+value="DB00002"\s+checked', page)
    assert 'value="01/12/2026"' in page


def test_a_place_that_is_not_among_the_most_pressing_is_offered_where_it_is_asked_for(
    send: Any, client: FlaskClient, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_new, "NAMED_PLACES", 0)
    assert 'name="places"' not in client.get("/plans/new").text
    assert 'value="DB00002"' in client.get("/plans/new?hotspot=DB00002").text
    assert send(places="DB00002").status_code == 303
    assert next(stop for stop in read(store).stops if stop.hotspot == "DB00002").is_required


def test_a_plan_for_two_teams_is_made_once(send: Any, store: Database) -> None:
    teams = (
        TEAM,
        {**TEAM, "name": "Đội 2", "start": BINH_DONG, "rest_minutes": "15", "longest_minutes": "200"},
    )
    first, again = send(*teams), send(*teams)
    assert [answer.headers["Location"] for answer in (first, again)] == ["/plans/LT00001"] * 2
    plan = read(store)
    assert [team.name for team in plan.teams] == ["Đội 1", "Đội 2"]
    assert plan.teams[1].rest is not None
    assert plan.teams[1].max_travel_s == 12_000
    assert len(plan.stops) + len(plan.left_out) == 4


def test_a_start_on_the_map_and_an_end_elsewhere(send: Any, store: Database) -> None:
    team = {**TEAM, "start": "map", "start_at": "10.7365, 106.6496", "end": "DB00001"}
    assert send(team).status_code == 303
    (its,) = read(store).teams
    assert its.start.at == pytest.approx((106.6496, 10.7365))
    assert its.start.name == "Vị trí đã chọn"
    assert its.end.name != its.start.name


def test_a_drawn_area_is_kept_with_the_plan(send: Any, store: Database) -> None:
    assert send(polygon=json.dumps(BOX)).status_code == 303
    assert read(store).polygon is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shift_start": "11:30", "shift_end": "07:30"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"shift_start": "25:00"}, "Ghi giờ như 07:30."),
        ({"shift_end": "sáng"}, "Ghi giờ như 07:30."),
        ({"start": "map"}, "Ghi vị trí, hoặc chọn trên bản đồ."),
        ({"start": "map", "start_at": "đầu hẻm"}, "Đội 1"),
        ({"start": "27999@start"}, "Chọn"),
        ({"rest_minutes": "60", "rest_from": "11:00"}, "Giờ nghỉ không nằm gọn trong ca."),
        (
            {"rest_minutes": "10", "rest_from": "10:00", "rest_to": "09:00"},
            "Giờ nghỉ không nằm gọn trong ca.",
        ),
        ({"longest_minutes": "0"}, "1"),
        ({"name": ""}, "Cần điền"),
    ],
)
def test_a_team_that_cannot_be_is_told_and_what_was_typed_stays(
    send: Any, change: dict[str, str], words: str
) -> None:
    answer = send({**TEAM, **change}, areas=BINH_DONG, plan_on="25/11/2026")
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="25/11/2026"' in answer.text
    assert re.search(rf'value="{BINH_DONG}"\s+checked', answer.text)
    for value in change.values():
        assert not value or value in answer.text or value == "27999@start"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"plan_on": "21/11/2026"}, "Chọn hôm nay hoặc một ngày sau đó."),
        ({"plan_on": "31/02/2026"}, "ngày"),
        ({"mode": "boat"}, "Chọn"),
        ({"soon_days": "-1"}, "60"),
        ({"areas": "27999@start"}, "Chọn"),
        ({"polygon": "{"}, "đọc"),
        ({"polygon": json.dumps(TINY)}, "địa bàn"),
    ],
)
def test_a_day_that_cannot_be_is_told(send: Any, store: Database, change: dict[str, str], words: str) -> None:
    answer = send(**change)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Đội 1"' in answer.text
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM day_plan").scalar() == 0


def test_a_person_as_a_team_is_refused(send: Any) -> None:
    answer = send({**TEAM, "name": "ông Nguyễn Văn Tèo"})
    assert answer.status_code == 422
    assert "ông Nguyễn Văn Tèo" in answer.text


def test_a_plan_without_teams_is_refused(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    sent = {"csrf_token": csrf_token(client), "plan_on": "22/11/2026", "mode": "walking", "soon_days": "3"}
    assert client.post("/plans/new", data=sent).status_code == 422


def test_while_ways_cannot_be_had_that_is_told_and_straight_lines_are_offered(
    app: Flask, send: Any, store: Database
) -> None:
    config, data_dir = app.config["DIABAN"], app.config["DIABAN"].data_dir
    (data_dir / "quan8.osm.pbf").write_bytes(b"\x00\x00\x00\x0dnot a map at all")
    for broken, words in (
        ({"roads_file": "quan8.osm.pbf"}, "Không đọc được tệp đường"),
        ({"router_url": "http://127.0.0.1:9", "router_seconds": 0.2}, "không trả lời"),
    ):
        app.config["DIABAN"] = replace(config, **broken)
        refused = send()
        assert refused.status_code == 422
        assert words in refused.text
        assert 'name="ways"' in refused.text
    assert send(ways="straight").status_code == 303
    assert read(store).source == "straight"


def test_of_more_places_than_are_weighed_the_others_are_told_as_less_pressing(
    app: Flask, send: Any, store: Database
) -> None:
    app.config["DIABAN"] = replace(app.config["DIABAN"], plan_most_stops=2)
    assert send().status_code == 303
    plan = read(store)
    assert len(plan.stops) == 2
    assert [stop.reason for stop in plan.left_out] == ["lower_priority"] * 2


def test_a_place_without_a_position_is_told_and_the_others_are_planned(
    client: FlaskClient, send: Any, store: Database
) -> None:
    with store.write(SYSTEM, "test") as change:
        empty = update(hotspot_version).where(hotspot_version.c.name == "Cầu Hiệp Ân")
        change.connection.execute(empty.values(geom=shapely.GeometryCollection()))
        change.note("hotspot", "test")
        lost = change.connection.execute(
            select(hotspot.c.code).join(hotspot_version).where(hotspot_version.c.name == "Cầu Hiệp Ân")
        ).scalar_one()
    refused = send(places=lost)
    assert refused.status_code == 422
    assert "không có vị trí trên bản đồ" in refused.text
    assert send().status_code == 303
    page = client.get("/plans/LT00001").text
    assert f"không có vị trí trên bản đồ: {lost}." in page
    assert len(read(store).stops) == 3


class TestTeamsOfTheForm:
    """Teams are added and taken away by the form itself, without a script."""

    def test_one_more_keeps_what_was_typed(self, send: Any) -> None:
        answer = send({**TEAM, "name": "Tổ Mặt trận", "shift_start": "8 giờ"}, act="add", soon_days="x")
        assert answer.status_code == 200
        assert 'value="Tổ Mặt trận"' in answer.text
        assert 'value="8 giờ"' in answer.text
        assert 'name="teams-1-name"' in answer.text
        assert 'value="Đội 2"' in answer.text

    def test_no_more_than_six(self, send: Any) -> None:
        answer = send(*[TEAM] * 6, act="add")
        assert 'name="teams-6-name"' not in answer.text
        assert 'value="add"' not in answer.text

    def test_one_is_taken_away_and_the_later_ones_move_up(self, send: Any) -> None:
        teams = [{**TEAM, "name": f"Tổ {number}"} for number in (1, 2, 3)]
        page = send(*teams, act="remove-1").text
        assert [name for name in ("Tổ 1", "Tổ 2", "Tổ 3") if f'value="{name}"' in page] == ["Tổ 1", "Tổ 3"]
        assert 'name="teams-2-name"' not in page

    @pytest.mark.parametrize("act", ["remove-9", "remove-x", "what"])
    def test_a_made_up_button_changes_nothing(self, send: Any, act: str) -> None:
        answer = send(act=act)
        assert answer.status_code == 200
        assert 'name="teams-0-name"' in answer.text


def test_units_are_offered_and_kept(send: Any, store: Database) -> None:
    with store.write(SYSTEM, "defaults.add") as change:
        add_default_bodies(change)
    assert send({**TEAM, "units": ["MAT_TRAN"]}).status_code == 303
    assert read(store).teams[0].units == ("MAT_TRAN",)


@pytest.mark.parametrize("role", ["viewer", "reporter"])
def test_who_records_no_visits_makes_no_plans(client: FlaskClient, sign_in: SignIn, role: str) -> None:
    sign_in(role, "776")
    assert client.get("/plans/new").status_code == 403
    sent = {"csrf_token": csrf_token(client), **fields()}
    assert client.post("/plans/new", data=sent).status_code == 403


def test_an_officer_of_a_ward_without_places_is_told_that_nothing_is_due(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "27397@2025-01-01")
    team = {**TEAM, "start": "map", "start_at": "10.7365, 106.6496"}
    answer = client.post("/plans/new", data={"csrf_token": csrf_token(client), **fields(team)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
