"""Which tile an address names: numbers of the matrix set, and nothing else."""

import pytest

from geo.formats.tiles import Tile
from layers.errors import NotFound
from webmap.http.tile_places import read_tile_place


def test_a_tile_is_read_and_whatever_is_none_is_not_found() -> None:
    assert read_tile_place("13", "3849", "6522", last_zoom=16) == Tile(13, 3849, 6522)
    for place in (
        ("x", "0", "0"),
        ("-1", "0", "0"),
        ("17", "0", "0"),
        ("1", "2", "0"),
        ("1", "0", "9" * 400),
        ("١", "0", "0"),
    ):
        with pytest.raises(NotFound):
            read_tile_place(*place, last_zoom=16)
