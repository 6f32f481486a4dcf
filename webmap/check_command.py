"""The command that looks for what is wrong with settings and database: ``flask check``."""

import click
import orjson
from flask import Flask
from flask.cli import with_appcontext

from layers.store.audit import verify_chain
from layers.store.outside_edits import count_refused
from layers.summaries.upkeep import count_differences
from layers.travel.ways import find_fault
from layers.work.job_records import find_neglected
from webmap.cli import (
    as_json,
    ask_at_length,
    current_config,
    current_database,
    current_translator,
    said_plainly,
)
from webmap.http.ways import way_settings


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(check)


@click.command("check")
@as_json
@with_appcontext
@said_plainly
def check(is_json: bool) -> None:
    """Look at settings and database; name every problem and its cure; exit code 1 where there is one."""
    problems = [{"id": problem.id, "hint": problem.hint} for problem in current_config().check()]
    if current_database().is_migrated():
        current_database().look_outside()
        problems += _audit_problems() + _figure_problems() + _way_problems() + _work_problems()
        problems += _outside_problems()
    else:
        problems.append({"id": "database_not_ready", "hint": "flask init-db"})
    if is_json:
        click.echo(orjson.dumps({"problems": problems}).decode())
    else:
        for problem in problems:
            click.echo(f"{problem['id']}: {problem['hint']}")
        click.echo(current_translator().text("cli.problems", n=len(problems)))
    if problems:
        raise click.exceptions.Exit(1)


def _way_problems() -> list[dict[str, str]]:
    with current_database().read() as connection:
        fault = find_fault(connection, way_settings())
    return [{"id": fault.code, "hint": current_translator().error(fault.code, fault.facts)}] if fault else []


def _work_problems() -> list[dict[str, str]]:
    """Tell where work waits that nobody does, and where files lie that nobody erases: no worker runs."""
    with current_database().read() as connection:
        found = find_neglected(connection, current_database().clock())
    words = current_translator()
    return [{"id": name, "hint": words.text(f"errors.check.{name}", n=n)} for name, n in found.items()]


def _audit_problems() -> list[dict[str, str]]:
    """Look at the whole chain of the audit, however long that takes."""
    broken = ask_at_length(verify_chain)
    if broken is None:
        return []
    if broken.row is None:
        return [{"id": "audit_broken", "hint": current_translator().text("errors.check.audit_cut")}]
    at = broken.recorded_at.isoformat() if broken.recorded_at else ""
    hint = current_translator().text("errors.check.audit_broken", row=str(broken.row), at=at)
    return [{"id": "audit_broken", "hint": hint}]


def _figure_problems() -> list[dict[str, str]]:
    """Compare what figures are counted from with the register, row by row."""
    count = ask_at_length(count_differences)
    hint = current_translator().text("errors.check.figures_differ", n=count)
    return [{"id": "figures_differ", "hint": hint}] if count else []


def _outside_problems() -> list[dict[str, str]]:
    """Tell what other programs changed in the file and was put back, until somebody has looked at it."""
    with current_database().read() as connection:
        n = count_refused(connection)
    hint = current_translator().text("errors.check.outside_refused", n=n)
    return [{"id": "outside_refused", "hint": hint}] if n else []
