"""The commands for sets of boundaries: public sources, and ``flask boundaries check``, ``mend`` and ``publish``."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from layers.actor import SYSTEM
from layers.areas.draft_edits import put_areas
from layers.areas.draft_repairs import find_proposed, mend_faults
from layers.areas.publication import publish_draft
from layers.areas.successions import confirm_successions
from layers.areas.vintage_checks import BLOCKING, AreaFault, find_faults
from layers.areas.vintage_drafts import get_draft
from layers.files.public_sources import fetch_file, list_sources
from webmap.cli import as_json, ask_at_length, current_database, said_plainly, tell

boundaries = AppGroup("boundaries", help="Sets of boundaries, and their public sources.")


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(boundaries)


@boundaries.command("sources")
@as_json
@said_plainly
def sources(*, is_json: bool) -> None:
    """List the public sources that may be used, with their licences."""
    for one in list_sources():
        facts = {"id": one.id, "title": one.title, "home": one.home, "licence": one.licence}
        tell(is_json, "cli.boundary_source", **facts, valid_from=one.valid_from)


@boundaries.command("fetch")
@click.argument("url")
@click.option("--sha256", required=True, help="What its bytes hash to, as its publisher or a colleague says.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write.",
)
@as_json
@said_plainly
def fetch(url: str, sha256: str, out: Path, *, is_json: bool) -> None:
    """Fetch a file from URL; where its bytes are not the expected ones, nothing of it is kept."""
    kept = fetch_file(url, sha256.lower(), out)
    tell(is_json, "cli.boundary_fetched", file=str(kept), size=kept.stat().st_size, sha256=sha256.lower())


@boundaries.command("check")
@click.argument("draft", type=int)
@as_json
@with_appcontext
@said_plainly
def check(draft: int, *, is_json: bool) -> None:
    """Say what is wrong with DRAFT, the set of boundaries that an import or a page left to be published."""
    found = ask_at_length(lambda connection: find_faults(connection, get_draft(connection, draft)))
    _tell_faults(draft, found, is_json=is_json)


@boundaries.command("mend")
@click.argument("draft", type=int)
@click.option(
    "--under", required=True, type=click.FloatRange(min=0), help="Size in m² below which faults are mended."
)
@click.option("--wide", is_flag=True, help="Give wide gaps too, to the neighbour with the longest border.")
@as_json
@with_appcontext
@said_plainly
def mend(draft: int, *, under: float, wide: bool, is_json: bool) -> None:
    """Mend the gaps and overlaps of DRAFT that are smaller than some m², as it is proposed; say what is left."""
    with current_database().write(SYSTEM, "boundary.mend") as change:
        present = get_draft(change.connection, draft)
        faults = find_faults(change.connection, present)
        settled = find_proposed(faults, under, filling=present if wide else None)
        put_areas(change, present.ref, mend_faults(present, settled), kind="mend")
    left = ask_at_length(lambda connection: find_faults(connection, get_draft(connection, draft)))
    _tell_faults(draft, left, is_json=is_json)


@boundaries.command("publish")
@click.argument("draft", type=int)
@click.option(
    "--as-drawn", is_flag=True, help="Decide as the geometries say what became what, where nobody decided."
)
@click.option("--acknowledged", is_flag=True, help="Land that is lost or gained was seen, and is meant.")
@as_json
@with_appcontext
@said_plainly
def publish(draft: int, *, as_drawn: bool, acknowledged: bool, is_json: bool) -> None:
    """Publish DRAFT: its areas hold from its day on, and places get their areas by them."""
    with current_database().write(SYSTEM, "boundary.publish") as change:
        present = get_draft(change.connection, draft)
        if as_drawn:
            confirm_successions(change, present.ref)
        publish_draft(change, get_draft(change.connection, draft).ref, acknowledged=acknowledged)
    facts = {"day": present.vintage.valid_from.isoformat(), "areas": len(present.changed)}
    tell(is_json, "cli.boundary_published", draft=draft, **facts)


def _tell_faults(draft: int, faults: Sequence[AreaFault], *, is_json: bool) -> None:
    """Say how many faults of each kind there are: those that stop publication, and what has to be acknowledged."""
    counts = Counter[str](fault.kind for fault in faults)
    blocking = sum(counts[kind] for kind in BLOCKING)
    facts = {kind: counts[kind] for kind in (*sorted(BLOCKING), "lost", "gained", "apart")}
    tell(is_json, "cli.boundary_checked", draft=draft, blocking=blocking, **facts)
