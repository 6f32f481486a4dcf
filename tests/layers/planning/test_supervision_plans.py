"""Supervision plans of wards: made with one step, changed by one editor at a time, and found again after a merger."""

from datetime import date

import pytest
from sqlalchemy import func, select

from layers.actor import SYSTEM, Actor
from layers.areas.boundaries import get_boundary_row
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.planning.frequencies import Planner
from layers.planning.progress import WardYear, read_ward
from layers.planning.progress_figures import WardProgress
from layers.planning.quotas import Quota
from layers.planning.supervision_plans import (
    PlanDraft,
    PlanHead,
    fill_plan,
    find_plan,
    list_plans,
    may_edit,
    put_plan,
)
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.store.schema import supervision_plan_place
from tests.layers.planning.rules import PEAK, account_for, planner_of, set_peak, uuid

TODAY = date(2026, 11, 22)
PHU_DINH, BINH_DONG, CHANH_HUNG = "27427@2025-07-01", "27424@2025-07-01", "27418@2025-07-01"
OLD_P6 = "27424@start"


def _fill(database: Database, ward: str, year: int = 2026, version: int = 0, actor: Actor = SYSTEM) -> int:
    planner = planner_of(database)
    with database.write(actor, "plan.fill") as change:
        return fill_plan(change, ward, year, planner, version=version)


def _put(
    database: Database,
    ward: str,
    version: int,
    document: str | None = None,
    actor: Actor = SYSTEM,
    **quotas: Quota,
) -> None:
    with database.write(actor, "plan.put") as change:
        put_plan(change, ward, 2026, PlanDraft(quotas, document), Planner(), version=version)


def _read(
    database: Database, ward: str, year: int = 2026, actor: Actor = SYSTEM
) -> tuple[WardProgress, PlanHead | None]:
    with database.read() as connection:
        row = get_boundary_row(connection, ward)
        told = read_ward(connection, actor, WardYear(row, year, TODAY), Planner())
        return told, find_plan(connection, row, year)


def test_one_step_takes_every_open_place_of_the_ward_as_often_as_the_rule_asks(database: Database) -> None:
    before, plan = _read(database, PHU_DINH)
    assert plan is None
    assert {place.code for place in before.missing} == {"DB00002", "DB00003", "DB00004"}
    set_peak(database, PEAK)
    assert _fill(database, PHU_DINH) == 3
    told, plan = _read(database, PHU_DINH)
    assert (plan.ward, plan.ward_name, plan.year, plan.version) == (PHU_DINH, "Phường Phú Định", 2026, 1)
    assert told.missing == ()
    assert {place.quota for place in told.places} == {Quota(per_month=4)}, (
        "a peak passes, a plan is for the year"
    )


def test_a_place_in_two_wards_is_in_the_plan_of_the_one_that_leads(database: Database) -> None:
    _fill(database, PHU_DINH)
    beside, _ = _read(database, CHANH_HUNG)
    assert [(place.code, place.lead_name, place.plan_ward) for place in beside.shared] == [
        ("DB00003", "Phường Phú Định", PHU_DINH)
    ]
    assert "DB00003" not in {place.code for place in beside.places}


def test_what_is_missing_later_comes_in_from_the_present_month(database: Database) -> None:
    _put(database, PHU_DINH, 0, DB00004=Quota(every_days=10), DB00002=Quota(per_month=1))
    assert [place.code for place in _read(database, PHU_DINH)[0].missing] == ["DB00003"]
    assert _fill(database, PHU_DINH, version=1) == 1
    told, plan = _read(database, PHU_DINH)
    assert {place.code: place.quota for place in told.places} == {
        "DB00002": Quota(per_month=1),
        "DB00003": Quota(per_month=4, from_month=11), "DB00004": Quota(every_days=10)
    }  # fmt: skip
    assert plan.version == 2
    assert _fill(database, PHU_DINH, version=2) == 0
    assert _read(database, PHU_DINH)[1].version == 2, "nothing was missing, so nothing changed"


def test_an_editor_starts_from_the_present_version(database: Database) -> None:
    _fill(database, PHU_DINH)
    with pytest.raises(StaleVersion) as stale:
        _fill(database, BINH_DONG, version=3)
    assert stale.value.facts["present"] == 0
    with pytest.raises(StaleVersion):
        _put(database, PHU_DINH, 0, DB00004=Quota(per_month=1))


