"""The register of documents: what it takes, what it refuses, and that a number is taken once."""

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.errors import NotFound, Refused
from layers.places.documents import Document, add_document, get_document
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
