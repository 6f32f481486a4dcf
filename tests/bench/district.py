"""The district that the benchmark of sheets draws: 20 wards whose borders wind, 50 places of every state and kind."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.types import LonLat
from layers.places.hotspots import KINDS
from tests.webmap.maps.made_feed import Spot, Ward, make_feed, make_sheet, shape_of
from webmap.maps.sheet import Sheet
from webmap.maps.symbols import DRAWN_STATES

DPI: Final = 300

_Array = npt.NDArray[np.float64]


def make_district() -> Sheet:
    """Return the sheet that is measured; of the places as many in each state and kind as in any other."""
    wards = [Ward(f"Phường số {nth + 1}", shape) for nth, shape in enumerate(_ward_shapes())]
    places = np.random.default_rng(8).uniform((106.605, 10.705), (106.695, 10.755), (50, 2))
    kinds, states = tuple(KINDS), DRAWN_STATES[:-1]
    spots = [
        Spot(
            f"Hẻm {100 + nth} Phạm Thế Hiển",
            shape_of(kinds[nth % len(kinds)], LonLat(*at)),
            states[nth % len(states)],
            kinds[nth % len(kinds)],
        )
        for nth, at in enumerate(places.tolist())
    ]
    return make_sheet(make_feed(spots, wards), paper="A3", dpi=DPI)


def _ward_shapes() -> Iterator[BaseGeometry]:
    """Yield four rows of five wards whose borders wind like canals, and have no gaps between them."""
    for row in range(4):
        for column in range(5):
            west, south = 106.60 + 0.02 * column, 10.70 + 0.015 * row
            box = shapely.segmentize(shapely.box(west, south, west + 0.02, south + 0.015), 0.0003)
            yield shapely.transform(box, _wind)


def _wind(xy: _Array) -> _Array:
    waves = np.column_stack([np.sin(xy[:, 1] * 900), np.sin(xy[:, 0] * 700)])
    return np.asarray(xy + 0.0012 * waves)
