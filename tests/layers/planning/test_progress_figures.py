"""Sums of supervision plans: what one place had too much of does not hide what another lacked."""

from layers.planning.progress_figures import MonthFigure, PlaceProgress, Totals, WardProgress
from layers.planning.quotas import Quota

_UNSEEN = {"last_on": None, "due_on": None, "overdue_days": None, "interval_days": 7, "status_since": None}


def _place(code: str, status: str, quota: Quota | None, *months: tuple[int, int, int]) -> PlaceProgress:
    figures = tuple(
        MonthFigure(at + 1, wanted, owed, done, 0) for at, (wanted, owed, done) in enumerate(months)
    )
    return PlaceProgress(
        1, code, code, "alley", status, lead="w", lead_name="W", quota=quota, plan_ward="w", months=figures,
        **_UNSEEN,
    )  # fmt: skip


BUSY = _place("A", "THEO_DOI", Quota(per_month=2), (2, 2, 5), (2, 2, 1), (2, 1, 0))
LAZY = _place("B", "DANG_CHUYEN_HOA", Quota(per_month=2), (2, 2, 0), (2, 2, 2), (2, 1, 1))
WAITING = _place("C", "TAI_PHUC_TAP", None, (0, 0, 3))
PROPOSED = _place("D", "DE_XUAT", None)


def test_visits_too_many_in_one_month_hide_none_that_lack_in_another() -> None:
    assert [month.short for month in BUSY.months] == [0, 1, 1]
    assert BUSY.totals == Totals(wanted=6, owed=5, done=6, planned=0, short=2)
    assert BUSY.totals.percent == 60


def test_a_ward_sums_what_is_in_plans_and_names_what_is_not() -> None:
    ward = WardProgress("w", "W", (BUSY, LAZY, WAITING, PROPOSED))
    assert ward.totals == Totals(wanted=12, owed=10, done=9, planned=0, short=4)
    assert ward.totals.percent == 60
    assert (ward.planned, ward.missing) == ((BUSY, LAZY), (WAITING,))
    assert [place.is_in_conversion for place in ward.places] == [False, True, False, False]


def test_where_nothing_was_owed_there_is_no_share() -> None:
    assert Totals.of([WAITING]).percent is None
    nearly = _place("E", "THEO_DOI", Quota(per_month=31), *[(31, 31, 31)] * 11, (31, 31, 30))
    assert nearly.totals.percent == 99, "all but one is not all"
