"""Counts on other boundaries: nothing is lost, the truth lies within, whole areas are exact."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from layers.summaries.restating import Bounds, Fate, Step, find_fates, restate

_CELLS = 12


@st.composite
def _sets(draw: st.DrawFn) -> list[list[int]]:
    """Draw, set after set of boundaries, the area that each cell of some land lies in."""
    count = draw(st.integers(2, 4))
    return [
        [100 * number + area for area in draw(st.lists(st.integers(1, 5), min_size=_CELLS, max_size=_CELLS))]
        for number in range(count)
    ]


def _steps(sets: Sequence[Sequence[int]]) -> list[Step]:
    steps = []
    for before, after in pairwise(sets):
        old_sizes, new_sizes = Counter(before), Counter(after)
        for (old, new), cells in Counter(zip(before, after, strict=True)).items():
            steps.append(Step(old, new, cells == old_sizes[old], cells == new_sizes[new]))
    return steps


@given(_sets(), st.lists(st.integers(0, _CELLS - 1), max_size=40), st.booleans())
def test_the_truth_lies_within_and_nothing_is_lost(
    sets: list[list[int]], counted_in: list[int], is_backward: bool
) -> None:
    steps = _steps(sets)
    then, now = (sets[-1], sets[0]) if is_backward else (sets[0], sets[-1])
    counts = Counter(then[cell] for cell in counted_in)
    truth = Counter(now[cell] for cell in counted_in)
    fates = find_fates(set(then), set(now), steps)
    told = restate({unit: Bounds(counts[unit], counts[unit]) for unit in set(then)}, fates)
    assert sum(one.least for one in told.areas.values()) + told.unassigned.least == len(counted_in)
    assert (told.total, told.missing) == (Bounds(len(counted_in), len(counted_in)), {})
    for area in set(now):
        assert told.areas[area].least <= truth[area] <= told.areas[area].most
        givers = {unit for unit, fate in fates.items() if area in fate.areas}
        assert givers >= {unit for unit, lies_in in zip(then, now, strict=True) if lies_in == area}
        if all(fates[unit].is_whole for unit in givers):
            assert told.areas[area] == Bounds(truth[area], truth[area])


@given(_sets())
def test_a_direct_step_is_whole_where_all_of_an_area_goes_to_one(sets: list[list[int]]) -> None:
    before, after = sets[0], sets[1]
    fates = find_fates(set(before), set(after), _steps(sets[:2]))
    for unit in set(before):
        heirs = {new for old, new in zip(before, after, strict=True) if old == unit}
        assert fates[unit] == Fate(frozenset(heirs), is_whole=len(heirs) == 1)


def test_what_is_hidden_or_missing_is_told_as_such() -> None:
    hidden, known = Bounds(0, 4, is_masked=True), Bounds(10, 10)
    fates = {1: Fate(frozenset({9}), True), 2: Fate(frozenset({9}), True), 3: Fate(frozenset({8, 9}), False)}
    told = restate({1: hidden, 2: known, 3: None}, fates)
    assert told.areas == {9: Bounds(10, 14, is_masked=True)}
    assert (told.total, told.unassigned) == (Bounds(10, 14, is_masked=True), Bounds(0, 0))
    assert told.missing == {8: {3}, 9: {3}}
    divided = restate({1: known, 3: hidden}, fates)
    assert divided.areas == {8: Bounds(0, 4, is_masked=True), 9: Bounds(10, 14, is_masked=True)}
    assert divided.unassigned == hidden


def test_an_area_that_went_on_is_itself_and_one_of_which_nothing_is_drawn_is_nowhere() -> None:
    fates = find_fates((1, 2, 3), {1, 5}, [Step(1, 4, True, True), Step(2, 4, True, False)])
    assert fates == {1: Fate(frozenset({1}), True), 2: Fate(frozenset(), False), 3: Fate(frozenset(), False)}
    assert restate({2: Bounds(7, 7)}, fates).unassigned == Bounds(7, 7)
