"""The card: the place on a day, its document, and its history as it was known."""

from datetime import UTC, date, datetime

import pytest
import shapely

from layers.actor import SYSTEM
from layers.errors import NotFound
from layers.overview.card import View, read_card
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from tests.conftest import CountStatements
from tests.rows import add_visits

_DAY = date(2025, 8, 1)


def test_a_card_holds_place_document_and_timeline(database: Database) -> None:
    with database.read() as connection:
        card = read_card(connection, SYSTEM, "DB00003", View(_DAY))
    assert card.feature.properties["name"] == "Cầu Hiệp Ân"
    assert shapely.area(card.geometry) > 0
    assert card.position_source == "text"
    assert card.document is not None
    assert (card.document.number, card.document.issued_on) == ("09/KH-UBMT-BTT", date(2012, 2, 8))
    assert [entry.what for entry in card.timeline.entries if entry.kind == "status"] == ["THEO_DOI"]
    assert card.place.code == "DB00003"
    assert "status.record" in card.allowed


def test_the_boundaries_may_be_of_another_day(database: Database) -> None:
    with database.read() as connection:
        card = read_card(connection, SYSTEM, "DB00003", View(_DAY, date(2012, 1, 1)))
    wards = card.feature.properties["wards"]
    assert isinstance(wards, list)
    assert {ward["name"] for ward in wards} == {"Phường 10", "Phường 11", "Phường 12"}


def test_what_was_not_known_then_is_not_on_the_card(database: Database) -> None:
    with pytest.raises(NotFound), database.read() as connection:
        read_card(connection, SYSTEM, "DB00003", View(_DAY, known=datetime(2026, 1, 1, tzinfo=UTC)))


def test_a_place_that_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound, match="feature_not_found"), database.read() as connection:
        read_card(connection, SYSTEM, "DB99999", View(_DAY))


def test_the_timeline_can_be_narrowed(database: Database) -> None:
    with database.read() as connection:
        card = read_card(connection, SYSTEM, "DB00003", View(_DAY, kinds=("geometry",), limit=1))
    assert [(entry.kind, entry.what) for entry in card.timeline.entries] == [("geometry", "drawn")]


def test_a_card_is_read_by_a_fixed_number_of_statements(
    database: Database, count_statements: CountStatements
) -> None:
    counts = []
    for visits in (1, 50):
        with database.write(SYSTEM, "visit.record") as change:
            days = [date(2026, 1, 1)] * visits
            add_visits(change, find_hotspot_row(change.connection, "DB00003"), *days)
        with count_statements(database) as asked, database.read() as connection:
            read_card(connection, SYSTEM, "DB00003", View(_DAY))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13
