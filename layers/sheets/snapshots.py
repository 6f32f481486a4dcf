"""Snapshots: a map as it was at one moment, opened again by its code for whoever may see all that it shows."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, exists, func, insert, select

from layers.actor import Actor
from layers.errors import Gone, NotFound, OutsideScope
from layers.sheets.codes import make_code, read_code
from layers.sheets.sheet_words import to_stored
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.periods import known_at
from layers.store.schema import (
    account,
    audit,
    hotspot,
    hotspot_version,
    snapshot,
    snapshot_file,
    snapshot_version,
)

ACTION = "map.export"
"""Entry of `layers.store.scope.ACTIONS` that taking snapshots asks for."""

READ = "hotspot.read"
"""And the one that opening them asks for."""

MOST_LISTED = 100


@dataclass(frozen=True)
class Taken:
    """A map as it is now.

    Attributes
    ----------
    uuid
        Identifier, made by who asks, so that a request sent twice is one.
    sheet
        The sheet and its map, its ``map``; values that JSON can hold, the day filled in. Its ``title`` names it.
    known_at
        As of which the register was read: the moment of its last change.
    today_on
        The day that counted as today.
    versions
        Rows of ``hotspot_version`` that it shows.
    digest
        SHA-256 of the data that it shows, hexadecimal.
    """

    uuid: str
    sheet: Mapping[str, Any]
    known_at: datetime
    today_on: date
    versions: frozenset[int]
    digest: str


class MadeFile(NamedTuple):
    """A file that was made of a snapshot: SHA-256 of its bytes, and how many they are."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Snapshot:
    """A map as it was.

    Attributes
    ----------
    code, uuid
        Public identifiers.
    title
        Of the sheet.
    sheet, known_at, today_on, versions, digest
        As in `Taken`.
    taken_by, made_at
        Sign-in name and aware UTC time.
    files
        What was made of it first, by format.
    """

    code: str
    uuid: str
    title: str
    sheet: Mapping[str, Any]
    known_at: datetime
    today_on: date
    versions: frozenset[int]
    digest: str
    taken_by: str
    made_at: datetime
    files: Mapping[str, MadeFile]

    @property
    def spec(self) -> Mapping[str, Any]:
        """The map of the sheet."""
        told: Mapping[str, Any] = self.sheet["map"]
        return told


@dataclass(frozen=True)
class SnapshotLine:
    """A snapshot in a list."""

    code: str
    title: str
    taken_by: str
    made_at: datetime


def find_last_change(connection: Connection) -> datetime | None:
    """Return the moment of the last change that was recorded; whatever is recorded later has a later one.

    Read as known then, the register stays what it is now. Changes exclude each other on a GeoPackage; where several
    go on at once, one that began before this moment may still come to be known: then the digest tells.
    """
    return connection.execute(select(audit.c.recorded_at).order_by(audit.c.id.desc()).limit(1)).scalar()


def find_versions(
    connection: Connection, actor: Actor, codes: Collection[str], known: datetime
) -> frozenset[int]:
    """Return the rows of ``hotspot_version`` of some places, as known at an aware time, that the actor may see."""
    seen = known_at(hotspot_version, known), scope.sees_hotspot(hotspot_version, actor)
    rows = (
        select(hotspot_version.c.id)
        .join(hotspot, hotspot.c.id == hotspot_version.c.hotspot_id)
        .where(hotspot.c.code.in_(codes), *seen)
    )
    return frozenset(connection.execute(rows).scalars())


def take_snapshot(change: Write, taken: Taken) -> str:
    """Keep a map as it is, and return its code; one that is sent again is the one that is kept.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``snapshot_not_found``: the identifier is another's.
    PersonalData
        Where a word of it names a person.
    """
    scope.require(change.connection, change.actor, ACTION)
    s = snapshot.c
    known = change.connection.execute(select(s.code, s.account_id).where(s.uuid == taken.uuid)).first()
    if known is not None:
        if known.account_id != change.actor.account_id:
            raise NotFound("snapshot_not_found")
        change.note("snapshot", known.code, after={"repeated": True})
        return str(known.code)
    code = _new_code(change.connection)
    values = {
        "title": str(taken.sheet["title"]),
        "sheet": to_stored(taken.sheet),
        "known_at": taken.known_at,
        "today_on": taken.today_on,
        "digest": taken.digest,
        "shown": len(taken.versions),
    }
    ids = {"uuid": taken.uuid, "code": code, "account_id": change.actor.account_id}
    added = insert(snapshot).values(**ids, **values, made_at=change.now).returning(s.id)
    row_id = change.connection.execute(added).scalar_one()
    shown = [{"snapshot_id": row_id, "hotspot_version_id": version} for version in sorted(taken.versions)]
    if shown:
        change.connection.execute(insert(snapshot_version), shown)
    told = {name: values[name] for name in ("title", "digest", "shown")}
    change.note("snapshot", code, after={**told, "known_at": taken.known_at.isoformat()})
    return code


