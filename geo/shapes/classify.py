"""Owns the classes of figures: few, natural, and the same figure never in two of them."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

MOST_DISTINCT: Final = 400
"""More different figures than this are first brought together in ranks: natural breaks cost their square."""


class Class(NamedTuple):
    """A class of figures: the least and the greatest of those that are in it, both included."""

    low: float
    high: float


def classify(values: Iterable[float], *, most: int = 5) -> tuple[Class, ...]:
    """Return at most so many classes of figures, in order; of no figures none.

    Where there are no more different figures than classes, each is a class of its own. Otherwise these are the
    natural breaks of Fisher (1958), "On grouping for maximum homogeneity", JASA 53: of all ways to cut the sorted
    figures, the one with the least sum of squared deviations from the means of the classes.

    Parameters
    ----------
    values
        Finite figures.
    most
        At least 1.
    """
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    if len(distinct) <= most:
        return tuple(Class(value, value) for value in distinct)
    groups = _group(ordered, distinct)
    cuts = _find_cuts(groups, most)
    return tuple(Class(groups[first][0], groups[end - 1][-1]) for first, end in pairwise(cuts))


def _group(ordered: Sequence[float], distinct: Sequence[float]) -> list[list[float]]:
    """Return the figures in groups that no break parts: those that are equal, or of about the same rank."""
    ranks = min(len(distinct), MOST_DISTINCT)
    place = {value: nth * ranks // len(distinct) for nth, value in enumerate(distinct)}
    groups: list[list[float]] = [[] for _ in range(ranks)]
    for value in ordered:
        groups[place[value]].append(value)
    return groups


def _find_cuts(groups: Sequence[Sequence[float]], most: int) -> list[int]:
    """Return where classes begin, and the end: the best cut into one class more from the best into one less."""
    counts = [0, *accumulate(len(group) for group in groups)]
    sums = [0.0, *accumulate(sum(group) for group in groups)]
    squares = [0.0, *accumulate(sum(value * value for value in group) for group in groups)]

    def spread(first: int, end: int) -> float:
        total = sums[end] - sums[first]
        return squares[end] - squares[first] - total * total / (counts[end] - counts[first])

    ends = range(1, len(groups) + 1)
    best = {end: (spread(0, end), [0, end]) for end in ends}
    for classes in range(2, most + 1):
        best = {
            end: min(
                (best[cut][0] + spread(cut, end), [*best[cut][1], end]) for cut in range(classes - 1, end)
            )
            for end in ends
            if end >= classes
        }
    return best[len(groups)][1]
