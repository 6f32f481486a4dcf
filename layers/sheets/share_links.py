"""Short addresses of saved maps and snapshots that end: they need a sign-in and add no right to any place."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, case, insert, select, update

from layers.actor import Actor
from layers.errors import Gone, NotFound, Refused
from layers.people.tokens import hash_secret
from layers.sheets.saved_maps import SavedMap, get_linked_map, get_map
from layers.sheets.snapshots import Snapshot, find_snapshot_code, get_snapshot
from layers.store.database import Write
from layers.store.schema import saved_map, share_link, snapshot

Target = Literal["map", "snapshot"]

MOST_DAYS = 366
MOST_LISTED = 100
_SECRET_BYTES = 12  # behind a sign-in, and ended in time


@dataclass(frozen=True)
class ShareLink:
    """A link that an account made.

    Attributes
    ----------
    id
        Row of ``share_link``, by which it is revoked.
    target, code, title
        What it opens.
    made_at, expires_at, used_at
        Aware UTC times; the last use, None before the first.
    uses
        How often it was opened.
    """

    id: int
    target: Target
    code: str
    title: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    uses: int


def add_link(change: Write, target: Target, code: str, *, days: int) -> str:
    """Make a link to something that the actor may open, and return its secret, the only time it is seen.

    Parameters
    ----------
    change
        The transaction.
    target, code
        What it opens.
    days
        How long it is good for, 1 to `MOST_DAYS`.

    Raises
    ------
    NotFound, OutsideScope, Gone
        As opening it.
    Refused
        ``share_link_days``.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused("share_link_days", field="days", maximum=MOST_DAYS)
    connection, actor = change.connection, change.actor
    if target == "map":
        code = get_map(connection, actor, code).code
        opened: Mapping[str, Any] = {"saved_map_id": select(saved_map.c.id).where(saved_map.c.code == code)}
    else:
        code = get_snapshot(connection, actor, code).code
        opened = {"snapshot_id": select(snapshot.c.id).where(snapshot.c.code == code)}
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    expires_at = change.now + timedelta(days=days)
    values = {name: row.scalar_subquery() for name, row in opened.items()}
    times = {"made_at": change.now, "expires_at": expires_at}
    added = insert(share_link).values(
        secret_hash=hash_secret(secret), account_id=actor.account_id, **values, **times
    )
    change.connection.execute(added)
    change.note("share_link", code, after={"target": target, "expires_at": expires_at.isoformat()})
    return secret


def open_link(change: Write, secret: str) -> SavedMap | Snapshot:
    """Return what a link opens, as far as the actor may see it, and count the use.

    Raises
    ------
    NotFound
        ``share_link_not_found``.
    Gone
        ``share_link_ended``: it expired or was revoked, or what it opened was taken away.
    OutsideScope
        As opening it without a link.
    """
    k = share_link.c
    found = change.connection.execute(
        select(share_link).where(k.secret_hash == hash_secret(secret))
    ).one_or_none()
    if found is None:
        raise NotFound("share_link_not_found")
    if found.revoked_at is not None or found.expires_at <= change.now:
        raise Gone("share_link_ended")
    opened = _open(change, found.saved_map_id, found.snapshot_id)
    used = {"uses": k.uses + 1, "used_at": change.now}
    change.connection.execute(update(share_link).where(k.id == found.id).values(**used))
    change.note("share_link", opened.code, after={"used": True})
    return opened


def revoke_link(change: Write, link_id: int) -> None:
    """End a link of the actor.

    Raises
    ------
    NotFound
        ``share_link_not_found``.
    """
    k = share_link.c
    own = (k.id == link_id) & (k.account_id == change.actor.account_id) & k.revoked_at.is_(None)
    ended = update(share_link).where(own).values(revoked_at=change.now).returning(k.id)
    if change.connection.execute(ended).scalar() is None:
        raise NotFound("share_link_not_found")
    change.note("share_link", str(link_id), after={"revoked": True})


def list_links(connection: Connection, actor: Actor, now: datetime) -> tuple[ShareLink, ...]:
    """Return the links of the actor that are still good, the last first."""
    k, m, s = share_link.c, saved_map.c, snapshot.c
    is_map = k.saved_map_id.is_not(None)
    good = (k.account_id == actor.account_id, k.revoked_at.is_(None), k.expires_at > now)
    question = (
        select(
            k.id,
            case((is_map, "map"), else_="snapshot"),
            case((is_map, m.code), else_=s.code),
            case((is_map, m.title), else_=s.title),
            k.made_at,
            k.expires_at,
            k.used_at,
            k.uses,
        )
        .select_from(share_link)
        .outerjoin(saved_map, m.id == k.saved_map_id)
        .outerjoin(snapshot, s.id == k.snapshot_id)
        .where(*good, m.removed_at.is_(None))
        .order_by(k.id.desc())
        .limit(MOST_LISTED)
    )
    return tuple(ShareLink(*row) for row in connection.execute(question))


def _open(change: Write, map_id: int | None, snapshot_id: int | None) -> SavedMap | Snapshot:
    if map_id is None:
        code = find_snapshot_code(change.connection, snapshot_id or 0)
        return get_snapshot(change.connection, change.actor, code or "")
    try:
        return get_linked_map(change.connection, change.actor, map_id)
    except NotFound as error:
        raise Gone("share_link_ended") from error
