"""Peak periods: who may announce them, for what and until when, and who is told."""

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import PersonalData
from geo.types import Interval
from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.planning.peaks import choose_present, get_peak, list_peaks, revise_peak, withdraw_peak
from layers.records.documents import Document, add_document
from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.planning.rules import PEAK, account_for, set_peak, uuid

ON = date(2026, 11, 22)
BINH_DONG, CHANH_HUNG = "27424@2025-07-01", "27418@2025-07-01"


def test_a_peak_keeps_all_that_was_said(database: Database) -> None:
    with database.write(SYSTEM, "document.add") as change:
        add_document(
            change, Document("KH", "Kế hoạch cao điểm", "12/KH", "UBMTTQ", date(2026, 11, 1), uuid(9))
        )
    draft = replace(PEAK, topics=("mai_dam", "ma_tuy"), area=BINH_DONG, document=uuid(9))
    set_peak(database, draft)
    with database.read() as connection:
        (peak,) = list_peaks(connection)
        assert peak == get_peak(connection, uuid(1))
    assert (peak.name, peak.kind, peak.valid, peak.version) == (PEAK.name, "attack_wave", PEAK.valid, 1)
    assert (peak.topics, peak.last_on) == (("ma_tuy", "mai_dam"), date(2026, 12, 31))
    assert (peak.area, peak.area_name) == (BINH_DONG, "Phường Bình Đông")
    assert (peak.document, peak.document_number) == (uuid(9), "12/KH")


def test_all_topics_are_no_choice_and_a_request_that_comes_twice_is_one_peak(database: Database) -> None:
    draft = replace(PEAK, topics=("toi_pham", "ma_tuy", "mai_dam", "te_nan_khac"))
    set_peak(database, draft)
    set_peak(database, replace(draft, name="Tên khác"))
    with database.read() as connection:
        assert [(peak.name, peak.topics) for peak in list_peaks(connection)] == [(PEAK.name, ())]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "x"}, "peak_name_invalid"),
        ({"name": "Đ" * 161}, "peak_name_invalid"),
        ({"kind": "war"}, "peak_kind_unknown"),
        ({"topics": ("ma_tuy", "trộm")}, "topic_unknown"),
        ({"valid": Interval(ON, ON)}, "rule_span_empty"),
        ({"valid": Interval(date(2026, 1, 1), date(2027, 1, 3))}, "peak_too_long"),
    ],
)
def test_what_makes_no_sense_is_refused(database: Database, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        set_peak(database, replace(PEAK, **changes))


def test_a_name_is_that_of_no_person_and_an_area_is_known(database: Database) -> None:
    with pytest.raises(PersonalData):
        set_peak(database, replace(PEAK, name="Cao điểm của ông Nguyễn Văn Bình"))
    with pytest.raises(NotFound, match="boundary_not_found"):
        set_peak(database, replace(PEAK, area="99999@start"))
    with pytest.raises(NotFound, match="document_not_found"):
        set_peak(database, replace(PEAK, document=uuid(7)))


def test_a_change_starts_from_the_present_version_and_keeps_what_was_known(
    database: Database, clock: Clock
) -> None:
    set_peak(database, PEAK)
    before = clock()
    longer = replace(PEAK, valid=Interval(PEAK.valid.start, date(2027, 2, 1)))
    with database.write(SYSTEM, "peak.revise") as change:
        revise_peak(change, uuid(1), longer, version=1)
    with pytest.raises(StaleVersion) as stale, database.write(SYSTEM, "peak.revise") as change:
        revise_peak(change, uuid(1), PEAK, version=1)
    assert stale.value.facts["present"] == 2
    with database.read() as connection:
        assert get_peak(connection, uuid(1)).valid.end == date(2027, 2, 1)
        assert [peak.valid.end for peak in list_peaks(connection, known=before)] == [date(2027, 1, 1)]


def test_a_withdrawn_peak_counts_on_no_day_but_was_known(database: Database, clock: Clock) -> None:
    set_peak(database, PEAK)
    before = clock()
    with database.write(SYSTEM, "peak.withdraw") as change:
        withdraw_peak(change, uuid(1), version=1)
    with database.read() as connection:
        assert list_peaks(connection) == ()
        assert len(list_peaks(connection, known=before)) == 1
        with pytest.raises(NotFound, match="rule_not_found"):
            get_peak(connection, uuid(1))


def test_only_a_coordinator_announces_peaks_and_only_in_his_area(database: Database) -> None:
    officer = account_for(database, "officer", "776")
    with pytest.raises(OutsideScope, match="not_allowed"):
        set_peak(database, replace(PEAK, area="776"), actor=officer)
    desk = account_for(database, "coordinator", BINH_DONG)
    set_peak(database, replace(PEAK, area=BINH_DONG), 2, actor=desk)
    for area in (CHANH_HUNG, "776", None):
        with pytest.raises(OutsideScope, match="rule_outside_area"):
            set_peak(database, replace(PEAK, area=area), 3, actor=desk)
    set_peak(database, replace(PEAK, area=CHANH_HUNG), 4)
    with pytest.raises(OutsideScope, match="rule_outside_area"), database.write(desk, "peak.x") as change:
        withdraw_peak(change, uuid(4), version=1)
    with pytest.raises(OutsideScope, match="rule_outside_area"), database.write(desk, "peak.x") as change:
        revise_peak(change, uuid(4), replace(PEAK, area=BINH_DONG), version=1)


def test_a_reader_is_told_of_the_peaks_where_a_place_of_his_lies(database: Database) -> None:
    set_peak(database, replace(PEAK, name="Bình Đông", area=BINH_DONG), 1)
    set_peak(database, replace(PEAK, name="Chánh Hưng", area=CHANH_HUNG), 2)
    set_peak(database, replace(PEAK, name="Đã qua", valid=Interval(date(2026, 6, 1), date(2026, 7, 1))), 3)
    set_peak(database, replace(PEAK, name="Khắp nơi"), 4)
    reader = account_for(database, "viewer", BINH_DONG)
    with database.read() as connection:
        every = list_peaks(connection)
        assert {peak.name for peak in choose_present(connection, reader, ON, every)} == {
            "Bình Đông",
            "Khắp nơi",
        }
        assert len(choose_present(connection, SYSTEM, ON, every)) == 3
