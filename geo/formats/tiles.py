"""Owns the arithmetic of map tiles: the tile matrix set WebMercatorQuad (OGC 17-083r4, annex D)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from geo.types import BBox, LonLat

MATRIX_SET: Final = "WebMercatorQuad"
"""Its name in addresses."""

MOST_ZOOM: Final = 24
"""The last tile matrix of the set; a tile of it is some two metres wide."""

TILE_PIXELS: Final = 256

HALF_WORLD_M: Final = math.pi * 6_378_137
"""From the middle of the set to each of its sides, metres of EPSG:3857."""

_PIXEL_M: Final = 0.00028
"""The standard pixel of OGC scale denominators."""


class Tile(NamedTuple):
    """A tile: zoom, then row from the north, then column from the west."""

    z: int
    row: int
    col: int


@dataclass(frozen=True)
class TileBounds:
    """Where a tile lies.

    Attributes
    ----------
    metres
        In EPSG:3857, x before y.
    degrees
        In WGS 84, longitude before latitude; cut off where the world ends.
    """

    metres: BBox
    degrees: BBox


class TileRange(NamedTuple):
    """Rows and columns of one tile matrix, the last ones included."""

    z: int
    first_row: int
    last_row: int
    first_col: int
    last_col: int


def is_tile(tile: Tile) -> bool:
    """Tell whether the matrix set has such a tile."""
    if not 0 <= tile.z <= MOST_ZOOM:
        return False
    across = 1 << tile.z
    return 0 <= tile.row < across and 0 <= tile.col < across


def tile_bounds(tile: Tile, *, buffer: float = 0.0) -> TileBounds:
    """Return where a tile lies.

    Parameters
    ----------
    tile
        One for which `is_tile` holds.
    buffer
        How far to reach beyond each side, as a part of the width of the tile.
    """
    width_m = 2 * HALF_WORLD_M / (1 << tile.z)
    west = -HALF_WORLD_M + (tile.col - buffer) * width_m
    north = HALF_WORLD_M - (tile.row - buffer) * width_m
    reach_m = width_m * (1 + 2 * buffer)
    metres = BBox(west, north - reach_m, west + reach_m, north)
    lower = _to_degrees(max(metres.west, -HALF_WORLD_M), max(metres.south, -HALF_WORLD_M))
    upper = _to_degrees(min(metres.east, HALF_WORLD_M), min(metres.north, HALF_WORLD_M))
    return TileBounds(metres, BBox(*lower, *upper))


def tile_at(place: LonLat, z: int) -> Tile:
    """Return the tile that holds a place; beyond the sides of the set, the nearest one."""
    across = 1 << z
    northing = math.asinh(math.tan(math.radians(place.lat))) / math.pi
    row, col = (1 - northing) / 2 * across, (place.lon + 180) / 360 * across
    return Tile(z, *(min(max(math.floor(side), 0), across - 1) for side in (row, col)))


def tiles_over(box: BBox, z: int) -> TileRange:
    """Return the tiles that cover a box.

    Parameters
    ----------
    box
        WGS 84, degrees, west not greater than east.
    z
        Zoom.
    """
    first, last = tile_at(LonLat(box.west, box.north), z), tile_at(LonLat(box.east, box.south), z)
    return TileRange(z, first.row, last.row, first.col, last.col)


def tiles_of(covered: TileRange) -> Iterator[Tile]:
    """Yield the tiles of a range, row by row from the north."""
    for row in range(covered.first_row, covered.last_row + 1):
        for col in range(covered.first_col, covered.last_col + 1):
            yield Tile(covered.z, row, col)


def pixel_m(z: int) -> float:
    """Return the width of a pixel, metres of EPSG:3857: the cell size of OGC."""
    return 2 * HALF_WORLD_M / TILE_PIXELS / (1 << z)


def scale_denominator(z: int) -> float:
    """Return the scale of a tile matrix at the equator, for pixels of 0.28 mm."""
    return pixel_m(z) / _PIXEL_M


def _to_degrees(x: float, y: float) -> LonLat:
    lat = math.degrees(math.atan(math.sinh(y / HALF_WORLD_M * math.pi)))
    return LonLat(x / HALF_WORLD_M * 180, lat)
