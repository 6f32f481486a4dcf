"""Reading visits: one question a page, nobody sees past his area, a shared place counts for all its wards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, event

from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from layers.supervision.checklists import add_default_checklist, get_current_checklist
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import (
    VisitQuery,
    count_visits,
    find_latest_visit,
    get_visit,
    list_positions,
    list_visits,
    read_history,
)
from layers.supervision.visits import cancel_visit, plan_visit, record_visit
from tests.rows import add_visits

TODAY = date(2026, 11, 22)
DAYS = (date(2024, 5, 1), date(2025, 2, 1), date(2026, 11, 20))  # one under each set of boundaries


@pytest.fixture
def visited(database: Database) -> Database:
    """Return a register with visits to the bridge that two wards share, and to an alley in one."""
    with database.write(SYSTEM, "visit.record") as change:
        add_default_checklist(change)
        current = get_current_checklist(change.connection)
        for day in DAYS:
            draft = Visit(day, checklist_id=current.id, answers={"needles": "few"})
            record_visit(change, "DB00003", draft)
        record_visit(change, "DB00001", Visit(DAYS[-1], result="worse"))
        plan_visit(change, "DB00001", date(2026, 12, 3))
    return database


def _reader(database: Database, role: str, area: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, f"{role}.{area[:5]}")
        add_grant(change, account, role, area)
    return account.actor


@contextmanager
def _counted(connection: Connection) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection, "before_cursor_execute", note)


def test_a_page_is_one_question_and_pages_meet(visited: Database) -> None:
    query = VisitQuery(TODAY, limit=2)
    with visited.read() as connection, _counted(connection) as asked:
        first = list_visits(connection, SYSTEM, query)
        assert [statement for statement in asked if statement.startswith("SELECT")] == asked[-1:]
        second = list_visits(connection, SYSTEM, replace(query, after=first.next_after))
        third = list_visits(connection, SYSTEM, replace(query, after=second.next_after))
    codes = [visit.code for page in (first, second, third) for visit in page.visits]
    assert codes == ["GS00005", "GS00004", "GS00003", "GS00002", "GS00001"]
    assert third.next_after is None


def test_pages_forward_in_time_meet_too(visited: Database) -> None:
    query, codes = VisitQuery(TODAY, limit=2, is_ascending=True), []
    with visited.read() as connection:
        page = list_visits(connection, SYSTEM, query)
        codes += [visit.code for visit in page.visits]
        while page.next_after:
            page = list_visits(connection, SYSTEM, replace(query, after=page.next_after))
            codes += [visit.code for visit in page.visits]
    assert codes == ["GS00001", "GS00002", "GS00003", "GS00004", "GS00005"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"states": ("planned",)}, {"GS00005"}),
        ({"states": ("made",), "hotspot": "DB00001"}, {"GS00004"}),
        ({"hotspot": "DB00002"}, set()),
        ({"start": DAYS[1], "end": DAYS[2]}, {"GS00002"}),
        ({"end": DAYS[0] + timedelta(days=1)}, {"GS00001"}),
        ({"area": "27424@2025-07-01"}, {"GS00004", "GS00005"}),
        ({"area": "776"}, {"GS00001", "GS00002", "GS00003", "GS00004", "GS00005"}),
        ({"area": "khong-co"}, set()),
        ({"recorded_by": 10_000}, set()),
    ],
)
def test_filters(visited: Database, changes: dict[str, object], codes: set[str]) -> None:
    with visited.read() as connection:
        page = list_visits(connection, SYSTEM, replace(VisitQuery(TODAY), **changes))
    assert {visit.code for visit in page.visits} == codes


def test_wards_are_those_of_the_day_of_the_visit(visited: Database) -> None:
    with visited.read() as connection:
        wards = [get_visit(connection, SYSTEM, f"GS0000{n}", TODAY).wards for n in (1, 2, 3)]
    assert [set(names) for names in wards] == [
        {"Phường 10", "Phường 11", "Phường 12"},
        {"Phường Xóm Củi", "Phường Hưng Phú"},
        {"Phường Phú Định", "Phường Chánh Hưng"},
    ]


def test_a_visit_to_a_shared_place_counts_for_all_its_wards_and_once_above(visited: Database) -> None:
    with visited.read() as connection:
        for area, n in (("27424@2025-07-01", 1), ("776", 4), (None, 4), ("khong-co", 0)):
            assert count_visits(connection, SYSTEM, area, date(2020, 1, 1), TODAY) == n, area
        shared = [
            visit.wards for visit in list_visits(connection, SYSTEM, VisitQuery(TODAY, ("made",))).visits
        ]
        assert len(shared[1]) == 2
        assert count_visits(connection, SYSTEM, None, DAYS[1], DAYS[2]) == 1


def test_nobody_sees_past_his_area(visited: Database) -> None:
    for area, codes in (
        ("27424@2025-07-01", {"GS00004", "GS00005"}),
        ("27397@2025-01-01", set()),
        ("776", {f"GS0000{n}" for n in range(1, 6)}),
    ):
        reader = _reader(visited, "viewer", area)
        with visited.read() as connection:
            page = list_visits(connection, reader, VisitQuery(TODAY))
            assert {visit.code for visit in page.visits} == codes
            made = len(codes - {"GS00005"})
            assert count_visits(connection, reader, None, date(2020, 1, 1), TODAY) == made
            assert (find_latest_visit(connection, reader, TODAY) is None) == (made == 0)
            if "GS00001" not in codes:
                with pytest.raises(NotFound, match="visit_not_found"):
                    get_visit(connection, reader, "GS00001", TODAY)
                assert read_history(connection, reader, "GS00001", TODAY) == ()


def test_who_reads_no_visits_is_told_so(visited: Database) -> None:
    auditor = _reader(visited, "auditor", "776")
    with visited.read() as connection:
        for ask in (
            lambda: list_visits(connection, auditor, VisitQuery(TODAY)),
            lambda: get_visit(connection, auditor, "GS00001", TODAY),
            lambda: read_history(connection, auditor, "GS00001", TODAY),
            lambda: count_visits(connection, auditor, None, DAYS[0], TODAY),
        ):
            with pytest.raises(OutsideScope, match="not_allowed"):
                ask()


def test_a_cancelled_visit_counts_no_longer(visited: Database) -> None:
    with visited.write(SYSTEM, "visit.cancel") as change:
        cancel_visit(change, "GS00004", version=1, reason="ghi nhầm địa bàn")
    with visited.read() as connection:
        assert count_visits(connection, SYSTEM, None, date(2020, 1, 1), TODAY) == 3
        latest = find_latest_visit(connection, SYSTEM, TODAY, hotspot="DB00001")
    assert latest is None


def test_the_latest_visit_of_a_person(visited: Database) -> None:
    officer = _reader(visited, "officer", "776")
    with visited.write(officer, "visit.record") as change:
        record_visit(change, "DB00002", Visit(date(2026, 1, 5), head_count=7))
    with visited.read() as connection:
        latest = find_latest_visit(connection, officer, TODAY, recorded_by=officer.account_id)
    assert latest is not None
    assert (latest.hotspot, latest.head_count) == ("DB00002", 7)


def test_positions_of_the_latest_visits_up_to_a_day_for_whom_sees_the_place(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        assert place is not None
        for day, lon in zip(DAYS, (106.6491, 106.6492, 106.6493), strict=True):
            add_visits(change, place, day, seen_lon=lon, seen_lat=10.7364, position_accuracy_m=9.0)
        add_visits(change, place, TODAY)
    here = _reader(database, "viewer", "27424@2025-07-01")
    elsewhere = _reader(database, "viewer", "27427@2025-07-01")
    with database.read() as connection, _counted(connection) as asked:
        latest = list_positions(connection, here, place, TODAY, limit=2)
        earlier = list_positions(connection, here, place, DAYS[1], limit=9)
        hidden = list_positions(connection, elsewhere, place, TODAY, limit=9)
    assert [at.lon for at in latest] == [106.6493, 106.6492]
    assert [at.lon for at in earlier] == [106.6492, 106.6491]
    assert hidden == []
    assert sum(statement.startswith("SELECT") for statement in asked) == 3
