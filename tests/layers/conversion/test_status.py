"""Status: the moves of the table and no others, what each needs, and the two times of every record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.conversion.spans import Event, derive_spans, state_on
from layers.conversion.states import MOVES, STATES, Need, find_move, moves_from
from layers.conversion.status import (
    StatusChange,
    count_events,
    find_start,
    find_suspected,
    get_event,
    read_status,
    read_timeline,
    record_status,
)
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.overview.quan8 import load_quan8
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.records.documents import Document, add_document
from layers.store.columns import MOMENT_MAX
from layers.store.database import Database
from layers.store.schema import document, hotspot_version, status_event, status_span
from tests.conftest import Clock
from tests.layers.places.visiting import add_visit


def _record(database: Database, draft: StatusChange, code: str = "DB00001") -> int:
    with database.write(SYSTEM, "status.record", draft.reason) as change:
        return record_status(change, find_hotspot_row(change.connection, code), draft)


def _decision(database: Database, number: str = "12/KH-UBND", issuer: str | None = "UBND Phường 6") -> int:
    with database.write(SYSTEM, "document.add") as change:
        return add_document(
            change, Document("KH", "Kế hoạch chuyển hóa địa bàn", number, issuer, date(2017, 3, 15))
        )


def _state(database: Database, day: date, known: datetime | None = None) -> str | None:
    with database.read() as connection:
        return read_status(connection, find_hotspot_row(connection, "DB00001"), day, known)


def _conversion(document_id: int, **changes: object) -> StatusChange:
    term = StatusChange(
        "DANG_CHUYEN_HOA",
        date(2017, 3, 20),
        document_id,
        term_from=date(2017, 3, 20),
        term_to=date(2017, 5, 20),
    )
    return replace(term, **changes)


def test_the_table_joins_known_states_and_every_state_can_be_reached() -> None:
    assert all(move.target in STATES and (move.source is None or move.source in STATES) for move in MOVES)
    reached = {move.target for move in MOVES} | {"CHO_DANH_GIA"}  # the term turns into it by itself
    assert reached == set(STATES)
    assert all(not moves_from(state.code) for state in STATES.values() if state.is_final)
    assert len({(move.source, move.target) for move in MOVES}) == len(MOVES)


def test_outside_decisions_need_number_date_and_issuer() -> None:
    outside = {"DANG_CHUYEN_HOA", "DA_CHUYEN_HOA", "CHUA_DAT", "TAI_PHUC_TAP"}
    assert all(
        Need.DECISION in move.needs and move.decided_by == "authority"
        for move in MOVES
        if move.target in outside
    )


def test_from_complicated_to_converted_and_back(database: Database) -> None:
    decision = _decision(database)
    _record(database, _conversion(decision))
    assert _state(database, date(2017, 3, 19)) == "THEO_DOI"
    assert _state(database, date(2017, 5, 20)) == "DANG_CHUYEN_HOA"
    assert _state(database, date(2017, 5, 21)) == "CHO_DANH_GIA"
    _record(database, StatusChange("DA_CHUYEN_HOA", date(2017, 6, 1), decision, watch_to=date(2018, 6, 1)))
    add_visit(database, date(2018, 1, 20), "relapse")
    _record(
        database, StatusChange("TAI_PHUC_TAP", date(2018, 2, 1), decision, "có dấu hiệu phức tạp trở lại")
    )
    _record(
        database,
        _conversion(
            decision, valid_from=date(2018, 3, 1), term_from=date(2018, 3, 1), term_to=date(2018, 6, 1)
        ),
    )
    with database.read() as connection:
        cycles = (
            connection.execute(select(status_event.c.cycle_no).order_by(status_event.c.id)).scalars().all()
        )
        timeline = read_timeline(connection, find_hotspot_row(connection, "DB00001"))
    assert cycles[-1] == 2
    assert [row.state for row in timeline] == [
        "DANG_CHUYEN_HOA", "TAI_PHUC_TAP", "DA_CHUYEN_HOA", "DANG_CHUYEN_HOA", "THEO_DOI"
    ]  # fmt: skip
    assert timeline[0].document_number == "12/KH-UBND"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (StatusChange("DA_CHUYEN_HOA", date(2017, 6, 1)), "move_not_allowed"),
        (StatusChange("KHONG_CO", date(2017, 6, 1)), "state_unknown"),
        (StatusChange("DANG_CHUYEN_HOA", date(2017, 6, 1)), "evidence_missing"),
        (StatusChange("CHO_KE_HOACH", date(2017, 6, 1)), "evidence_missing"),
        (StatusChange("CHO_KE_HOACH", date(2027, 1, 1)), "date_in_future"),
        (StatusChange("THEO_DOI", date(2012, 3, 1), corrects_id=999), "event_not_found"),
        (StatusChange("DE_XUAT", date(2011, 1, 1)), "evidence_missing"),
    ],
)
def test_what_the_rules_forbid_is_refused_and_leaves_nothing(
    database: Database, draft: StatusChange, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _record(database, draft)
    with database.read() as connection:
        assert len(connection.execute(select(status_event)).all()) == 4


def test_a_document_without_an_issuer_is_no_decision(database: Database) -> None:
    with pytest.raises(Refused, match="decision"):
        _record(database, _conversion(_decision(database, issuer=None)))


def test_a_document_that_is_not_there_is_no_evidence(database: Database) -> None:
    with pytest.raises(NotFound, match="document_not_found"):
        _record(database, _conversion(999))


def test_a_reversed_term_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="term_reversed"):
        _record(database, _conversion(_decision(database), term_to=date(2017, 3, 1)))


def test_a_reason_that_names_a_person_is_refused(database: Database) -> None:
    decision = _decision(database)
    with pytest.raises(PersonalData):
        _record(database, _conversion(decision, reason="theo lời anh Nguyễn Văn Bảy, 0903123456"))


def test_repeating_a_request_records_once(database: Database) -> None:
    draft = _conversion(_decision(database), uuid="7f9c")
    assert _record_quietly(database, draft) == _record_quietly(database, draft)


def _record_quietly(database: Database, draft: StatusChange) -> int:
    with database.write(SYSTEM, "status.record") as change:
        change.note("hotspot", "DB00001")
        return record_status(change, find_hotspot_row(change.connection, "DB00001"), draft)


def test_back_dating_needs_a_reason_and_keeps_what_was_believed(database: Database, clock: Clock) -> None:
    decision = _decision(database)
    clock.at = datetime(2026, 11, 23, tzinfo=UTC)
    _record(database, _conversion(decision))
    before = clock.at
    clock.at += timedelta(days=30)
    earlier = StatusChange("CHO_KE_HOACH", date(2016, 1, 1), decision, reply_due_on=date(2016, 2, 1))
    with pytest.raises(Refused, match="reason"):
        _record(database, earlier)
    _record(database, replace(earlier, reason="văn bản đến muộn"))
    assert _state(database, date(2016, 6, 1)) == "CHO_KE_HOACH"
    assert _state(database, date(2016, 6, 1), before) == "THEO_DOI"
    assert _state(database, date(2017, 4, 1)) == "DANG_CHUYEN_HOA"


def test_a_correction_is_a_new_event_and_the_old_one_stays_readable(database: Database, clock: Clock) -> None:
    decision = _decision(database)
    wrong = _record(database, _conversion(decision))
    believed = clock.at
    clock.at += timedelta(days=1)
    _record(
        database,
        _conversion(
            decision,
            valid_from=date(2017, 4, 20),
            term_from=date(2017, 4, 20),
            corrects_id=wrong,
            reason="ghi nhầm tháng",
        ),
    )
    assert _state(database, date(2017, 4, 1)) == "THEO_DOI"
    assert _state(database, date(2017, 4, 1), believed) == "DANG_CHUYEN_HOA"
    with database.read() as connection:
        replaced = [
            row.corrected_by for row in read_timeline(connection, find_hotspot_row(connection, "DB00001"))
        ]
    assert sum(by is not None for by in replaced) == 1


_days = st.dates(date(2012, 3, 1), date(2026, 6, 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_stored_spans_answer_as_replaying_the_known_events_does(
    empty_database: Database, clock: Clock, data: st.DataObject
) -> None:
    """Whatever is tried, in whatever order: on any day, as known at any time, the spans say what the events say."""
    database = empty_database
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
    decision = _find_or_add(database)
    add_visit(database, date(2013, 1, 1), "relapse")
    for _ in range(data.draw(st.integers(1, 5))):
        draft = StatusChange(
            data.draw(st.sampled_from(sorted({move.target for move in MOVES}))),
            data.draw(_days),
            decision,
            "lý do",
            term_from=date(2012, 1, 1),
            term_to=data.draw(_days),
            watch_to=date(2026, 1, 1),
            reply_due_on=date(2026, 1, 1),
            original_id=2,
        )
        try:
            _record(database, draft)
        except Refused:
            continue
    day, known = (
        data.draw(_days),
        data.draw(st.datetimes(datetime(2026, 11, 22), clock.at.replace(tzinfo=None))),
    )
    known = known.replace(tzinfo=UTC)
    with database.read() as connection:
        rows = connection.execute(select(status_event).where(status_event.c.hotspot_id == 1)).all()
        events = [
            Event(r.id, r.state, r.valid_from, r.term_to, r.corrects_id)
            for r in rows
            if r.recorded_at <= known
        ]
        assert read_status(connection, 1, day, known) == state_on(derive_spans(events), day)
        spans = connection.execute(select(status_span).where(status_span.c.known_to == MOMENT_MAX)).all()
        assert all(span.valid_from < span.valid_to for span in spans)


def _find_or_add(database: Database) -> int:
    try:
        return _decision(database)
    except Refused:
        with database.read() as connection:
            found = select(document.c.id).where(document.c.number == "12/KH-UBND")
            return int(connection.execute(found).scalar_one())


def test_moves_are_found_by_their_ends() -> None:
    assert find_move("THEO_DOI", "ON_DINH") is None
    found = find_move("DA_CHUYEN_HOA", "ON_DINH")
    assert found is not None
    assert found.decided_by == "authority"


def _add_decision_and_convert(database: Database, watch_to: date = date(2018, 6, 1)) -> int:
    decision = _decision(database)
    _record(database, _conversion(decision))
    _record(database, StatusChange("DA_CHUYEN_HOA", date(2017, 6, 1), decision, watch_to=watch_to))
    return decision


def test_a_relapse_is_recorded_when_visits_saw_it(database: Database) -> None:
    decision = _add_decision_and_convert(database)
    relapse = StatusChange("TAI_PHUC_TAP", date(2018, 2, 1), decision, "có dấu hiệu phức tạp trở lại")
    add_visit(database, date(2017, 5, 1), "relapse")  # before it was converted
    add_visit(database, date(2018, 1, 20), "worse")
    with pytest.raises(Refused, match="relapse"):
        _record(database, relapse)
    add_visit(database, date(2018, 2, 2), "relapse")  # after the day the relapse would begin
    with pytest.raises(Refused, match="relapse"):
        _record(database, relapse)
    add_visit(database, date(2018, 1, 25), "relapse")
    _record(database, relapse)


def test_the_watch_ends_when_it_is_over_or_with_a_reason(database: Database) -> None:
    decision = _add_decision_and_convert(database)
    stable = StatusChange("ON_DINH", date(2018, 6, 1), decision)
    with pytest.raises(Refused, match="watch_over"):
        _record(database, stable)
    _record(database, replace(stable, valid_from=date(2018, 6, 2)))
    with database.write(SYSTEM, "status.record", "kết thúc sớm") as change:
        earlier = replace(stable, valid_from=date(2018, 3, 1), reason="kết thúc theo dõi sớm")
        again = replace(earlier, corrects_id=max(row.id for row in read_timeline(change.connection, 1)))
        record_status(change, 1, again)


def test_a_proposed_place_is_accepted_after_a_visit_or_with_a_document(database: Database) -> None:
    plan = _decision(database)
    with database.write(SYSTEM, "hotspot.edit") as change:
        # As a place is that nobody's plan names.
        unnamed = update(hotspot_version).where(hotspot_version.c.hotspot_id == 1).values(document_id=None)
        change.connection.execute(unnamed)
        for table in (status_span, status_event):
            change.connection.execute(delete(table).where(table.c.hotspot_id == 1))
        record_status(change, 1, StatusChange("DE_XUAT", date(2018, 1, 1), reason="tụ tập về đêm"))
        change.note("hotspot", "DB00001")
    accepted = StatusChange("THEO_DOI", date(2018, 2, 1))
    with pytest.raises(Refused, match="visit"):
        _record(database, accepted)
    _record(database, replace(accepted, document_id=plan))
    add_visit(database, date(2018, 1, 15))
    with database.read() as connection:
        event = max(row.id for row in read_timeline(connection, 1))
    _record(database, replace(accepted, corrects_id=event, reason="không cần văn bản"))


def test_a_suspected_relapse_is_told_and_not_counted(database: Database) -> None:
    decision = _add_decision_and_convert(database)

    def suspected(on: date) -> frozenset[int]:
        with database.read() as connection:
            return find_suspected(connection, [1, 2], on)

    add_visit(database, date(2017, 5, 1), "relapse")
    assert suspected(date(2018, 6, 1)) == frozenset()
    add_visit(database, date(2018, 1, 20), "relapse")
    add_visit(database, date(2018, 1, 20), "relapse", code="DB00002")
    assert suspected(date(2018, 1, 19)) == frozenset()
    assert suspected(date(2018, 1, 20)) == {1}
    assert _state(database, date(2018, 6, 1)) == "DA_CHUYEN_HOA"
    _record(database, StatusChange("TAI_PHUC_TAP", date(2018, 2, 1), decision, "có dấu hiệu trở lại"))
    assert suspected(date(2018, 6, 1)) == frozenset()


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (
            StatusChange("CHO_KE_HOACH", date(2017, 3, 1), 1, reply_due_on=date(2017, 2, 1)),
            "day_before_state",
        ),
        (StatusChange("GOP_TACH", date(2017, 3, 1), reason="gộp", original_id=1), "original_is_itself"),
    ],
)
def test_days_and_places_that_cannot_be_are_refused(
    database: Database, draft: StatusChange, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _record(database, draft)


def test_whoever_looked_before_another_change_is_told(database: Database) -> None:
    decision = _decision(database)
    with database.read() as connection:
        seen = count_events(connection, 1)
    _record(database, _conversion(decision))
    with (
        pytest.raises(StaleVersion, match="version_stale"),
        database.write(SYSTEM, "status.record") as change,
    ):
        record_status(change, 1, StatusChange("DA_CHUYEN_HOA", date(2018, 1, 1), decision), seen=seen)


def test_an_event_is_found_until_another_replaces_it(database: Database, clock: Clock) -> None:
    decision = _decision(database)
    wrong = _record(database, _conversion(decision, uuid="7f9c"))
    with database.read() as connection:
        found = get_event(connection, 1, "7f9c")
        assert (found.id, found.state, found.term_to) == (wrong, "DANG_CHUYEN_HOA", date(2017, 5, 20))
        with pytest.raises(NotFound, match="event_not_found"):
            get_event(connection, 2, "7f9c")
        assert find_start(connection, 1, date(2017, 4, 1)).state == "DANG_CHUYEN_HOA"
        assert find_start(connection, 1, date(2017, 4, 1), but=wrong).state == "THEO_DOI"
        assert find_start(connection, 1, date(2011, 1, 1)).state is None
    _record(database, _conversion(decision, corrects_id=wrong, reason="ghi nhầm"))
    with database.read() as connection, pytest.raises(NotFound, match="event_not_found"):
        get_event(connection, 1, "7f9c")


def test_only_the_roles_of_the_move_record_it(database: Database) -> None:
    decision = _decision(database)
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan", password="ngọn đèn trước gió")
        add_grant(change, user, "supervisor", "776")
    with (
        pytest.raises(OutsideScope, match="not_allowed"),
        database.write(user.actor, "status.record") as change,
    ):
        record_status(change, 1, _conversion(decision))
