"""A found name that is no person's: let through on the writer's word, which is noted; numbers never are."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.store.schema import audit
from layers.store.wording import claim_no_persons, claim_official, require_impersonal, take_used_claims

NAME = "Trần Văn Ơn"
TEXT = f"Báo cáo về khu {NAME}"


@pytest.fixture(autouse=True)
def nothing_claimed() -> Iterator[None]:
    claim_no_persons([])
    yield
    claim_no_persons([])


def test_a_name_is_refused_until_somebody_answers_for_it() -> None:
    with pytest.raises(PersonalData):
        require_impersonal(TEXT, field="title")
    claim_no_persons([NAME])
    assert require_impersonal(TEXT, field="title") == TEXT
    assert take_used_claims() == [NAME]
    assert take_used_claims() == []


def test_answering_for_one_name_leaves_others_and_numbers_refused() -> None:
    claim_no_persons([NAME, "0903 123 456"])
    for text in (f"{TEXT}, gặp Nguyễn Thị Hoa", f"{TEXT}, gọi 0903 123 456"):
        with pytest.raises(PersonalData):
            require_impersonal(text, field="title")


def test_an_official_name_may_be_that_of_a_person_and_only_as_a_whole() -> None:
    claim_official([NAME, "Phường 0903 123 456"])
    assert require_impersonal(NAME, field="name") == NAME
    assert take_used_claims() == [NAME]
    for text in (TEXT, "Phường 0903 123 456"):
        with pytest.raises(PersonalData):
            require_impersonal(text, field="name")


def test_the_word_given_is_noted_with_the_change(database: Database) -> None:
    claim_no_persons([NAME])
    with database.write(SYSTEM, "document.add") as change:
        add_document(change, Document("BC", TEXT))
    with database.read() as connection:
        noted = (
            connection.execute(select(audit.c.after).where(audit.c.object_type == "wording")).scalars().all()
        )
    assert [NAME in told for told in noted] == [True]
