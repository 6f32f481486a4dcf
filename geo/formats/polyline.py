"""Owns encoded polylines: the lines that OSRM and Valhalla answer with, as short text."""

from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import InvalidGeometry

_OFFSET: Final = 63
_CONTINUES: Final = 0x20
_LARGEST_DIGIT: Final = 0x3F


def decode_polyline(text: str, *, decimals: int = 6) -> npt.NDArray[np.float64]:
    """Return the vertices (n, 2) of an encoded polyline in EPSG:4326, (lon, lat).

    Google's Encoded Polyline Algorithm Format; there the latitude comes first, with 5 decimals, here with 6.

    Raises
    ------
    InvalidGeometry
        ``polyline_invalid`` for a character that does not belong there, and for a text that breaks off.
    """
    numbers, number, shift = [], 0, 0
    for position, character in enumerate(text):
        digit = ord(character) - _OFFSET
        if not 0 <= digit <= _LARGEST_DIGIT:
            raise InvalidGeometry("polyline_invalid", position=position)
        number |= (digit & ~_CONTINUES) << shift
        shift += 5
        if not digit & _CONTINUES:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number, shift = 0, 0
    if shift or len(numbers) % 2:
        raise InvalidGeometry("polyline_invalid", position=len(text))
    steps = np.array(numbers, dtype=np.float64).reshape(-1, 2)
    lonlat: npt.NDArray[np.float64] = np.cumsum(steps, axis=0)[:, ::-1] / 10.0**decimals
    return lonlat
