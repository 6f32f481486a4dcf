"""What areas of two sets have in common: by their own keys, without slivers, and nothing of nothing."""

import pytest
import shapely

from layers.areas.shares import find_shares

WHOLE = shapely.box(106.6, 10.7, 106.64, 10.72)


def test_halves_of_an_area_are_its_parts_and_become_it_whole() -> None:
    halves = {7: shapely.box(106.6, 10.7, 106.62, 10.72), 9: shapely.box(106.62, 10.7, 106.64, 10.72)}
    parts = find_shares({3: WHOLE}, halves)
    assert [(one.old, one.new, one.kind) for one in parts] == [(3, 7, "part"), (3, 9, "part")]
    assert [one.share_of_old for one in parts] == pytest.approx([0.5, 0.5], abs=1e-6)
    back = find_shares(halves, {3: WHOLE})
    assert [(one.old, one.new, one.kind) for one in back] == [(7, 3, "whole"), (9, 3, "whole")]
    assert [one.area_m2 for one in back] == [one.area_m2 for one in parts]


def test_a_sliver_is_nothing_in_common_and_nothing_has_nothing() -> None:
    assert find_shares({3: WHOLE}, {7: shapely.box(106.63999, 10.7, 106.68, 10.72)}) == []
    assert find_shares({}, {7: WHOLE}) == find_shares({3: WHOLE}, {}) == []
