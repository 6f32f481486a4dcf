"""The command line of whoever runs the service: serve, init-db, demo, user, token, purge, recount."""

import logging
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from importlib import import_module
from threading import Event, Thread
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

import click
import orjson
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from geo.errors import AppError
from geo.types import local_day
from layers.actor import SYSTEM
from layers.areas.boundaries import has_boundaries
from layers.overview.defaults import has_defaults, load_defaults
from layers.people import conflicts
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.tokens import add_api_token, add_link
from layers.people.users import add_user, find_user, get_user
from layers.store.blobs import BlobStore
from layers.store.database import Database, Reading
from layers.store.scope import ROLES
from layers.summaries.upkeep import rebuild
from layers.supervision import images
from layers.supervision.images import is_used
from layers.sync import uploads
from layers.sync.parts import PartStore
from webmap.config import Config
from webmap.errors import ConfigError
from webmap.http.today import add_months
from webmap.jobs.child import keep_worker
from webmap.jobs.results import erase_results
from webmap.render import assets
from webmap.texts import Translator

FIRST_ACCOUNT = "quantri"
"""Account that a new database gets: coordinator and admin of Quận 8, signed in by the link that a start prints."""

_SERVER_SLACK = 2
_SWITCH_S = (
    0.0005  # SQLite asks us about shapes in the middle of its work: each time it would wait ten times as long
)
"""The server takes this much more than the application, so that too large a body is answered in the reader's words."""

_LONGEST_CHECK_S = 24 * 3600

FIRST_GRANTS = (("coordinator", "776"), ("admin", EVERYWHERE), ("auditor", EVERYWHERE))

P = ParamSpec("P")
T = TypeVar("T")

demo = AppGroup("demo", help="An invented history, by which every screen can be judged full.")
user = AppGroup("user", help="Accounts.")
token = AppGroup("token", help="API tokens.")


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    for command in (serve, init_db, purge, recount, demo, user, token):
        app.cli.add_command(command)


def said_plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn an error of the project into one line in the reader's language and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except AppError as error:
            raise click.ClickException(current_translator().error(error.code, error.facts)) from error

    return run


as_json = click.option("--json", "is_json", is_flag=True, help="Answer as JSON, for programs.")


@click.command("serve")
@click.option("--no-link", is_flag=True, help="Do not print a sign-in link.")
@click.option("--no-worker", is_flag=True, help="Start no worker: another one does the long work.")
@with_appcontext
@said_plainly
def serve(no_link: bool, no_worker: bool) -> None:
    """Bring the database up to date, load the default data into a new one, and serve."""
    database, config = current_database(), current_config()
    missing = assets.find_missing()
    if missing:
        raise ConfigError("assets_missing", file=missing[0])
    if not database.is_migrated():
        database.migrate()
    _prepare_new(database)
    _purge_if_due(database)
    server = _listen(config)
    sys.setswitchinterval(_SWITCH_S)
    Thread(target=_warm_up, daemon=True).start()
    over = Event()
    if not no_worker:
        Thread(target=keep_worker, args=(over,), daemon=True).start()
    address = f"http://{config.host}:{config.port}"
    click.echo(current_translator().text("cli.serving", address=address))
    if not no_link:
        _print_link(database, address)
    try:
        server.run()
    finally:
        over.set()


@click.command("init-db")
@as_json
@with_appcontext
@said_plainly
def init_db(is_json: bool) -> None:
    """Create the tables, or bring them up to date; load the default data into a new database."""
    database = current_database()
    database.migrate()
    _prepare_new(database)
    tell(is_json, "cli.database_ready", address=database.url.render_as_string())


@click.command("purge")
@as_json
@with_appcontext
@said_plainly
def purge(is_json: bool) -> None:
    """Remove what is kept for a time only: old pictures, late changes, parts of uploads, expired downloads."""
    day = _oldest_pictured()
    files, late, unfinished = _purge(day)
    told = {"files": files, "late": late, "uploads": unfinished, "downloads": erase_results(current_app)}
    tell(is_json, "cli.purged", day=day.isoformat(), **told)


@click.command("recount")
@as_json
@with_appcontext
@said_plainly
def recount(is_json: bool) -> None:
    """Count anew what figures are told from: the cure where check finds that it differs from the register."""
    with current_database().write(SYSTEM, "figures.recount") as change:
        rows = rebuild(change)
    tell(is_json, "cli.recounted", rows=rows)


@demo.command("load")
@click.option("--places", type=click.IntRange(0, 100), default=25, show_default=True, help="Ordinary places.")
@click.option("--years", type=click.IntRange(1, 14), default=14, show_default=True, help="Longest life.")
@click.option("--seed", type=int, default=8, show_default=True, help="The same seed makes the same history.")
@as_json
@with_appcontext
@said_plainly
def demo_load(places: int, years: int, seed: int, is_json: bool) -> None:
    """Load an invented history of fourteen years; refused where anything real is recorded."""
    database = current_database()
    if not database.is_migrated():
        database.migrate()
    _prepare_new(database)
    room = _room("layers.demo.loading")
    wanted = room.Invention(local_day(database.clock()), seed, places, years)
    with database.write(SYSTEM, "demo.load") as change:
        n = room.load_demo(change, _files(), wanted)
    tell(is_json, "cli.demo_loaded", n=n)


@demo.command("remove")
@as_json
@with_appcontext
@said_plainly
def demo_remove(is_json: bool) -> None:
    """Remove the invented history with all that was added to its places; what is real stays."""
    database = current_database()
    room = _room("layers.demo.loading")
    with database.write(SYSTEM, "demo.remove") as change:
        taken = room.remove_demo(change)
    with database.read() as connection:
        unused = [digest for digest in taken.digests if not is_used(connection, digest)]
    for digest in unused:
        _files().forget(digest)
    tell(is_json, "cli.demo_removed", n=taken.places)


