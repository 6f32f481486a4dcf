"""The arithmetic of WebMercatorQuad: tiles tile the world, and hold what lies in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.formats.tiles import (
    HALF_WORLD_M,
    MOST_ZOOM,
    Tile,
    is_tile,
    scale_denominator,
    tile_at,
    tile_bounds,
    tiles_of,
    tiles_over,
)
from geo.types import BBox, LonLat

places = st.builds(LonLat, st.floats(-179.99, 179.99), st.floats(-85.05, 85.05))
zooms = st.integers(0, MOST_ZOOM)


def test_the_first_tile_is_the_world() -> None:
    bounds = tile_bounds(Tile(0, 0, 0))
    assert bounds.metres == pytest.approx((-HALF_WORLD_M, -HALF_WORLD_M, HALF_WORLD_M, HALF_WORLD_M))
    assert bounds.degrees == pytest.approx((-180, -85.0511287798066, 180, 85.0511287798066))
    # OGC 17-083r4, table of WebMercatorQuad.
    assert scale_denominator(0) == pytest.approx(559082264.028717)
    assert scale_denominator(16) == pytest.approx(8530.91833540)


@given(places, zooms)
def test_a_place_lies_in_its_tile(place: LonLat, z: int) -> None:
    tile = tile_at(place, z)
    west, south, east, north = tile_bounds(tile).degrees
    assert is_tile(tile)
    assert west - 1e-9 <= place.lon <= east + 1e-9
    assert south - 1e-9 <= place.lat <= north + 1e-9


@given(places, st.integers(1, MOST_ZOOM))
def test_a_tile_is_a_quarter_of_the_one_above_it(place: LonLat, z: int) -> None:
    tile, above = tile_at(place, z), tile_at(place, z - 1)
    assert (tile.row // 2, tile.col // 2) == (above.row, above.col)
    next_one = tile_bounds(tile._replace(col=tile.col + 1)).metres
    assert next_one.west == pytest.approx(tile_bounds(tile).metres.east, abs=1e-6)


def test_tiles_cover_a_box_and_no_more() -> None:
    quan8 = BBox(106.60, 10.70, 106.70, 10.76)
    covered = tiles_over(quan8, 13)
    tiles = list(tiles_of(covered))
    assert len(tiles) == len(set(tiles)) == 12
    boxes = [tile_bounds(tile).degrees for tile in tiles]
    assert min(box.west for box in boxes) <= quan8.west < min(box.east for box in boxes)
    assert max(box.north for box in boxes) >= quan8.north > max(box.south for box in boxes)


def test_a_buffer_reaches_beyond_each_side_but_not_beyond_the_world() -> None:
    inner, outer = (tile_bounds(Tile(13, 3849, 6522), buffer=part) for part in (0, 1 / 64))
    width = inner.metres.east - inner.metres.west
    assert inner.metres.west - outer.metres.west == pytest.approx(width / 64)
    assert outer.metres.north - inner.metres.north == pytest.approx(width / 64)
    assert tile_bounds(Tile(0, 0, 0), buffer=1).degrees == tile_bounds(Tile(0, 0, 0)).degrees


@pytest.mark.parametrize("tile", [(0, 0, 1), (0, 1, 0), (3, 8, 0), (3, 0, -1), (-1, 0, 0), (25, 0, 0)])
def test_what_is_no_tile_of_the_set(tile: tuple[int, int, int]) -> None:
    assert not is_tile(Tile(*tile))
