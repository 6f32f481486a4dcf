"""The command that writes a periodic report: ``flask report KIND PERIOD --area CODE --out FILE``."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from geo.types import local_day
from layers.actor import SYSTEM
from layers.demo.mark import LABEL, find_demo
from layers.errors import Refused
from layers.reporting.facts import draw_facts
from layers.reporting.owners import Owner, get_owner, list_wards_of
from layers.reporting.report_periods import KINDS, Period, read_period
from layers.reporting.report_records import Report, find_report, get_report
from layers.reporting.reports import check_period, current_facts
from layers.store.database import Reading
from webmap.cli import as_json, current_database, current_translator, said_plainly, tell
from webmap.http.today import read_visit_rule
from webmap.pages.reports.reading import read_template
from webmap.render.report_files import REPORT_FILES
from webmap.render.report_words import Reported, tell_report


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(report)


@click.command("report")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("period")
@click.option("--area", required=True, help="Area by public id or code, as it was at the end of the period.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help=f"File to write, by its suffix: .{', .'.join(REPORT_FILES)}.",
)
@as_json
@with_appcontext
@said_plainly
def report(kind: str, period: str, area: str, out: Path, is_json: bool) -> None:
    """Write a report to a file: the one that is on record, or else a draft with the figures of the period."""
    suffix = out.suffix.lower().lstrip(".")
    if suffix not in REPORT_FILES:
        raise click.BadParameter(f".{suffix}: .{', .'.join(REPORT_FILES)}", param_hint="--out")
    with current_database().read() as connection:
        told, template = _read(connection, area, read_period(kind, period))
    out.write_bytes(REPORT_FILES[suffix].write(tell_report(told), template))
    facts = {"report": told.code or None, "state": told.state, "day": told.facts.cut_off, "file": str(out)}
    tell(is_json, "cli.reported" if told.code else "cli.report_drafted", **facts)


def _read(connection: Reading, area: str, period: Period) -> tuple[Reported, bytes | None]:
    """Return what the report says, and the template of Word that it is set in."""
    today = local_day(current_database().clock())
    on = check_period(period, today)
    owner = get_owner(connection, area, on)
    if not list_wards_of(connection, owner, on):
        raise Refused("report_area_empty", area=owner.name)
    code = find_report(connection, owner, period)
    label = f"{LABEL}: {current_translator().text('shell.demo')}" if find_demo(connection) else ""
    kept = get_report(connection, SYSTEM, code) if code else None
    told = _kept(connection, kept, label) if kept else _drafted(connection, owner, period, label)
    return told, read_template(connection, kept)


def _kept(connection: Reading, kept: Report, demo: str) -> Reported:
    head, today = kept.head, local_day(current_database().clock())
    facts = current_facts(connection, kept, today, read_visit_rule(connection))
    return Reported(head.code, head.owner, head.period, head.state, kept.texts, facts, demo)


def _drafted(connection: Reading, owner: Owner, period: Period, demo: str) -> Reported:
    cut_off = check_period(period, local_day(current_database().clock()))
    facts = draw_facts(connection, owner, period, cut_off, read_visit_rule(connection))
    return Reported("", owner, period, "draft", {}, facts, demo)
