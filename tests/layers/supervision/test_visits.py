"""Visits: what may be recorded, corrections that keep what was said before, and requests that come twice."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.store.schema import audit, visit, visit_answer
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist, get_current_checklist, publish_checklist
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import Position, VisitRecord, get_visit, read_history
from layers.supervision.visits import (
    cancel_action,
    cancel_visit,
    correct_visit,
    plan_visit,
    record_visit,
    redate_visit,
)
from tests.conftest import Clock

TODAY = date(2026, 11, 22)
INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


@pytest.fixture
def made(database: Database) -> Visit:
    """Return a draft that passes every check, in a register with its lists."""
    with database.write(SYSTEM, "defaults.add") as change:
        change.note("defaults", "all")
        add_default_bodies(change)
        add_default_checklist(change)
        current = get_current_checklist(change.connection)
    answers = {item.code: item.answers[0] for item in current.items}
    return Visit(
        TODAY, "on_site", "better", ("MAT_TRAN", "HOI_CCB"), 4, current.id, answers, "Hẻm đã có đèn.",
        date(2026, 11, 29), Position(106.6496, 10.7365, 12.5), datetime(2026, 11, 22, 1, 15, tzinfo=UTC),
    )  # fmt: skip


def _record(database: Database, draft: Visit, actor: Actor = SYSTEM, **options: object) -> str:
    with database.write(actor, "visit.record") as change:
        return record_visit(change, "DB00001", draft, **options)


def _plan(database: Database, day: date = date(2026, 12, 1), **options: object) -> str:
    with database.write(SYSTEM, "visit.plan") as change:
        return plan_visit(change, "DB00001", day, ("MAT_TRAN",), **options)


def _get(database: Database, code: str) -> VisitRecord:
    with database.read() as connection:
        return get_visit(connection, SYSTEM, code, TODAY)


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(visit)).scalar_one()


def _add_account(database: Database, role: str, area: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, f"{role}.{area[:5]}")
        add_grant(change, account, role, area)
    return account.actor


def test_a_visit_keeps_all_that_was_seen(database: Database, made: Visit) -> None:
    code = _record(database, made, uuid="7d1f")
    told = _get(database, code)
    assert (code, told.uuid, told.version, told.state) == ("GS00001", "7d1f", 1, "made")
    assert (told.hotspot, told.place, told.status) == ("DB00001", "Hẻm 1678 Phạm Thế Hiển", "THEO_DOI")
    assert told.wards == ("Phường Bình Đông",)
    for name in ("visited_on", "form", "result", "units", "head_count", "checklist_id", "answers", "note",
                 "next_on", "position", "device_at"):  # fmt: skip
        assert getattr(told, name) == getattr(made, name), name
    assert told.distance_m is not None
    assert told.distance_m < 300


def test_a_request_that_comes_twice_is_one_visit(database: Database, made: Visit) -> None:
    assert _record(database, made, uuid="7d1f") == _record(database, made, uuid="7d1f")
    assert _plan(database, uuid="9a") == _plan(database, uuid="9a") == "GS00002"
    assert _count(database) == 2
    with pytest.raises(Refused, match="identifier_taken"), database.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00002", made, uuid="7d1f")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"visited_on": date(2026, 11, 23)}, "date_in_future", "visited_on"),
        ({"visited_on": date(1912, 1, 1)}, "date_too_old", "visited_on"),
        ({"next_on": TODAY}, "next_not_after", "next_on"),
        ({"form": "phone"}, "visit_code_unknown", "form"),
        ({"result": "fine"}, "visit_code_unknown", "result"),
        ({"head_count": 0}, "head_count_invalid", "head_count"),
        ({"head_count": 201}, "head_count_invalid", "head_count"),
        ({"units": ("KHONG_CO",)}, "unit_unknown", "units"),
        ({"note": "a" * 1001}, "note_too_long", "note"),
        ({"answers": {"needles": "often"}}, "answer_unknown", "answer_needles"),
        ({"answers": {"weather": "good"}}, "answer_unknown", "answer_weather"),
        ({"position": Position(181, 10)}, "device_position_invalid", None),
        ({"position": Position(106, float("nan"))}, "device_position_invalid", None),
        ({"position": Position(106, 10, -1)}, "device_position_invalid", None),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    database: Database, made: Visit, changes: dict[str, object], code: str, field: str | None
) -> None:
    with pytest.raises(Refused, match=code) as caught:
        _record(database, replace(made, **changes))
    assert caught.value.facts.get("field") == field
    assert _count(database) == 0


def test_a_note_that_names_a_person_is_refused(database: Database, made: Visit) -> None:
    with pytest.raises(PersonalData) as caught:
        _record(database, replace(made, note="Gặp ông Nguyễn Văn Tèo."))
    assert caught.value.facts["field"] == "note"


def test_answers_without_their_list_are_refused(database: Database, made: Visit) -> None:
    with pytest.raises(NotFound, match="checklist_not_found"):
        _record(database, replace(made, checklist_id=None))


def test_an_old_list_is_still_accepted(database: Database, made: Visit) -> None:
    with database.write(SYSTEM, "checklist.publish") as change:
        publish_checklist(change, get_current_checklist(change.connection).items[:1])
    assert _get(database, _record(database, made)).checklist_id == made.checklist_id


def test_a_plan_becomes_a_visit(database: Database, made: Visit) -> None:
    code = _plan(database)
    assert (_get(database, code).state, _get(database, code).day) == ("planned", date(2026, 12, 1))
    assert _record(database, made, planned=(code, 1)) == code
    assert _record(database, made, planned=(code, 1)) == code
    told = _get(database, code)
    assert (told.state, told.version, told.planned_on, told.visited_on) == (
        "made", 2, date(2026, 12, 1), TODAY
    )  # fmt: skip
    with pytest.raises(Refused, match="visit_not_planned"):
        _record(database, replace(made, result="worse"), planned=(code, 1))


def test_a_plan_for_the_past_or_of_another_place_is_refused(database: Database, made: Visit) -> None:
    with pytest.raises(Refused, match="date_in_past"):
        _plan(database, date(2026, 11, 21))
    code = _plan(database)
    with pytest.raises(StaleVersion):
        _record(database, made, planned=(code, 9))
    with pytest.raises(Refused, match="visit_not_planned"), database.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00002", made, planned=(code, 1))


def test_a_correction_is_a_new_version(database: Database, made: Visit, clock: Clock) -> None:
    code = _record(database, made)
    right = replace(made, result="worse", answers={"needles": "many"}, position=None, device_at=None)
    with database.write(SYSTEM, "visit.correct") as change:
        assert correct_visit(change, code, right, version=1, reason=" ghi nhầm kết quả ") == 2
    told = _get(database, code)
    assert (told.version, told.result, told.answers) == (2, "worse", {"needles": "many"})
    assert (told.reason, told.position, told.device_at) == (
        "ghi nhầm kết quả", made.position, made.device_at
    )  # fmt: skip
    with database.read() as connection:
        history = read_history(connection, SYSTEM, code, TODAY)
        kept = connection.execute(select(func.count()).select_from(visit_answer)).scalar_one()
    assert [version.result for version in history] == ["worse", "better"]
    assert history[1].answers == made.answers
    assert kept == len(made.answers) + 1


def test_a_stale_correction_changes_nothing(database: Database, made: Visit) -> None:
    code = _record(database, made)
    for result in ("worse", "relapse"):
        draft = replace(made, result=result)
        if result == "worse":
            with database.write(SYSTEM, "visit.correct") as change:
                correct_visit(change, code, draft, version=1, reason="ghi nhầm")
        else:
            with pytest.raises(StaleVersion) as caught, database.write(SYSTEM, "visit.correct") as change:
                correct_visit(change, code, draft, version=1, reason="ghi nhầm")
            assert caught.value.facts == {"started_from": 1, "present": 2}
    assert _get(database, code).result == "worse"


@pytest.mark.parametrize("reason", ["", "  "])
def test_why_has_to_be_said(database: Database, made: Visit, reason: str) -> None:
    code = _record(database, made)
    with pytest.raises(Refused, match="reason_missing"), database.write(SYSTEM, "visit.correct") as change:
        correct_visit(change, code, made, version=1, reason=reason)
    with pytest.raises(Refused, match="reason_missing"), database.write(SYSTEM, "visit.cancel") as change:
        cancel_visit(change, code, version=1, reason=reason)


def test_a_cancelled_visit_stays_readable(database: Database, made: Visit) -> None:
    for code, state in ((_record(database, made), "made"), (_plan(database), "planned")):
        with database.write(SYSTEM, "visit.cancel") as change:
            assert cancel_visit(change, code, version=1, reason="ghi nhầm địa bàn") == 2
        told = _get(database, code)
        assert (told.state, told.reason) == ("cancelled", "ghi nhầm địa bàn")
        assert (told.answers == made.answers) == (state == "made")
        with (
            pytest.raises(Refused, match="visit_cancelled"),
            database.write(SYSTEM, "visit.cancel") as change,
        ):
            cancel_visit(change, code, version=2, reason="lần nữa")
        with (
            pytest.raises(Refused, match="visit_not_made"),
            database.write(SYSTEM, "visit.correct") as change,
        ):
            correct_visit(change, code, made, version=2, reason="lần nữa")


def test_who_may_record_correct_and_cancel(database: Database, made: Visit) -> None:
    supervisor, officer = (_add_account(database, role, INSIDE) for role in ("supervisor", "officer"))
    code = _record(database, made, supervisor)
    for actor, error in (
        (_add_account(database, "viewer", INSIDE), OutsideScope),
        (_add_account(database, "reporter", INSIDE), OutsideScope),
        (_add_account(database, "supervisor", OUTSIDE), NotFound),
    ):
        with pytest.raises(error):
            _record(database, made, actor)
        with pytest.raises(error), database.write(actor, "visit.correct") as change:
            correct_visit(change, code, made, version=1, reason="ghi nhầm")
        with pytest.raises(error), database.write(actor, "visit.plan") as change:
            plan_visit(change, "DB00001", TODAY)
    assert cancel_action("planned") == "visit.record"
    with pytest.raises(OutsideScope), database.write(supervisor, "visit.cancel") as change:
        cancel_visit(change, code, version=1, reason="ghi nhầm")
    with database.write(officer, "visit.cancel") as change:
        cancel_visit(change, code, version=1, reason="ghi nhầm")


def test_the_audit_tells_what_was_recorded(database: Database, made: Visit) -> None:
    code = _record(database, made)
    with database.read() as connection:
        row = connection.execute(
            select(audit.c.action, audit.c.after).where(
                audit.c.object_type == "visit", audit.c.object_id == code
            )
        ).one()
    assert row.action == "visit.record"
    assert '"result"' in row.after


def _redate(database: Database, code: str, day: date, version: int = 1, actor: Actor = SYSTEM) -> int:
    with database.write(actor, "visit.redate") as change:
        return redate_visit(change, code, day, version=version, reason="trời mưa to")


def test_a_planned_visit_is_moved_and_the_day_before_stays_readable(database: Database, made: Visit) -> None:
    code = _plan(database)
    assert _redate(database, code, date(2026, 12, 3)) == 2
    told = _get(database, code)
    assert (told.state, told.planned_on, told.units, told.reason) == (
        "planned", date(2026, 12, 3), ("MAT_TRAN",), "trời mưa to",
    )  # fmt: skip
    with database.read() as connection:
        days = [version.planned_on for version in read_history(connection, SYSTEM, code, TODAY)]
    assert days == [date(2026, 12, 3), date(2026, 12, 1)]
    with pytest.raises(StaleVersion), database.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00001", made, planned=(code, 1))
    assert _record(database, made, planned=(code, 2)) == code


@pytest.mark.parametrize(
    ("day", "version", "code"),
    [
        (date(2026, 11, 21), 1, "date_in_past"),
        (date(2026, 12, 1), 1, "date_unchanged"),
        (date(2026, 12, 3), 2, "version_stale"),
    ],
)
def test_a_visit_is_not_moved_without_a_new_day_from_the_newest_version(
    database: Database, made: Visit, day: date, version: int, code: str
) -> None:
    planned = _plan(database)
    with pytest.raises((Refused, StaleVersion), match=code):
        _redate(database, planned, day, version)
    assert _get(database, planned).planned_on == date(2026, 12, 1)


def test_only_a_planned_visit_is_moved_by_those_of_the_field(database: Database, made: Visit) -> None:
    planned, recorded = _plan(database), _record(database, made)
    with pytest.raises(Refused, match="visit_not_planned"):
        _redate(database, recorded, date(2026, 12, 3))
    with pytest.raises(OutsideScope):
        _redate(database, planned, date(2026, 12, 3), actor=_add_account(database, "viewer", INSIDE))
    with pytest.raises(NotFound):
        _redate(database, planned, date(2026, 12, 3), actor=_add_account(database, "supervisor", OUTSIDE))
