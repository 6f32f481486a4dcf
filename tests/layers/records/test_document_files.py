"""Files of documents: kept once, removed without being lost; and what cites a document, as far as one sees it."""

from datetime import date

import pytest
from sqlalchemy import select

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.conversion.status import StatusChange, record_status
from layers.errors import NotFound, Refused
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.records import document_files
from layers.records.document_files import attach_file, get_file, list_citations, list_files, remove_file
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.store.schema import document, document_file
from tests.layers.places.visiting import add_request

_PLAN = Document("KH", "Kế hoạch chuyển hóa", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15), "0198")


def _add(database: Database) -> int:
    with database.write(SYSTEM, "document.add") as change:
        return add_document(change, _PLAN)


def _attach(database: Database, digest: str = "a" * 64, name: str = "ke-hoach.pdf") -> str:
    with database.write(SYSTEM, "document.attach") as change:
        return attach_file(change, "0198", digest, name, "application/pdf", 1000)


def _names(database: Database) -> list[str]:
    with database.read() as connection:
        return [file.name for file in list_files(connection, "0198")]


def test_files_are_listed_in_order_and_found(empty_database: Database) -> None:
    _add(empty_database)
    _attach(empty_database)
    second = _attach(empty_database, "b" * 64, "phụ lục.pdf")
    assert _names(empty_database) == ["ke-hoach.pdf", "phụ lục.pdf"]
    with empty_database.read() as connection:
        found = get_file(connection, "0198", second)
    assert (found.sha256, found.media_type, found.size_bytes) == ("b" * 64, "application/pdf", 1000)


def test_the_same_bytes_are_attached_once(empty_database: Database) -> None:
    _add(empty_database)
    assert _attach(empty_database) == _attach(empty_database, name="bản khác tên.pdf")
    assert _names(empty_database) == ["ke-hoach.pdf"]


def test_what_is_removed_is_shown_no_longer_and_not_lost(empty_database: Database) -> None:
    _add(empty_database)
    file = _attach(empty_database)
    with empty_database.write(SYSTEM, "document.remove_file") as change:
        remove_file(change, "0198", file)
    assert _names(empty_database) == []
    with empty_database.read() as connection:
        kept = connection.execute(select(document_file)).one()
        assert kept.removed_at is not None
        with pytest.raises(NotFound, match="file_not_found"):
            get_file(connection, "0198", file)
    with (
        pytest.raises(NotFound, match="file_not_found"),
        empty_database.write(SYSTEM, "document.remove_file") as change,
    ):
        remove_file(change, "0198", file)
    assert _attach(empty_database) != file


def test_a_file_of_another_document_is_not_found(empty_database: Database) -> None:
    _add(empty_database)
    file = _attach(empty_database)
    with empty_database.write(SYSTEM, "document.add") as change:
        add_document(change, Document("BC", "Báo cáo", uuid="0199"))
    with empty_database.read() as connection:
        with pytest.raises(NotFound, match="file_not_found"):
            get_file(connection, "0199", file)
        with pytest.raises(NotFound, match="document_not_found"):
            list_files(connection, "0200")


def test_a_name_that_leads_to_a_person_is_refused(empty_database: Database) -> None:
    _add(empty_database)
    with pytest.raises(PersonalData) as told:
        _attach(empty_database, name="don anh Nguyễn Văn Bảy.pdf")
    assert told.value.facts["field"] == "file"
    assert _names(empty_database) == []


def test_a_document_holds_so_many_files_and_no_more(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_files, "MOST_FILES", 1)
    _add(empty_database)
    _attach(empty_database)
    with pytest.raises(Refused, match="files_too_many"):
        _attach(empty_database, "b" * 64)


def _citations(database: Database, actor: Actor = SYSTEM) -> list[tuple[str, str, str]]:
    with database.read() as connection:
        found = list_citations(connection, actor, "0198")
        assert all(citation.name for citation in found)
        return [(citation.what, citation.code, citation.detail) for citation in found]


def test_what_cites_a_document_is_told_to_whom_sees_the_place(database: Database) -> None:
    row = _add(database)
    assert _citations(database) == []
    term = {"term_from": date(2017, 3, 20), "term_to": date(2017, 5, 20)}
    with database.write(SYSTEM, "status.record") as change:
        for code in ("DB00001", "DB00002"):
            place = find_hotspot_row(change.connection, code)
            record_status(change, place, StatusChange("DANG_CHUYEN_HOA", date(2017, 3, 20), row, **term))
    add_request(database, date(2018, 3, 1), date(2018, 3, 20), document_id=row)
    everything = [
        ("recommendation", "DB00001", "KN00001"),
        ("status", "DB00001", "DANG_CHUYEN_HOA"),
        ("status", "DB00002", "DANG_CHUYEN_HOA"),
    ]
    assert _citations(database) == everything
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan", password="ngọn đèn trước gió")
        add_grant(change, user, "viewer", "27424@2025-07-01")
    assert _citations(database, user.actor) == everything[:2]


def test_a_replaced_event_cites_no_longer_and_a_place_does(database: Database) -> None:
    with database.read() as connection:
        plan = document_files.list_citations(connection, SYSTEM, _plan_uuid(database))
    assert {citation.what for citation in plan} == {"place", "status"}
    assert len(plan) == 8
    row = _add(database)
    with database.write(SYSTEM, "status.correct", "ghi nhầm văn bản") as change:
        right = StatusChange("THEO_DOI", date(2012, 2, 8), row, "ghi nhầm văn bản", corrects_id=1)
        record_status(change, 1, right)
    with database.read() as connection:
        left = document_files.list_citations(connection, SYSTEM, _plan_uuid(database))
    assert len(left) == 7
    assert _citations(database) == [("status", "DB00001", "THEO_DOI")]


def _plan_uuid(database: Database) -> str:

    with database.read() as connection:
        return str(connection.execute(select(document.c.uuid).where(document.c.number.like("09/%"))).scalar())
