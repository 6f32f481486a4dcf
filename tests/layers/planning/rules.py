"""Peak periods and intervals that tests of planning set."""

from datetime import date, timedelta
from typing import Any

from geo.types import Interval
from layers.actor import SYSTEM, Actor
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.planning.frequencies import FrequencyDraft, Planner, add_frequency, read_planner
from layers.planning.peaks import PeakDraft, add_peak
from layers.store.database import Database
from layers.supervision.intervals import Intervals

USUAL = Intervals(7, 14, 30)
PEAK = PeakDraft("Đợt cao điểm cuối năm", "attack_wave", Interval(date(2026, 11, 15), date(2027, 1, 1)))


def uuid(number: int) -> str:
    """Return an identifier that is the same in every run."""
    return f"00000000-0000-0000-0000-{number:012d}"


def days(start: date, count: int) -> Interval:
    """Return some days from a first one."""
    return Interval(start, start + timedelta(days=count))


def set_peak(database: Database, draft: PeakDraft, number: int = 1, actor: Actor = SYSTEM) -> None:
    """Announce a peak period."""
    with database.write(actor, "peak.add") as change:
        add_peak(change, draft, uuid=uuid(number))


def set_frequency(database: Database, number: int = 1, actor: Actor = SYSTEM, **values: Any) -> None:
    """Set an interval for some places alone."""
    with database.write(actor, "frequency.add") as change:
        add_frequency(change, FrequencyDraft(**values), uuid=uuid(number))


def planner_of(database: Database, **options: Any) -> Planner:
    """Return the rule as the database has it."""
    with database.read() as connection:
        return read_planner(connection, USUAL, 2, year=2026, **options)


def account_for(database: Database, role: str, area: str) -> Actor:
    """Return somebody new who holds a role in an area."""
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, f"{role}.{area[:5]}")
        add_grant(change, account, role, area)
    return account.actor
