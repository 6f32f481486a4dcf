import numpy as np
import pytest
import shapely

from geo.geodesy.known_ground import Ground, keep_areas, thin
from geo.types import BBox
from tests.geo.quan8 import TO_2024

WARDS = list(TO_2024.values())
CORNERS = shapely.get_coordinates(WARDS)


def test_a_box_holds_what_lies_in_it_or_near() -> None:
    ground = Ground(BBox(106.0, 10.0, 107.0, 11.0))
    assert ground.centre.tolist() == [106.5, 10.5]
    assert ground.share(np.array([[106.5, 10.5], [107.005, 10.5], [107.1, 10.5], [np.nan, np.nan]])) == 0.5
    assert ground.border_m(np.array([[106.5, 10.5]])) is None


def test_areas_hold_less_than_their_box() -> None:
    ground = Ground(WARDS)
    south, corner = shapely.union_all(WARDS).centroid, (ground.box.west, ground.box.north)
    assert ground.share(np.array([[south.x, south.y]])) == 1
    assert ground.share(np.array([corner])) == 0
    assert ground.border_m(CORNERS) == 0
    assert ground.border_m(CORNERS + 0.0005) == pytest.approx(30, abs=20)


def test_a_larger_file_covers_the_ground() -> None:
    ground = Ground(WARDS)
    around = np.array([[x, y] for x in np.linspace(106, 107, 30) for y in np.linspace(10, 11, 30)])
    assert ground.cover(around) == 1
    assert ground.cover(CORNERS + 1) == 0
    assert ground.cover(np.full((5, 2), np.nan)) == 0


def test_nothing_known_holds_nothing() -> None:
    ground = Ground([])
    assert ground.share(CORNERS) == ground.cover(CORNERS) == 0
    assert ground.border_m(CORNERS) is None


def test_only_sound_areas_count_and_rows_are_thinned_evenly() -> None:
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert keep_areas([bow_tie, shapely.Point(1, 1), shapely.Polygon(), WARDS[0]]) == [WARDS[0]]
    rows = np.arange(20.0).reshape(10, 2)
    assert thin(rows, 3)[:, 0].tolist() == [0, 8, 18]
    assert thin(rows, 10) is rows
