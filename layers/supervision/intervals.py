"""The rule of the next visit: how often a place is to be visited, and on which day that makes the next one due."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Self, TypeAlias

from geo.types import DATE_MIN

COMPLICATED = frozenset({"THEO_DOI", "CHO_KE_HOACH", "TAI_PHUC_TAP"})
IN_CONVERSION = frozenset({"DANG_CHUYEN_HOA", "CHO_DANH_GIA", "CHUA_DAT"})
CONVERTED = frozenset({"DA_CHUYEN_HOA"})

STATE_GROUPS = {"complicated": COMPLICATED, "in_conversion": IN_CONVERSION, "converted": CONVERTED}
"""Groups of states that ask for visits alike; no other state asks for any."""

Pace: TypeAlias = tuple[tuple[date, int], ...]
"""Days between two visits over time: from which day on how many, ascending, first from `geo.types.DATE_MIN`; empty
where none is asked for."""

NO_PACE: Pace = ()


@dataclass(frozen=True)
class Traits:
    """What decides how often a place is to be visited.

    Attributes
    ----------
    state
        Its state; None where none is on record.
    topics
        Its topics.
    areas
        Rows of ``boundary`` that hold a part of it, of every vintage, as far as a rule names them.
    place
        Its row of ``hotspot``, where a rule names it; else None.
    """

    state: str | None
    topics: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()
    place: int | None = None

    @classmethod
    def told(cls, state: str | None, topics: str | None, areas: str | None, place: int | None = None) -> Self:
        """Return the traits that a database tells: lists are written with commas."""
        return cls(state, frozenset(_parts(topics)), frozenset(map(int, _parts(areas))), place)


@dataclass(frozen=True)
class Intervals:
    """Days between two visits by the state of the place: the rule without exceptions.

    Attributes
    ----------
    complicated_days
        Under watch, waiting for a plan, or relapsed.
    in_conversion_days
        In its conversion term, waiting to be judged, or prolonged.
    converted_days
        Converted and watched.
    """

    complicated_days: int = 7
    in_conversion_days: int = 14
    converted_days: int = 30

    @property
    def named_areas(self) -> frozenset[int]:
        """Rows of ``boundary`` by which places are told apart."""
        return frozenset()

    @property
    def named_places(self) -> Set[int]:
        """Rows of ``hotspot`` that are told apart from all others."""
        return frozenset()

    @property
    def tells_topics_apart(self) -> bool:
        """Whether the topics of a place matter."""
        return False

    def days(self, state: str | None) -> int | None:
        """Return the days between two visits in a state; None where it asks for none."""
        if state in COMPLICATED:
            return self.complicated_days
        if state in IN_CONVERSION:
            return self.in_conversion_days
        return self.converted_days if state in CONVERTED else None

    def pace(self, traits: Traits) -> Pace:
        """Return how often a place is to be visited over time."""
        days = self.days(traits.state)
        return NO_PACE if days is None else ((DATE_MIN, days),)


@dataclass
class PaceBook:
    """Looks up the pace of many places that are alike, each kind once.

    Attributes
    ----------
    intervals
        Days between visits.
    """

    intervals: Intervals
    _known: dict[tuple[str | None, str | None, str | None, int | None], Pace] = field(default_factory=dict)
    _named: Set[int] = field(init=False)

    def __post_init__(self) -> None:
        self._named = self.intervals.named_places

    def find(
        self, state: str | None, topics: str | None, areas: str | None, place: int | None = None
    ) -> Pace:
        """Return the pace of a place by what a database tells of it, as `Traits.told` has it."""
        key = (state, topics, areas, place if place in self._named else None)
        pace = self._known.get(key)
        if pace is None:
            pace = self._known[key] = self.intervals.pace(Traits.told(*key))
        return pace


def days_on(pace: Pace, day: date) -> int | None:
    """Return the days between two visits that are in force on a day; None where no visit is asked for."""
    return next((days for first, days in reversed(pace) if first <= day), None)


def find_due_day(pace: Pace, since: date | None, last_on: date | None, on: date) -> date | None:
    """Return the day by which a place is to be visited: the whole rule.

    It is the first day on which the days since the last visit, or without one since the day on which the present
    state began, reach the interval in force on that very day: where a peak period halves the interval, a place
    becomes due sooner from its first day on, and never later than it would without. Where neither day is known, the
    visit is due on the day asked about.

    Parameters
    ----------
    pace
        Days between visits over time.
    since
        Day on which the present state began; ``date.min`` where that is not known.
    last_on
        Day of the last visit made.
    on
        Day asked about.
    """
    if not pace:
        return None
    begun = last_on or since
    if begun is None or begun == DATE_MIN:
        return on
    for (first, days), (following, _) in pairwise(pace):
        reached = max(first, begun + timedelta(days=days))
        if reached < following:
            return reached
    first, days = pace[-1]
    return max(first, begun + timedelta(days=days))


def _parts(text: str | None) -> Iterable[str]:
    return text.split(",") if text else ()
