"""The command that does long work: ``flask worker``."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from layers.errors import StorageUnavailable
from webmap.cli import current_config, current_database, current_translator, said_plainly


def init_app(app: Flask) -> None:
    """Add the command to ``flask``."""
    app.cli.add_command(worker)


@click.command("worker")
@click.option(
    "--threads", type=click.IntRange(1, 64), help="Works done at the same time; default: DIABAN_JOB_THREADS."
)
@click.option("--attached", is_flag=True, help="End with the standard input, as a child of flask serve does.")
@with_appcontext
@said_plainly
def worker(threads: int | None, attached: bool) -> None:
    """Do the exports, sheets and reports that people asked for, until it is stopped."""
    from webmap.jobs.running import Workshop  # noqa: PLC0415 - no other command does long work
    from webmap.jobs.worker import run_worker  # noqa: PLC0415 - as above

    if not current_database().is_migrated():
        raise StorageUnavailable("database_not_ready")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if not attached:
        click.echo(current_translator().text("cli.working"))
    run_worker(Workshop(app), threads=threads or current_config().job_threads, attached=attached)
