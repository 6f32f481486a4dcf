"""The command that takes in a file: ``flask import FILE --layer TARGET``."""

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson
from flask import Flask, current_app
from flask.cli import with_appcontext

from geo.types import local_day
from layers.actor import SYSTEM
from layers.files.packing import list_parts, pack
from layers.files.workplace import name_as_text
from layers.imports.batch_records import get_batch
from layers.imports.batches import StagedFile, confirm, stage
from layers.imports.diagnosis import Desk, SourceFile, diagnose
from layers.imports.diagnosis_report import Diagnosis, tell_report
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.imports.source_names import read_file_name
from layers.store.blobs import BlobStore
from layers.store.database import Database, Reading
from webmap.cli import as_json, ask_at_length, current_database, current_translator, said_plainly, tell

_TOLD = ("crs", "features", "accepted", "repaired", "duplicates", "faults_total")
_TOLD_EVERY = 1000


@dataclass(frozen=True)
class Asked:
    """What the command line asks: the file, its layer, what its rows become, what is known about it."""

    path: Path
    layer: str | None
    target: str
    wish: Wish


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(import_file)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=True, path_type=Path))
@click.option(
    "--layer", "target", required=True, type=click.Choice(list(TARGETS)), help="What the rows become."
)
@click.option("--layer-name", help="Layer of the file, where it has several.")
@click.option("--valid-from", type=click.DateTime(["%Y-%m-%d"]), help="Day from which it holds, YYYY-MM-DD.")
@click.option("--crs", help="Coordinate system, such as EPSG:9210; found where it is left out.")
@click.option("--sender", default="", help="Office that sent the file: its columns are remembered.")
@click.option("--dry-run", is_flag=True, help="Read and check; write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="File for the report, JSON.")
@as_json
@with_appcontext
@said_plainly
def import_file(file: Path, *, dry_run: bool, report: Path | None, is_json: bool, **told: Any) -> None:
    """Read FILE, check it, and write its rows in one transaction; boundaries wait as a draft to be published."""
    valid_from: datetime | None = told["valid_from"]
    wish = Wish(told["crs"], {}, None, valid_from.date() if valid_from else None, told["sender"])
    asked = Asked(file, told["layer_name"], told["target"], wish)
    found = ask_at_length(lambda connection: _read(connection, asked))
    findings = tell_report(found)
    if report is not None:
        report.write_bytes(orjson.dumps(findings, option=orjson.OPT_INDENT_2))
    read = {name: findings[name] for name in _TOLD}
    if dry_run:
        tell(is_json, "cli.import_read", **read)
        return
    code, counts = _write(current_database(), asked, found)
    with current_database().read() as connection:
        made = get_batch(connection, SYSTEM, code).made
    told_as = "cli.imported_draft" if "draft" in made else "cli.imported"
    tell(is_json, told_as, **read, **counts, batch=code, draft=made.get("draft"))


def _read(connection: Reading, asked: Asked) -> Diagnosis:
    today = local_day(current_database().clock())
    desk = Desk(connection, SYSTEM, today, progress=_say_progress if sys.stderr.isatty() else None)
    return diagnose(desk, SourceFile(asked.path, asked.layer), TARGETS[asked.target], asked.wish)


def _write(database: Database, asked: Asked, found: Diagnosis) -> tuple[str, dict[str, int]]:
    """Stage the rows and confirm them."""
    digest = _keep(asked.path)
    with database.write(SYSTEM, "import.stage") as change:
        file = StagedFile(read_file_name(asked.path), digest, asked.layer)
        code = stage(change, file, TARGETS[asked.target], asked.wish, found)
    with database.write(SYSTEM, "import.confirm") as change:
        return code, confirm(change, code, version=1)


def _keep(path: Path) -> str:
    """Keep a file as it came, with the files beside it that belong to it, and return its SHA-256."""
    files: BlobStore = current_app.extensions["files"]
    parts = sorted(path.rglob("*")) if path.is_dir() else list_parts(path)
    with ExitStack() as stack:
        if parts == [path]:
            return files.keep_file(stack.enter_context(path.open("rb")))
        packed = stack.enter_context(tempfile.TemporaryFile())
        pack(
            ((name_as_text(one.name), stack.enter_context(one.open("rb"))) for one in parts if one.is_file()),
            packed,
        )
        packed.seek(0)
        return files.keep_file(packed)


def _say_progress(done: int, of: int | None) -> None:
    if done % _TOLD_EVERY == 0:
        click.echo(current_translator().text("cli.importing", n=done, of=of or "?"), err=True)
