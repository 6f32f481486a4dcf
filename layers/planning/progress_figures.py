"""The figures of supervision plans: visits wanted, made and missing, by month, place and ward."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from layers.planning.quotas import Quota, asks_for_visits
from layers.supervision.intervals import IN_CONVERSION


@dataclass(frozen=True)
class MonthFigure:
    """Visits to a place in a month.

    Attributes
    ----------
    month
        1 to 12.
    wanted
        How many the plan wants.
    owed
        How many of them should have been made by today.
    done, planned
        How many were made, and how many are planned from today on.
    """

    month: int
    wanted: int
    owed: int
    done: int
    planned: int

    @property
    def short(self) -> int:
        """How many are missing today."""
        return max(0, self.owed - self.done)


@dataclass(frozen=True)
class PlaceProgress:
    """A place in the supervision plans of a year.

    Attributes
    ----------
    hotspot_id, code, name, kind, status, status_since
        Of the place.
    lead, lead_name
        Public identifier and name of the ward that leads it; None where no ward holds it.
    quota
        How often it is to be visited; None where it is in no plan.
    plan_ward
        Public identifier of the ward whose plan it is in.
    months
        The twelve months.
    last_on, due_on, overdue_days, interval_days
        Last visit, day by which the next is due, days since then, and days between two visits by the rule.
    """

    hotspot_id: int
    code: str
    name: str
    kind: str
    status: str | None
    status_since: date | None
    lead: str | None
    lead_name: str | None
    quota: Quota | None
    plan_ward: str | None
    months: tuple[MonthFigure, ...]
    last_on: date | None
    due_on: date | None
    overdue_days: int | None
    interval_days: int | None

    @property
    def is_missing(self) -> bool:
        """Whether it is to be visited and no plan says so."""
        return self.quota is None and asks_for_visits(self.status)

    @property
    def is_in_conversion(self) -> bool:
        """Whether its conversion is under way."""
        return self.status in IN_CONVERSION

    @property
    def totals(self) -> "Totals":
        """The sums of its months."""
        return Totals.of([self])


@dataclass(frozen=True)
class Totals:
    """Sums over places and months: wanted in the year, owed by today, made, planned from today on, missing today."""

    wanted: int
    owed: int
    done: int
    planned: int
    short: int

    @classmethod
    def of(cls, places: Iterable[PlaceProgress]) -> "Totals":
        """Return the sums of the places that are in a plan."""
        months = [month for place in places if place.quota for month in place.months]
        names = ("wanted", "owed", "done", "planned", "short")
        return cls(*(sum(getattr(month, name) for month in months) for name in names))

    @property
    def percent(self) -> int | None:
        """How much of what was owed was made, rounded down; None where nothing was owed."""
        return 100 * (self.owed - self.short) // self.owed if self.owed else None


@dataclass(frozen=True)
class WardProgress:
    """A ward in the supervision plans of a year.

    Attributes
    ----------
    id, name
        Public identifier and name.
    places
        The places that it leads and that are to be visited, or are in a plan; the reader sees no others.
    shared
        Places that lie in it too, led by another ward.
    """

    id: str
    name: str
    places: tuple[PlaceProgress, ...]
    shared: tuple[PlaceProgress, ...] = ()

    @property
    def planned(self) -> tuple[PlaceProgress, ...]:
        """The places that are in a plan."""
        return tuple(place for place in self.places if place.quota)

    @property
    def missing(self) -> tuple[PlaceProgress, ...]:
        """The places that are to be visited and are in no plan."""
        return tuple(place for place in self.places if place.is_missing)

    @property
    def totals(self) -> Totals:
        """The sums of its places."""
        return Totals.of(self.places)


@dataclass(frozen=True)
class WardGroup:
    """Wards whose figures are told together: those of a cluster, those of none, all of a year.

    Attributes
    ----------
    name
        Of the cluster; None for those that are in none, or for all.
    wards
        In Vietnamese order.
    """

    name: str | None
    wards: tuple[WardProgress, ...]

    @property
    def planned(self) -> tuple[PlaceProgress, ...]:
        """The places that are in a plan."""
        return tuple(place for ward in self.wards for place in ward.planned)

    @property
    def missing(self) -> tuple[PlaceProgress, ...]:
        """The places that are to be visited and are in no plan."""
        return tuple(place for ward in self.wards for place in ward.missing)

    @property
    def totals(self) -> Totals:
        """The sums of their places."""
        return Totals.of(place for ward in self.wards for place in ward.places)


def group_wards(
    wards: Iterable[WardProgress], clusters: Iterable[tuple[str, Collection[str]]]
) -> tuple[WardGroup, ...]:
    """Return wards by the clusters of their year, in the order of these, those that are in none last.

    Parameters
    ----------
    wards
        Of a year.
    clusters
        Name and public identifiers of the wards of each.
    """
    left = list(wards)
    groups = []
    for name, members in clusters:
        groups.append(WardGroup(name, tuple(ward for ward in left if ward.id in members)))
        left = [ward for ward in left if ward.id not in members]
    return tuple(group for group in (*groups, WardGroup(None, tuple(left))) if group.wards)
