"""Keeps which files a document has, and tells which records cite it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    exists,
    insert,
    literal,
    select,
    union_all,
    update,
)

from layers.actor import Actor
from layers.errors import NotFound, Refused
from layers.records.documents import get_document_row
from layers.store import scope
from layers.store.database import Write
from layers.store.periods import known_at
from layers.store.schema import (
    document_file,
    hotspot,
    hotspot_version,
    recommendation,
    recommendation_version,
    status_event,
)
from layers.store.wording import require_impersonal

MOST_FILES = 20
"""Files that one document may have at a time."""

MOST_CITATIONS = 200


@dataclass(frozen=True)
class DocumentFile:
    """A file of a document.

    Attributes
    ----------
    uuid
        Public identifier.
    sha256
        Name under which its bytes are kept (`layers.store.blobs.BlobStore`).
    name
        Name for whoever downloads it.
    media_type
        Found from its bytes.
    size_bytes
        Length.
    recorded_at
        Aware UTC time.
    """

    uuid: str
    sha256: str
    name: str
    media_type: str
    size_bytes: int
    recorded_at: datetime


@dataclass(frozen=True)
class Citation:
    """A record that rests on a document.

    Attributes
    ----------
    what
        ``place``, ``status``, ``recommendation`` or ``reply``.
    code, name
        Of the place.
    day
        When it happened; None for a draft that was not sent.
    detail
        State of a change of status, code of a recommendation, else empty.
    """

    what: str
    code: str
    name: str
    day: date | None
    detail: str


def attach_file(
    change: Write, document_uuid: str, digest: str, name: str, media_type: str, size_bytes: int
) -> str:
    """Attach a file whose bytes are kept already, and return its uuid.

    The same bytes on the same document are recognised: the file that is there is returned, nothing is added.

    Raises
    ------
    NotFound
        ``document_not_found``.
    Refused
        ``files_too_many``.
    PersonalData
        Where the name of the file names a person.
    """
    document_id = get_document_row(change.connection, document_uuid)
    name = require_impersonal(name, field="file")
    present = _files(change.connection, document_id)
    same = next((file for file in present if file.sha256 == digest), None)
    if same is not None:
        change.note("document_file", same.uuid)
        return same.uuid
    if len(present) >= MOST_FILES:
        raise Refused("files_too_many", field="file", maximum=MOST_FILES)
    uuid = str(uuid4())
    values = {
        "uuid": uuid,
        "document_id": document_id,
        "sha256": digest,
        "file_name": name,
        "media_type": media_type,
        "size_bytes": size_bytes,
    }
    change.connection.execute(
        insert(document_file).values(**values, recorded_at=change.now, recorded_by=change.actor.account_id)
    )
    change.note("document_file", uuid, after={**values, "document_id": document_uuid})
    return uuid


def remove_file(change: Write, document_uuid: str, file_uuid: str) -> None:
    """Show a file no longer; that it was there, and its bytes, stay.

    Raises
    ------
    NotFound
        ``document_not_found``, ``file_not_found``.
    """
    file = get_file(change.connection, document_uuid, file_uuid)
    removed = update(document_file).where(document_file.c.uuid == file.uuid)
    change.connection.execute(removed.values(removed_at=change.now))
    change.note("document_file", file.uuid, before={"file_name": file.name, "sha256": file.sha256})


def list_files(connection: Connection, document_uuid: str) -> tuple[DocumentFile, ...]:
    """Return the files of a document in the order in which they were attached.

    Raises
    ------
    NotFound
        ``document_not_found``.
    """
    return _files(connection, get_document_row(connection, document_uuid))


def get_file(connection: Connection, document_uuid: str, file_uuid: str) -> DocumentFile:
    """Return a file that was not removed.

    Raises
    ------
    NotFound
        ``document_not_found``, ``file_not_found``.
    """
    for file in list_files(connection, document_uuid):
        if file.uuid == file_uuid:
            return file
    raise NotFound("file_not_found", file=file_uuid)


def list_citations(connection: Connection, actor: Actor, document_uuid: str) -> tuple[Citation, ...]:
    """Return the records that cite a document, newest first, as far as the actor sees their places; 200 at most.

    Raises
    ------
    NotFound
        ``document_not_found``.
    """
    row_id = get_document_row(connection, document_uuid)
    cited = union_all(*_sources(row_id)).subquery("cited")
    v = hotspot_version.alias("named")
    newest = hotspot_version.alias("newest")
    is_newest = ~exists().where(
        newest.c.hotspot_id == v.c.hotspot_id,
        known_at(newest, None),
        newest.c.valid_from > v.c.valid_from,
    ).correlate(v)
    reached = hotspot_version.alias("reached")
    is_seen = exists().where(
        reached.c.hotspot_id == cited.c.hotspot_id,
        known_at(reached, None),
        scope.sees_hotspot(reached, actor),
    )
    question = (
        select(cited.c.what, hotspot.c.code, v.c.name, cited.c.day, cited.c.detail)
        .distinct()
        .join(hotspot, hotspot.c.id == cited.c.hotspot_id)
        .join(v, and_(v.c.hotspot_id == hotspot.c.id, known_at(v, None), is_newest))
        .where(is_seen)
        .order_by(cited.c.day.desc(), hotspot.c.code, cited.c.what, cited.c.detail)
        .limit(MOST_CITATIONS)
    )
    return tuple(Citation(*row) for row in connection.execute(question))


def _sources(row_id: int) -> tuple[Select[Any], ...]:
    """Return the four questions for what cites a document, with the same columns."""
    w, e = recommendation_version.c, status_event.c
    later = status_event.alias("later")
    is_replaced = exists().where(later.c.corrects_id == e.id).correlate(status_event)
    first_day = hotspot_version.c.valid_from
    return (
        _citing("place", first_day, literal("", Text), hotspot_version).where(
            hotspot_version.c.document_id == row_id, known_at(hotspot_version, None)
        ),
        _citing("status", e.valid_from, e.state, status_event).where(e.document_id == row_id, ~is_replaced),
        _citing("recommendation", w.sent_on, recommendation.c.code, recommendation).where(
            w.document_id == row_id, _is_present_version()
        ),
        _citing("reply", w.answered_on, recommendation.c.code, recommendation).where(
            w.reply_document_id == row_id, _is_present_version()
        ),
    )


def _citing(what: str, day: Any, detail: Any, table: Any) -> Select[Any]:
    labelled = (
        literal(what, Text).label("what"),
        table.c.hotspot_id,
        day.label("day"),
        detail.label("detail"),
    )
    return select(*labelled)


def _is_present_version() -> ColumnElement[bool]:
    w = recommendation_version.c
    return and_(w.recommendation_id == recommendation.c.id, known_at(recommendation_version, None))


def _files(connection: Connection, document_id: int) -> tuple[DocumentFile, ...]:
    f = document_file.c
    rows = connection.execute(
        select(f.uuid, f.sha256, f.file_name, f.media_type, f.size_bytes, f.recorded_at)
        .where(f.document_id == document_id, f.removed_at.is_(None))
        .order_by(f.id)
    )
    return tuple(DocumentFile(*row) for row in rows)
