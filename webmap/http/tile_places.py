"""Which tile an address names."""

from typing import Final

from geo.formats.tiles import Tile, is_tile
from layers.errors import NotFound

_MOST_DIGITS: Final = 9


def read_tile_place(z: str, row: str, col: str, *, last_zoom: int) -> Tile:
    """Return the tile at a place, which is text here: whatever is no number names no tile either.

    Raises
    ------
    NotFound
        ``tile_not_found``.
    """
    parts = (z, row, col)
    if all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in parts):
        place = Tile(*map(int, parts))
        if place.z <= last_zoom and is_tile(place):
            return place
    raise NotFound("tile_not_found", z=z[:_MOST_DIGITS], row=row[:_MOST_DIGITS], col=col[:_MOST_DIGITS])
