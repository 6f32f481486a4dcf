"""Turns teams and stops of day plans into the columns of their tables, and rows of these back into them."""

from typing import Any

import orjson

from geo.travel.problem import Break, Fault, Rest, Window
from geo.types import LonLat
from layers.outings.day_shapes import Ground, PlannedStop, PlannedTeam, Spot
from layers.store.columns import AnyRow

_PLAIN_OF_STOP = (
    "service_s", "is_required", "is_locked", "arrive_s", "begin_s", "leave_s", "wait_s", "late_s", "travel_s", "leg_m",
    "reason", "due_on", "overdue_days", "priority_s",
)  # fmt: skip
_PLAIN_OF_TEAM = (
    "number", "name", "max_travel_s", "start_s", "end_s", "travel_s", "length_m", "fixed", "resume_s",
)  # fmt: skip


def stop_values(stop: PlannedStop, position: int) -> dict[str, Any]:
    """Return the columns of a stop at a position of its team, or among those left out."""
    return {
        **{name: getattr(stop, name) for name in _PLAIN_OF_STOP},
        "team": stop.team,
        "position": position,
        "lon": stop.at.lon,
        "lat": stop.at.lat,
        "windows": _json([tuple(window) for window in stop.windows]),
        "grounds": _json([(ground.code, ground.value) for ground in stop.grounds]),
    }


def read_stop(row: AnyRow, visit: tuple[str, bool] | None) -> PlannedStop:
    """Return a stop; the row tells its place as well: ``hotspot``, ``name``, ``kind``, ``status`` and ``wards``.

    Parameters
    ----------
    row
        Columns of ``day_plan_stop`` and those named above.
    visit
        Code of the visit of the day, and whether it was made.
    """
    return PlannedStop(
        **{name: getattr(row, name) for name in _PLAIN_OF_STOP},
        hotspot=row.hotspot,
        name=row.name,
        kind=row.kind,
        status=row.status,
        wards=tuple(ward["name"] for ward in orjson.loads(row.wards)),
        at=LonLat(row.lon, row.lat),
        team=row.team,
        windows=tuple(Window(*pair) for pair in orjson.loads(row.windows)),
        grounds=tuple(Ground(*pair) for pair in orjson.loads(row.grounds)),
        visit=visit[0] if visit else None,
        is_done=visit is not None and visit[1],
    )


def team_values(team: PlannedTeam) -> dict[str, Any]:
    """Return the columns of a team, its stops aside."""
    rest, rest_at = team.rest, team.rest_at
    return {
        **{name: getattr(team, name) for name in _PLAIN_OF_TEAM},
        "units": _json(team.units),
        "start_name": team.start.name,
        "start_lon": team.start.at.lon,
        "start_lat": team.start.at.lat,
        "end_name": team.end.name,
        "end_lon": team.end.at.lon,
        "end_lat": team.end.at.lat,
        "shift_start_s": team.shift.start_s,
        "shift_end_s": team.shift.end_s,
        "rest_earliest_s": rest.earliest_s if rest else None,
        "rest_latest_s": rest.latest_s if rest else None,
        "rest_duration_s": rest.duration_s if rest else None,
        "rest_begin_s": rest_at.begin_s if rest_at else None,
        "rest_end_s": rest_at.end_s if rest_at else None,
        "rest_after": rest_at.after if rest_at else None,
        "faults": _json([(fault.code, fault.stop, fault.by_s) for fault in team.faults]),
    }


def read_team(row: AnyRow) -> PlannedTeam:
    """Return a team without its stops from a row of ``day_plan_team``."""
    has_rest, was_rested = row.rest_earliest_s is not None, row.rest_begin_s is not None
    return PlannedTeam(
        **{name: getattr(row, name) for name in _PLAIN_OF_TEAM},
        units=tuple(orjson.loads(row.units)),
        start=Spot(row.start_name, LonLat(row.start_lon, row.start_lat)),
        end=Spot(row.end_name, LonLat(row.end_lon, row.end_lat)),
        shift=Window(row.shift_start_s, row.shift_end_s),
        rest=Break(row.rest_earliest_s, row.rest_latest_s, row.rest_duration_s) if has_rest else None,
        rest_at=Rest(row.rest_begin_s, row.rest_end_s, row.rest_after) if was_rested else None,
        faults=tuple(Fault(code, row.number, stop, by_s) for code, stop, by_s in orjson.loads(row.faults)),
    )


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
