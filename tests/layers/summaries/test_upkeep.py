"""What figures are counted from follows every change, through whatever door it comes."""

from datetime import date, timedelta

import shapely
from sqlalchemy import delete, update

from layers.actor import SYSTEM
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.conversion.status import StatusChange
from layers.places import lineage
from layers.places.references import get_place
from layers.store.database import Database
from layers.store.schema import area_span
from layers.summaries.questions import Question
from layers.summaries.standing import read_standing
from layers.summaries.upkeep import count_differences, rebuild
from tests.conftest import Clock
from tests.layers.summaries.stories import TODAY, move_place, record, relapse


def _differences(database: Database) -> int:
    with database.read() as connection:
        return count_differences(connection)


def test_every_change_of_places_states_and_boundaries_is_followed(database: Database, clock: Clock) -> None:
    assert _differences(database) == 0
    relapse(database)
    clock.at += timedelta(days=1)
    before = clock.at
    record(database, "DB00002", StatusChange("DE_XUAT", date(2012, 2, 8), reason="ghi nhầm", corrects_id=2))
    move_place(database, "DB00004", like="DB00003", on=date(2020, 1, 1))
    assert _differences(database) == 0
    with database.write(SYSTEM, "hotspot.close", "nhập nhầm") as change:
        place = get_place(change.connection, SYSTEM, "DB00003")
        version = lineage.close_hotspot(change, place.id, version=place.version)
    assert _differences(database) == 0
    with database.read() as connection:
        now, then = (
            read_standing(connection, SYSTEM, Question(TODAY, known_at=known)).total
            for known in (None, before)
        )
    assert (now.total, then.total) == (3, 4)
    assert (now.of("DE_XUAT"), then.of("DE_XUAT")) == (1, 0)
    with database.write(SYSTEM, "hotspot.restore") as change:
        lineage.restore_hotspot(change, "DB00003", version=version)
    with database.write(SYSTEM, "boundary.publish") as change:
        whole = Area("27999", "Phường Mới", "Phường Mới", "ward", shapely.box(106.6, 10.7, 106.7, 10.76))
        publish_vintage(change, Vintage(date(2026, 4, 30), "thử", "thử", "thử"), [whole])
    assert _differences(database) == 0
    with database.read() as connection:
        told = read_standing(connection, SYSTEM, Question(TODAY))
    assert {one.row.name: one.counts.total for one in told.rows}["Phường Mới"] == 4


def test_what_was_changed_by_hand_is_found_and_mended(database: Database) -> None:
    with database.write(SYSTEM, "test") as change:
        change.connection.execute(delete(area_span).where(area_span.c.hotspot_id == 1))
        change.connection.execute(
            update(area_span).where(area_span.c.hotspot_id == 2).values(state="CHUA_DAT")
        )
        change.note("test", "1")
    assert _differences(database) > 0
    with database.write(SYSTEM, "figures.rebuild") as change:
        assert rebuild(change) > 0
    assert _differences(database) == 0
