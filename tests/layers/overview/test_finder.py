"""Search: places, areas of every vintage, documents and streets, the best hit first, inside the scope."""

from datetime import date

import orjson
import pytest
from sqlalchemy import update

from geo.text.search import search_terms
from layers.actor import SYSTEM, Actor
from layers.overview.finder import MOST_HITS, Found, find
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.store.schema import hotspot_version
from tests.conftest import CountStatements

ON = date(2026, 11, 22)


def _find(database: Database, text: str, actor: Actor = SYSTEM) -> Found:
    with database.read() as connection:
        return find(connection, actor, text, ON)


def _describe(database: Database, code: str, **values: object) -> None:
    with database.write(SYSTEM, "test") as change:
        v = hotspot_version.c
        row = find_hotspot_row(change.connection, code)
        change.connection.execute(update(hotspot_version).where(v.hotspot_id == row).values(**values))
        change.note("hotspot", code)


@pytest.mark.parametrize("text", ["hem 1678 pth", "Hẻm 1678", "1678 pham the hien", "HẺM 1678 PHẠM THẾ HIỂN"])
def test_a_place_is_found_as_people_type_it(database: Database, text: str) -> None:
    (hit,) = _find(database, text).places
    assert (hit.key, hit.name, hit.facts["status"]) == ("DB00001", "Hẻm 1678 Phạm Thế Hiển", "THEO_DOI")


@pytest.mark.parametrize("text", ["p12", "P.12", "phường 12", "f12"])
def test_a_numbered_ward_is_not_its_neighbour(database: Database, text: str) -> None:
    assert {hit.name for hit in _find(database, text).areas} == {"Phường 12"}


def test_wards_of_every_vintage_answer_the_newest_first(database: Database) -> None:
    found = _find(database, "binh dong").areas
    assert found[0].name == "Phường Bình Đông"
    starts = [hit.facts["valid_from"] or date.min for hit in found if hit.name == "Phường Bình Đông"]
    assert starts == sorted(starts, reverse=True)


def test_a_document_is_found_by_number_title_and_issuer(database: Database) -> None:
    for text in ("09/KH", "09/KH-UBMT-BTT", "ke hoach 09"):
        assert _find(database, text).documents[0].facts["number"] == "09/KH-UBMT-BTT", text


def test_better_spelling_comes_first(database: Database) -> None:
    with database.write(SYSTEM, "document.add") as change:
        for number, title in (
            ("1/BC", "Báo cáo chợ"),
            ("2/BC", "Báo cáo chở hàng"),
            ("3/BC", "Báo cáo cho vay"),
        ):
            add_document(change, Document("BC", title, number, "UBMTTQ", date(2026, 1, 1)))
    assert _find(database, "chợ").documents[0].name == "Báo cáo chợ"
    assert [hit.name for hit in _find(database, "bao cao cho").documents] == [
        "Báo cáo cho vay",
        "Báo cáo chở hàng",
        "Báo cáo chợ",
    ]


def test_another_name_and_the_street_lead_to_the_place(database: Database) -> None:
    aliases = ["Hẻm Lò Gốm"]
    terms = search_terms("Hẻm 1678 Phạm Thế Hiển", *aliases)
    told = {"aliases": orjson.dumps(aliases).decode(), "street": "Phạm Thế Hiển", "search_terms": terms}
    _describe(database, "DB00001", **told)
    (hit,) = _find(database, "lo gom").places
    assert (hit.key, hit.facts["other_name"]) == ("DB00001", "Hẻm Lò Gốm")
    (street,) = _find(database, "pham the hien").streets
    assert (street.name, street.facts["places"]) == ("Phạm Thế Hiển", 1)


def test_nothing_asked_or_nothing_there_finds_nothing(database: Database) -> None:
    for text in ("", "   ", "%", "_", "khongcogi"):
        assert _find(database, text).is_empty, text


def test_only_the_best_are_told(database: Database) -> None:
    with database.write(SYSTEM, "document.add") as change:
        for number in range(30):
            add_document(change, Document("BC", "Báo cáo tuần", f"{number}/BC", "UBMTTQ", date(2026, 1, 1)))
    assert len(_find(database, "bao cao tuan").documents) == MOST_HITS


def test_search_knows_no_more_than_the_lists(database: Database, count_statements: CountStatements) -> None:
    with database.write(SYSTEM, "account.add") as change:
        near, nobody = add_user(change, "can-bo"), add_user(change, "quan-tri")
        add_grant(change, near, "viewer", "27424@2025-07-01")
        add_grant(change, nobody, "admin", "776")
    _describe(database, "DB00002", street="Đường Kín")
    with count_statements(database) as asked:
        assert [hit.key for hit in _find(database, "hem", near.actor).places] == ["DB00001"]
    assert len(asked) == 5
    assert _find(database, "duong kin", near.actor).streets == ()
    assert _find(database, "hem", nobody.actor).is_empty
    assert _find(database, "09/KH", nobody.actor).is_empty