def keep_file(change: Write, code: str, form: str, made: MadeFile, *, url: str = "") -> bool:
    """Record a file that was made of a snapshot; tell whether it is the same as the one made first.

    Parameters
    ----------
    change
        The transaction.
    code
        Code of a snapshot that the actor may open.
    form
        What it is, such as ``pdf`` or ``png-300``.
    made
        The file.
    url
        Address printed on it, which differs by the name under which the server was asked.
    """
    found = get_snapshot(change.connection, change.actor, code)
    # Locked: of two who make its first file at once, the second sees what the first one kept.
    locked = select(snapshot.c.id).where(snapshot.c.code == found.code).with_for_update()
    row_id = change.connection.execute(locked).scalar_one()
    f = snapshot_file.c
    like_it = select(f.sha256, f.size_bytes).where(f.snapshot_id == row_id, f.format == form, f.url == url)
    before = change.connection.execute(like_it).one_or_none()
    if before is None:
        values = {"format": form, "url": url, **made._asdict()}
        change.connection.execute(insert(snapshot_file).values(snapshot_id=row_id, **values))
    change.note("snapshot", found.code, after={"format": form, **made._asdict()})
    return before is None or MadeFile(*before) == made


def get_snapshot(connection: Connection, actor: Actor, typed: str) -> Snapshot:
    """Return the snapshot with a code, for whoever may see all of what it shows.

    Raises
    ------
    NotFound
        ``snapshot_not_found``.
    OutsideScope
        ``snapshot_outside``: it shows what the actor may not see; ``not_allowed``.
    Gone
        ``snapshot_gone``: what it showed was never real and has been erased.
    """
    scope.require(connection, actor, READ)
    s = snapshot.c
    named = (
        select(snapshot, account.c.name.label("taken_by"))
        .join(account, account.c.id == s.account_id)
        .where(s.code == (read_code(typed) or ""))
    )
    row = connection.execute(named).one_or_none()
    if row is None:
        raise NotFound("snapshot_not_found")
    if _shows_unseen(connection, actor, row.id):
        raise OutsideScope("snapshot_outside")
    versions = select(snapshot_version.c.hotspot_version_id).where(snapshot_version.c.snapshot_id == row.id)
    shown = frozenset(connection.execute(versions).scalars())
    if len(shown) != row.shown:
        raise Gone("snapshot_gone")
    return _to_snapshot(row, shown, _read_files(connection, row.id))


def find_snapshot_code(connection: Connection, row_id: int) -> str | None:
    """Return the code of the snapshot in a row."""
    return connection.execute(select(snapshot.c.code).where(snapshot.c.id == row_id)).scalar()


def list_snapshots(connection: Connection, actor: Actor) -> tuple[SnapshotLine, ...]:
    """Return the snapshots that the actor took, the last first."""
    s = snapshot.c
    own = (
        select(s.code, s.title, account.c.name, s.made_at)
        .join(account, account.c.id == s.account_id)
        .where(s.account_id == actor.account_id)
        .order_by(s.made_at.desc(), s.id.desc())
        .limit(MOST_LISTED)
    )
    return tuple(SnapshotLine(*row) for row in connection.execute(own))


def _shows_unseen(connection: Connection, actor: Actor, row_id: int) -> bool:
    unseen = (
        select(func.count())
        .select_from(snapshot_version)
        .join(hotspot_version, hotspot_version.c.id == snapshot_version.c.hotspot_version_id)
        .where(snapshot_version.c.snapshot_id == row_id, ~scope.sees_hotspot(hotspot_version, actor))
    )
    return bool(connection.execute(unseen).scalar_one())


def _new_code(connection: Connection) -> str:
    """Return a code that no snapshot has; one in thousands of millions is drawn twice."""
    while True:
        code = make_code()
        if not connection.execute(select(exists().where(snapshot.c.code == code))).scalar():
            return code


def _read_files(connection: Connection, row_id: int) -> dict[str, MadeFile]:
    f = snapshot_file.c
    rows = (
        select(f.format, f.sha256, f.size_bytes)
        .where(f.snapshot_id == row_id)
        .order_by(f.format, f.id.desc())
    )
    return {form: MadeFile(*made) for form, *made in connection.execute(rows)}


def _to_snapshot(row: AnyRow, versions: frozenset[int], files: Mapping[str, MadeFile]) -> Snapshot:
    return Snapshot(
        code=row.code,
        uuid=row.uuid,
        title=row.title,
        sheet=json.loads(row.sheet),
        known_at=row.known_at,
        today_on=row.today_on,
        versions=versions,
        digest=row.digest,
        taken_by=row.taken_by,
        made_at=row.made_at,
        files=files,
    )
