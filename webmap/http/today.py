"""What counts today: the calendar day in Viet Nam, months from it, and the days between visits that are in force."""

import calendar
from datetime import date
from typing import cast

from flask import current_app

from geo.types import local_day
from layers.store.database import Database
from layers.supervision.due import Intervals
from webmap.config import Config


def today() -> date:
    """Return the present day in Viet Nam."""
    return local_day(cast(Database, current_app.extensions["database"]).clock())


def visit_intervals() -> Intervals:
    """Return the days between two visits, as the settings say."""
    config = cast(Config, current_app.config["DIABAN"])
    return Intervals(
        config.visit_days_complicated, config.visit_days_in_conversion, config.visit_days_converted
    )


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
