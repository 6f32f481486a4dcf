"""Peak periods and supervision plans of an invented history: there when it is loaded, gone with it."""

from pathlib import Path

from layers.actor import SYSTEM
from layers.areas.boundaries import get_boundary_row
from layers.demo.loading import remove_demo
from layers.demo.rules import plan_uuid
from layers.planning.frequencies import Planner, list_frequencies
from layers.planning.peaks import choose_present, list_peaks
from layers.planning.progress import read_year
from layers.planning.supervision_plans import find_plan
from layers.store.database import Database
from tests.layers.demo.invented import TODAY, add_lists, load
from tests.layers.planning.rules import PEAK, set_peak


def test_pages_can_be_judged_full_and_only_what_is_invented_goes(database: Database, tmp_path: Path) -> None:
    add_lists(database)
    set_peak(database, PEAK, 7)
    load(database, tmp_path)
    with database.read() as connection:
        assert len(list_peaks(connection)) == 4
        assert len(choose_present(connection, SYSTEM, TODAY, list_peaks(connection))) >= 1
        assert len(list_frequencies(connection)) == 1
        wards = read_year(connection, SYSTEM, TODAY.year, TODAY, Planner())
        assert sum(len(ward.planned) for ward in wards) >= 4
        row = get_boundary_row(connection, wards[0].id)
        assert find_plan(connection, row, TODAY.year) is not None
    assert plan_uuid(row) != plan_uuid(row + 1)
    with database.write(SYSTEM, "demo.remove") as change:
        remove_demo(change)
    with database.read() as connection:
        assert [peak.name for peak in list_peaks(connection)] == [PEAK.name]
        assert list_frequencies(connection) == ()
        assert find_plan(connection, row, TODAY.year) is None
