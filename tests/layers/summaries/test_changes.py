"""What became of places between two days, and the list behind every figure of it."""

from datetime import date, timedelta

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.summaries.changes import Change, read_changes
from layers.summaries.questions import Question
from tests.conftest import Clock
from tests.layers.planning.rules import account_for
from tests.layers.summaries.stories import BINH_DONG, CHANH_HUNG, PHU_DINH, TODAY, move_place, relapse

CONVERTED = Question(date(2018, 2, 15), since=date(2017, 6, 1))


def test_moves_are_told_from_the_first_day_to_the_last(database: Database) -> None:
    relapse(database)
    with database.read() as connection:
        told = read_changes(connection, SYSTEM, CONVERTED)
        same = read_changes(connection, SYSTEM, Question(TODAY))
        all_new = read_changes(connection, SYSTEM, Question(TODAY, since=date(2012, 2, 7))).total
    assert told.total == Change({("DA_CHUYEN_HOA", "TAI_PHUC_TAP"): 1}, relapsed=1)
    assert (told.total.entered("TAI_PHUC_TAP"), told.total.left("DA_CHUYEN_HOA")) == (1, 1)
    assert (told.total.net("DA_CHUYEN_HOA", "TAI_PHUC_TAP"), told.total.net("DA_CHUYEN_HOA")) == (0, -1)
    moved = {one.row.public_id for one in told.rows if one.change.moves}
    assert moved == {"27424@start"}, "rows are those of the day, unless another set is asked for"
    assert same.total == Change()
    assert (all_new.found, all_new.relapsed, all_new.moves[None, "CHO_DANH_GIA"]) == (4, 1, 1)


def test_a_place_that_moves_leaves_one_area_and_is_found_in_another(database: Database, clock: Clock) -> None:
    clock.at += timedelta(days=1)
    move_place(database, "DB00004", like="DB00001", on=date(2020, 1, 1))
    asked = {"on": TODAY, "since": date(2019, 1, 1)}
    with database.read() as connection:
        left = read_changes(connection, SYSTEM, Question(**asked, area=PHU_DINH)).total
        came = read_changes(connection, SYSTEM, Question(**asked, area=BINH_DONG)).total
        all_of_it = read_changes(connection, SYSTEM, Question(**asked))
        unknown_then = read_changes(
            connection, SYSTEM, Question(**asked, known_at=clock.at - timedelta(hours=12))
        )
    assert (left.gone, left.found, came.gone, came.found) == (1, 0, 0, 1)
    assert all_of_it.total == Change(redrawn=1)
    assert {one.row.public_id: one.change.redrawn for one in all_of_it.rows if one.change.redrawn} == {
        BINH_DONG: 1
    }
    assert unknown_then.total == Change()


def test_a_reader_is_told_of_what_he_sees(database: Database) -> None:
    relapse(database)
    reader = account_for(database, "viewer", CHANH_HUNG)
    with database.read() as connection:
        assert read_changes(connection, reader, CONVERTED).total == Change()
        assert read_changes(connection, reader, Question(TODAY, since=date(2012, 2, 7))).total.found == 1
