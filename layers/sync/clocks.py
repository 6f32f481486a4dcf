"""Sets the clock of a device right: when an entry was really made, by the service's own clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from geo.types import local_day

TOLERANCE_S = 120
"""A clock that is wrong by less is taken as right: so long may a request be on its way."""


@dataclass(frozen=True)
class Clocks:
    """The times of an entry.

    Attributes
    ----------
    device_at
        Aware time of the device when it was recorded.
    sent_at
        Aware time of the device when it was sent.
    received_at
        Aware time of the service when it came.
    """

    device_at: datetime
    sent_at: datetime
    received_at: datetime

    @property
    def skew_s(self) -> int:
        """Clock of the service less that of the device, s."""
        return round((self.received_at - self.sent_at).total_seconds())

    @property
    def is_wrong(self) -> bool:
        """Whether the device's clock needs to be set right."""
        return abs(self.skew_s) > TOLERANCE_S

    @property
    def made_at(self) -> datetime:
        """Aware time at which it was recorded: never later than it was received."""
        shift = timedelta(seconds=self.skew_s) if self.is_wrong else timedelta()
        return min(self.device_at + shift, self.received_at)

    def true_day(self, told: date | None) -> date:
        """Return the day that somebody meant.

        Parameters
        ----------
        told
            Day that he gave, by the calendar of his device; None for the day on which he recorded it.
        """
        if told is None:
            return local_day(self.made_at)
        return told + self.shift_of_days

    @property
    def shift_of_days(self) -> timedelta:
        """By how many days the device's calendar is to be moved, so that the day of recording is right."""
        return local_day(self.made_at) - local_day(self.device_at)