def test_a_change_keeps_what_was_known_and_leaves_what_stays(database: Database) -> None:
    _put(database, PHU_DINH, 0, DB00003=Quota(per_month=4), DB00004=Quota(per_month=4))
    _put(database, PHU_DINH, 1, DB00003=Quota(per_month=4), DB00004=Quota(per_month=2))
    _put(database, PHU_DINH, 2, DB00003=Quota(per_month=4))
    told, _ = _read(database, PHU_DINH)
    quotas = {place.code: place.quota for place in told.places}
    assert (quotas["DB00003"], quotas["DB00004"]) == (Quota(per_month=4), None)
    with database.read() as connection:
        rows = connection.execute(select(func.count()).select_from(supervision_plan_place)).scalar_one()
    assert rows == 3, "one place stood still, the other was said in two ways"


def test_a_plan_names_the_document_that_issued_it(database: Database) -> None:
    with database.write(SYSTEM, "document.add") as change:
        add_document(
            change, Document("KH", "Kế hoạch giám sát năm 2026", "03/KH", "UBMTTQ", date(2026, 1, 9), uuid(5))
        )
    _put(database, PHU_DINH, 0, uuid(5), DB00004=Quota(per_month=1))
    _fill(database, PHU_DINH, version=1)
    plan = _read(database, PHU_DINH)[1]
    assert (plan.document, plan.document_number) == (uuid(5), "03/KH"), "a later step keeps it"
    with pytest.raises(NotFound, match="document_not_found"):
        _put(database, PHU_DINH, 2, uuid(6), DB00004=Quota(per_month=1))


@pytest.mark.parametrize(
    ("quotas", "code"),
    [
        ({"DB00001": Quota(per_month=1)}, "plan_place_elsewhere"),
        ({"DB99999": Quota(per_month=1)}, "plan_place_elsewhere"),
        ({"DB00004": Quota(per_month=40)}, "plan_quota_invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(database: Database, quotas: dict[str, Quota], code: str) -> None:
    with pytest.raises(Refused, match=code):
        _put(database, PHU_DINH, 0, **quotas)


def test_a_year_and_a_ward_are_known(database: Database) -> None:
    with pytest.raises(Refused, match="plan_year_invalid"):
        _fill(database, PHU_DINH, year=2101)
    with pytest.raises(NotFound, match="boundary_not_found"):
        _fill(database, "99999@start")


def test_the_officer_of_the_ward_plans_and_nobody_else(database: Database) -> None:
    viewer, officer = account_for(database, "viewer", PHU_DINH), account_for(database, "officer", PHU_DINH)
    with pytest.raises(OutsideScope, match="not_allowed"):
        _fill(database, PHU_DINH, actor=viewer)
    with pytest.raises(OutsideScope, match="plan_outside_area"):
        _fill(database, BINH_DONG, actor=officer)
    with pytest.raises(OutsideScope, match="plan_outside_area"):
        _put(database, BINH_DONG, 0, actor=officer, DB00001=Quota(per_month=1))
    assert _fill(database, PHU_DINH, actor=officer) == 3
    with database.read() as connection:
        rows = [get_boundary_row(connection, ward) for ward in (PHU_DINH, BINH_DONG)]
        assert [may_edit(connection, officer, row) for row in rows] == [True, False]
        assert [may_edit(connection, viewer, row) for row in rows] == [False, False]


def test_the_plan_of_an_old_ward_is_found_from_the_one_that_followed(database: Database) -> None:
    assert _fill(database, OLD_P6, year=2012) == 1
    old, plan = _read(database, OLD_P6, year=2012)
    assert ([place.code for place in old.planned], plan.ward_name) == (["DB00001"], "Phường 6")
    with database.read() as connection:
        found = list_plans(connection, get_boundary_row(connection, BINH_DONG))
        assert [(one.ward, one.year) for one in found] == [(OLD_P6, 2012)]
        assert list_plans(connection, get_boundary_row(connection, PHU_DINH)) == ()


def test_a_ward_that_went_on_under_new_borders_in_the_year_misses_nothing_that_the_old_one_planned(
    database: Database,
) -> None:
    assert _fill(database, OLD_P6, year=2025) == 1
    told, plan = _read(database, BINH_DONG, year=2025)
    assert plan is None, "the new ward made no plan of its own"
    assert "DB00001" in {place.code for place in told.planned}
    assert told.missing == ()
