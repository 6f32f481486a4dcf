"""Monthly counts: entered once, corrected with a reason, hidden where they are small from whoever only reads."""

from collections.abc import Sequence
from datetime import date

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.programme.figures import (
    ENTER,
    READ,
    Figure,
    Sheet,
    count_entered,
    enter_counts,
    is_jump,
    month_before,
    read_corrections,
    read_figures,
)
from layers.programme.units import Unit, get_unit, list_units
from layers.store.database import Database
from tests.conftest import CountStatements

MONTH = date(2026, 11, 1)
INSIDE, OUTSIDE, OLD = "27424@2025-07-01", "27397@2025-01-01", "27424@start"


def _actor(database: Database, role: str, area: str = INSIDE, name: str = "") -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name or f"{role}.{area[:5]}")
        add_grant(change, user, role, area)
    return user.actor


def _enter(database: Database, actor: Actor, counts: dict[str, int | None], **told: object) -> int:
    sheet = Sheet(**{"unit": INSIDE, "month": MONTH, "counts": counts, "versions": {}, **told})
    with database.write(actor, "count.enter") as change:
        return enter_counts(change, sheet)


def _unit(database: Database) -> Unit:
    with database.read() as connection:
        return get_unit(connection, SYSTEM, INSIDE, READ, MONTH)


def _read(database: Database, actor: Actor) -> dict[str, Figure]:
    with database.read() as connection:
        return read_figures(connection, actor, _unit(database), MONTH)


def test_a_count_is_a_number_nought_or_nothing_yet(database: Database) -> None:
    officer = _actor(database, "reporter")
    assert _enter(database, officer, {"TP": 12, "MD": 0, "CVNL": None}) == 3
    told = _read(database, officer)
    assert {name: (one.value, one.version) for name, one in told.items()} == {
        "TP": (12, 1),
        "MD": (0, 1),
        "CVNL": (None, 1),
    }
    assert list(told) == ["TP", "MD", "CVNL"], "in the order of the form"


def test_what_stands_so_already_is_no_change(database: Database) -> None:
    officer = _actor(database, "officer")
    _enter(database, officer, {"TP": 12})
    assert _enter(database, officer, {"TP": 12}) == 0
    assert _read(database, officer)["TP"].version == 1


def test_a_correction_says_why_and_keeps_what_was(database: Database) -> None:
    officer = _actor(database, "officer")
    _enter(database, officer, {"TP": 12, "MD": 3})
    with pytest.raises(Refused, match="reason_missing"):
        _enter(database, officer, {"TP": 21}, versions={"TP": 1})
    assert (
        _enter(database, officer, {"TP": 21, "MD": 3}, versions={"TP": 1}, reason="Đếm sót một khu phố") == 1
    )
    assert _read(database, officer)["TP"].value == 21
    with database.read() as connection:
        (told,) = read_corrections(connection, officer, _unit(database), MONTH)
    assert (told.category, told.before, told.after, told.reason, told.told_by) == (
        "TP",
        12,
        21,
        "Đếm sót một khu phố",
        officer.name,
    )


@pytest.mark.parametrize("versions", [{}, {"TP": 7}])
def test_another_value_entered_meanwhile_is_no_correction(
    database: Database, versions: dict[str, int]
) -> None:
    officer = _actor(database, "officer")
    _enter(database, officer, {"TP": 12})
    with pytest.raises(StaleVersion) as stale:
        _enter(database, officer, {"TP": 13, "MD": 4}, versions=versions, reason="Sửa")
    assert stale.value.facts["category"] == "TP"
    assert stale.value.facts["present"] == 1
    assert set(_read(database, officer)) == {"TP"}, "all of a sheet is entered, or nothing"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"counts": {"XX": 1}}, "category_unknown"),
        ({"counts": {"TP": -1}}, "count_invalid"),
        ({"counts": {"TP": 10**7}}, "count_invalid"),
        ({"month": date(2026, 12, 1)}, "month_in_future"),
        ({"month": date(2026, 11, 2)}, "month_in_future"),
        ({"month": date(1999, 12, 1)}, "month_too_old"),
    ],
)
def test_what_cannot_be_counted_is_refused(database: Database, told: dict[str, object], code: str) -> None:
    sheet = Sheet(**{"unit": INSIDE, "month": MONTH, "counts": {"TP": 1}, "versions": {}, **told})
    with pytest.raises(Refused, match=code), database.write(SYSTEM, "count.enter") as change:
        enter_counts(change, sheet)


def test_a_reason_names_nobody(database: Database) -> None:
    _enter(database, SYSTEM, {"TP": 12})
    with pytest.raises(PersonalData):
        _enter(database, SYSTEM, {"TP": 13}, versions={"TP": 1}, reason="Theo ông Trần Văn Bưởi")


def test_who_counts_elsewhere_neither_enters_nor_reads(database: Database) -> None:
    stranger = _actor(database, "officer", OUTSIDE)
    with pytest.raises(OutsideScope, match="not_allowed"):
        _enter(database, stranger, {"TP": 1})
    with pytest.raises(OutsideScope, match="not_allowed"):
        _read(database, stranger)
    with pytest.raises(NotFound, match="unit_not_found"):
        _enter(database, SYSTEM, {"TP": 1}, unit="27424@start")


def test_small_counts_are_hidden_from_mere_readers(database: Database) -> None:
    officer, viewer = _actor(database, "officer"), _actor(database, "viewer")
    _enter(database, officer, {"TP": 5, "MD": 4, "DX": 0, "CVNL": None})
    told = {name: (one.value, one.is_masked) for name, one in _read(database, viewer).items()}
    assert told == {"TP": (5, False), "MD": (None, True), "DX": (None, True), "CVNL": (None, False)}
    assert not any(one.is_masked for one in _read(database, officer).values())
    _enter(database, officer, {"MD": 9}, versions={"MD": 1}, reason="Sửa")
    with database.read() as connection:
        assert read_corrections(connection, viewer, _unit(database), MONTH) == ()


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(10, 15, False), (10, 16, True), (10, 4, True), (10, 5, False), (0, 1, True), (0, 0, False), (None, 9, False),
     (9, None, False)],
)  # fmt: skip
def test_a_jump_is_more_than_half(before: int | None, now: int | None, expected: bool) -> None:
    assert is_jump(before, now) is expected


def test_the_month_before_january_is_december() -> None:
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_before(date(2026, 11, 1)) == date(2026, 10, 1)


def test_how_far_each_unit_is_costs_one_question(
    database: Database, count_statements: CountStatements
) -> None:
    _enter(database, SYSTEM, {"TP": 5, "MD": 4})
    with database.read() as connection:
        listed = list_units(connection, SYSTEM, ENTER, MONTH)
    with count_statements(database) as asked, database.read() as connection:
        assert count_entered(connection, listed, MONTH) == {_unit_id(listed): 2}
    assert len(asked) == 1


def _unit_id(listed: Sequence[Unit]) -> int:
    return next(unit.id for unit in listed if unit.public_id == INSIDE)
