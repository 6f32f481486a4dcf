"""Makes the slides of a meeting pack: the pages of its paper, to be shown and changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from webmap.render.office.slides import (
    BODY,
    GROUND,
    MUTED,
    Box,
    Deck,
    Style,
    add_shape,
    write,
)
from webmap.render.office.slides_sheet import TABLE_PT, add_map, add_tables, make_deck
from webmap.render.office.slides_table import add_table
from webmap.render.pack_words import MapLeaf, Pack, TextLeaf, Tile
from webmap.render.paper.map_sheet import SheetPages
from webmap.render.paper.pack_sheet import Told
from webmap.texts import Translator

MOST_ROWS: Final = 100
"""Of a table; a longer one is read on paper."""

_TILE_MM, _TILE_GAP_MM = 30.0, 4.0
_NOTE: Final = Style(TABLE_PT, MUTED)
_FIGURES_MM: Final = 150.0
_FIGURES_PT: Final = 9.5
_LINE_MM: Final = 6.0


def make_pack_slides(pack: Pack, told: Told) -> bytes:
    """Return a pack as a file of slides; the same pack gives the same bytes."""
    pages = SheetPages(pack.sheet)
    deck = make_deck(pages, pack.sheet, pack.title)
    for nth, leaf in enumerate(pack.leaves):
        told(nth, len(pack.leaves), leaf.title)
        if isinstance(leaf, MapLeaf):
            area = pages.get_area(leaf.area) if leaf.area else None
            add_map(deck, pages, area, leaf.title, has_table=area is not None)
        else:
            _add_text(deck, _shorten(leaf, pages.translator))
    return deck.write()


def _shorten(leaf: TextLeaf, translator: Translator) -> TextLeaf:
    """Leave to the paper what nobody shows on a screen, and say so."""
    beyond = len(leaf.table.rows) - MOST_ROWS
    if beyond <= 0:
        return leaf
    notes = (*leaf.notes, translator.text("pack.more_on_paper", n=beyond))
    return replace(leaf, table=leaf.table.of(leaf.table.rows[:MOST_ROWS]), notes=notes)


def _add_text(deck: Deck, leaf: TextLeaf) -> None:
    if leaf.tiles:
        _add_figures(deck, leaf)
    elif not leaf.table.rows:
        write(deck.add(leaf.title, leaf.lead), BODY, [leaf.empty], _NOTE)
    else:
        _add_notes(leaf.notes, add_tables(deck, leaf.table, leaf.title, leaf.lead))


def _add_notes(notes: Sequence[str], last: Any) -> None:
    """Write notes above the foot of the last slide of a table."""
    if notes:
        height = _LINE_MM * len(notes)
        box = Box(BODY.left, BODY.top + BODY.height + _LINE_MM - height, BODY.width, height)
        write(last, box, notes, Style(color=MUTED))


def _add_figures(deck: Deck, leaf: TextLeaf) -> None:
    """Add the slide of the figures that stand out, and the others in two columns below them."""
    slide = deck.add(leaf.title, leaf.lead)
    width = (BODY.width + _TILE_GAP_MM) / len(leaf.tiles)
    for nth, tile in enumerate(leaf.tiles):
        _add_tile(slide, tile, Box(BODY.left + nth * width, BODY.top, width - _TILE_GAP_MM, _TILE_MM))
    top = BODY.top + _TILE_MM + _LINE_MM
    if leaf.notes:
        write(slide, Box(BODY.left, top, BODY.width, _LINE_MM), leaf.notes, _NOTE)
        top += 2 * _LINE_MM
    half = (len(leaf.table.rows) + 1) // 2
    for left, rows in (
        (BODY.left, leaf.table.rows[:half]),
        (BODY.left + BODY.width - _FIGURES_MM, leaf.table.rows[half:]),
    ):
        add_table(slide, leaf.table.of(rows), Box(left, top, _FIGURES_MM, 1), _FIGURES_PT)


def _add_tile(slide: Any, tile: Tile, box: Box) -> None:
    add_shape(slide, "ROUNDED_RECTANGLE", box, fill=GROUND).adjustments[0] = 0.06
    inside = Box(box.left + 4, box.top + 3, box.width - 8, 8)
    write(slide, inside, [tile.name], Style(10, MUTED))
    write(slide, inside._replace(top=box.top + 11, height=11), [tile.value], Style(26, is_bold=True))
    write(slide, inside._replace(top=box.top + 23, height=5), [tile.change], Style(9, MUTED))
