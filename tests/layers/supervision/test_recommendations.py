"""Recommendations: what their rules refuse, which steps follow each other, and that nothing told is lost."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from geo.errors import AppError, PersonalData
from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.records.documents import Document, add_document
from layers.store.database import Database, Write
from layers.store.schema import audit, recommendation, recommendation_version
from layers.supervision.bodies import set_active
from layers.supervision.ledger import get_recommendation
from layers.supervision.recommendation_steps import STEPS, find_step
from layers.supervision.recommendations import (
    Answer,
    Sending,
    Wording,
    close,
    draft_recommendation,
    record_answer,
    revise,
    send,
    withdraw,
)
from tests.layers.places.supervised import (
    ASKED,
    CONTENT,
    add_bodies,
    add_draft,
    add_letter,
    add_person,
    add_visit,
)

_TODAY = date(2026, 11, 22)
_SENT_ON = date(2026, 11, 3)
_THANKED = Wording("Có nhiều đóng góp cho phong trào tự quản", "UBND_PHUONG", recipient_kind="group",
                   recipient_group="Tổ tự quản khu phố 5")  # fmt: skip


@pytest.fixture
def filled(database: Database) -> Database:
    """Return the database with bodies, a made visit to DB00001 (GS00001) and one of DB00002 (GS00002)."""
    add_bodies(database)
    add_visit(database)
    add_visit(database, "DB00002")
    return database


def _do(database: Database, deed: Callable[[Write], object]) -> object:
    with database.write(SYSTEM, "recommendation.change") as change:
        return deed(change)


def _state(database: Database, code: str) -> str:
    with database.read() as connection:
        return str(get_recommendation(connection, SYSTEM, code, _TODAY).row.state)


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(recommendation)).scalar_one()


def test_a_recommendation_goes_its_way_and_keeps_every_version(filled: Database) -> None:
    code, letter = add_draft(filled), add_letter(filled)
    reply = add_letter(filled, "12/CAP", date(2026, 11, 10))
    reworded = replace(ASKED, content="Đề nghị lắp thêm đèn chiếu sáng", body="UBND_PHUONG")
    assert _do(filled, lambda change: revise(change, code, reworded, version=1)) == 2
    assert _do(filled, lambda change: send(change, code, Sending(_SENT_ON, letter), version=2)) == 3
    answer = Answer(date(2026, 11, 12), "UBND phường đã giao đơn vị chiếu sáng khảo sát", reply)
    assert _do(filled, lambda change: record_answer(change, code, answer, version=3)) == 4
    assert _do(filled, lambda change: close(change, code, "done", _TODAY, reason=None, version=4)) == 5
    with filled.read() as connection:
        told = get_recommendation(connection, SYSTEM, code, _TODAY)
    assert code == "KN00001"
    assert (told.row.state, told.row.body_name, told.row.hotspot_name) == (
        "done", "UBND phường", "Hẻm 1678 Phạm Thế Hiển",
    )  # fmt: skip
    assert told.row.reply_due_on == date(2026, 11, 24), "15 working days behind a Tuesday"
    assert told.letter.number == "05/CV-MTTQ"
    assert told.reply.number == "12/CAP"
    assert [(visit.code, visit.visited_on) for visit in told.visits] == [("GS00001", date(2026, 11, 1))]
    assert [(row.version, row.state) for row in told.history] == [
        (5, "done"), (4, "answered"), (3, "sent"), (2, "draft"), (1, "draft"),
    ]  # fmt: skip
    assert told.history[-1].content == CONTENT


def test_every_step_leaves_an_audit_row(filled: Database) -> None:
    code = add_draft(filled)
    _do(filled, lambda change: withdraw(change, code, "ghi nhầm địa bàn", version=1))
    with filled.read() as connection:
        rows = connection.execute(select(audit).where(audit.c.object_type == "recommendation")).all()
    assert [row.object_id for row in rows] == [code, code]
    assert '"state":"withdrawn"' in rows[1].after
    assert '"state":"draft"' in rows[1].before


def test_repeating_a_request_changes_nothing(filled: Database) -> None:
    uuid = str(uuid4())
    codes = set()
    with filled.write(SYSTEM, "recommendation.draft") as change:
        codes.add(draft_recommendation(change, "DB00001", "handle", ASKED, uuid=uuid))
    with filled.write(SYSTEM, "recommendation.draft") as change:
        codes.add(draft_recommendation(change, "DB00001", "handle", ASKED, uuid=uuid))
    assert codes == {"KN00001"}
    assert _count(filled) == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"visits": ()}, "visit_needed", "visits"),
        ({"visits": ("GS00002",)}, "visit_not_made", "visits"),
        ({"visits": ("GS00001", "GS09999")}, "visit_not_made", "visits"),
        ({"content": "  "}, "content_needed", "content"),
        ({"body": "HOI_CCB"}, "body_not_addressee", "body"),
        ({"is_informant": True}, "informant_not_recorded", "is_informant"),
    ],
)
def test_what_asks_a_body_to_act_comes_from_visits_and_goes_to_an_authority(
    filled: Database, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused, match=code) as refused:
        add_draft(filled, replace(ASKED, **changes))
    assert refused.value.facts["field"] == field
    assert _count(filled) == 0


def test_a_planned_visit_has_seen_nothing(filled: Database) -> None:
    planned = add_visit(filled, state="planned")
    with pytest.raises(Refused, match="visit_not_made"):
        add_draft(filled, replace(ASKED, visits=(planned,)))


def test_names_are_refused_in_every_text(filled: Database) -> None:
    name = "anh Nguyễn Văn Bảy"
    with pytest.raises(PersonalData):
        add_draft(filled, replace(ASKED, content=f"Xử lý {name}"))
    code, letter = add_draft(filled), add_letter(filled)
    _do(filled, lambda change: send(change, code, Sending(_SENT_ON, letter), version=1))
    with pytest.raises(PersonalData) as found:
        _do(filled, lambda change: record_answer(change, code, Answer(_TODAY, f"Đã mời {name}"), version=2))
    assert found.value.facts["field"] == "outcome"
    with pytest.raises(PersonalData):
        _do(filled, lambda change: withdraw(change, code, f"theo ý {name}", version=2))
    with pytest.raises(PersonalData):
        _do(filled, lambda change: draft_recommendation(
            change, "DB00001", "commend", replace(_THANKED, recipient_group=f"Gia đình {name}")))  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient_kind": None}, "recipient_needed"),
        ({"recipient_kind": "family"}, "recipient_needed"),
        ({"recipient_group": " "}, "recipient_group_needed"),
        ({"recipient_kind": "individual"}, "individual_not_named"),
        ({"recipient_kind": "individual", "recipient_group": None}, "consent_needed"),
        ({"is_informant": True}, "informant_not_recorded"),
        ({"visits": ("GS00002",)}, "visit_not_made"),
    ],
)
def test_a_commendation_names_no_individual_and_never_an_informant(
    filled: Database, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _do(filled, lambda change: draft_recommendation(
            change, "DB00001", "commend", replace(_THANKED, **changes)))  # fmt: skip
    assert _count(filled) == 0
    with filled.read() as connection:
        told = connection.execute(select(func.count()).where(audit.c.object_type == "recommendation"))
        assert told.scalar() == 0, "not even that it was tried"


def test_commendations_need_no_visit_and_may_go_to_a_member_organisation(filled: Database) -> None:
    willing = replace(
        _THANKED, recipient_kind="individual", recipient_group=None, has_consent=True, body="HOI_CCB"
    )
    for wording in (_THANKED, willing):
        with filled.write(SYSTEM, "recommendation.draft") as change:
            code = draft_recommendation(change, "DB00001", "commend", wording)
        with filled.read() as connection:
            row = get_recommendation(connection, SYSTEM, code, _TODAY).row
        told = (row.recipient_kind, row.recipient_group, row.has_consent)
        assert told == (wording.recipient_kind, wording.recipient_group, wording.has_consent)


def test_an_unknown_kind_and_a_body_that_is_no_longer_offered_are_refused(filled: Database) -> None:
    with pytest.raises(Refused, match="recommendation_kind_unknown"):
        _do(filled, lambda change: draft_recommendation(change, "DB00001", "blame", ASKED))
    _do(filled, lambda change: set_active(change, "CA_PHUONG", is_active=False, version=1))
    with pytest.raises(Refused, match="body_not_offered"):
        add_draft(filled)


@pytest.mark.parametrize(
    ("sending", "code"),
    [
        ({"sent_on": _TODAY + timedelta(days=1)}, "date_in_future"),
        ({"sent_on": date(2026, 11, 1)}, "date_too_early"),
        ({"reply_due_on": _SENT_ON}, "reply_due_too_early"),
        ({"document_id": 10_000}, "document_not_found"),
    ],
)
def test_a_letter_is_sent_after_it_is_written_and_before_it_is_answered(
    filled: Database, sending: dict[str, object], code: str
) -> None:
    draft, letter = add_draft(filled), add_letter(filled)
    wrong = replace(Sending(_SENT_ON, letter), **sending)
    with pytest.raises(AppError, match=code):
        _do(filled, lambda change: send(change, draft, wrong, version=1))
    assert _state(filled, draft) == "draft"


def test_a_letter_has_number_date_and_issuer(filled: Database) -> None:
    draft = add_draft(filled)
    letter = _do(filled, lambda change: add_document(change, Document("CV", "Công văn", "7/CV", "UBMTTQ")))
    with pytest.raises(Refused, match="letter_incomplete"):
        _do(filled, lambda change: send(change, draft, Sending(_SENT_ON, int(str(letter))), version=1))


def test_the_day_of_the_answer_can_be_given_by_hand(filled: Database) -> None:
    draft, letter = add_draft(filled), add_letter(filled)
    sending = Sending(_SENT_ON, letter, date(2026, 12, 31))
    _do(filled, lambda change: send(change, draft, sending, version=1))
    with filled.read() as connection:
        assert get_recommendation(connection, SYSTEM, draft, _TODAY).row.reply_due_on == date(2026, 12, 31)


def test_an_answer_comes_after_sending_and_a_refusal_has_a_reason(filled: Database) -> None:
    draft, letter = add_draft(filled), add_letter(filled)
    _do(filled, lambda change: send(change, draft, Sending(_SENT_ON, letter), version=1))
    with pytest.raises(Refused, match="date_too_early"):
        early = Answer(_SENT_ON - timedelta(days=1), "đã nhận")
        _do(filled, lambda change: record_answer(change, draft, early, version=2))
    with pytest.raises(Refused, match="outcome_needed"):
        _do(filled, lambda change: record_answer(change, draft, Answer(_TODAY, " "), version=2))
    _do(filled, lambda change: record_answer(change, draft, Answer(_TODAY, "không đủ kinh phí"), version=2))
    with pytest.raises(Refused, match="reason_needed"):
        _do(filled, lambda change: close(change, draft, "refused", _TODAY, reason=None, version=3))
    _do(filled, lambda change: close(change, draft, "refused", _TODAY, reason="chưa bố trí được", version=3))
    assert _state(filled, draft) == "refused"


def test_a_withdrawal_has_a_reason(filled: Database) -> None:
    draft = add_draft(filled)
    with pytest.raises(Refused, match="reason_needed"):
        _do(filled, lambda change: withdraw(change, draft, None, version=1))


def test_whoever_starts_from_an_old_version_is_told(filled: Database) -> None:
    draft = add_draft(filled)
    _do(filled, lambda change: revise(change, draft, ASKED, version=1))
    with pytest.raises(StaleVersion) as stale:
        _do(filled, lambda change: revise(change, draft, ASKED, version=1))
    assert stale.value.facts == {"started_from": 1, "present": 2}


def test_roles_and_areas_decide_who_does_what(filled: Database) -> None:
    here = add_person(filled, "here", "supervisor", "27424@2025-07-01")
    elsewhere = add_person(filled, "elsewhere", "officer", "27397@2025-01-01")
    reader = add_person(filled, "reader", "viewer")
    letter = add_letter(filled)
    with filled.write(here, "recommendation.draft") as change:
        code = draft_recommendation(change, "DB00001", "handle", ASKED)
    with pytest.raises(OutsideScope), filled.write(here, "recommendation.send") as change:
        send(change, code, Sending(_SENT_ON, letter), version=1)
    with pytest.raises(NotFound, match="recommendation_not"), filled.write(elsewhere, "send") as change:
        send(change, code, Sending(_SENT_ON, letter), version=1)
    with pytest.raises(OutsideScope), filled.write(reader, "recommendation.draft") as change:
        draft_recommendation(change, "DB00001", "handle", ASKED)
    with pytest.raises(OutsideScope), filled.write(reader, "recommendation.withdraw") as change:
        withdraw(change, "KN99999", "nhầm", version=1)
    with pytest.raises(NotFound), filled.write(here, "recommendation.withdraw") as change:
        withdraw(change, "KN99999", "nhầm", version=1)
    with filled.write(here, "recommendation.withdraw") as change:
        withdraw(change, code, "ghi nhầm", version=1)
    assert _state(filled, code) == "withdrawn"


@pytest.mark.parametrize("seed", range(4))
def test_random_walks_reach_only_what_the_table_allows(filled: Database, seed: int) -> None:
    chance, letter = random.Random(seed), add_letter(filled)
    deeds: dict[str, Callable[[Write, str, int, str], object]] = {
        "revise": lambda change, code, version, _: revise(change, code, ASKED, version=version),
        "send": lambda change, code, version, _: send(
            change, code, Sending(_SENT_ON, letter), version=version
        ),
        "answer": lambda change, code, version, _: record_answer(
            change, code, Answer(_TODAY, "đã xử lý"), version=version
        ),
        "close": lambda change, code, version, target: close(
            change, code, target, _TODAY, reason="theo trả lời", version=version
        ),
        "withdraw": lambda change, code, version, _: withdraw(change, code, "ghi nhầm", version=version),
    }
    code, state, version = add_draft(filled), "draft", 1
    for _ in range(12):
        step = chance.choice(STEPS)
        allowed = any(
            (other.name, other.source) == (step.name, state) and step.target in {other.target, step.target}
            for other in STEPS
        )
        try:
            with filled.write(SYSTEM, f"recommendation.{step.name}") as change:
                deeds[step.name](change, code, version, step.target)
        except Refused as refused:
            assert refused.code == "step_not_allowed"
            assert not allowed
        else:
            assert allowed
            version += 1
            taken = find_step(step.name, state, step.target) or find_step(step.name, state)
            state = taken.target
        assert _state(filled, code) == state
    with filled.read() as connection:
        kept = select(func.count()).select_from(recommendation_version)
        assert connection.execute(kept).scalar() == version
