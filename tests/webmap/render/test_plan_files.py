"""The files of a plan: each kind is written, with a name that every system takes."""

import pytest

from tests.webmap.render.day import Day, make_papers
from webmap.render.plan_files import PLAN_FILES, file_name
from webmap.texts import Translator

PAPERS = make_papers(Day((2,)))
BEGINS = {
    "pdf": b"%PDF-",
    "gpx": b"<?xml",
    "kml": b"<?xml",
    "geojson": b'{"type":',
    "ics": b"BEGIN:VCALENDAR",
}


@pytest.mark.parametrize("suffix", sorted(PLAN_FILES))
def test_each_kind_is_written_the_same_every_time(suffix: str) -> None:
    kind, words = PLAN_FILES[suffix], Translator("en", is_strict=True)
    written = kind.write(PAPERS, words)
    assert written.startswith(BEGINS[suffix])
    assert written == kind.write(PAPERS, words)
    assert "/" in kind.mimetype


def test_names_are_ascii_and_sort_by_day() -> None:
    assert file_name(PAPERS.plan, "gpx") == "2026-11-23-LT00001.gpx"
