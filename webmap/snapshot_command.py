"""The command that prints a map: ``flask snapshot --out FILE``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from flask.cli import with_appcontext

from geo.geodesy.crs import find_crs
from geo.types import local_day
from layers.actor import SYSTEM, Actor
from layers.demo.mark import LABEL, find_demo
from layers.people.users import get_user
from layers.store import features, scope
from layers.store.database import Reading
from webmap.cli import as_json, current_config, current_database, said_plainly, tell
from webmap.http.map_params import Frame
from webmap.http.params import read_vintage
from webmap.http.snapshot_files import SNAPSHOT_FILES
from webmap.http.today import read_visit_rule
from webmap.maps.feed import FeedRequest, build_feed
from webmap.maps.scene import Scene
from webmap.maps.sheet import (
    GRIDS,
    KINDS,
    LEAST_DPI,
    MOST_DPI,
    ORIENTATIONS,
    PAPERS,
    Imprint,
    Sheet,
    SheetSpec,
)
from webmap.maps.spec import MapSpec
from webmap.texts import LANGUAGES, Translator

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asked:
    """What the command line asks of a sheet: the day, the boundaries, and the rest by the names of `SheetSpec`."""

    on: date
    vintage: str | None
    chosen: dict[str, Any]


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(snapshot)


def _choice(name: str, values: tuple[str, ...], told: str) -> Callable[[F], F]:
    return click.option(name, type=click.Choice(values), default=values[0], show_default=True, help=told)


@click.command("snapshot")
@click.option(
    "--format", "form", type=click.Choice(list(SNAPSHOT_FILES)), help="Default: the suffix of the file."
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write.",
)
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="Day whose status is shown; default: today.")
@click.option("--area", help="Area by public id or code that fills the sheet; default: all there is.")
@click.option("--vintage", help="First day of the boundaries shown, or 'start'; default: those of the day.")
@_choice("--paper", PAPERS, "Paper.")
@_choice("--orientation", ORIENTATIONS, "How the paper stands.")
@_choice("--kind", KINDS, "Places by status, a figure by ward, or a page for each ward.")
@_choice("--grid", GRIDS, "Ticks along the frame.")
@_choice("--locale", LANGUAGES, "Language of the sheet.")
@click.option(
    "--dpi",
    type=click.IntRange(LEAST_DPI, MOST_DPI),
    default=150,
    show_default=True,
    help="Dots per inch of a PNG.",
)
@click.option("--title", default="", help="Heading; default: that of the map.")
@click.option(
    "--as", "name", help="Account whose view is printed; default: the system, which sees everything."
)
@as_json
@with_appcontext
@said_plainly
def snapshot(out: Path, form: str | None, name: str | None, is_json: bool, **asked: Any) -> None:
    """Print a map; the same arguments and the same data give the same bytes."""
    suffix = form or out.suffix.lower().lstrip(".")
    if suffix not in SNAPSHOT_FILES:
        raise click.BadParameter(f".{suffix}: .{', .'.join(SNAPSHOT_FILES)}", param_hint="--out")
    at: datetime | None = asked.pop("at")
    vintage = asked.pop("vintage")
    if vintage is not None:
        read_vintage(vintage)
    on = at.date() if at else local_day(current_database().clock())
    made = SNAPSHOT_FILES[suffix].write(_read_sheet(name, Asked(on, vintage, asked)))
    out.write_bytes(made)
    tell(is_json, "cli.printed", day=on, size=len(made), file=str(out))


def _read_sheet(name: str | None, asked: Asked) -> Sheet:
    with current_database().read() as connection:
        actor = get_user(connection, name).actor if name else SYSTEM
        scope.require(connection, actor, "map.export")
        spec = _read_spec(connection, actor, asked)
        today = local_day(current_database().clock())
        feed = build_feed(connection, FeedRequest(actor, today, intervals=read_visit_rule(connection)))
        scene = Scene(spec.map, find_crs(current_config().vn2000_zone), feed=feed)
        return Sheet(spec, scene, Imprint(demo=LABEL if find_demo(connection) else ""))


def _read_spec(connection: Reading, actor: Actor, asked: Asked) -> SheetSpec:
    """Return the sheet that is asked for; what it does not say, is as on the screen."""
    words = Translator(asked.chosen["locale"])
    extent, _ = features.get_extent(connection, actor, "boundaries")
    frame = Frame.around(words.text("map.title"), extent)
    shown = MapSpec(frame.title, frame.center, frame.zoom, on=asked.on, vintage=asked.vintage)
    return SheetSpec(map=shown, **asked.chosen)
