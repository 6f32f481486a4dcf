"""Restates counts of areas on other boundaries: exactly where an area went whole, as a range where it was divided."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self


class Step(NamedTuple):
    """What two areas of sets of boundaries that follow each other have in common.

    Attributes
    ----------
    old, new
        The areas.
    takes_all
        Whether all of the old one lies in the new one.
    gives_all
        Whether all of the new one lies in the old one.
    """

    old: int
    new: int
    takes_all: bool
    gives_all: bool


@dataclass(frozen=True)
class Fate:
    """Where an area lies on other boundaries.

    Attributes
    ----------
    areas
        The areas that hold a part of it; none where nothing of it is drawn there.
    is_whole
        Whether it lies in one of them as a whole.
    """

    areas: frozenset[int]
    is_whole: bool


@dataclass(frozen=True)
class Bounds:
    """A count that is known, or between which two it lies.

    Attributes
    ----------
    least, most
        The bounds; equal where the count is known.
    is_masked
        Whether a small count in it is hidden from the reader.
    """

    least: int
    most: int
    is_masked: bool = False

    @classmethod
    def of(cls, counts: "Iterable[Bounds]") -> Self:
        """Return the sum of counts."""
        told = list(counts)
        return cls(
            sum(one.least for one in told), sum(one.most for one in told), any(one.is_masked for one in told)
        )

    @property
    def is_exact(self) -> bool:
        """Whether the count is known."""
        return self.least == self.most


@dataclass(frozen=True)
class Restated:
    """Counts on other boundaries; what every area has for certain and what is in none add up to the total.

    Attributes
    ----------
    areas
        By area; one that nothing is known of is missing.
    unassigned
        What was counted in areas that were divided, so that nobody can say where it belongs.
    total
        All that was counted.
    missing
        By area, the counted areas that have land in it and told nothing: its count may be larger.
    divided
        By area, the counted areas that lie partly in it and may have counted something there: why it is a range.
    """

    areas: Mapping[int, Bounds]
    unassigned: Bounds
    total: Bounds
    missing: Mapping[int, frozenset[int]]
    divided: Mapping[int, frozenset[int]]


def find_fates(units: Iterable[int], targets: Collection[int], steps: Iterable[Step]) -> dict[int, Fate]:
    """Return where areas of one set of boundaries lie in another one, however many sets lie between the two.

    Parameters
    ----------
    units
        Areas that were counted.
    targets
        Areas of the other set, earlier or later; an area that went on is in both.
    steps
        What followed what, from set to set.
    """
    forward, backward = (
        defaultdict[int, list[tuple[int, bool]]](list),
        defaultdict[int, list[tuple[int, bool]]](list),
    )
    for step in steps:
        forward[step.old].append((step.new, step.takes_all))
        backward[step.new].append((step.old, step.gives_all))
    aims = frozenset(targets)
    return {unit: _merge(_follow(unit, forward, aims) or _follow(unit, backward, aims)) for unit in units}


def restate(counts: Mapping[int, Bounds | None], fates: Mapping[int, Fate]) -> Restated:
    """Return counts on other boundaries.

    What an area that was divided counted lies between nothing and all of it in each of its parts: no share of land or
    of residents says where the counted were.

    Parameters
    ----------
    counts
        By area; None where it told nothing.
    fates
        Where each of these areas lies.
    """
    certain, possible = defaultdict[int, list[Bounds]](list), defaultdict[int, list[Bounds]](list)
    missing, divided = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for unit, count in counts.items():
        for area in fates[unit].areas:
            if count is None:
                missing[area].add(unit)
                continue
            if count.most and not fates[unit].is_whole:
                divided[area].add(unit)
            (certain if fates[unit].is_whole else possible)[area].append(count)
    told = {unit: count for unit, count in counts.items() if count is not None}
    return Restated(
        {area: _bound(certain[area], possible[area]) for area in sorted({*certain, *possible})},
        Bounds.of(count for unit, count in told.items() if not fates[unit].is_whole),
        Bounds.of(told.values()),
        {area: frozenset(units) for area, units in missing.items()},
        {area: frozenset(units) for area, units in divided.items()},
    )


def _bound(certain: list[Bounds], possible: list[Bounds]) -> Bounds:
    sure, open_ones = Bounds.of(certain), Bounds.of(possible)
    return Bounds(sure.least, sure.most + open_ones.most, sure.is_masked or open_ones.is_masked)


def _follow(unit: int, ways: Mapping[int, list[tuple[int, bool]]], aims: frozenset[int]) -> dict[int, bool]:
    """Return the aims that are reached from an area, and whether all of it goes there."""
    reached: dict[int, bool] = {}
    present = {unit: True}
    while present:
        following: dict[int, bool] = {}
        for area, is_whole in present.items():
            if area in aims:
                reached[area] = reached.get(area, False) or is_whole
                continue
            for other, takes_all in ways.get(area, ()):
                following[other] = following.get(other, False) or (is_whole and takes_all)
        present = following
    return reached


def _merge(reached: Mapping[int, bool]) -> Fate:
    return Fate(frozenset(reached), len(reached) == 1 and all(reached.values()))
