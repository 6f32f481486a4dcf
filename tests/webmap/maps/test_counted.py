"""The data of a map of a figure: the places that it counts, no more and no fewer."""

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.summaries.questions import Figure, Question
from layers.supervision.intervals import Intervals
from tests.conftest import START
from webmap.maps.counted import read_counted


def test_a_map_holds_what_the_figure_counts(database: Database) -> None:
    question = Question(START.date(), area="776")
    with database.read() as connection:
        told = {
            name: read_counted(connection, SYSTEM, question, figure, Intervals())["hotspots"]["code"]
            for name, figure in (
                ("all", Figure("all")),
                ("ward", Figure("open", row="27424@2025-07-01")),
                ("none", Figure("state", code="ON_DINH")),
            )
        }
    assert (sorted(told["all"]), told["none"]) == (["DB00001", "DB00002", "DB00003", "DB00004"], [])
    assert "DB00001" in told["ward"]
    assert set(told["ward"]) < set(told["all"])
