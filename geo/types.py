"""Small frozen values that every storey shares."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple, Self

DATE_MIN = date.min
"""Stands for "since before anyone recorded it" where a start date is open."""

DATE_MAX = date.max
"""Stands for "until further notice" where an end date is open."""


class LonLat(NamedTuple):
    """A place in WGS 84 (EPSG:4326), degrees, longitude first."""

    lon: float
    lat: float


class BBox(NamedTuple):
    """A box in WGS 84 (EPSG:4326), degrees, or in the CRS that the context names."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Interval:
    """A half-open span of calendar days ``[start, end)``."""

    start: date = DATE_MIN
    end: date = DATE_MAX

    @classmethod
    def instant(cls, day: date) -> Self:
        """Return the interval that holds one day; the last day of the calendar stays open."""
        return cls(day, DATE_MAX if day == DATE_MAX else date.fromordinal(day.toordinal() + 1))

    def holds(self, day: date) -> bool:
        """Tell whether the day is inside."""
        return self.start <= day < self.end

    def meets(self, other: "Interval") -> bool:
        """Tell whether the two intervals share at least one day."""
        return self.start < other.end and other.start < self.end


VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Time of Viet Nam (Indochina Time, no daylight saving): calendar days of the register are its days."""


def local_day(at: datetime) -> date:
    """Return the calendar day in Viet Nam at an aware time."""
    return at.astimezone(VIETNAM).date()
