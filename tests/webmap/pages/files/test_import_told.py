"""What became of a file in words: its head, its figures, its rows."""

from flask import Flask

from layers.imports.batch_rows import BatchRow
from layers.imports.staged_rows import Fault, StagedRow
from tests.webmap.pages.files.reports import FOUND, batch_of
from webmap.pages.files.import_told import tell_batch, tell_figures, tell_row


def test_figures_of_which_there_is_none_are_left_out() -> None:
    assert tell_figures(FOUND) == [("features", 3), ("accepted", 2), ("repaired", 1), ("refused", 1)]


def test_a_row_tells_its_faults_and_what_it_repeats(app: Flask) -> None:
    faults = (
        Fault(4, "import_shape_repaired", {"changes": ["rings_rebuilt", "parts_dropped"]}, is_fatal=False),
        Fault(4, "import_field_missing", {"field": "name"}),
    )
    with app.test_request_context():
        told = tell_row(BatchRow(StagedRow(4, {"code": "27394"}, None, faults, "#2"), True, None))
        assert told["title"] == "Dòng 4: 27394"
        assert "dựng lại đường bao tự cắt" in told["words"][0]
        assert "Tên" in told["words"][1]
        assert told["same"] == "trùng với dòng 2 của tệp này"
        assert (told["is_fatal"], told["is_wanted"], told["has_shape"]) == (True, False, False)
        of_register = tell_row(BatchRow(StagedRow(1, {}, None, (), "DB00001"), False, None))
        assert (of_register["title"], of_register["same"]) == ("Dòng 1", "trùng với DB00001")


def test_a_draft_of_boundaries_is_one_click_away(app: Flask) -> None:
    with app.test_request_context():
        done = tell_batch(batch_of(state="confirmed", made={"draft": 7}))
        assert done["made_url"] == "/admin/boundaries/drafts/7"
        assert tell_batch(batch_of(state="undone", made={"draft": 7}))["made_url"] is None
