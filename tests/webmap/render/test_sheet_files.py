"""The files of a sheet: each is what it says, and the same again."""

from typing import Final

import pytest

from tests.webmap.maps.made_feed import make_sheet
from webmap.render.sheet_files import SHEET_FILES

STARTS: Final = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg", "gpkg": b"SQLite format 3"}


@pytest.mark.parametrize("suffix", sorted(SHEET_FILES))
def test_each_is_what_it_says_and_the_same_again(suffix: str) -> None:
    sheet = make_sheet(dpi=50)
    made = SHEET_FILES[suffix].write(sheet)
    assert made.lstrip().startswith(STARTS.get(suffix, b"PK"))
    assert made == SHEET_FILES[suffix].write(sheet)
