"""Days on which figures begin to mean something else."""

from datetime import date

from layers.store.database import Database
from layers.summaries.breaks import find_breaks
from tests.layers.summaries.stories import TODAY


def test_breaks_are_told_where_figures_mean_something_else(database: Database) -> None:
    with database.read() as connection:
        told = find_breaks(connection, date(2024, 12, 31), TODAY)
        assert [(one.on, one.kind) for one in told] == [
            (date(2025, 1, 1), "boundaries"), (date(2025, 7, 1), "boundaries"), (date(2025, 8, 24), "criteria")
        ]  # fmt: skip
        assert find_breaks(connection, date(2025, 8, 24), TODAY) == ()
        assert [one.basis for one in find_breaks(connection, date(2025, 8, 23), TODAY)] == ["28/2025/QĐ-TTg"]
