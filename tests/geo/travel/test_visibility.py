import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from geo.travel.visibility import VisibilityGraph

SQUARE = shapely.box(0, 0, 10, 10)
NOTCHED = shapely.Polygon([(0, 0), (30, 0), (30, 10), (20, 10), (20, 5), (10, 5), (10, 10), (0, 10)])
"""A block with a bay in its upper side."""


def _flat(starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lengths: npt.NDArray[np.float64] = np.hypot(*(ends - starts).T)
    return lengths


def _graph(*obstacles: shapely.Polygon) -> VisibilityGraph:
    return VisibilityGraph(shapely.union_all(obstacles), _flat)


def _xy(*places: tuple[float, float]) -> npt.NDArray[np.float64]:
    return np.array(places, dtype=np.float64)


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        ((-5, 5), (15, 5), False),
        ((0, 0), (10, 10), False),
        ((2, 2), (3, 3), False),
        ((0, 0), (10, 0), True),
        ((-5, 0), (15, 0), True),
        ((-5, -5), (0, 0), True),
        ((-5, 5), (0, 5), True),
        ((-5, 5), (5, 15), True),
        ((20, 0), (20, 20), True),
    ],
    ids=[
        "across",
        "diagonal",
        "inside",
        "edge",
        "along",
        "to a corner",
        "to a side",
        "past a corner",
        "clear",
    ],
)
def test_a_line_may_touch_an_obstacle_and_not_enter_it(
    start: tuple[float, float], end: tuple[float, float], seen: bool
) -> None:
    assert _graph(SQUARE).sees(_xy(start), _xy(end)).tolist() == [seen]
    assert _graph(SQUARE).sees(_xy(end), _xy(start)).tolist() == [seen]


def test_only_corners_that_stand_out_are_nodes() -> None:
    nodes = {tuple(node) for node in _graph(NOTCHED).nodes.tolist()}
    assert nodes == {(0, 0), (30, 0), (30, 10), (20, 10), (10, 10), (0, 10)}


def test_corners_of_a_hole_stand_in() -> None:
    walled = shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 8, 8).exterior])
    assert len(_graph(walled).nodes) == 4
    assert _graph(walled).way(*_xy((3, 3), (7, 7))) is not None
    assert _graph(walled).way(*_xy((3, 3), (20, 20))) is None
    assert np.isinf(_graph(walled).lengths(_xy((3, 3), (20, 20)))[0, 1])


def test_the_way_around_a_square_is_known_by_hand() -> None:
    ends = _xy((-5, 5), (15, 5))
    way = _graph(SQUARE).way(*ends)
    assert way is not None
    assert len(way) == 4
    assert _flat(way[:-1], way[1:]).sum() == pytest.approx(10 + 2 * np.hypot(5, 5))
    assert _graph(SQUARE).lengths(ends)[0, 1] == pytest.approx(10 + 2 * np.hypot(5, 5))


def test_the_way_out_of_a_bay_and_into_another_one() -> None:
    opposite = translate(shapely.affinity.rotate(NOTCHED, 180, origin=(15, 10)), yoff=10)
    ends = _xy((11, 6), (19, 24))
    way = _graph(NOTCHED, opposite).way(*ends)
    assert way is not None
    assert _graph(NOTCHED, opposite).lengths(ends)[0, 1] == pytest.approx(_flat(way[:-1], way[1:]).sum())


def test_nothing_in_the_way_needs_no_nodes() -> None:
    graph = _graph()
    assert graph.nodes.shape == (0, 2)
    way = graph.way(*_xy((0, 0), (3, 4)))
    assert way is not None
    assert way.tolist() == [[0, 0], [3, 4]]
    assert graph.lengths(_xy((0, 0), (3, 4))).tolist() == [[0, 5], [5, 0]]
    assert graph.lengths(np.empty((0, 2))).shape == (0, 0)


_SPOT = st.tuples(st.integers(-20, 40), st.integers(-20, 40))


@given(st.lists(_SPOT, min_size=2, max_size=6, unique=True), _SPOT, _SPOT)
def test_there_is_a_way_wherever_the_open_goes_on_and_it_is_no_longer_than_a_detour(
    corners: list[tuple[int, int]], start: tuple[int, int], end: tuple[int, int]
) -> None:
    blocks = shapely.union_all([shapely.box(x, y, x + 7, y + 5) for x, y in corners])
    graph = VisibilityGraph(blocks, _flat)
    way = graph.way(*_xy(start, end))
    open_parts = shapely.get_parts(shapely.box(-60, -60, 90, 90).difference(blocks))
    if way is None:
        assert not any(part.covers(shapely.MultiPoint([start, end])) for part in open_parts)
        return
    assert graph.sees(way[:-1], way[1:]).all()
    length = _flat(way[:-1], way[1:]).sum()
    assert length == pytest.approx(graph.lengths(_xy(start, end))[0, 1])
    detour = _xy(start, (-30, start[1]), (-30, 60), (end[0], 60), end)
    if graph.sees(detour[:-1], detour[1:]).all():
        assert length <= _flat(detour[:-1], detour[1:]).sum() + 1e-9
