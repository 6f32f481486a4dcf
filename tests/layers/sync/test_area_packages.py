"""What a device takes along: what its account may see, as it is today, and nothing else."""

from datetime import date

import orjson
import pytest

from layers.actor import SYSTEM, Actor
from layers.errors import OutsideScope
from layers.overview.defaults import load_defaults
from layers.programme.figures import Sheet, enter_counts
from layers.store.database import Database
from layers.supervision.intervals import Intervals
from layers.supervision.visits import plan_visit
from layers.sync.area_packages import Package, read_area, read_plans, trace_plans
from tests.layers.outings.days import WAYS, confirm, make
from tests.layers.sync.carrying import INSIDE, add_actor, add_lists

TODAY = date(2026, 11, 22)


def _read(database: Database, actor: Actor) -> Package:
    with database.read() as connection:
        return read_area(connection, actor, TODAY, Intervals())


def test_places_come_with_what_is_due_and_planned_there(database: Database) -> None:
    add_lists(database)
    with database.write(SYSTEM, "visit.plan") as change:
        code = plan_visit(change, "DB00001", date(2026, 11, 24))
    (place,) = _read(database, add_actor(database))["places"]
    assert (place["code"], place["name"], place["kind"]) == ("DB00001", "Hẻm 1678 Phạm Thế Hiển", "alley")
    assert (place["status"], place["is_open"], place["topics"]) == ("THEO_DOI", True, ["ma_tuy"])
    assert place["planned"] == [{"visit": code, "version": 1, "on": "2026-11-24"}]
    assert place["wards"] == [{"code": "27424", "name": "Phường Bình Đông"}]
    assert place["overdue_days"] == (TODAY - date.fromisoformat(place["due_on"])).days
    assert place["address"] == "Hẻm 1678 Phạm Thế Hiển"
    lon, lat = place["at"]
    assert abs(lon - 106.65) < 0.02
    assert abs(lat - 10.735) < 0.02


def test_forms_bodies_and_limits_are_those_of_the_register(database: Database) -> None:
    add_lists(database)
    area = _read(database, add_actor(database))
    (form,) = area["forms"]
    assert (form["number"], len(form["items"])) == (1, 8)
    assert form["items"][0]["answers"]
    assert {"MAT_TRAN", "HOI_CCB"} <= {body["code"] for body in area["bodies"]}
    assert area["limits"] == {
        "note": 1000, "heads": 200, "photos": 8, "photo_px": 1600, "photo_bytes": area["limits"]["photo_bytes"],
        "map_accuracy_m": 250,
    }  # fmt: skip


def test_counts_come_with_those_of_last_month_where_the_account_counts(database: Database) -> None:
    with database.write(SYSTEM, "count.enter") as change:
        enter_counts(change, Sheet(INSIDE, date(2026, 10, 1), {"TP": 3}, {}))
    reporter, viewer = add_actor(database, "reporter"), add_actor(database, "viewer", name="hoa")
    area = _read(database, reporter)
    assert [unit["id"] for unit in area["units"]] == [INSIDE]
    assert area["counted"] == {INSIDE: {"2026-10": {"TP": {"value": 3, "version": 1}}, "2026-11": {}}}
    assert len(area["categories"]) == 15
    seen = _read(database, viewer)
    assert (seen["units"], seen["counted"]) == ([], {})


def test_confirmed_plans_come_with_the_lines_of_their_teams(database: Database) -> None:
    with database.write(SYSTEM, "lists.load") as change:
        load_defaults(change)
    code = make(database)
    with database.read() as connection:
        assert read_plans(connection, SYSTEM, TODAY) == [], "a draft is nobody's walk"
    confirm(database, code)
    with database.read() as connection:
        (plan,) = read_plans(connection, SYSTEM, TODAY)
        assert read_plans(connection, SYSTEM, date(2026, 11, 23)) == []
    lines = trace_plans([plan], lambda _: WAYS)
    assert list(lines) == [code]
    assert len(lines[code]["1"]) == 2 * (len(plan.teams[0].stops) + 1)
    told = orjson.loads(orjson.dumps(plan, default=list))
    assert (told["code"], told["plan_on"], told["teams"][0]["stops"][0]["hotspot"][:2]) == (
        code,
        "2026-11-22",
        "DB",
    )


def test_whoever_sees_no_place_takes_nothing(database: Database) -> None:
    with pytest.raises(OutsideScope, match="not_allowed"):
        _read(database, add_actor(database, "auditor"))
