"""Counts of the old wards on the new ones: P11 to P15 add up, P5, P7 and P16 do not pretend (domain study 8.4)."""

from datetime import date, timedelta

import pytest

from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.programme.figures import Sheet, enter_counts
from layers.store.database import Database
from layers.summaries.restated import CountQuestion, RestatedCounts, find_last_month, read_restated
from layers.summaries.restating import Bounds
from tests.conftest import Clock
from tests.layers.summaries.stories import BINH_DONG, CHANH_HUNG, OLD_QUARTER, PHU_DINH, TODAY

MONTH = date(2024, 6, 1)
COUNTS = {  # by the code of the ward until 2024
    "27394": 10, "27391": 11, "27397": 12, "27409": 13, "27418": 14, "27424": 15, "27433": 16, "27388": 17,
    "27403": 18, "27406": 19, "27400": 20, "27415": 21, "27412": 3, "27421": 23, "27427": 24, "27430": 25,
}  # fmt: skip


def _enter(database: Database, counts: dict[str, int], suffix: str = "start", month: date = MONTH) -> None:
    with database.write(SYSTEM, "count.enter") as change:
        for code, value in counts.items():
            enter_counts(change, Sheet(f"{code}@{suffix}", month, {"TP": value}, {}))


def _read(
    database: Database, actor: Actor = SYSTEM, vintage: date = TODAY, **asked: object
) -> RestatedCounts:
    with database.read() as connection:
        question = CountQuestion(**{"month": MONTH, "vintage": vintage, **asked})
        return read_restated(connection, actor, question, ["TP"])[0]


def _told(counts: RestatedCounts) -> dict[str, Bounds | None]:
    return {one.row.public_id: one.count for one in counts.rows}


def test_whole_wards_add_up_and_divided_ones_are_a_range(database: Database) -> None:
    with database.read() as connection:
        assert find_last_month(connection) is None
    _enter(database, COUNTS)
    with database.read() as connection:
        assert find_last_month(connection) == MONTH
    told = _read(database, area=OLD_QUARTER)
    rows = _told(told)
    whole = 20 + 21 + 3 + 23 + 24
    assert rows[PHU_DINH] == Bounds(whole, whole + 25)  # and P16, no one knows how much of it
    assert rows[CHANH_HUNG] == Bounds(100, 114)
    assert rows[BINH_DONG] == Bounds(15, 15 + 14 + 16)
    assert rows["27619@2025-07-01"] == Bounds(0, 16)
    assert told.unassigned == Bounds(14 + 16 + 25, 14 + 16 + 25)
    divided = {one.row.public_id: one.divided for one in told.rows}
    assert divided[PHU_DINH] == ("Phường 16",)
    assert divided[BINH_DONG] == ("Phường 5", "Phường 7")
    assert told.total == Bounds(sum(COUNTS.values()), sum(COUNTS.values()))
    assert sum(one.least for one in rows.values() if one) + told.unassigned.least == told.total.least
    between = _read(database, vintage=date(2025, 2, 1), area=OLD_QUARTER)
    assert all(one.is_exact for one in between.rows)
    assert _told(between)["27415@2025-01-01"] == Bounds(44, 44)
    assert between.unassigned == Bounds(0, 0)


def test_counts_that_are_divided_by_no_one_are_exact(database: Database) -> None:
    """P11 to P15 without P16, which is nought: an exact figure of Phú Định."""
    _enter(
        database,
        {code: COUNTS[code] for code in ("27400", "27415", "27412", "27421", "27427")} | {"27430": 0},
    )
    told = {one.row.public_id: one for one in _read(database, area=PHU_DINH).rows}
    assert told[PHU_DINH].count == Bounds(91, 91)
    assert told[PHU_DINH].is_exact
    assert told[PHU_DINH].divided == ()
    missing = {one.row.public_id: one for one in _read(database).rows}[BINH_DONG]
    assert (missing.count, missing.is_exact) == (None, False)
    assert missing.missing == ("Phường 5", "Phường 6", "Phường 7", "Xã An Phú Tây")


def test_the_new_wards_on_the_old_ones(database: Database) -> None:
    month = date(2026, 6, 1)
    _enter(database, {"27418": 50, "27424": 60, "27427": 70}, "2025-07-01", month)
    told = _read(database, month=month, vintage=date(2012, 2, 20), area=OLD_QUARTER)
    assert _told(told)["27424@start"] == Bounds(0, 60)
    assert told.unassigned == told.total == Bounds(180, 180)


def test_a_small_count_stays_hidden_in_every_sum(database: Database, clock: Clock) -> None:
    _enter(database, COUNTS)
    people = []
    for role in ("viewer", "officer"):
        with database.write(SYSTEM, "account.add") as change:
            people.append(add_user(change, role))
            add_grant(change, people[-1], role, OLD_QUARTER)
    viewer, officer = (one.actor for one in people)
    hidden, open_one = _read(database, viewer, area=PHU_DINH), _read(database, officer, area=PHU_DINH)
    assert _told(hidden)[PHU_DINH] == Bounds(88, 88 + 4 + 25, is_masked=True)
    assert hidden.total == Bounds(113, 117, is_masked=True)
    assert _told(open_one)[PHU_DINH] == Bounds(91, 116)
    # Nothing that he is told depends on the hidden count.
    with database.write(SYSTEM, "count.enter", "đếm lại") as change:
        enter_counts(change, Sheet("27412@start", MONTH, {"TP": 1}, {"TP": 1}, "đếm lại"))
    assert _read(database, viewer, area=PHU_DINH) == hidden
    assert _read(database, officer, area=PHU_DINH) != open_one
    before = clock.at - timedelta(seconds=60)
    assert _read(database, officer, area=PHU_DINH, known_at=before).total == Bounds(0, 0)


def test_who_may_read_no_counts_is_refused_and_others_miss_what_they_may_not_read(database: Database) -> None:
    _enter(database, COUNTS)
    with database.write(SYSTEM, "account.add") as change:
        partner, viewer = add_user(change, "partner"), add_user(change, "viewer")
        add_grant(change, partner, "admin")
        add_grant(change, viewer, "viewer", CHANH_HUNG)
    with pytest.raises(OutsideScope):
        _read(database, partner.actor)
    told = _read(database, viewer.actor, area=CHANH_HUNG)
    (row,) = told.rows
    assert (row.count, row.missing, row.is_exact) == (Bounds(100, 100), ("Phường 5",), False)
    with pytest.raises(NotFound):
        _read(database, area="99999@start")
