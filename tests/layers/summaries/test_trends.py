"""States over time equal the figures of each day, and the months what entered them."""

from datetime import date

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.summaries.questions import Question
from layers.summaries.standing import read_standing
from layers.summaries.trends import Flow, Trend, month_ends, month_starts, read_flow, read_trend
from tests.conftest import CountStatements
from tests.layers.planning.rules import account_for
from tests.layers.summaries.stories import BINH_DONG, CHANH_HUNG, PHU_DINH, TODAY, move_place, relapse


def test_a_trend_is_the_standing_of_each_of_its_days(
    database: Database, count_statements: CountStatements
) -> None:
    relapse(database)
    move_place(database, "DB00004", like="DB00001", on=date(2018, 4, 10))
    days = (date(2012, 1, 1), *month_ends(date(2017, 2, 3), date(2018, 7, 1)), TODAY)
    with database.read() as connection:
        for area in (None, BINH_DONG, PHU_DINH):
            question = Question(TODAY, area=area)
            trend = read_trend(connection, SYSTEM, question, days)
            for at, day in enumerate(days):
                counts = read_standing(connection, SYSTEM, Question(day, area=area)).total
                assert {state: n[at] for state, n in trend.states.items() if n[at]} == counts.states, (
                    area,
                    day,
                )
                assert trend.totals[at] == counts.total
        with count_statements(database) as asked:
            read_trend(connection, SYSTEM, Question(TODAY), days)
        assert len(asked) == 1
        assert read_trend(connection, SYSTEM, Question(TODAY), ()) == Trend((), {})
        early = read_trend(connection, SYSTEM, Question(TODAY), (date(1975, 4, 30),))
    assert early.totals == (0,)


def test_the_months_tell_what_entered_a_state_and_no_mere_redrawing(database: Database) -> None:
    relapse(database)
    move_place(database, "DB00004", like="DB00001", on=date(2018, 4, 10))
    months = month_starts(date(2018, 1, 31), date(2018, 6, 1))
    reader = account_for(database, "viewer", CHANH_HUNG)
    with database.read() as connection:
        flow = read_flow(connection, SYSTEM, Question(TODAY), months)
        assert read_flow(connection, reader, Question(TODAY), months) == Flow(months, {})
        assert read_flow(connection, SYSTEM, Question(TODAY), ()) == Flow((), {})
        begun = read_flow(connection, SYSTEM, Question(TODAY), (date(2012, 2, 1),))
    assert begun.entered == {"THEO_DOI": (4,)}
    assert flow.entered == {
        "CHO_DANH_GIA": (0, 0, 0, 0, 0, 1),
        "DANG_CHUYEN_HOA": (0, 0, 1, 0, 0, 0),
        "TAI_PHUC_TAP": (0, 1, 0, 0, 0, 0),
    }


def test_months() -> None:
    assert month_ends(date(2023, 12, 15), date(2024, 3, 1)) == (
        date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1)
    )  # fmt: skip
    assert month_ends(date(2024, 2, 1), date(2024, 2, 29)) == (date(2024, 2, 29),)
    assert month_starts(date(2023, 12, 15), date(2024, 2, 1)) == (
        date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1)
    )  # fmt: skip
    assert month_starts(date(2024, 2, 1), date(2023, 2, 1)) == ()
