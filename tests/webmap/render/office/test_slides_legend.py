"""Legends on slides: of shapes and words that can be edited."""

import pytest

from tests.webmap.maps.made_feed import make_feed, make_sheet, supervise
from tests.webmap.render.office.slides_read import pictures_of, read_slides, words_of
from webmap.render.office.slides import BODY, Deck, Imprinted
from webmap.render.office.slides_legend import ROW_MM, add_legend
from webmap.render.paper.map_figure import RANGE, UNKNOWN
from webmap.render.paper.map_sheet import SheetPages
from webmap.render.paper.sheet_legend import Entry, tell_legend
from webmap.render.paper.strip_frame import Room


@pytest.mark.parametrize("sort", ["status", "figure"])
def test_each_line_of_a_legend_has_a_sample_and_its_words(sort: str) -> None:
    pages = SheetPages(make_sheet(supervise(make_feed()), kind=sort))
    drawing = pages.draw(None, Room(100, 60, 60, 5)).drawing
    entries = [*tell_legend(drawing, pages.figure, pages.translator), Entry("", "từ … đến", look=RANGE),
               Entry("", "chưa rõ", look=UNKNOWN)]  # fmt: skip
    assert all(entry.look for entry in entries)
    deck = Deck("Thử", "vi", Imprinted(""))
    slide = deck.add("Thử")
    before = len(slide.shapes)
    assert add_legend(slide, "Chú giải", entries, BODY) == (len(entries) + 1) * ROW_MM
    assert len(slide.shapes) - before >= 1 + 2 * len(entries)
    (seen,) = read_slides(deck.write())
    told = words_of(seen)
    for entry in entries:
        assert entry.words in told
    assert pictures_of(seen) == []
