"""Areas that do not fit their neighbours are counted, however they are dealt out."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.shapes.misfits import count_misfits

_SIDE = 0.01
_GRID = [
    shapely.box(106 + col * _SIDE, 10 + row * _SIDE, 106 + (col + 1) * _SIDE, 10 + (row + 1) * _SIDE)
    for row in range(6)
    for col in range(3)
]


def test_areas_with_common_borders_fit_also_where_none_or_few_are_given() -> None:
    assert [count_misfits(_GRID[:count]) for count in (0, 1, 2, 18)] == [0, 0, 0, 0]


@given(st.sets(st.integers(0, 17), max_size=6))
def test_as_many_are_counted_as_all_at_once_tell(grown: set[int]) -> None:
    areas = [area.buffer(1e-4) if nth in grown else area for nth, area in enumerate(_GRID)]
    edges = shapely.coverage_invalid_edges(np.array(areas, dtype=object))
    assert count_misfits(areas) == np.count_nonzero(~shapely.is_empty(edges))


def test_one_that_reaches_into_its_neighbours_is_none_of_them_alone() -> None:
    assert count_misfits([*_GRID[:4], _GRID[4].buffer(1e-4)]) == 4
