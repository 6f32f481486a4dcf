"""The peak periods, the interval and the supervision plans of an invented history."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from geo.types import VIETNAM, Interval
from layers.areas.boundaries import get_boundary_row
from layers.demo.mark import invented_uuid
from layers.planning.frequencies import FrequencyDraft, Planner, add_frequency
from layers.planning.peaks import PeakDraft, add_peak
from layers.planning.progress import read_year
from layers.planning.supervision_plans import fill_plan, find_plan
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write

MOST_RULES = 10
"""Numbers of invented peak periods and intervals."""

_QUAN_8 = "776"
_FIRST_PLAN = (1, 9)
_NOON = time(12, 0)
_DAY = timedelta(days=1)


def add_rules(change: Write, until_on: date) -> None:
    """Add peak periods before, on and after a day, an interval, and the plans of the wards for its year."""
    for number, draft in enumerate(_peaks(until_on)):
        _set_back(change, min(draft.valid.start, until_on) - 20 * _DAY)
        add_peak(change, draft, uuid=invented_uuid("peak", number))
    watched = FrequencyDraft(5, "ma_tuy", "complicated", _QUAN_8, Interval(date(until_on.year, 1, 1)))
    add_frequency(change, watched, uuid=invented_uuid("frequency", 0))
    _add_plans(change, until_on)
    change.set_back(MOMENT_MAX)


def plan_uuid(ward_row: int) -> str:
    """Return the identifier of the invented plan of a ward."""
    return invented_uuid("supervision plan", ward_row)


def _peaks(until_on: date) -> Iterator[PeakDraft]:
    """Tell of the month against drugs of a year, of a wave that runs on a day, and of one before the next new year."""
    june = Interval(date(until_on.year, 6, 1), date(until_on.year, 7, 1))
    yield PeakDraft("Tháng hành động phòng, chống ma túy (mẫu)", "drug_month", june, ("ma_tuy",), _QUAN_8)
    now = Interval(until_on - 8 * _DAY, until_on + 30 * _DAY)
    yield PeakDraft("Cao điểm tấn công, trấn áp tội phạm (mẫu)", "attack_wave", now, ("toi_pham",), _QUAN_8)
    ahead = Interval(until_on + 45 * _DAY, until_on + 75 * _DAY)
    yield PeakDraft("Cao điểm bảo đảm trật tự dịp Tết (mẫu)", "other", ahead, (), _QUAN_8)


def _add_plans(change: Write, until_on: date) -> None:
    """Make the plans that the wards would have made in January; what came later is in none yet."""
    year = until_on.year
    made_on = min(until_on, date(year, *_FIRST_PLAN))
    _set_back(change, made_on)
    for ward in read_year(change.connection, change.actor, year, made_on, Planner()):
        row = get_boundary_row(change.connection, ward.id)
        if find_plan(change.connection, row, year) is None:
            fill_plan(change, ward.id, year, Planner(), version=0, uuid=plan_uuid(row))


def _set_back(change: Write, day: date) -> None:
    change.set_back(datetime.combine(day, _NOON, VIETNAM))
