"""Makes slides of a printed map: the map, its legend, and the table of its places; of an atlas, one for each ward."""

from collections.abc import Sequence
from typing import Any, Final

from webmap.maps.sheet import Sheet
from webmap.maps.shown import Area
from webmap.render.office.slides import BODY, Box, Deck, Imprinted, place, write
from webmap.render.office.slides_legend import add_legend
from webmap.render.office.slides_table import PADDING_MM, add_table, height_of
from webmap.render.paper.map_picture import picture_map
from webmap.render.paper.map_sheet import SheetPages
from webmap.render.paper.sheet_legend import tell_legend
from webmap.render.paper.sheet_words import Row
from webmap.render.paper.strip_frame import Room
from webmap.render.text_table import TextTable

TABLE_PT: Final = 11

_MANY_COLUMNS, _MANY_PT = 9, 9.0
_MAP_MM: Final = 214.0
_GAP_MM: Final = 8.0
_PADDING_MM: Final = 7.0
_ASIDE: Final = Box(BODY.left + _MAP_MM + _GAP_MM, BODY.top, BODY.width - _MAP_MM - _GAP_MM, BODY.height)
_ASIDE_PT: Final = 8.5
_FULL_SHARES: Final = (3.2, 2.6, 2.2, 1.2, 1.2)
_ASIDE_COLUMNS, _ASIDE_SHARES = (0, 2), (1.2, 1.0)


def make_sheet_slides(sheet: Sheet) -> bytes:
    """Return a sheet as a file of slides; the same sheet gives the same bytes.

    Raises
    ------
    BadParameter, NotFound, Refused
        As `webmap.render.paper.map_sheet.make_map_sheet`.
    """
    pages = SheetPages(sheet)
    deck = make_deck(pages, sheet, pages.words.title())
    wards = pages.list_wards()
    add_map(deck, pages, pages.area, pages.words.title(), has_table=sheet.spec.has_table and not wards)
    for ward in wards:
        add_map(deck, pages, ward, ward.name, has_table=sheet.spec.has_table)
    return deck.write()


def make_deck(pages: SheetPages, sheet: Sheet, title: str) -> Deck:
    """Return a file without slides that says of itself what the sheet does."""
    imprint = sheet.imprint
    foot = " · ".join(part for part in (imprint.watermark, pages.words.foot()) if part)
    return Deck(title, sheet.spec.locale, Imprinted(foot, imprint.demo, imprint.code, imprint.url))


def add_map(deck: Deck, pages: SheetPages, area: Area | None, title: str, *, has_table: bool) -> None:
    """Add the slide about an area, or about the whole sheet, and those that its table needs beyond that."""
    drawing, frame, places = pages.draw(area, Room(_MAP_MM, BODY.height, BODY.height, _PADDING_MM))
    words = pages.words
    facts = words.facts(frame, places, lacks_badges=drawing.marks.lacks_badges)
    slide = deck.add(title, words.subtitle(places), " · ".join(facts))
    box = Box(BODY.left, BODY.top, frame.width_mm, frame.height_mm)
    place(slide, picture_map(drawing, frame), box, words.alternative(title, frame, places))
    entries = tell_legend(drawing, pages.figure, pages.translator)
    taken = add_legend(slide, pages.legend_title(), entries, _ASIDE) + _GAP_MM
    left = _ASIDE._replace(top=_ASIDE.top + taken, height=_ASIDE.height - taken)
    if not places:
        write(slide, left, [pages.empty_note(places)])
    elif has_table and not _fits_aside(slide, pages, words.rows(places), left):
        heading = pages.translator.text("slides.list_of", title=title)
        add_tables(deck, _full_table(pages, words.rows(places)), heading, words.subtitle(places))


def add_tables(deck: Deck, table: TextTable, title: str, subtitle: str) -> Any:
    """Add a table on as many slides as it takes, and return the last of them."""
    size = _MANY_PT if len(table.heads) >= _MANY_COLUMNS else TABLE_PT
    heights = table.heights_mm(BODY.width, size, PADDING_MM)
    slide: Any = None
    for part in table.split(heights, BODY.height):
        slide = deck.add(title, subtitle)
        add_table(slide, part, BODY._replace(height=1), size)
    return slide


def _fits_aside(slide: Any, pages: SheetPages, rows: Sequence[Row], box: Box) -> bool:
    """Add the table beside the map where there is room for it, and tell whether there was."""
    heads = pages.words.head()
    table = TextTable(
        tuple(heads[number] for number in _ASIDE_COLUMNS),
        tuple(tuple(row.words[number] for number in _ASIDE_COLUMNS) for row in rows),
        _ASIDE_SHARES,
    )
    if height_of(table, box.width, _ASIDE_PT) > box.height:
        return False
    add_table(slide, table, box._replace(height=1), _ASIDE_PT)
    return True


def _full_table(pages: SheetPages, rows: Sequence[Row]) -> TextTable:
    return TextTable(tuple(pages.words.head()), tuple(row.words for row in rows), _FULL_SHARES)
