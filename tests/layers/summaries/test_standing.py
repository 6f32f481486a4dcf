"""Where an area stands: every place once above, in each of its wards below, on any boundaries, inside the scope."""

from datetime import date

import pytest

from layers.actor import SYSTEM
from layers.errors import OutsideScope
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from layers.summaries.questions import Question
from layers.summaries.standing import (
    Overlap,
    read_kinds,
    read_overlap,
    read_standing,
    read_standings,
    read_topics,
)
from tests.conftest import CountStatements
from tests.layers.planning.rules import account_for
from tests.layers.summaries.stories import (
    BINH_DONG,
    CHANH_HUNG,
    OLD_QUARTER,
    PHU_DINH,
    TODAY,
    by_name,
    move_place,
    relapse,
)


def test_a_place_in_several_wards_counts_in_each_and_once_above(
    database: Database, count_statements: CountStatements
) -> None:
    with count_statements(database) as asked, database.read() as connection:
        today = read_standing(connection, SYSTEM, Question(TODAY))
        assert len(asked) == 2
        overlap = read_overlap(connection, SYSTEM, today)
        in_2012 = read_standing(
            connection, SYSTEM, Question(TODAY, area=OLD_QUARTER, vintage=date(2012, 2, 20))
        )
        assert read_overlap(connection, SYSTEM, in_2012) == overlap == Overlap(shared=1, nowhere=0)
    assert by_name(today) == {"Phường Bình Đông": 1, "Phường Chánh Hưng": 1, "Phường Phú Định": 3}
    assert (today.total.total, today.total.open) == (4, 4)
    assert [one.row.is_partial for one in today.rows] == [False] * 3 + [True] * 3
    # Four places, six links: check 1 of the domain study.
    assert by_name(in_2012) == {"Phường 6": 1, "Phường 10": 1, "Phường 11": 1, "Phường 12": 2, "Phường 14": 1}
    assert (len(in_2012.rows), in_2012.total) == (16, today.total)


def test_figures_equal_the_list_of_places_on_every_day_area_and_boundary(database: Database) -> None:
    relapse(database)
    move_place(database, "DB00004", like="DB00001", on=date(2020, 1, 1))
    areas = (None, OLD_QUARTER, "27424@start", "27403@2025-01-01", BINH_DONG, PHU_DINH)
    with database.read() as connection:
        for area in areas:
            for on in (date(2012, 2, 7), date(2012, 2, 8), date(2018, 2, 3), date(2019, 12, 31), TODAY):
                told = read_standing(connection, SYSTEM, Question(on, area=area)).total
                page = get_page(connection, SYSTEM, "hotspots", FeatureQuery(on, area=area))
                states = [str(one.properties["status"]) for one in page.features]
                assert told.states == {state: states.count(state) for state in set(states)}, (area, on)
        days = read_standings(connection, SYSTEM, Question(TODAY, area=BINH_DONG), (date(2018, 2, 3), TODAY))
    assert [one.total.states for one in days] == [{"TAI_PHUC_TAP": 1}, {"CHO_DANH_GIA": 1, "THEO_DOI": 1}]
    assert {one.row.public_id for told in days for one in told.rows} == {BINH_DONG}


def test_filters_and_topics(database: Database) -> None:
    with database.read() as connection:
        bridges = read_standing(connection, SYSTEM, Question(TODAY, kind=("bridge",)))
        assert by_name(bridges) == {"Phường Chánh Hưng": 1, "Phường Phú Định": 1}
        assert read_standing(connection, SYSTEM, Question(TODAY, topic=("mai_dam",))).total.total == 0
        topics = read_topics(connection, SYSTEM, Question(TODAY))
        kinds = read_kinds(connection, SYSTEM, Question(TODAY))
    assert topics.total == {"ma_tuy": 4}
    assert (kinds.total, kinds.rows[CHANH_HUNG]) == ({"alley": 3, "bridge": 1}, {"bridge": 1})
    assert topics.rows[PHU_DINH] == {"ma_tuy": 3}


def test_a_reader_counts_what_he_sees_and_nobody_else_anything(database: Database) -> None:
    reader = account_for(database, "viewer", CHANH_HUNG)
    stranger = account_for(database, "admin", "776@start")
    with database.read() as connection:
        told = read_standing(connection, reader, Question(TODAY))
        assert by_name(told) == {"Phường Chánh Hưng": 1, "Phường Phú Định": 1}
        assert (told.total.total, read_overlap(connection, reader, told).shared) == (1, 1)
        with pytest.raises(OutsideScope):
            read_standing(connection, stranger, Question(TODAY))
