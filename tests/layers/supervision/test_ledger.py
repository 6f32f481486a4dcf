"""The list of recommendations: its order, its pages, its filters and scope, and how it ages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope
from layers.people.grants import EVERYWHERE, add_grant, list_grants, revoke_grant
from layers.people.users import get_user
from layers.store import scope
from layers.store.database import Database
from layers.supervision.ledger import (
    ORDER,
    Asked,
    ageing,
    get_recommendation,
    list_made_visits,
    list_places,
    list_recommendations,
    list_wards,
    open_of_place,
    read_history,
)
from layers.supervision.recommendation_steps import STATES
from layers.supervision.recommendations import (
    Answer,
    Sending,
    Wording,
    draft_recommendation,
    record_answer,
    send,
    withdraw,
)
from tests.layers.places.supervised import (
    ASKED,
    add_bodies,
    add_draft,
    add_letter,
    add_person,
    add_visit,
)

_TODAY = date(2026, 11, 22)


@pytest.fixture
def filled(database: Database) -> Database:
    """Return a database with six recommendations in as many situations.

    KN00001 is a draft, KN00002 overdue (sent 1/10), KN00003 waits (sent 20/11), KN00004 was answered after
    four days, all of DB00001; KN00005, of DB00002, is overdue too and longer (sent 1/9); KN00006 was withdrawn.
    """
    add_bodies(database)
    add_visit(database)
    add_visit(database, "DB00002")
    letter = add_letter(database, day=date(2026, 9, 1))
    away = replace(ASKED, body="UBND_PHUONG", visits=("GS00002",))
    for _ in range(4):
        add_draft(database)
    add_draft(database, away, "DB00002")
    with database.write(SYSTEM, "recommendation.draft") as change:
        thanked = Wording("Có nhiều đóng góp", "UBND_PHUONG", (), "group", "Tổ tự quản khu phố 5")
        draft_recommendation(change, "DB00003", "commend", thanked)
    for code, sent_on in (("KN00002", date(2026, 10, 1)), ("KN00003", date(2026, 11, 20)),
                          ("KN00004", date(2026, 10, 5)), ("KN00005", date(2026, 9, 3))):  # fmt: skip
        with database.write(SYSTEM, "recommendation.send") as change:
            send(change, code, Sending(sent_on, letter), version=1)
    with database.write(SYSTEM, "recommendation.answer") as change:
        record_answer(change, "KN00004", Answer(date(2026, 10, 9), "Đã lắp đèn"), version=2)
    with database.write(SYSTEM, "recommendation.withdraw") as change:
        withdraw(change, "KN00006", "trùng với đề nghị của phường", version=1)
    return database


def _codes(database: Database, actor: Actor = SYSTEM, **asked: object) -> list[str]:
    with database.read() as connection:
        rows, _ = list_recommendations(connection, actor, Asked(_TODAY, **asked))
    return [row.code for row in rows]


def test_the_order_of_the_list_knows_every_state() -> None:
    assert set(ORDER) == {"overdue", *STATES}


def test_what_is_overdue_longest_comes_first(filled: Database) -> None:
    assert _codes(filled) == ["KN00005", "KN00002", "KN00003", "KN00001", "KN00004", "KN00006"]


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
def test_pages_make_up_the_list(filled: Database, limit: int) -> None:
    found, after = [], None
    with filled.read() as connection:
        while True:
            rows, after = list_recommendations(connection, SYSTEM, Asked(_TODAY), after=after, limit=limit)
            found += [row.code for row in rows]
            if after is None:
                break
        everything, _ = list_recommendations(connection, SYSTEM, Asked(_TODAY), limit=None)
    assert found == [row.code for row in everything] == _codes(filled)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "sent"}, ["KN00005", "KN00002", "KN00003"]),
        ({"is_overdue": True}, ["KN00005", "KN00002"]),
        ({"is_overdue": True, "on": date(2026, 10, 1)}, ["KN00005"]),
        ({"kind": "commend"}, ["KN00006"]),
        ({"body": "UBND_PHUONG"}, ["KN00005", "KN00006"]),
        ({"hotspot": "DB00002"}, ["KN00005"]),
        ({"area": "27424@2025-07-01"}, ["KN00002", "KN00003", "KN00001", "KN00004"]),
        ({"area": "776", "state": "draft"}, ["KN00001"]),
        ({"area": "a@b"}, []),
        ({"area": "00000"}, []),
    ],
)
def test_filters(filled: Database, asked: dict[str, object], expected: list[str]) -> None:
    with filled.read() as connection:
        rows, _ = list_recommendations(connection, SYSTEM, replace(Asked(_TODAY), **asked))
    assert [row.code for row in rows] == expected


def test_each_body_ages_by_its_own_and_the_totals_are_those_of_the_list(filled: Database) -> None:
    with filled.read() as connection:
        aged = ageing(connection, SYSTEM, Asked(_TODAY))
    assert [tuple(row) for row in aged] == [
        ("CA_PHUONG", "Công an phường", 4, 2, 1, (_TODAY - date(2026, 10, 1)).days, 4),
        ("UBND_PHUONG", "UBND phường", 2, 1, 1, (_TODAY - date(2026, 9, 3)).days, None),
    ]
    assert sum(row.total for row in aged) == len(_codes(filled))
    assert sum(row.overdue for row in aged) == len(_codes(filled, is_overdue=True))


@pytest.mark.parametrize("hotspot", ["DB00001", "DB00002", "DB00004"])
def test_the_totals_follow_the_filters(filled: Database, hotspot: str) -> None:
    with filled.read() as connection:
        aged = ageing(connection, SYSTEM, Asked(_TODAY, hotspot=hotspot))
    assert sum(row.total for row in aged) == len(_codes(filled, hotspot=hotspot))


def test_nobody_sees_what_lies_outside_the_own_area(filled: Database) -> None:
    here = add_person(filled, "here", "viewer", "27424@2025-07-01")
    auditor = add_person(filled, "auditor", "auditor")
    assert _codes(filled, here) == ["KN00002", "KN00003", "KN00001", "KN00004"]
    assert _codes(filled, auditor) == []
    with filled.read() as connection:
        assert [row.code for row in ageing(connection, here, Asked(_TODAY))] == ["CA_PHUONG"]
        assert get_recommendation(connection, here, "KN00001", _TODAY).row.code == "KN00001"
        for code in ("KN00005", "KN09999"):
            with pytest.raises(NotFound, match="recommendation_not_found"):
                get_recommendation(connection, here, code, _TODAY)
        with pytest.raises(OutsideScope):
            get_recommendation(connection, auditor, "KN00001", _TODAY)
        assert [row.name for row in list_wards(connection, here, _TODAY)] == ["Phường Bình Đông"]


@pytest.mark.parametrize(
    ("area", "body", "received"),
    [
        (EVERYWHERE, "CA_PHUONG", ["KN00002", "KN00003", "KN00004"]),
        (EVERYWHERE, "UBND_PHUONG", ["KN00005"]),
        (EVERYWHERE, "HOI_ND", []),
        (EVERYWHERE, None, []),
        ("27424@2025-07-01", "CA_PHUONG", ["KN00002", "KN00003", "KN00004"]),
        ("27424@start", "CA_PHUONG", ["KN00002", "KN00003", "KN00004"]),
        ("27424@2025-07-01", "UBND_PHUONG", []),
        ("27427@2025-07-01", "UBND_PHUONG", ["KN00005"]),
    ],
)
def test_a_partner_sees_what_was_sent_to_its_body_in_its_area(
    filled: Database, area: str, body: str | None, received: list[str]
) -> None:
    partner = add_person(filled, "partner", "partner", area, body)
    assert _codes(filled, partner) == received
    with filled.read() as connection:
        assert sum(row.total for row in ageing(connection, partner, Asked(_TODAY))) == len(received)
        for code in (f"KN0000{n}" for n in range(1, 7)):
            if code in received:
                found = get_recommendation(connection, partner, code, _TODAY)
                assert not found.row.is_read
                assert "draft" not in [version.state for version in found.history]
            else:
                with pytest.raises(NotFound):
                    get_recommendation(connection, partner, code, _TODAY)
        assert open_of_place(connection, partner, "DB00003", _TODAY) == []
        assert bool(list_wards(connection, partner, _TODAY)) == bool(received)
        assert not scope.allowed(connection, partner, "hotspot.read")


def test_what_is_withdrawn_after_it_was_sent_stays_with_the_body(filled: Database) -> None:
    partner = add_person(filled, "partner", "partner", EVERYWHERE, "CA_PHUONG")
    with filled.write(SYSTEM, "recommendation.withdraw") as change:
        withdraw(change, "KN00003", "gửi nhầm nơi nhận", version=2)
        withdraw(change, "KN00001", "trùng với kiến nghị khác", version=1)
    assert _codes(filled, partner) == ["KN00002", "KN00004", "KN00003"]


def test_a_partner_who_also_reads_a_ward_sees_both_and_knows_which(filled: Database) -> None:
    both = add_person(filled, "both", "partner", EVERYWHERE, "UBND_PHUONG")
    with filled.write(SYSTEM, "grant.add") as change:
        add_grant(change, get_user(change.connection, "both"), "viewer", "27424@2025-07-01")
    with filled.read() as connection:
        rows, _ = list_recommendations(connection, both, Asked(_TODAY))
        history = get_recommendation(connection, both, "KN00002", _TODAY).history
    assert {row.code: row.is_read for row in rows} == {
        "KN00005": False, "KN00002": True, "KN00003": True, "KN00001": True, "KN00004": True,
    }  # fmt: skip
    assert [version.state for version in history] == ["sent", "draft"]


def test_a_grant_taken_back_receives_nothing(filled: Database) -> None:
    partner = add_person(filled, "partner", "partner", EVERYWHERE, "CA_PHUONG")
    with filled.write(SYSTEM, "grant.revoke") as change:
        user = get_user(change.connection, "partner")
        revoke_grant(change, user, list_grants(change.connection, user)[0].id)
    assert _codes(filled, partner) == []


def test_a_place_tells_what_is_still_open(filled: Database) -> None:
    with filled.read() as connection:
        rows = open_of_place(connection, SYSTEM, "DB00001", _TODAY)
    assert [row.code for row in rows] == ["KN00002", "KN00003", "KN00001"]


def test_one_question_is_one_statement(filled: Database) -> None:
    said: list[str] = []
    with filled.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: said.append(told[2]))
        list_recommendations(connection, SYSTEM, Asked(_TODAY))
        ageing(connection, SYSTEM, Asked(_TODAY))
    assert len([words for words in said if words.startswith("SELECT")]) == 2


def test_what_a_form_offers(filled: Database) -> None:
    here = add_person(filled, "here", "supervisor", "27424@2025-07-01")
    add_visit(filled, state="planned")
    with filled.read() as connection:
        assert [row.code for row in list_places(connection, here)] == ["DB00001"]
        assert [row.name for row in list_places(connection, SYSTEM)] == [
            "Cầu Hiệp Ân", "Hẻm 126 Hoài Thanh", "Hẻm 690 Nguyễn Duy", "Hẻm 1678 Phạm Thế Hiển",
        ]  # fmt: skip
        assert [row.code for row in list_made_visits(connection, here, "DB00001")] == ["GS00001"]
        with pytest.raises(NotFound):
            list_made_visits(connection, here, "DB00002")


def test_the_history_can_be_read_as_it_was_known(filled: Database) -> None:
    with filled.read() as connection:
        row_id = get_recommendation(connection, SYSTEM, "KN00004", _TODAY).row.id
        history = read_history(connection, row_id)
        before = history[0].known_from - timedelta(milliseconds=1)
        earlier = read_history(connection, row_id, before)
    assert [row.state for row in history] == ["answered", "sent", "draft"]
    assert [row.state for row in earlier] == ["sent", "draft"]
