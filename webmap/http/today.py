"""What counts today: the calendar day in Viet Nam, months from it, and the rule of the days between visits."""

import calendar
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import cast

from flask import current_app

from geo.types import local_day
from layers.planning.frequencies import Planner, read_planner
from layers.store.database import Database, Reading
from layers.supervision.intervals import Intervals
from webmap.config import Config


def today() -> date:
    """Return the present day in Viet Nam."""
    return local_day(cast(Database, current_app.extensions["database"]).clock())


def visit_intervals(config: Config) -> Intervals:
    """Return the days between two visits by the state of a place, as the settings say."""
    return Intervals(
        config.visit_days_complicated, config.visit_days_in_conversion, config.visit_days_converted
    )


def read_visit_rule(
    connection: Reading,
    *,
    known: datetime | None = None,
    on: date | None = None,
    config: Config | None = None,
) -> Planner:
    """Return the whole rule of the days between visits: settings, intervals set for some places, plans, peak periods.

    Parameters
    ----------
    connection
        A reading transaction.
    known
        As the register knew it at this aware time; None is now.
    on
        Day whose year's plans count; None is today.
    config
        Settings, where no request is answered; None is those of the application.
    """
    config = config or cast(Config, current_app.config["DIABAN"])
    usual = visit_intervals(config)
    return read_planner(connection, usual, config.peak_divisor, year=(on or today()).year, known=known)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it has no such day.

    There are no days before the first and after the last that a calendar has: these two stand for them.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
