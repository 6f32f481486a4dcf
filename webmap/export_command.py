"""The command that writes a layer to a file: ``flask export LAYER --out FILE``."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from geo.geodesy.crs import find_crs
from geo.types import local_day
from layers.actor import SYSTEM
from layers.demo.mark import LABEL, find_demo
from layers.exports.export_layers import LAYERS
from layers.exports.export_order import UTF8, ExportOrder
from layers.exports.exports import ENCODINGS, FORMATS, check_order, export_layer
from layers.people.users import get_user
from layers.store.database import Reading
from layers.store.query import FeatureQuery
from webmap.cli import as_json, ask_at_length, current_database, current_translator, said_plainly, tell
from webmap.jobs.exports import read_layer_filter
from webmap.render.export_words import dress_export


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(export)


@click.command("export")
@click.argument("layer", type=click.Choice(list(LAYERS)))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Default: the suffix of the file.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write.",
)
@click.option("--crs", default="OGC:CRS84", show_default=True, help="Coordinate system, such as EPSG:9210.")
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%d"]), help="Day of which the rows are told; default: today."
)
@click.option("--area", help="Only what lies in this area, by public id or code.")
@click.option(
    "--filter", "where", help="Only what this CQL2 filter is true of: kind = 'alley' AND length_m > 100."
)
@click.option("--encoding", type=click.Choice(ENCODINGS), default=UTF8, show_default=True, help="Of texts.")
@click.option(
    "--as", "name", help="Account whose view is written; default: the system, which sees everything."
)
@as_json
@with_appcontext
@said_plainly
def export(layer: str, out: Path, form: str | None, is_json: bool, **asked: Any) -> None:
    """Write a layer to a file; the same arguments and the same data give the same bytes."""
    at: datetime | None = asked["at"]
    on = at.date() if at else local_day(current_database().clock())
    query = FeatureQuery(on, area=asked["area"], where=read_layer_filter(layer, asked["where"]))
    order = ExportOrder(layer, query, form or _form_of(out), find_crs(asked["crs"]), asked["encoding"])
    if order.form in _ARCHIVED and out.suffix.lower() != ".zip":
        raise click.BadParameter("a .zip: it holds several files", param_hint="--out")
    check_order(order)
    size = ask_at_length(lambda connection: _write(connection, order, asked["name"], out))
    tell(is_json, "cli.exported", layer=layer, day=on, size=size, file=str(out))


_ARCHIVED = frozenset(name for name, form in FORMATS.items() if form.suffix.endswith(".zip"))


def _form_of(out: Path) -> str:
    suffixes = {form.suffix: name for name, form in FORMATS.items()}
    for suffix in ("".join(out.suffixes[-2:]), out.suffix):
        found = suffixes.get(suffix.lower().lstrip("."))
        if found:
            return found
    raise click.BadParameter(
        f"{out.suffix}: {', '.join(f'.{suffix}' for suffix in suffixes)}", param_hint="--out"
    )


def _write(connection: Reading, order: ExportOrder, name: str | None, out: Path) -> int:
    """Write the file, whole or not at all, and return its size in bytes."""
    actor = get_user(connection, name).actor if name else SYSTEM
    dress = dress_export(order, current_translator(), LABEL if find_demo(connection) else "")
    with TemporaryDirectory(prefix=".diaban-export-", dir=out.absolute().parent) as folder:
        path = export_layer(connection, actor, order, Path(folder), dress)
        size = path.stat().st_size
        path.replace(out)
    return size
