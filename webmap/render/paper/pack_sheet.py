"""Sets a meeting pack in type."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from webmap.render.pack_words import MapLeaf, Pack, TextLeaf
from webmap.render.paper.map_sheet import SheetPages
from webmap.render.paper.typesetting import typeset
from webmap.render.text_table import TextTable

Told = Callable[[int, int, str], None]
"""Is told before each page which it is, of how many, and its title."""

_SET_LAST: Final = 1
"""Steps of the work beyond the pages: setting them all in type."""


def make_pack_sheet(pack: Pack, told: Told) -> bytes:
    """Return a pack as PDF; the same pack gives the same bytes."""
    pages = SheetPages(pack.sheet)
    count = len(pack.leaves) + _SET_LAST
    leaves = []
    for nth, leaf in enumerate(pack.leaves):
        told(nth, count, leaf.title)
        leaves.append(_tell_map(pages, leaf) if isinstance(leaf, MapLeaf) else _tell_text(leaf))
    told(len(pack.leaves), count, pack.title)
    again = pages.translator.text("pack.open_again")
    return typeset("pack", {**pages.frame(), "title": pack.title, "leaves": leaves, "again": again})


def _tell_map(pages: SheetPages, leaf: MapLeaf) -> dict[str, Any]:
    area = pages.get_area(leaf.area) if leaf.area else None
    page = pages.about(area) if area else pages.first(has_following=False)
    return {"kind": "map", "page": {**page, "title": leaf.title}}


def _tell_text(leaf: TextLeaf) -> dict[str, Any]:
    return {
        "kind": "text",
        "page": {"title": leaf.title, "subtitle": leaf.lead},
        "tiles": [tile._asdict() for tile in leaf.tiles],
        "table": _tell_table(leaf.table),
        "empty": leaf.empty,
        "notes": leaf.notes,
    }


def _tell_table(table: TextTable) -> dict[str, Any]:
    numbers = [table.is_number(column) for column in range(len(table.heads))]
    return {**asdict(table), "numbers": numbers}
