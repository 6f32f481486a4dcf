"""Classes of figures: few, natural, and the same figure never in two."""

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.shapes.classify import MOST_DISTINCT, Class, classify

FIGURES = st.lists(st.integers(0, 40), max_size=14)


def test_few_figures_are_classes_of_their_own() -> None:
    assert classify([3, 1, 3]) == (Class(1, 1), Class(3, 3))
    assert classify([]) == ()


def test_breaks_lie_where_figures_are_apart() -> None:
    assert classify([1, 2, 3, 20, 21, 22, 90, 91], most=3) == (Class(1, 3), Class(20, 22), Class(90, 91))


@given(FIGURES, st.integers(1, 5))
def test_every_figure_is_in_one_class_and_classes_are_in_order(values: list[int], most: int) -> None:
    classes = classify(values, most=most)
    assert len(classes) == min(most, len(set(values)))
    assert all(sum(one.low <= value <= one.high for one in classes) == 1 for value in values)
    assert all(before.high < after.low for before, after in pairwise(classes))
    assert all(one.low in values and one.high in values for one in classes)


@given(FIGURES.filter(lambda values: len(set(values)) > 3))
def test_no_other_cut_is_better(values: list[int]) -> None:
    distinct = sorted(set(values))
    cuts = combinations(range(1, len(distinct)), 2)
    tried = [[distinct[:one], distinct[one:other], distinct[other:]] for one, other in cuts]
    found = [
        [value for value in distinct if one.low <= value <= one.high] for one in classify(values, most=3)
    ]
    assert _spread(values, found) == pytest.approx(min(_spread(values, groups) for groups in tried))


def _spread(values: list[int], groups: list[list[int]]) -> float:
    total = 0.0
    for group in groups:
        members = [value for value in values if value in group]
        mean = sum(members) / len(members)
        total += sum((value - mean) ** 2 for value in members)
    return total


def test_many_different_figures_are_classed_in_time() -> None:
    chance = random.Random(1)
    values = [chance.random() for _ in range(20 * MOST_DISTINCT)]
    classes = classify(values)
    assert len(classes) == 5
    assert (classes[0].low, classes[-1].high) == (min(values), max(values))
