"""The land of areas together, whether their borders are the same vertices or not."""

import numpy as np
import shapely

from geo.shapes.union import unite

LEFT, RIGHT = shapely.box(106, 10, 106.01, 10.01), shapely.box(106.01, 10, 106.02, 10.01)


def test_borders_vanish_where_they_are_the_same_and_where_they_are_not() -> None:
    assert unite([LEFT, RIGHT]).equals(shapely.box(106, 10, 106.02, 10.01))
    wide = shapely.box(106.009, 10.002, 106.03, 10.008)
    assert unite([LEFT, RIGHT, wide]).equals(shapely.union_all([LEFT, RIGHT, wide]))
    assert unite(np.array([LEFT]), is_fit=np.array([True])).equals(LEFT)
    assert unite([]).is_empty
