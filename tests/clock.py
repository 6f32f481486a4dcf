"""A clock that tests set, and the instant at which it starts."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""09:00 in Viet Nam on 22 November 2026."""


class Clock:
    """A clock that tests set; it goes on by a second with every reading, so that no two changes share an instant."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at