@user.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="Role in the area.")
@click.option(
    "--area", default=EVERYWHERE, help="Area by public id (27424@2025-07-01) or code; default: everywhere."
)
@click.option("--body", help="For a partner: code of the body whose recommendations it receives (CA_PHUONG).")
@as_json
@with_appcontext
@said_plainly
def user_add(name: str, role: str, area: str, body: str | None, is_json: bool) -> None:
    """Add an account, or give one that exists a further role, and print a one-time sign-in link."""
    database, config = current_database(), current_config()
    with database.write(SYSTEM, "account.add") as change:
        account = find_user(change.connection, name) or add_user(change, name, locale=config.default_language)
        add_grant(change, account, role, area, body)
        secret = add_link(change, account, minutes=config.link_minutes)
    link = f"http://{config.host}:{config.port}/link/{secret}"
    tell(is_json, "cli.user_added", name=account.name, role=role, area=area, link=link)


@token.command("add")
@click.argument("name")
@click.option("--label", default="flask", help="What the token is called on the account's page.")
@with_appcontext
@said_plainly
def token_add(name: str, label: str) -> None:
    """Make an API token for the account NAME and print it, once and alone."""
    database, config = current_database(), current_config()
    with database.write(SYSTEM, "token.add") as change:
        secret = add_api_token(change, get_user(change.connection, name), label, days=config.token_days)
    click.echo(secret)


def _listen(config: Config) -> BaseWSGIServer | MultiSocketServer:
    """Return a server that takes connections already, so that whoever follows a printed link finds it."""
    logging.basicConfig()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        return create_server(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            host=config.host,
            port=config.port,
            threads=config.threads,
            ident=None,
            max_request_body_size=round(config.max_upload_mb * _SERVER_SLACK * 1_000_000),
        )
    except OSError as error:
        raise ConfigError("address_not_free", host=config.host, port=config.port) from error


def _prepare_new(database: Database) -> None:
    """Give a new database its default data, and one of an earlier version the lists that came since."""
    with database.read() as connection:
        is_new, has_lists = not has_boundaries(connection), has_defaults(connection)
    if not has_lists:
        with database.write(SYSTEM, "lists.load") as change:
            load_defaults(change)
    if not is_new:
        return
    with database.write(SYSTEM, "quan8.load") as change:
        _room("layers.overview.quan8").load_quan8(change)
        if find_user(change.connection, FIRST_ACCOUNT) is None:
            first = add_user(change, FIRST_ACCOUNT, locale=current_config().default_language)
            for role, area in FIRST_GRANTS:
                add_grant(change, first, role, area)


def _room(name: str) -> ModuleType:
    """Return a room that brings geopandas or Pillow, for which an ordinary start does not wait."""
    return import_module(name)


def _files() -> BlobStore:
    files: BlobStore = current_app.extensions["files"]
    return files


def _purge(day: date) -> tuple[int, int, int]:
    """Remove pictures of visits before a day, changes and uploads that waited too long; return how many of each."""
    with current_database().write(SYSTEM, "purge") as change:
        digests = images.expire_images(change, day)
        late, unfinished = conflicts.purge_proposals(change), uploads.purge_uploads(change)
        told = {"files": len(digests), "late_changes": late, "uploads": len(unfinished)}
        change.note("purge", day.isoformat(), after=told)
    for digest in digests:
        current_app.extensions["files"].forget(digest)
    parts = PartStore(current_config().data_dir / "uploads")
    for uuid in unfinished:
        parts.forget(uuid)
    return len(digests), late, len(unfinished)


def _purge_if_due(database: Database) -> None:
    """Keep no picture longer than promised, also where nobody has set up a nightly run."""
    day = _oldest_pictured()
    with database.read() as connection:
        is_due = bool(images.list_expired(connection, day))
    if is_due:
        _purge(day)


def _oldest_pictured() -> date:
    """Return the day of the oldest visits whose pictures are kept."""
    return add_months(local_day(current_database().clock()), -current_config().image_months)


def _warm_up() -> None:
    """Make ready what the map's first reader would wait for, while that reader is still signing in."""
    import_module("webmap.render.folium_map")
    assets.pack_all()


def _print_link(database: Database, address: str) -> None:
    minutes = current_config().link_minutes
    with database.read() as connection:
        first = find_user(connection, FIRST_ACCOUNT)
    if first is None or not first.is_active:
        return
    with database.write(SYSTEM, "token.add") as change:
        secret = add_link(change, first, minutes=minutes)
    click.echo(current_translator().text("cli.sign_in_link", name=first.name, minutes=minutes))
    click.echo(f"\n    {address}/link/{secret}\n")


def ask_at_length(question: Callable[[Reading], T]) -> T:
    """Ask the database something that may take longer than any page is given."""
    database = Database(
        current_config().database_url, clock=current_database().clock, query_seconds=_LONGEST_CHECK_S
    )
    try:
        with database.read() as connection:
            return question(connection)
    finally:
        database.close()


def tell(is_json: bool, key: str, **facts: Any) -> None:
    """Say what was done: in words, or as JSON for programs."""
    click.echo(orjson.dumps(facts).decode() if is_json else current_translator().text(key, **facts))


def current_database() -> Database:
    """Return the database that commands work on."""
    database: Database = current_app.extensions["database"]
    return database


def current_config() -> Config:
    """Return the settings that commands work by."""
    config: Config = current_app.config["DIABAN"]
    return config


def current_translator() -> Translator:
    """Return the words of commands: those of the default language."""
    return Translator(current_config().default_language)
