"""All the files of a map: those of its sheet and the one that needs no network."""

from webmap.http.frozen_map import write_frozen_sheet
from webmap.http.snapshot_files import SNAPSHOT_FILES
from webmap.render.sheet_files import SHEET_FILES


def test_the_map_that_needs_no_network_is_one_more() -> None:
    assert set(SNAPSHOT_FILES) == {*SHEET_FILES, "html"}
    assert SNAPSHOT_FILES["html"].write is write_frozen_sheet
