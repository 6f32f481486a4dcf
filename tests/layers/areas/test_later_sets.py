"""Sets in the past: areas end where later ones take their land, become them, and leave alone what records stand on."""

from datetime import date

import pytest
import shapely
from sqlalchemy import select

from geo.types import DATE_MAX
from layers.actor import SYSTEM
from layers.areas.boundaries import list_successions, wards_of_version
from layers.areas.clusters import Cluster, list_wards, put_clusters
from layers.areas.draft_edits import merge_areas
from layers.areas.later_sets import find_following
from layers.areas.publication import publish_draft
from layers.areas.successions import confirm_successions
from layers.areas.vintage_drafts import DraftRef
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.errors import Refused
from layers.store.database import Database
from layers.store.schema import boundary, hotspot, hotspot_version
from tests.layers.areas.drafting import UUID, act, area_of, begin, facts

MERGED, NEW = date(2025, 1, 1), date(2025, 7, 1)
"""First days of the second and third set of Quận 8."""

FILLED_IN = date(2015, 6, 1)


def _area(code: str, *box: float, level: str = "ward") -> Area:
    return Area(code, f"Xã {code}", f"Xã {code}", level, shapely.box(*box))


def _publish(database: Database, day: date, *areas: Area) -> None:
    with database.write(SYSTEM, "boundary.publish") as change:
        publish_vintage(change, Vintage(day, f"bộ {day}", "thử", "thử"), areas)


def _held(database: Database) -> dict[str, tuple[date, date]]:
    with database.read() as connection:
        rows = connection.execute(select(boundary.c.code, boundary.c.valid_from, boundary.c.valid_to))
        return {f"{row.code}@{row.valid_from:%Y}": (row.valid_from, row.valid_to) for row in rows}


def _became(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as connection:
        return [
            (f"{row.old_code}@{row.old_from:%Y}", f"{row.new_code}@{row.new_from:%Y}", row.kind)
            for row in list_successions(connection)
        ]


def test_a_set_between_others_ends_what_it_cuts_and_becomes_what_follows(empty_database: Database) -> None:
    """2009: one commune and its neighbour; 2013: cut in two; 2025: all one. The middle comes last, and so does 1999."""
    _publish(
        empty_database,
        date(2009, 4, 1),
        _area("1", 105.0, 21.0, 105.2, 21.1),
        _area("9", 105.2, 21.0, 105.3, 21.1),
    )
    _publish(empty_database, NEW, _area("5", 105.0, 21.0, 105.3, 21.1))
    _publish(
        empty_database,
        date(2013, 12, 27),
        _area("2", 105.0, 21.0, 105.1, 21.1),
        _area("3", 105.1, 21.0, 105.2, 21.1),
    )
    cut = date(2013, 12, 27)
    assert _held(empty_database) == {
        "1@2009": (date(2009, 4, 1), cut),
        "9@2009": (date(2009, 4, 1), NEW),
        "2@2013": (cut, NEW),
        "3@2013": (cut, NEW),
        "5@2025": (NEW, DATE_MAX),
    }
    halves = [("1@2009", "2@2013", "part"), ("1@2009", "3@2013", "part")]
    later = [(f"{code}", "5@2025", "whole") for code in ("2@2013", "3@2013", "9@2009")]
    assert _became(empty_database) == [*halves, *later]
    _publish(
        empty_database,
        date(1999, 4, 1),
        _area("7", 105.0, 21.0, 105.35, 21.1),
        _area("8", 107.0, 21.0, 107.1, 21.1),
    )
    held = _held(empty_database)
    assert held["7@1999"] == (date(1999, 4, 1), date(2009, 4, 1))
    assert held["8@1999"] == (date(1999, 4, 1), DATE_MAX), "nothing came after it"
    assert [pair for pair in _became(empty_database) if pair[0] == "7@1999"] == [
        ("7@1999", "1@2009", "part"),
        ("7@1999", "9@2009", "part"),
    ]


def test_a_mere_strip_of_a_later_neighbour_ends_nothing(empty_database: Database) -> None:
    _publish(empty_database, NEW, _area("5", 105.09, 21.0, 105.3, 21.1))
    with empty_database.read() as connection:
        (one,) = find_following(connection, MERGED, ["ward"], [shapely.box(105.0, 21.0, 105.1, 21.1)])
        (province,) = find_following(
            connection, MERGED, ["province"], [shapely.box(105.1, 21.0, 105.2, 21.1)]
        )
    assert (one.ended_on, one.heirs) == (DATE_MAX, ())
    assert province.ended_on == DATE_MAX, "a ward ends no province"


def _fill_in_2015(database: Database, uuid: str = UUID) -> DraftRef:
    """Return a draft by which the wards 11 and 12 were one from 2015 on."""
    ref = begin(database, vintage=Vintage(FILLED_IN, "Bổ sung 2015", "Nghị quyết", "Sở Nội vụ"), uuid=uuid)
    keys = [area_of(database, ref, f"Phường {number}").key for number in (11, 12)]
    ref = act(database, ref, merge_areas, keys, facts("27999", "Phường Mười Một"))
    return act(database, ref, confirm_successions)


def _wards(database: Database, day: date) -> list[str]:
    """Return the wards of Cầu Hiệp Ân on a day, the lead first."""
    with database.read() as connection:
        v = hotspot_version.c
        version = select(v.id).join(hotspot, hotspot.c.id == v.hotspot_id).where(hotspot.c.code == "DB00003")
        return [
            row.name for row in wards_of_version(connection, connection.execute(version).scalar_one(), day)
        ]


def test_a_past_draft_gives_places_their_wards_for_its_span_alone(database: Database) -> None:
    stale = _fill_in_2015(database, uuid=f"{UUID[:-1]}2")
    elsewhere = date(2012, 1, 1), MERGED, NEW
    before = [_wards(database, day) for day in elsewhere]
    act(database, _fill_in_2015(database), publish_draft, acknowledged=False)
    assert [_wards(database, day) for day in elsewhere] == before
    assert set(before[0]) == {"Phường 10", "Phường 11", "Phường 12"}
    assert set(_wards(database, FILLED_IN)) == {"Phường 10", "Phường Mười Một"}
    became = [pair for pair in _became(database) if "27999@2015" in pair]
    assert [(new, kind) for _, new, kind in became if new == "27999@2015"] == [("27999@2015", "whole")] * 2
    assert [(new[-4:], kind) for old, new, kind in became if old == "27999@2015"] == [("2025", "whole")]
    with pytest.raises(Refused, match="vintage_exists"):
        act(database, stale, publish_draft, acknowledged=False)


def test_what_records_stand_on_is_not_ended_in_the_past(database: Database) -> None:
    with database.write(SYSTEM, "list.put_clusters") as change:
        (ward,) = (one for one in list_wards(change.connection, 2020) if one.name == "Phường 11")
        put_clusters(change, 2020, 0, (Cluster(1, "Cụm 1", (ward.public_id,)),))
    ref = _fill_in_2015(database)
    with pytest.raises(Refused, match="vintage_rewrites_past") as refused:
        act(database, ref, publish_draft, acknowledged=False)
    assert refused.value.facts == {"n": 1, "areas": ward.public_id.partition("@")[0]}
