"""The register of pictures of visits: eight a visit, shown to whoever sees its place, replaced, removed, expired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, exists, func, insert, or_, select, update

from layers.actor import Actor
from layers.errors import NotFound, Refused, StaleVersion
from layers.places.references import get_place
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.periods import known_at
from layers.store.schema import document_file, hotspot, visit, visit_image, visit_version
from layers.supervision.photos import Prepared
from layers.supervision.visit_drafts import check_reason

MOST_IMAGES = 8
"""Pictures of one visit."""


@dataclass(frozen=True)
class VisitRef:
    """A visit that pictures belong to: its row, its public code, the code of its place, and its state."""

    id: int
    code: str
    place: str
    state: str

    @property
    def is_made(self) -> bool:
        """Whether it was made and still counts, so that it may have pictures."""
        return self.state == "made"


def get_visit_ref(connection: Connection, actor: Actor, code: str, action: str = "visit.read") -> VisitRef:
    """Return a visit on whose place the actor may do something.

    Raises
    ------
    NotFound
        ``visit_not_found``, also where the actor may not know of its place.
    OutsideScope
        ``not_allowed``.
    """
    joined = visit.join(hotspot, hotspot.c.id == visit.c.hotspot_id).join(visit_version)
    told = (visit.c.id, visit.c.code, hotspot.c.code, visit_version.c.state)
    named = (visit.c.code == code, known_at(visit_version, None))
    row = connection.execute(select(*told).select_from(joined).where(*named)).first()
    if row is None:
        raise NotFound("visit_not_found", visit=code)
    found = VisitRef(*row)
    try:
        get_place(connection, actor, found.place, action)
    except NotFound as error:
        raise NotFound("visit_not_found", visit=code) from error
    return found


def list_images(connection: Connection, actor: Actor, code: str) -> list[AnyRow]:
    """Return ``uuid, sha256, width_px, height_px, size_bytes, is_blurred, recorded_at`` of what a visit shows.

    Raises
    ------
    NotFound
        ``visit_not_found``.
    """
    i = visit_image.c
    told = (i.uuid, i.sha256, i.width_px, i.height_px, i.size_bytes, i.is_blurred, i.recorded_at)
    of_visit = (i.visit_id == get_visit_ref(connection, actor, code).id, i.removed_at.is_(None))
    return list(connection.execute(select(*told).where(*of_visit).order_by(i.recorded_at, i.id)))


def find_image(
    connection: Connection, actor: Actor, code: str, uuid: str, action: str = "visit.read"
) -> AnyRow | None:
    """Return ``id, uuid, sha256, width_px, height_px, is_blurred, removed_at`` of a picture of a visit, if it is one.

    Raises
    ------
    NotFound
        ``visit_not_found``.
    OutsideScope
        ``not_allowed``.
    """
    i = visit_image.c
    told = (i.id, i.uuid, i.sha256, i.width_px, i.height_px, i.is_blurred, i.removed_at)
    of_visit = (i.visit_id == get_visit_ref(connection, actor, code, action).id, i.uuid == uuid)
    return connection.execute(select(*told).where(*of_visit)).first()


def require_room(connection: Connection, of: VisitRef, uuid: str) -> None:
    """Refuse a picture that its visit cannot take; one that it has already is no other.

    Raises
    ------
    Refused
        ``visit_not_made``, ``images_too_many``, ``image_elsewhere`` (the identifier belongs to another visit).
    """
    i = visit_image.c
    known = connection.execute(select(i.visit_id).where(i.uuid == uuid)).scalar()
    if known is not None:
        if known != of.id:
            raise Refused("image_elsewhere")
        return
    if not of.is_made:
        raise Refused("visit_not_made", visit=of.code)
    shown = select(func.count()).where(i.visit_id == of.id, i.removed_at.is_(None))
    if connection.execute(shown).scalar_one() >= MOST_IMAGES:
        raise Refused("images_too_many", maximum=MOST_IMAGES)


def add_image(change: Write, code: str, prepared: Prepared, digest: str, uuid: str) -> str:
    """Register a picture of a visit and return its identifier; repeating a request changes nothing.

    Unless its recorder hid parts of it before asking again, since the answer was lost: then those are hidden.

    Parameters
    ----------
    change
        The transaction.
    code
        Code of the visit.
    prepared
        The picture, whose bytes are kept already.
    digest
        SHA-256 under which they are kept.
    uuid
        Given by the recorder so that a repeated request is recognised.

    Raises
    ------
    NotFound
        ``visit_not_found``.
    OutsideScope
        ``not_allowed``.
    Refused
        What `require_room` refuses.
    """
    of = get_visit_ref(change.connection, change.actor, code, "visit.record")
    # Two requests for the same visit follow one another from here on, so that both together keep to the most.
    change.connection.execute(select(visit.c.id).where(visit.c.id == of.id).with_for_update())
    require_room(change.connection, of, uuid)
    i = visit_image.c
    known = change.connection.execute(
        select(i.sha256, i.recorded_by, i.removed_at).where(i.uuid == uuid)
    ).first()
    if known is None:
        values = {"visit_id": of.id, "recorded_at": change.now, "recorded_by": change.actor.account_id}
        change.connection.execute(
            insert(visit_image).values(uuid=uuid, **values, **_measures(prepared, digest))
        )
        change.note("visit_image", uuid, after={"visit": of.code, **_measures(prepared, digest)})
        return uuid
    is_own = known.recorded_by == change.actor.account_id and known.removed_at is None
    if is_own and prepared.is_blurred and known.sha256 != digest:
        replace_image(change, code, uuid, prepared, digest, started_from=known.sha256)
    else:
        change.note("visit_image", uuid, after={"visit": of.code, "repeated": True})
    return uuid


def replace_image(
    change: Write, code: str, uuid: str, prepared: Prepared, digest: str, *, started_from: str
) -> None:
    """Put the same picture with more of it unreadable in the place of one.

    Parameters
    ----------
    change
        The transaction.
    code
        Code of the visit.
    uuid
        Identifier of the picture.
    prepared, digest
        The new picture, whose bytes are kept already.
    started_from
        SHA-256 of the bytes that were made unreadable, so that what another did meanwhile is not undone.

    Raises
    ------
    NotFound
        ``visit_not_found``, ``image_not_found``.
    OutsideScope
        ``not_allowed``.
    StaleVersion
        ``image_changed``.
    """
    row = find_image(change.connection, change.actor, code, uuid, "visit.record")
    if row is None or row.removed_at is not None:
        raise NotFound("image_not_found", image=uuid)
    values = _measures(prepared, digest)
    started = (visit_image.c.id == row.id, visit_image.c.sha256 == started_from)
    replaced = update(visit_image).where(*started).values(**values)
    if change.connection.execute(replaced).rowcount == 0:
        raise StaleVersion("image_changed")
    before = {"sha256": row.sha256, "is_blurred": row.is_blurred}
    change.note("visit_image", uuid, before=before, after={"visit": code, **values})


def remove_image(change: Write, code: str, uuid: str) -> None:
    """Show a picture no longer; why stands in the audit, as the reason of the change. A second time changes nothing.

    Raises
    ------
    Refused
        ``reason_missing``.
    PersonalData
        Where the reason names a person.
    NotFound
        ``visit_not_found``, ``image_not_found``.
    OutsideScope
        ``not_allowed``.
    """
    row = find_image(change.connection, change.actor, code, uuid, "visit.record")
    if row is None:
        raise NotFound("image_not_found", image=uuid)
    check_reason(change.reason or "")
    if row.removed_at is None:
        gone = update(visit_image).where(visit_image.c.id == row.id).values(removed_at=change.now)
        change.connection.execute(gone)
    before = {"visit": code, "sha256": row.sha256, "removed": row.removed_at is not None}
    change.note("visit_image", uuid, before=before, after={"removed": True})


def list_expired(connection: Connection, visited_before: date) -> Sequence[AnyRow]:
    """Return the pictures that are shown of visits made before a day: ``id, uuid, sha256, code`` of the visit."""
    i, v = visit_image.c, visit_version.c
    question = (
        select(i.id, i.uuid, i.sha256, visit.c.code)
        .join(visit, visit.c.id == i.visit_id)
        .join(visit_version, v.visit_id == visit.c.id)
        .where(known_at(visit_version, None), v.visited_on < visited_before, i.removed_at.is_(None))
    )
    return connection.execute(question.order_by(i.id)).all()


def expire_images(change: Write, visited_before: date) -> list[str]:
    """Take off the pictures of visits made before a day; return the SHA-256 of bytes that nothing needs any more.

    That there were pictures stays on record; the bytes are for the caller to forget, once the change is written.
    """
    expired = list_expired(change.connection, visited_before)
    for row in expired:
        gone = update(visit_image).where(visit_image.c.id == row.id).values(removed_at=change.now)
        change.connection.execute(gone)
        before = {"visit": row.code, "sha256": row.sha256, "removed": False}
        change.note("visit_image", row.uuid, before=before, after={"removed": True})
    return [
        digest for digest in {row.sha256: None for row in expired} if not is_used(change.connection, digest)
    ]


def is_used(connection: Connection, digest: str) -> bool:
    """Tell whether anything that the register shows still needs the bytes kept under a SHA-256."""
    shown = exists().where(visit_image.c.sha256 == digest, visit_image.c.removed_at.is_(None))
    filed = exists().where(document_file.c.sha256 == digest)
    return bool(connection.execute(select(or_(shown, filed))).scalar())


def _measures(prepared: Prepared, digest: str) -> dict[str, object]:
    return {
        "sha256": digest,
        "media_type": prepared.media_type,
        "width_px": prepared.width_px,
        "height_px": prepared.height_px,
        "size_bytes": len(prepared.body),
        "is_blurred": prepared.is_blurred,
    }
