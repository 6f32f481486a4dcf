"""What a calendar is asked and what it answers: the kinds of things that stand in it, as values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from geo.text.names import collation_key
from geo.types import VIETNAM

Kind = Literal["peak", "plan", "term", "watch", "answer", "reply", "planned", "due", "made"]

KINDS: tuple[Kind, ...] = ("peak", "plan", "term", "watch", "answer", "reply", "planned", "due", "made")
"""In the order in which a day tells them: a peak period, a day plan, the last day of a conversion term, of a watch
period, for the answer of the authority to a proposal, for the reply to a recommendation, a visit that is planned, a
day by which one is due, a visit that was made."""

DAY = timedelta(days=1)

MOST = 1500
"""Items of one kind that a calendar holds: nobody reads more, and no page should try."""


@dataclass(frozen=True, slots=True)
class Item:
    """What stands on one day of a calendar, or on several.

    Attributes
    ----------
    kind
        One of `KINDS`.
    uid
        Names the item for good, in this register.
    code
        Of what it is: a visit, a day plan, a recommendation, a peak period; else of the place.
    start, end
        Days, half-open.
    name
        Of the place or of the peak period; of a day plan, its code.
    changed_at
        Aware time at which the register last changed what it tells.
    hotspot
        Code of the place, if it is about one.
    status
        State of the place today.
    version
        Of a visit or a day plan: writers start from it.
    wards
        Names of the wards of the place; of a peak period, the name of its area.
    overdue_days
        Of a day by which a visit is due: days since then, negative before it.
    stops
        Of a day plan: how many places it leads to.
    hours
        Aware times between which it is, where it has its hours.
    is_cancelled
        It was called off.
    may_move
        Whether the reader may move it to another day.
    """

    kind: Kind
    uid: str
    code: str
    start: date
    end: date
    name: str
    changed_at: datetime
    hotspot: str | None = None
    status: str | None = None
    version: int = 0
    wards: tuple[str, ...] = ()
    overdue_days: int | None = None
    stops: int | None = None
    hours: tuple[datetime, datetime] | None = None
    is_cancelled: bool = False
    may_move: bool = False

    @property
    def last_on(self) -> date:
        """Last day."""
        return self.end - DAY

    @property
    def order(self) -> tuple[date, int, str, str]:
        """First day, kind, Vietnamese name."""
        return self.start, KINDS.index(self.kind), collation_key(self.name), self.uid


@dataclass(frozen=True)
class CalendarQuery:
    """A question to the calendar.

    Attributes
    ----------
    on
        Today.
    start, end
        Days, half-open.
    area
        Public id of an area or a cluster in which the places lie.
    kinds
        What is asked for.
    is_own
        Only the visits and day plans that the actor recorded.
    with_cancelled
        Also visits and day plans that were called off.
    """

    on: date
    start: date
    end: date
    area: str | None = None
    kinds: frozenset[Kind] = frozenset(KINDS)
    is_own: bool = False
    with_cancelled: bool = False


@dataclass(frozen=True)
class Calendar:
    """The answer.

    Attributes
    ----------
    items
        In their `Item.order`.
    waiting
        Places that were due before the calendar begins and have no visit planned: the longest overdue first.
    is_cut
        There is more of a kind than `MOST`.
    """

    items: tuple[Item, ...]
    waiting: tuple[Item, ...]
    is_cut: bool


def midnight(day: date) -> datetime:
    """Return the aware time at which a day begins in Viet Nam."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
