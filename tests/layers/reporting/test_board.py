"""The board: what is owed by when, what came late, and what is to be called to mind."""

from datetime import date

from layers.actor import SYSTEM
from layers.reporting.board import BoardRow, find_current, list_reminders, read_board
from layers.reporting.deadlines import Deadlines
from layers.reporting.receipts import record_receipt
from layers.store.database import Database
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import BINH_DONG, CHANH_HUNG, QUAN_8, begin, move, write


def _board(database: Database, today: date, year: int = 2026, **told: object) -> tuple[BoardRow, ...]:
    actor = told.pop("actor", SYSTEM)
    with database.read() as connection:
        return read_board(connection, actor, year, today, Deadlines(**told))


def _row(board: tuple[BoardRow, ...], rule: str, period: str) -> BoardRow:
    return next(row for row in board if (row.rule.code, row.period.code) == (rule, period))


def test_the_board_tells_who_handed_in_what(database: Database) -> None:
    coordinator, officer = (
        account_for(database, "coordinator", QUAN_8),
        account_for(database, "officer", BINH_DONG),
    )
    code = begin(database, officer)
    move(database, officer, code, "submit", write(database, officer, code, 1))
    with database.write(coordinator, "receipt.record") as change:
        record_receipt(change, "PLAN", BINH_DONG, 2026, date(2026, 2, 20))
        record_receipt(change, "PLAN", CHANH_HUNG, 2026, date(2026, 2, 19))
    board = _board(database, date(2026, 11, 22), actor=coordinator)
    november = _row(board, "REPORT_MONTH", "2026-11")
    assert (november.received, len(november.owed), november.last_on) == (1, 3, date(2026, 11, 25))
    assert november.standings == {"in_time": 1, "soon": 2}
    plans = _row(board, "PLAN", "2026")
    assert [one.standing for one in plans.owed] == ["late", "in_time", "overdue"]
    assert (plans.received, plans.late) == (2, 2)
    lenient = _row(_board(database, date(2026, 11, 22), is_strict=False), "PLAN", "2026")
    assert [one.standing for one in lenient.owed] == ["in_time", "in_time", "overdue"]
    reminders = list_reminders(board, date(2026, 11, 22))
    assert [(row.rule.code, row.period.code) for row in reminders[:2]] == [
        ("REPORT_138", "2026"),
        ("REPORT_MONTH", "2026-11"),
    ]
    assert [[one.owner.name for one in row.owed] for row in reminders[:2]] == [
        ["Quận 8 (cũ)"],
        ["Phường Chánh Hưng", "Phường Phú Định"],
    ]
    assert [row.owed[0].reminder for row in reminders[:2]] == [0, 3]
    assert {row.period.code for row in find_current(board, date(2026, 11, 22))} >= {"2026-11", "2026"}

    with database.write(coordinator, "receipt.record") as change:
        record_receipt(change, "PLAN", CHANH_HUNG, 2026, None)
    assert _row(_board(database, date(2026, 11, 22)), "PLAN", "2026").received == 1
    own = _board(database, date(2026, 11, 22), actor=officer)
    assert {one.owner.name for row in own for one in row.owed} == {"Phường Bình Đông"}
    partner = account_for(database, "partner", QUAN_8)
    begun = begin(database, SYSTEM, CHANH_HUNG)
    shown = _row(_board(database, date(2026, 11, 22), actor=partner), "REPORT_MONTH", "2026-11")
    assert [one.report for one in shown.owed] == [code, None, None], f"{begun} is a draft"


def test_wards_owe_while_they_hold(database: Database) -> None:
    board = _board(database, date(2026, 1, 5), year=2025)
    owed = {row.period.code: len(row.owed) for row in board if row.rule.code == "REPORT_MONTH"}
    assert (owed["2025-06"], owed["2025-07"]) == (10, 3)
    assert len(_row(_board(database, date(2013, 1, 5), year=2012), "PLAN", "2012").owed) == 16
    reports = [
        row for row in _board(database, date(2013, 1, 5), year=2012) if row.rule.code.startswith("REPORT_")
    ]
    assert sum(len(row.owed) for row in reports if row.owed[0].owner.is_ward) == 304
