"""Reports: drawn from the register, written, approved, returned, locked, and then the same for ever."""

from datetime import date

import pytest
from sqlalchemy import select

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.areas.draft_edits import merge_areas
from layers.areas.publication import publish_draft
from layers.areas.successions import confirm_successions
from layers.areas.vintages import Vintage
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.planning.frequencies import Planner
from layers.reporting.facts import draw_facts
from layers.reporting.report_periods import Period
from layers.reporting.reports import digest
from layers.store.database import Database
from layers.store.schema import audit
from tests.layers.areas import drafting
from tests.layers.places.supervised import add_bodies, add_sent, add_visit
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import (
    BINH_DONG,
    CHANH_HUNG,
    NOVEMBER,
    QUAN_8,
    TEXTS,
    begin,
    count,
    move,
    read,
    submit_report,
    write,
)

TODAY = date(2026, 11, 22)


def _fill(database: Database) -> None:
    add_bodies(database)
    add_visit(database)
    add_sent(database)
    count(database, {"TP": 12, "MD": 3}, month=10)
    count(database, {"TP": 30, "MD": 3, "CVNL": None})


def test_a_draft_is_approved_and_submitted_with_what_the_register_tells(database: Database) -> None:
    _fill(database)
    supervisor, officer, partner = (
        account_for(database, role, BINH_DONG) for role in ("supervisor", "officer", "partner")
    )
    code = begin(database, supervisor)
    assert begin(database, officer) == code, "there is one report of an area on a period"
    assert write(database, supervisor, code, 1) == 2
    with pytest.raises(Refused, match="report_step_not_now"):
        move(database, supervisor, code, "submit", 2)
    assert move(database, supervisor, code, "offer", 2) == 3
    with pytest.raises(Refused, match="report_not_writable"):
        write(database, supervisor, code, 3)
    with pytest.raises(Refused, match="report_comment_missing"):
        move(database, officer, code, "send_back", 3)
    with pytest.raises(NotFound, match="report_not_found"):
        read(database, code, partner)
    assert write(database, officer, code, 3) == 4
    assert move(database, officer, code, "submit", 4) == 5

    facts = read(database, code, officer).facts
    assert facts is not None
    assert facts.cut_off == TODAY
    told = {fact.code: fact for fact in facts.facts}
    assert (told["VISITS"].value, told["VISITS"].previous) == (1, 0)
    assert (told["PROP_SENT"].value, told["PROP_ANS"].value, told["PROP_LATE"].value) == (1, 0, 0)
    assert (told["TP"].value, told["TP"].previous, told["TP"].is_jump) == (30, 12, True)
    assert (told["MD"].value, told["MD"].is_jump, told["CVNL"].is_missing) == (3, False, True)
    assert told["HS_ACTIVE"].value == 1
    shown = read(database, code, partner).facts
    assert shown is not None
    masked = {fact.code: fact.is_masked for fact in shown.facts}
    assert (masked["MD"], masked["TP"], masked["VISITS"]) == (True, False, False)


