"""Says what a visit is worth, in seconds of travel, and why: what the plan of a day weighs against the way there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from layers.outings.day_shapes import Ground

DUE_S: Final = 3_600
"""A visit that is due today is worth an hour of way: within a ward nothing that is due is too far while the shift has
room, and only what lies far beyond the others waits for another day."""

OVERDUE_DAY_S: Final = 600
"""Each day overdue adds ten minutes: after a week a place outweighs most of what speaks for one that is due today."""

MOST_OVERDUE_DAYS: Final = 60
"""From then on a place is worth as much as it can be: records that old say that nobody kept them."""

SOON_DAY_S: Final = 360
LEAST_DUE_S: Final = 900
"""A visit that is not due yet loses six minutes a day, and is worth a quarter of an hour at least: it is had on the
way."""

STATE_S: Final = {
    "TAI_PHUC_TAP": 4_800,  # complicated again: the plan asks to come back to it first (A14)
    "THEO_DOI": 2_400,
    "CHO_KE_HOACH": 2_400,
    "CHUA_DAT": 2_400,  # its term ran out without success
    "CHO_DANH_GIA": 1_800,  # the judgement waits for what is seen
    "DANG_CHUYEN_HOA": 1_200,
}
"""What the state adds; none for those that are converted and watched."""

TOPIC_S: Final = {"ma_tuy": 1_800, "toi_pham": 1_200, "mai_dam": 600, "te_nan_khac": 600}
"""What the gravest topic adds: drugs first, as the plan of the district puts them."""

RESULT_S: Final = {"relapse": 4_800, "worse": 2_400}
"""What the last visit adds: where it saw things get worse, somebody should look again."""

SUSPECTED_S: Final = 3_600
"""A converted place where a visit saw a relapse: only another look makes it certain."""

PEAK_S: Final = 1_800
PLANNED_S: Final = 1_200
"""A visit was planned for the day already: people may count on it."""


@dataclass(frozen=True)
class Pressing:
    """What is known of a place that may be visited.

    Attributes
    ----------
    overdue_days
        Days since its visit was due, negative before; None where none is.
    state, topics
        On the day.
    last_result
        Of its last visit.
    is_suspected
        It is converted, and a visit since then saw a relapse.
    is_in_peak
        A peak period covers it on the day.
    is_planned
        A visit is planned for the day.
    """

    overdue_days: int | None = None
    state: str | None = None
    topics: frozenset[str] = frozenset()
    last_result: str | None = None
    is_suspected: bool = False
    is_in_peak: bool = False
    is_planned: bool = False


def priority_s(place: Pressing) -> int:
    """Return the seconds of travel that a visit is worth, nought or more.

    It never falls when a place is longer overdue, in a graver state, of a graver topic or worse when last seen, nor
    when it is suspected, in a peak period or planned for the day.
    """
    return sum(worth_s for worth_s, _ in _weigh(place))


def tell_grounds(place: Pressing) -> tuple[Ground, ...]:
    """Return why a visit is worth that much, what weighs most first."""
    heavy = sorted(_weigh(place), key=lambda pair: -pair[0])
    return tuple(ground for _, ground in heavy)


def _weigh(place: Pressing) -> Iterator[tuple[int, Ground]]:
    """Yield what each ground adds, in a fixed order."""
    days = place.overdue_days
    if days is not None:
        late = Ground("overdue", days) if days > 0 else Ground("due", -days)
        yield _due_s(days), late
    if place.state in STATE_S:
        yield STATE_S[place.state], Ground("state", place.state)
    topic = max(sorted(place.topics & TOPIC_S.keys()), key=TOPIC_S.__getitem__, default=None)
    if topic is not None:
        yield TOPIC_S[topic], Ground("topic", topic)
    if place.last_result in RESULT_S:
        yield RESULT_S[place.last_result], Ground("result", place.last_result)
    for is_so, worth_s, code in (
        (place.is_suspected, SUSPECTED_S, "suspected"),
        (place.is_in_peak, PEAK_S, "peak"),
        (place.is_planned, PLANNED_S, "planned"),
    ):
        if is_so:
            yield worth_s, Ground(code)


def _due_s(overdue_days: int) -> int:
    if overdue_days >= 0:
        return DUE_S + OVERDUE_DAY_S * min(overdue_days, MOST_OVERDUE_DAYS)
    return max(LEAST_DUE_S, DUE_S + SOON_DAY_S * overdue_days)
