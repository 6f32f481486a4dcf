"""The register of documents: what it takes, what it refuses, and that a number is taken once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from geo.errors import PersonalData
from geo.text.search import query_tokens
from layers.actor import SYSTEM
from layers.errors import NotFound, Refused
from layers.records import documents
from layers.records.documents import (
    Document,
    add_document,
    find_document_row,
    get_document,
    get_document_row,
    list_documents,
)
from layers.store.database import Database

_PLAN = Document("KH", "Kế hoạch chuyển hóa địa bàn", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15))


def _add(database: Database, draft: Document) -> int:
    with database.write(SYSTEM, "document.add") as change:
        return add_document(change, draft)


def test_a_document_is_read_as_it_was_added(empty_database: Database) -> None:
    row = _add(empty_database, replace(_PLAN, uuid="0198"))
    with empty_database.read() as connection:
        assert get_document(connection, row) == replace(_PLAN, uuid="0198")
        with pytest.raises(NotFound, match="document_not_found"):
            get_document(connection, row + 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"kind": "THU"}, "document_kind_unknown"), ({"issued_on": date(2027, 1, 1)}, "date_in_future")],
)
def test_wrong_documents_are_refused(empty_database: Database, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        _add(empty_database, replace(_PLAN, **changes))


def test_a_number_of_an_issuer_and_a_day_is_taken_once(empty_database: Database) -> None:
    _add(empty_database, _PLAN)
    with pytest.raises(Refused, match="document_exists"):
        _add(empty_database, _PLAN)
    _add(empty_database, replace(_PLAN, issued_on=date(2018, 3, 15)))
    _add(empty_database, replace(_PLAN, number=None, issuer=None, issued_on=None))
    _add(empty_database, replace(_PLAN, number=None, issuer=None, issued_on=None))


def test_a_title_that_names_a_person_is_refused(empty_database: Database) -> None:
    with pytest.raises(PersonalData):
        _add(empty_database, replace(_PLAN, title="Xử lý đối tượng Nguyễn Văn Bảy"))


def test_an_issuer_that_is_a_person_is_refused(empty_database: Database) -> None:
    with pytest.raises(PersonalData) as told:
        _add(empty_database, replace(_PLAN, issuer="ông Nguyễn Văn Bảy"))
    assert told.value.facts["field"] == "issuer"


def test_repeating_a_request_adds_one_document(empty_database: Database) -> None:
    first = _add(empty_database, replace(_PLAN, uuid="0198"))
    assert _add(empty_database, replace(_PLAN, uuid="0198", title="khác")) == first
    with empty_database.read() as connection:
        assert get_document(connection, first).title == _PLAN.title
        assert get_document_row(connection, "0198") == first
        assert find_document_row(connection, "0199") is None
        with pytest.raises(NotFound, match="document_not_found"):
            get_document_row(connection, "0199")


def _fill(database: Database) -> None:
    for draft in (
        Document("KH", "Kế hoạch giám sát địa bàn", "09/KH-UBMT-BTT", "UBMTTQ Quận 8", date(2012, 2, 8)),
        Document("QD", "Công nhận địa bàn chuyển hóa", "15/QĐ-UBND", "UBND Phường 12", date(2018, 6, 1)),
        Document("BC", "Biên bản không số"),
        Document("KH", "Kế hoạch chuyển hóa hẻm 1678", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15)),
        Document("CV", "Kiến nghị lắp đèn", "20/CV-MTTQ", "UBMTTQ Phường 6", date(2017, 3, 15)),
    ):
        _add(database, draft)


def _numbers(database: Database, words: str = "", **asked: Any) -> list[str | None]:
    with database.read() as connection:
        found = list_documents(connection, tokens=query_tokens(words), **asked)
    return [one.number for one in found.documents]


def test_the_register_is_listed_newest_first_and_page_by_page(empty_database: Database) -> None:
    _fill(empty_database)
    expected = ["15/QĐ-UBND", "20/CV-MTTQ", "12/KH-UBND", "09/KH-UBMT-BTT", None]
    assert _numbers(empty_database) == expected
    read, after = [], None
    with empty_database.read() as connection:
        while True:
            page = list_documents(connection, limit=2, after=after)
            read += [one.number for one in page.documents]
            assert not page.is_cut
            after = page.next_after
            if after is None:
                break
    assert read == expected


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("ke hoach", ["12/KH-UBND", "09/KH-UBMT-BTT"]),
        ("12/KH", ["12/KH-UBND"]),
        ("p6", ["20/CV-MTTQ", "12/KH-UBND"]),
        ("hẻm 1678", ["12/KH-UBND"]),
        ("bien ban", [None]),
        ("không có", []),
    ],
)
def test_words_are_found_in_title_number_and_issuer(
    empty_database: Database, words: str, numbers: list[str | None]
) -> None:
    _fill(empty_database)
    assert _numbers(empty_database, words) == numbers


def test_kinds_and_words_filter_together(empty_database: Database) -> None:
    _fill(empty_database)
    assert _numbers(empty_database, kinds=("QD", "CV")) == ["15/QĐ-UBND", "20/CV-MTTQ"]
    assert _numbers(empty_database, "phuong 6", kinds=("CV",)) == ["20/CV-MTTQ"]
    assert _numbers(empty_database, "ke hoach", limit=1) == ["12/KH-UBND"]


def test_a_search_says_when_it_stopped_before_the_end(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(empty_database)
    monkeypatch.setattr(documents, "MOST_SEARCHED", 2)
    with empty_database.read() as connection:
        first = list_documents(connection, tokens=query_tokens("ubmttq quận 8"))
        assert (first.documents, first.is_cut) == ((), True)
        second = list_documents(connection, tokens=query_tokens("ubmttq quận 8"), after=first.next_after)
    assert [one.number for one in second.documents] == ["09/KH-UBMT-BTT"]


def test_a_page_is_one_statement_however_many_documents(empty_database: Database) -> None:
    _fill(empty_database)
    statements: list[str] = []
    with empty_database.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
        list_documents(connection, tokens=("ke",))
    assert sum(statement.startswith("SELECT") for statement in statements) == 1