def test_a_report_is_returned_and_locked_and_then_nothing_changes_it(database: Database) -> None:
    officer, partner = (
        account_for(database, "officer", BINH_DONG),
        account_for(database, "partner", BINH_DONG),
    )
    coordinator = account_for(database, "coordinator", QUAN_8)
    code = begin(database, officer)
    assert move(database, officer, code, "submit", write(database, officer, code, 1)) == 3
    with pytest.raises(Refused, match="report_not_writable"):
        write(database, coordinator, code, 3)
    with pytest.raises(StaleVersion):
        move(database, coordinator, code, "lock", 2)
    assert move(database, coordinator, code, "return", 3, "Thiếu phần kiến nghị") == 4
    count(database, {"DX": 6})
    assert write(database, officer, code, 4, **TEXTS, proposals="Lắp thêm đèn.") == 5
    assert move(database, officer, code, "submit", 5) == 6
    assert move(database, coordinator, code, "lock", 6) == 7
    locked = read(database, code, partner)
    assert (locked.head.state, locked.head.submitted_on) == ("locked", TODAY)
    assert [event.state for event in locked.history] == ["locked", "submitted", "submitted"]
    assert "Thiếu phần kiến nghị" in [event.comment for event in read(database, code, officer).history]

    count(database, {"TN_CB": 50})
    add_visit(database)
    whole = read(database, code, officer)
    assert whole.facts is not None
    told = {fact.code: fact.value for fact in whole.facts.facts}
    assert (told["DX"], told["TN_CB"], told["VISITS"]) == (6, None, 0)
    assert whole.sha256 == digest(whole.head.owner, NOVEMBER, whole.facts, whole.texts)
    for step, comment in (("return", "Xem lại"), ("submit", None), ("lock", None)):
        with pytest.raises(Refused, match="report_step_not_now"):
            move(database, SYSTEM, code, step, 7, comment)
    with database.read() as connection:
        actions = connection.execute(select(audit.c.action).where(audit.c.object_type == "report")).scalars()
        assert {"report.begin", "report.write", "report.submit", "report.return", "report.lock"} <= set(
            actions
        )


def test_what_cannot_be_reported_is_refused(database: Database) -> None:
    officer = account_for(database, "officer", BINH_DONG)
    coordinator = account_for(database, "coordinator", QUAN_8)
    with pytest.raises(Refused, match="report_in_future"):
        begin(database, officer, period=Period(date(2026, 12, 1), "month"))
    with pytest.raises(OutsideScope, match="report_outside_area"):
        begin(database, officer, CHANH_HUNG)
    with pytest.raises(OutsideScope, match="report_outside_area"):
        begin(database, coordinator, BINH_DONG)
    for nowhere in ("99999@start", "27427@start", "27619@2025-07-01"):
        with pytest.raises(NotFound, match="report_area_not_found"):
            begin(database, SYSTEM, nowhere)
    assert begin(database, SYSTEM, "27427@start", Period(date(2025, 6, 1), "month")), (
        "Phường 15 was there then"
    )
    code = begin(database, officer)
    with pytest.raises(Refused, match="report_text_missing"):
        move(database, officer, code, "submit", 1)
    with pytest.raises(PersonalData):
        write(database, officer, code, 1, results="Đã vận động anh Nguyễn Văn Tám, 0903123456")
    with pytest.raises(Refused, match="report_section_unknown"):
        write(database, officer, code, 1, other="x")
    with pytest.raises(Refused, match="report_section_too_long"):
        write(database, officer, code, 1, results="x " * 4000)
    with pytest.raises(StaleVersion):
        write(database, officer, code, 7)


def test_a_set_filled_in_before_a_locked_report_leaves_its_figures_as_they_were(database: Database) -> None:
    """In March 2025 two wards become one: drawn today, the figures of May would have a ward less."""
    code = submit_report(database, QUAN_8)
    move(database, SYSTEM, code, "lock", 3)
    locked = read(database, code)
    owner, period = locked.head.owner, locked.head.period
    assert locked.facts is not None
    with database.read() as connection:
        assert draw_facts(connection, owner, period, locked.facts.cut_off, Planner()) == locked.facts
    filled_in = Vintage(date(2025, 3, 1), "Bổ sung tháng 3/2025", "Nghị quyết", "Sở Nội vụ")
    ref = drafting.begin(database, vintage=filled_in)
    keys = [drafting.area_of(database, ref, f"Phường {number}").key for number in (14, 15)]
    ref = drafting.act(database, ref, merge_areas, keys, drafting.facts("27999", "Phường Mười Bốn"))
    ref = drafting.act(database, ref, confirm_successions)
    drafting.act(database, ref, publish_draft, acknowledged=False)

    after = read(database, code)
    assert (after.facts, after.sha256) == (locked.facts, locked.sha256)
    assert after.sha256 == digest(owner, period, after.facts, after.texts)
    with database.read() as connection:
        anew = draw_facts(connection, owner, period, locked.facts.cut_off, Planner())
    assert len(anew.wards) == len(locked.facts.wards) - 1
