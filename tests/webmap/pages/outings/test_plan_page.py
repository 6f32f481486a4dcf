"""The page of a plan: lists and map tell the same, readers get no buttons, and hidden stops are counted."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo.travel.problem import Break
from layers.actor import SYSTEM
from layers.errors import Refused
from layers.outings.day_changes import cancel_plan, move_stop
from layers.store.database import Database
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.layers.outings.days import (
    BINH_DONG,
    OTHER_OFFICE,
    TEAM,
    TODAY,
    WAYS,
    WISH,
    confirm,
    make,
    orders,
    read,
)
from tests.webmap.conftest import SignIn, post
from webmap.pages.outings import plan_page

TWO = replace(WISH, teams=(TEAM, replace(TEAM, name="Đội 2", start=OTHER_OFFICE)))


def config_of(page: str) -> dict[str, Any]:
    """Return what the page tells its script."""
    found = re.search(
        r'<script type="application/json" data-part="plan-config">(.*?)</script>', page, re.DOTALL
    )
    assert found
    return dict(json.loads(found[1]))


def listed(page: str) -> list[str]:
    """Return the codes of the stops in the order of the lists."""
    return re.findall(r'data-stop="([^"]+)"', page)


def test_lists_and_map_hold_the_same_stops_in_the_same_order(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store, TWO)
    sign_in("viewer", "776")
    page = client.get("/plans/LT00001").text
    plan, told = read(store), config_of(page)["plan"]
    assert [[stop["code"] for stop in team["stops"]] for team in told["teams"]] == orders(plan)
    assert listed(page) == [
        *(code for order in orders(plan) for code in order),
        *(s.hotspot for s in plan.left_out),
    ]
    labels = [stop["label"] for team in told["teams"] for stop in team["stops"]]
    assert labels[0][0] in "AB"
    for team in told["teams"]:
        assert len(team["legs"]) == (len(team["stops"]) + 1 if team["stops"] else 0)


def test_times_ways_and_states_are_told(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store)
    sign_in("viewer", "776")
    page = client.get("/plans/LT00001").text
    for words in (
        "07:30",
        "Xuất phát: Trụ sở phường Bình Đông",
        "làm việc 20 phút",
        "4 điểm · đi",
        "Về:",
        "Bản nháp",
    ):
        assert words in page
    assert page.count("Phức tạp, đang theo dõi") == 4
    assert "geo:10.7" in page
    assert "https://www.openstreetmap.org/?mlat=" in page


def test_a_break_stands_among_the_stops(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store, replace(WISH, teams=(replace(TEAM, rest=Break(27_000, 41_000, 900)),)))
    sign_in("viewer", "776")
    assert "Nghỉ 15 phút" in client.get("/plans/LT00001").text


def test_a_reader_changes_nothing(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store)
    sign_in("viewer", "776")
    page = client.get("/plans/LT00001").text
    for part in ('name="move"', 'name="lock"', "data-grip", "plan__changes", "/teams/1", "/confirm"):
        assert part not in page


def test_a_supervisor_gets_the_buttons_of_each_stop(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store, TWO)
    sign_in("supervisor", "776")
    page = client.get("/plans/LT00001").text
    for part in (
        "data-grip",
        'name="lock"',
        "/plans/LT00001/confirm",
        "/plans/LT00001/teams/2",
        "Chuyển sang Đội 2",
    ):
        assert part in page


@pytest.mark.parametrize("days", [0, 1])
def test_once_confirmed_the_next_stop_is_marked_and_the_walk_begins_on_its_day(
    client: FlaskClient, sign_in: SignIn, store: Database, days: int
) -> None:
    make(store, replace(WISH, plan_on=TODAY + timedelta(days=days)))
    confirm(store)
    sign_in("supervisor", "776")
    page = client.get("/plans/LT00001").text
    assert page.count("Điểm tiếp theo") == 1
    assert ("/field#/walk/LT00001/1" in page) == (days == 0)
    assert "Đã giám sát 0/4 điểm" in page


def test_what_was_visited_is_done_and_the_stop_behind_it_is_next(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store)
    confirm(store)
    first, second = orders(read(store))[0][:2]
    with store.write(SYSTEM, "visit.record") as change:
        record_visit(change, first, Visit(TODAY))
    sign_in("supervisor", "776")
    page = client.get("/plans/LT00001").text
    assert "Đã giám sát 1/4 điểm" in page
    assert re.search(rf'id="stop-{second}"[^>]*aria-current="step"', page)
    (done,) = [stop for stop in config_of(page)["plan"]["teams"][0]["stops"] if stop["is_done"]]
    assert done["code"] == first


def test_what_is_left_out_says_why(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store)
    with store.write(SYSTEM, "plan.move") as change:
        move_stop(change, "LT00001", "DB00002", None, 0, version=1, ways=WAYS)
    sign_in("supervisor", "776")
    page = client.get("/plans/LT00001").text
    assert "Đã đưa ra khỏi kế hoạch" in page
    assert 'value="DB00002 1 4"' in page


def test_a_cancelled_plan_says_why_and_is_not_changed(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store)
    with store.write(SYSTEM, "plan.cancel") as change:
        cancel_plan(change, "LT00001", version=1, reason="mưa lớn")
    sign_in("supervisor", "776")
    page = client.get("/plans/LT00001").text
    assert "Kế hoạch đã hủy: mưa lớn" in page
    assert "data-grip" not in page


def test_stops_outside_the_readers_area_are_counted_and_nothing_else(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store)
    sign_in("viewer", BINH_DONG)
    page = client.get("/plans/LT00001").text
    assert listed(page) == ["DB00001"]
    assert "3 điểm khác nằm ngoài phạm vi" in page
    assert "DB00002" not in page


def test_a_plan_that_is_not_there_or_not_ones_own_is_not_found(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store)
    sign_in("viewer", "27397@2025-01-01")
    assert client.get("/plans/LT00001").status_code == 404
    assert client.get("/plans/LT09999").status_code == 404


def test_files_are_offered(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store)
    sign_in("viewer", "776")
    page = client.get("/plans/LT00001").text
    for end in ("/sheet.pdf?paper=A4", "/sheet.pdf?paper=A5", ".gpx", ".kml", ".geojson", ".ics"):
        assert f'href="/plans/LT00001{end}"' in page


def test_both_languages_tell_all_of_it(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    make(store, TWO)
    confirm(store)
    sign_in("supervisor", "776")
    post(client, "/language", locale="en")
    page = client.get("/plans/LT00001").text
    assert "Next stop" in page
    assert "Set out: Trụ sở phường Bình Đông" in page


def test_while_a_router_is_down_the_lists_are_there_all_the_same(
    client: FlaskClient, sign_in: SignIn, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Refused("router_down", router="http://router")

    make(store)
    monkeypatch.setattr(plan_page, "trace_plan", refuse)
    sign_in("viewer", "776")
    page = client.get("/plans/LT00001").text
    assert "Chưa vẽ được đường đi." in page
    assert len(listed(page)) == 4
    assert config_of(page)["plan"]["teams"][0]["legs"] == []
