"""How often places are to be visited: intervals of their own, and with the peak periods the one rule of all of them."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from typing import Any, Self

from sqlalchemy import Connection

from geo.types import DATE_MIN, Interval
from layers.errors import Refused
from layers.places.drafts import TOPICS
from layers.planning.peaks import Peak, list_peaks
from layers.planning.quota_spans import QuotaSpan, list_quota_spans
from layers.planning.rule_records import (
    RuleKind,
    add_rule,
    area_of,
    check_span,
    claim_area,
    get_rule,
    replace_rule,
    select_rules,
    withdraw_rule,
)
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import visit_frequency, visit_frequency_version
from layers.supervision.intervals import NO_PACE, STATE_GROUPS, Intervals, Pace, Traits

MOST_DAYS = 366
DEFAULT_PEAK_DIVISOR = 2

_KIND = RuleKind("visit_frequency", visit_frequency, visit_frequency_version)


@dataclass(frozen=True)
class FrequencyDraft:
    """An interval between visits for some places alone, as somebody sets it.

    Attributes
    ----------
    days
        Days between two visits at most.
    topic, state_group
        A topic and a group of `layers.supervision.intervals.STATE_GROUPS`; None for any.
    area
        Public identifier of an area; None for everywhere.
    valid
        Days on which it holds, half-open.
    """

    days: int
    topic: str | None = None
    state_group: str | None = None
    area: str | None = None
    valid: Interval = field(default_factory=Interval)


@dataclass(frozen=True)
class Frequency:
    """An interval between visits for some places alone.

    Attributes
    ----------
    uuid, version
        Public identifier, and the version from which writers start.
    days, topic, state_group, area, valid
        As `FrequencyDraft` has them.
    area_id, area_name
        Row of ``boundary`` and name; None for everywhere.
    """

    uuid: str
    version: int
    days: int
    topic: str | None
    state_group: str | None
    area: str | None
    area_id: int | None
    area_name: str | None
    valid: Interval

    def covers(self, traits: Traits) -> bool:
        """Tell whether it is about a place like this."""
        return (
            (self.topic is None or self.topic in traits.topics)
            and (self.area_id is None or self.area_id in traits.areas)
            and (self.state_group is None or traits.state in STATE_GROUPS[self.state_group])
        )


@dataclass(frozen=True)
class Planner(Intervals):
    """The rule of how often a place is to be visited.

    Of the interval of its state, those that are set for its topics, its areas and its state, and the one that the
    supervision plan of the year asks for, the shortest holds; inside a peak period that covers the place it is
    divided, however many periods meet, and is a day at least. Where the state asks for no visits, nothing does.

    Attributes
    ----------
    frequencies, peaks
        What is set besides the intervals of the states.
    peak_divisor
        By how much a peak period divides an interval.
    quotas
        What supervision plans ask for, by row of ``hotspot``.
    """

    frequencies: tuple[Frequency, ...] = ()
    peaks: tuple[Peak, ...] = ()
    peak_divisor: int = DEFAULT_PEAK_DIVISOR
    quotas: Mapping[int, tuple[QuotaSpan, ...]] = field(default_factory=dict, hash=False, repr=False)

    @property
    def named_areas(self) -> frozenset[int]:
        """Rows of ``boundary`` by which places are told apart."""
        rows = chain((one.area_id for one in self.frequencies), (one.area_id for one in self.peaks))
        return frozenset(row for row in rows if row is not None)

    @property
    def tells_topics_apart(self) -> bool:
        """Whether the topics of a place matter."""
        return any(one.topic for one in self.frequencies) or any(one.topics for one in self.peaks)

    @property
    def named_places(self) -> Set[int]:
        """Rows of ``hotspot`` that are told apart from all others."""
        return self.quotas.keys()

    @property
    def calm(self) -> Self:
        """The same rule without peak periods."""
        return replace(self, peaks=())

    def pace(self, traits: Traits) -> Pace:
        """Return how often a place is to be visited over time."""
        usual = self.days(traits.state)
        if usual is None:
            return NO_PACE
        rules: list[Frequency | QuotaSpan] = [one for one in self.frequencies if one.covers(traits)]
        rules += self.quotas.get(traits.place or 0, ())
        peaks = [one for one in self.peaks if one.covers(traits.topics, traits.areas)]
        spans = [*(one.valid for one in rules), *(one.valid for one in peaks)]
        turns = {DATE_MIN} | {day for span in spans for day in (span.start, span.end)}
        steps: list[tuple[date, int]] = []
        for day in sorted(turns):
            days = min([usual, *(one.days for one in rules if one.valid.holds(day))])
            if any(one.valid.holds(day) for one in peaks):
                days = max(1, days // self.peak_divisor)
            if not steps or steps[-1][1] != days:
                steps.append((day, days))
        return tuple(steps)


def read_planner(
    connection: Connection, usual: Intervals, peak_divisor: int, *, year: int, known: datetime | None = None
) -> Planner:
    """Return the rule with all that is set, as the register knew it at an aware time; three small questions.

    Parameters
    ----------
    connection
        A transaction.
    usual
        Intervals of the states.
    peak_divisor
        By how much a peak period divides an interval.
    year
        The present one: supervision plans of it, the one before and the next count.
    known
        None is now.
    """
    return Planner(
        usual.complicated_days,
        usual.in_conversion_days,
        usual.converted_days,
        list_frequencies(connection, known=known),
        list_peaks(connection, known=known),
        peak_divisor,
        list_quota_spans(connection, range(year - 1, year + 2), known=known),
    )


def list_frequencies(connection: Connection, *, known: datetime | None = None) -> tuple[Frequency, ...]:
    """Return every interval that is set for some places alone, the latest first."""
    return tuple(_frequency(row) for row in connection.execute(select_rules(_KIND, known)))


def get_frequency(connection: Connection, uuid: str) -> Frequency:
    """Return an interval that is set for some places alone.

    Raises
    ------
    NotFound
        ``rule_not_found``, also where it was withdrawn.
    """
    return _frequency(get_rule(connection, select_rules(_KIND), _KIND, uuid))


def add_frequency(change: Write, draft: FrequencyDraft, *, uuid: str) -> None:
    """Set an interval; repeating a request with the same uuid changes nothing.

    Raises
    ------
    OutsideScope
        ``not_allowed``; ``rule_outside_area`` where its area is another's.
    Refused
        ``frequency_days_invalid``, ``topic_unknown``, ``state_group_unknown``, ``rule_span_empty``.
    NotFound
        ``boundary_not_found``.
    """
    add_rule(change, _KIND, uuid, _checked(change, draft))


def revise_frequency(change: Write, uuid: str, draft: FrequencyDraft, *, version: int) -> None:
    """Change an interval.

    Raises
    ------
    OutsideScope, Refused, NotFound
        As `add_frequency`; NotFound also ``rule_not_found``.
    StaleVersion
        ``version_stale``, with the present version.
    """
    replace_rule(change, _KIND, uuid, _checked(change, draft), version=version)


def withdraw_frequency(change: Write, uuid: str, *, version: int) -> None:
    """Say that an interval counts no longer, on any day; to end it, set its last day.

    Raises
    ------
    OutsideScope, NotFound, StaleVersion
        As `revise_frequency`.
    """
    withdraw_rule(change, _KIND, uuid, version=version)


def _frequency(row: AnyRow) -> Frequency:
    return Frequency(
        uuid=row.uuid,
        version=row.version,
        days=row.every_days,
        topic=row.topic,
        state_group=row.state_group,
        area=area_of(row),
        area_id=row.boundary_id,
        area_name=row.area_name,
        valid=Interval(row.valid_from, row.valid_to),
    )


def _checked(change: Write, draft: FrequencyDraft) -> dict[str, Any]:
    if not 1 <= draft.days <= MOST_DAYS:
        raise Refused("frequency_days_invalid", field="days", maximum=MOST_DAYS)
    if draft.topic is not None and draft.topic not in TOPICS:
        raise Refused("topic_unknown", field="topic")
    if draft.state_group is not None and draft.state_group not in STATE_GROUPS:
        raise Refused("state_group_unknown", field="state_group")
    return {
        "every_days": draft.days,
        "topic": draft.topic,
        "state_group": draft.state_group,
        **check_span(draft.valid),
        "boundary_id": claim_area(change, draft.area),
    }
