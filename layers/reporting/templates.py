"""Keeps which templates of reports the office made: numbered, the newest in force, none ever removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from layers.errors import NotFound
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import account, report_layout
from layers.store.wording import require_impersonal

ACTION = "list.manage"
"""Entry of `layers.store.scope.ACTIONS` that changing the template asks for: it is an entry of a list of the office."""

LARGEST_BYTES = 2_000_000


@dataclass(frozen=True)
class Template:
    """A template.

    Attributes
    ----------
    number
        From 1.
    sha256
        Name under which its bytes are kept (`layers.store.blobs.BlobStore`); empty where the office went back to the
        template of the service.
    name, size_bytes
        Of the file as it was sent.
    recorded_at, told_by
        Aware UTC time, and who sent it.
    """

    number: int
    sha256: str
    name: str
    size_bytes: int
    recorded_at: datetime
    told_by: str | None


def list_templates(connection: Connection) -> Sequence[Template]:
    """Return all templates, the newest first."""
    question = _select().order_by(report_layout.c.number.desc())
    return tuple(Template(*row) for row in connection.execute(question))


def find_template(connection: Connection) -> Template | None:
    """Return the template in force; None where it is that of the service."""
    newest = next(iter(list_templates(connection)), None)
    return newest if newest and newest.sha256 else None


def get_template(connection: Connection, number: int) -> Template:
    """Return a template.

    Raises
    ------
    NotFound
        ``report_template_not_found``.
    """
    row = connection.execute(_select().where(report_layout.c.number == number)).first()
    if row is None:
        raise NotFound("report_template_not_found", number=number)
    return Template(*row)


def add_template(change: Write, digest: str, name: str, size_bytes: int) -> int:
    """Put a template in force whose bytes are kept and were found right, and return its number.

    Without a digest the template of the service is in force again.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    PersonalData
        Where the name of the file names a person.
    """
    scope.require(change.connection, change.actor, ACTION)
    number = change.next_number("report_layout")
    told = {"sha256": digest, "name": require_impersonal(name, field="file"), "size_bytes": size_bytes}
    by = {"recorded_at": change.now, "recorded_by": change.actor.account_id}
    change.connection.execute(insert(report_layout).values(number=number, **told, **by))
    change.note("report_template", str(number), after=told)
    change.touch("report_templates")
    return number


def _select() -> Select[Any]:
    t = report_layout.c
    told = (t.number, t.sha256, t.name, t.size_bytes, t.recorded_at, account.c.name)
    return select(*told).outerjoin(account, account.c.id == t.recorded_by)
