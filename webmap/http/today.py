"""What counts today: the calendar day in Viet Nam, and the days between visits that are in force."""

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
