"""The command that plans a day: ``flask plan DATE --out FILE``."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import orjson
from flask import Flask
from flask.cli import with_appcontext

from geo.errors import InvalidGeometry
from geo.geodesy.crs import find_crs
from geo.types import LonLat
from layers.actor import SYSTEM, Actor
from layers.demo.mark import LABEL, find_demo
from layers.errors import Refused
from layers.outings.day_plans import Spot, TeamWish, Wish, draft_day_plan, keep_day_plan, trace_plan
from layers.outings.day_records import get_day_plan
from layers.outings.day_shapes import MODES, DayPlan
from layers.outings.wishes import MOST_TEAMS, find_office
from layers.people.users import get_user
from layers.planning.wards_due import list_wards_due
from layers.store.database import Reading
from layers.supervision.due import list_due
from webmap.cli import as_json, current_config, current_database, current_translator, said_plainly
from webmap.http.today import read_visit_rule
from webmap.http.ways import ways
from webmap.render.plan_files import PLAN_FILES
from webmap.render.plan_papers import Origin, read_papers

JSON = "json"


class Asked(NamedTuple):
    """What the command line asks of a day."""

    plan_on: date
    areas: tuple[str, ...]
    teams: int
    mode: str
    start: str | None
    soon_days: int


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(plan)


@click.command("plan")
@click.argument("day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--area", "areas", multiple=True, help="Area by public id or code, or a cluster; may repeat.")
@click.option(
    "--teams", type=click.IntRange(1, MOST_TEAMS), default=1, show_default=True, help="How many teams go out."
)
@click.option(
    "--mode",
    type=click.Choice(list(MODES)),
    default="motorbike",
    show_default=True,
    help="How they get about.",
)
@click.option(
    "--start",
    metavar="LON,LAT",
    help="Where they set out; default: the middle of the area, or of the ward most in need.",
)
@click.option(
    "--soon-days",
    type=click.IntRange(0, 366),
    default=0,
    show_default=True,
    help="Days ahead that count as due.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help=f"File to write, by its suffix: .{', .'.join([JSON, *PLAN_FILES])}.",
)
@click.option("--as", "name", help="Account that plans; default: the system, which sees everything.")
@as_json
@with_appcontext
@said_plainly
def plan(out: Path, name: str | None, is_json: bool, **asked: Any) -> None:
    """Plan the visits of a day, keep the plan as a draft and write it to a file."""
    suffix = out.suffix.lower().lstrip(".")
    if suffix != JSON and suffix not in PLAN_FILES:
        raise click.BadParameter(f".{suffix}: .{', .'.join([JSON, *PLAN_FILES])}", param_hint="--out")
    day: datetime = asked.pop("day")
    made = _make(_actor(name), Asked(plan_on=day.date(), **asked))
    out.write_bytes(_write(made, _actor(name), suffix))
    told = {
        "plan": made.code,
        "day": made.plan_on,
        "stops": len(made.stops),
        "left_out": len(made.left_out),
        "file": str(out),
    }
    click.echo(orjson.dumps(told).decode() if is_json else current_translator().text("cli.planned", **told))


def _make(actor: Actor, asked: Asked) -> DayPlan:
    config = current_config()
    with current_database().read() as connection:
        wish = Wish(
            plan_on=asked.plan_on,
            mode=asked.mode,
            areas=asked.areas,
            teams=_teams(asked.teams, _find_start(connection, actor, asked)),
            soon_days=asked.soon_days,
            most_stops=config.plan_most_stops,
            visit_s=config.visit_minutes * 60,
        )
        draft = draft_day_plan(connection, actor, wish, ways(connection), read_visit_rule(connection))
    with current_database().write(actor, "plan.make") as change:
        code = keep_day_plan(change, draft)
        return get_day_plan(change.connection, actor, code)


def _teams(count: int, start: Spot) -> tuple[TeamWish, ...]:
    names = [current_translator().text("cli.plan_team", number=number) for number in range(1, count + 1)]
    return tuple(TeamWish(name, (), start) for name in names)


def _find_start(connection: Reading, actor: Actor, asked: Asked) -> Spot:
    """Return where the teams set out: as asked, in the middle of the area, or of the ward with the most overdue."""
    if asked.start:
        return _read_start(asked.start)
    if asked.areas:
        return find_office(connection, asked.areas[0])
    due = list_due(connection, actor, asked.plan_on, read_visit_rule(connection))
    wards = list_wards_due(connection, due, asked.plan_on, soon_days=asked.soon_days)
    if not wards:
        raise Refused("plan_nothing_due", day=asked.plan_on)
    return Spot(wards[0].name, wards[0].middle)


def _read_start(text: str) -> Spot:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError as error:
        raise click.BadParameter(text, param_hint="--start") from error
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        raise InvalidGeometry("coordinate_out_of_range", at="--start", lon=lon, lat=lat)
    return Spot(f"{lon:.5f}, {lat:.5f}", LonLat(lon, lat))


def _write(made: DayPlan, actor: Actor, suffix: str) -> bytes:
    if suffix == JSON:
        return orjson.dumps(made, default=_as_object, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    with current_database().read() as connection:
        label = f"{LABEL}: {current_translator().text('shell.demo')}" if find_demo(connection) else ""
        origin = Origin(printed_by=actor.name, demo=label, crs=find_crs(current_config().vn2000_zone))
        papers = read_papers(connection, actor, made, trace_plan(made, ways(connection, made.source)), origin)
    return PLAN_FILES[suffix].write(papers, current_translator())


def _as_object(value: Any) -> Any:
    """Return what JSON can hold of a named tuple: positions, windows, breaks, faults."""
    return value._asdict()


def _actor(name: str | None) -> Actor:
    if name is None:
        return SYSTEM
    with current_database().read() as connection:
        return get_user(connection, name).actor
