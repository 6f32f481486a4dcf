"""Behind every figure stand as many places as it says."""

from datetime import date

from layers.actor import SYSTEM
from layers.planning.frequencies import Planner
from layers.store.database import Database
from layers.summaries.changes import read_changes
from layers.summaries.lists import ListPage, Slice, list_behind
from layers.summaries.questions import Figure, Question
from tests.layers.summaries.stories import CHANH_HUNG, TODAY, move_place, relapse


def _list(database: Database, figure: str, row: str | None = None) -> ListPage:
    with database.read() as connection:
        asked = Figure.find(figure, row)
        assert asked is not None
        return list_behind(connection, SYSTEM, Question(TODAY), asked, Planner(), Slice(limit=None))


def test_behind_every_figure_stand_as_many_places(database: Database) -> None:
    relapse(database)
    move_place(database, "DB00004", like="DB00001", on=date(2020, 1, 1))
    spans = [(date(2012, 2, 7), TODAY), (date(2017, 6, 1), date(2018, 2, 15)), (date(2019, 1, 1), TODAY)]
    with database.read() as connection:
        for since, on in spans:
            question = Question(on, since=since, vintage=TODAY)
            told = read_changes(connection, SYSTEM, question)
            for row, change in [(None, told.total), *((one.row.public_id, one.change) for one in told.rows)]:
                figures = {
                    name: getattr(change, name) for name in ("found", "gone", "closed", "relapsed", "redrawn")
                }
                figures |= {"moved": sum(change.moves.values())}
                figures |= {f"moved.{was}.{now}": n for (was, now), n in change.moves.items() if was and now}
                for name, count in figures.items():
                    figure = Figure.find(name, row)
                    assert figure is not None
                    page = list_behind(connection, SYSTEM, question, figure, Planner(), Slice(limit=None))
                    assert (page.total, len(page.places)) == (count, count), (since, row, name)


def test_lists_come_in_parts_and_name_their_wards(database: Database) -> None:
    with database.read() as connection:
        asked = (connection, SYSTEM, Question(TODAY), Figure("all"), Planner())
        first, second = list_behind(*asked, Slice(0, 3)), list_behind(*asked, Slice(3, 3))
    assert (first.total, first.next_after, second.total, second.next_after) == (4, 3, 4, None)
    names = [one.name for one in (*first.places, *second.places)]
    assert names == ["Cầu Hiệp Ân", "Hẻm 126 Hoài Thanh", "Hẻm 690 Nguyễn Duy", "Hẻm 1678 Phạm Thế Hiển"]
    assert first.places[0].wards == ("Phường Phú Định", "Phường Chánh Hưng")
    for figure, count in {
        "open": 4,
        "state.THEO_DOI": 4,
        "kind.bridge": 1,
        "topic.ma_tuy": 4,
        "shared": 1,
    }.items():
        assert _list(database, figure).total == count, figure
    assert (_list(database, "nowhere").total, _list(database, "shared", row=CHANH_HUNG).total) == (0, 1)
