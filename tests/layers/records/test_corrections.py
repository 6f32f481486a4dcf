"""Corrections of documents: what was said before stays, from the newest version only, and never by halves."""

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.overview.timeline import Asked, read_entries
from layers.places.references import get_place
from layers.records.corrections import Correction, correct_document, list_corrections
from layers.records.documents import Document, add_document, find_document_row, get_document
from layers.store.database import Database
from layers.supervision.recommendations import Sending, send
from tests.layers.places.supervised import add_bodies, add_draft, add_letter, add_person, add_visit

_PLAN = Document("KH", "Kế hoạch chuyển hóa", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15), "0198")
_RIGHT = replace(_PLAN, number="21/KH-UBND", issued_on=date(2017, 3, 18))


@pytest.fixture
def plan(database: Database) -> Database:
    with database.write(SYSTEM, "document.add") as change:
        add_document(change, _PLAN)
    return database


def _correct(
    database: Database,
    draft: Document = _RIGHT,
    *,
    version: int = 1,
    reason: str = "đọc nhầm",
    actor: Actor = SYSTEM,
) -> int:
    with database.write(actor, "document.correct", reason) as change:
        return correct_document(change, "0198", draft, version=version, reason=reason)


def _get(database: Database) -> Document:
    with database.read() as connection:
        return get_document(connection, find_document_row(connection, "0198") or 0)


def _corrections(database: Database) -> list[Correction]:
    with database.read() as connection:
        return list(list_corrections(connection, "0198"))


def test_what_was_said_before_stays(plan: Database) -> None:
    lan = add_person(plan, "lan", "officer")
    assert _correct(plan, actor=lan) == 2
    assert _get(plan) == replace(_RIGHT, version=2)
    assert _correct(plan, replace(_RIGHT, kind="QD"), version=2, reason="là quyết định") == 3
    second, first = _corrections(plan)
    assert (first.before, first.after) == (_PLAN, replace(_RIGHT, version=2))
    assert (first.changed, first.corrected_by, first.reason) == (("number", "issued_on"), "lan", "đọc nhầm")
    assert (second.changed, second.corrected_by) == (("kind",), None)
    assert first.corrected_at < second.corrected_at


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "document_unchanged"),
        ({"kind": "X"}, "document_kind_unknown"),
        ({"issued_on": date(2030, 1, 1)}, "date_in_future"),
        (
            {"number": "05/CV-MTTQ", "issuer": "Ban Thường trực", "issued_on": date(2026, 11, 2)},
            "document_exists",
        ),
    ],
)
def test_what_cannot_stand_is_refused(plan: Database, changes: dict[str, object], code: str) -> None:
    add_letter(plan)
    with pytest.raises(Refused, match=code):
        _correct(plan, replace(_PLAN, **changes))
    assert _get(plan) == _PLAN
    assert _corrections(plan) == []


def test_a_correction_has_a_reason_and_names_no_person(plan: Database) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        _correct(plan, reason="  ")
    for draft, reason in (
        (_RIGHT, "ông Nguyễn Văn Bảy báo"),
        (replace(_PLAN, title="Gặp ông Nguyễn Văn Bảy"), "sai"),
    ):
        with pytest.raises(PersonalData):
            _correct(plan, draft, reason=reason)
    assert _get(plan) == _PLAN


def test_a_correction_starts_from_the_newest_version(plan: Database) -> None:
    _correct(plan)
    with pytest.raises(StaleVersion) as stale:
        _correct(plan, replace(_PLAN, title="Kế hoạch khác"))
    assert stale.value.facts == {"started_from": 1, "present": 2}
    assert _get(plan).title == _PLAN.title


def test_only_officers_correct(plan: Database) -> None:
    with pytest.raises(OutsideScope):
        _correct(plan, actor=add_person(plan, "nam", "supervisor"))
    with pytest.raises(NotFound), plan.write(SYSTEM, "document.correct") as change:
        correct_document(change, "none", _RIGHT, version=1, reason="sai")


def test_a_letter_keeps_what_makes_it_one(database: Database) -> None:
    add_bodies(database)
    add_visit(database)
    code, row = add_draft(database), add_letter(database)
    with database.read() as connection:
        uuid = str(get_document(connection, row).uuid)
    bare = replace(_PLAN, number=None)
    with database.write(SYSTEM, "document.correct") as change:
        assert correct_document(change, uuid, bare, version=1, reason="không số") == 2
    with database.write(SYSTEM, "document.correct") as change:
        correct_document(change, uuid, _PLAN, version=2, reason="có số")
    with database.write(SYSTEM, "recommendation.send") as change:
        send(change, code, Sending(date(2026, 11, 20), row), version=1)
    with (
        pytest.raises(Refused, match="document_is_proof"),
        database.write(SYSTEM, "document.correct") as change,
    ):
        correct_document(change, uuid, bare, version=3, reason="không số")


def test_the_timeline_of_a_place_says_that_its_document_was_corrected(database: Database) -> None:
    with database.read() as connection:
        place = get_place(connection, SYSTEM, "DB00001")
        entry = read_entries(connection, SYSTEM, place.id, Asked(("documents",))).entries[0]
    assert entry.facts["corrected_on"] is None
    with database.write(SYSTEM, "document.correct") as change:
        uuid = str(entry.facts["uuid"])
        present = get_document(change.connection, find_document_row(change.connection, uuid) or 0)
        draft = replace(present, title="Kế hoạch giám sát")
        correct_document(change, uuid, draft, version=1, reason="ghi thiếu tên")
    with database.read() as connection:
        (again,) = read_entries(connection, SYSTEM, place.id, Asked(("documents",))).entries
    assert (again.facts["title"], again.facts["corrected_on"]) == ("Kế hoạch giám sát", date(2026, 11, 22))
