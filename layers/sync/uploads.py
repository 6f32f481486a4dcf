"""Takes the pictures of a visit from a device, piece by piece: what came stays, what is whole becomes its picture."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from geo.errors import AppError
from layers.actor import Actor
from layers.errors import NotFound, Refused, StaleVersion
from layers.store.blobs import BlobStore
from layers.store.columns import AnyRow
from layers.store.database import Database, Write
from layers.store.schema import device, sync_entry, sync_upload
from layers.supervision.images import add_image, get_visit_ref, is_used, require_room
from layers.supervision.photos import MOST_BYTES, Prepared, prepare_image
from layers.sync import answers
from layers.sync.answers import Answer
from layers.sync.bodies import Body
from layers.sync.devices import Device, get_device, lock_device
from layers.sync.parts import PartStore

MOST_PIECE_BYTES = 512 * 1024
"""Bytes of one piece: so much is lost at most where the network breaks off."""

KEPT_DAYS = 30
"""So long a picture waits for the rest of it; then what came of it is removed."""

_FIELDS = frozenset({"device", "uuid", "entry", "size", "sha256", "media_type", "is_blurred"})
_TYPES = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class Announced:
    """A picture that a device is going to send.

    Attributes
    ----------
    device, uuid, entry
        Identifiers of the device, of the picture, and of the entry of its visit.
    size_bytes
        Its length.
    sha256
        Of its bytes, hexadecimal.
    is_blurred
        Whether parts were made unreadable on the device.
    """

    device: str
    uuid: str
    entry: str
    size_bytes: int
    sha256: str
    is_blurred: bool


@dataclass(frozen=True)
class Progress:
    """How far an upload is: the bytes that came, and the receipt of one that is whole."""

    offset: int
    receipt: str | None = None


@dataclass(frozen=True)
class Stores:
    """Where bytes lie: pieces, and what is whole."""

    parts: PartStore
    files: BlobStore


def read_announced(value: object) -> Announced:
    """Return what a device says of a picture that it is going to send.

    Raises
    ------
    Refused
        ``entry_malformed``, with the field; ``image_too_heavy``.
    """
    told = Body(value, _FIELDS)
    told.choice("media_type", _TYPES)
    size = told.whole("size", least=1)
    if size > MOST_BYTES:
        raise Refused("image_too_heavy", maximum_mb=MOST_BYTES // 1_000_000)
    return Announced(
        told.uuid("device"),
        told.uuid("uuid"),
        told.uuid("entry"),
        size,
        told.sha256("sha256"),
        told.switch("is_blurred"),
    )


def begin_upload(change: Write, announced: Announced, parts: PartStore) -> Progress:
    """Begin an upload, or tell how far one is that was begun before.

    Raises
    ------
    NotFound
        ``device_not_found``, ``entry_not_stored``: the visit comes first; ``visit_not_found``.
    Refused
        ``identifier_taken`` where it is another picture; what `layers.supervision.images.require_room` refuses.
    OutsideScope, Gone
        As `layers.sync.devices.get_device`; ``not_allowed``.
    """
    sender = get_device(change.connection, change.actor, announced.device)
    lock_device(change, sender)
    known = _find(change.connection, announced.uuid)
    if known is not None:
        _require_same(known, sender, announced)
        if known.ended_at is None:
            _get_welcome(change, announced)
        change.note("sync_upload", announced.uuid, after={"repeated": True})
        return _progress(known, parts)
    entry = _get_welcome(change, announced)
    values = {name: getattr(announced, name) for name in ("uuid", "size_bytes", "sha256", "is_blurred")}
    own = {"device_id": sender.id, "entry_id": entry.id, "begun_at": change.now}
    change.connection.execute(insert(sync_upload).values(**values, **own))
    change.note("sync_upload", announced.uuid, after={"visit": entry.object_id, **values})
    return Progress(parts.size(announced.uuid))


def add_piece(
    database: Database, actor: Actor, uuid: str, piece: tuple[int, bytes], stores: Stores
) -> Progress | Answer:
    """Add a piece to an upload; with the last one the picture is kept, and the answer says so.

    Parameters
    ----------
    database
        The register.
    actor
        Who is signed in on the device.
    uuid
        Identifier of the picture.
    piece
        How many bytes came before, and the bytes that follow.
    stores
        Where bytes lie.

    Raises
    ------
    NotFound
        ``upload_not_found``, also where another account began it; ``visit_not_found``.
    OutsideScope
        ``not_allowed``. What came stays: a right that is missing today may be there again tomorrow.
    Refused
        ``piece_too_large``.
    StaleVersion
        ``upload_offset``, with the number of bytes that are there.
    Gone
        ``device_wiped``.
    """
    offset, body = piece
    with database.read() as connection:
        found = _get_own(connection, actor, uuid)
    if found.ended_at is not None:
        return _done(found)
    if len(body) > MOST_PIECE_BYTES or offset + len(body) > found.size_bytes:
        raise Refused("piece_too_large", maximum=MOST_PIECE_BYTES)
    offset = stores.parts.append(uuid, offset, body)
    return Progress(offset) if offset < found.size_bytes else _finish(database, actor, found, stores)


def purge_uploads(change: Write) -> Sequence[str]:
    """Forget uploads that waited too long for the rest of them; return their identifiers, for the caller to remove."""
    u = sync_upload.c
    too_old = (u.ended_at.is_(None), u.begun_at <= change.now - timedelta(days=KEPT_DAYS))
    return change.connection.execute(delete(sync_upload).where(*too_old).returning(u.uuid)).scalars().all()


def _finish(database: Database, actor: Actor, found: AnyRow, stores: Stores) -> Answer:
    """Keep a picture that is whole; one that is not what was announced, or is none, begins anew.

    Who may not record at its place at present is no reason to refuse it: that is raised, and nothing is forgotten.
    """
    body = stores.parts.read(found.uuid)
    try:
        if hashlib.sha256(body).hexdigest() != found.sha256:
            raise Refused("upload_damaged")
        prepared = replace(prepare_image(body), is_blurred=found.is_blurred)
        answer = _keep(database, actor, found, prepared, stores.files)
    except (Refused, StaleVersion) as error:
        answer = answers.refusal(found.uuid, error)
        _drop(database, actor, found, error)
    stores.parts.forget(found.uuid)
    return answer


def _keep(database: Database, actor: Actor, found: AnyRow, prepared: Prepared, files: BlobStore) -> Answer:
    digest = files.keep(prepared.body)
    try:
        with database.write(actor, "visit_image.add") as change:
            # Two requests with the last piece follow one another from here on.
            locked = select(sync_upload.c.ended_at, sync_upload.c.receipt).where(sync_upload.c.id == found.id)
            present = change.connection.execute(locked.with_for_update()).one()
            add_image(change, found.visit, prepared, digest, found.uuid)
            receipt = present.receipt or answers.next_receipt(change)
            whole = update(sync_upload).where(sync_upload.c.id == found.id)
            change.connection.execute(whole.values(ended_at=present.ended_at or change.now, receipt=receipt))
    finally:
        with database.read() as connection:
            is_needed = is_used(connection, digest)
        if not is_needed:
            files.forget(digest)
    return Answer(found.uuid, "stored", receipt, "visit_image", found.uuid)


def _drop(database: Database, actor: Actor, found: AnyRow, error: AppError) -> None:
    with database.write(actor, "sync.refuse") as change:
        unfinished = (sync_upload.c.id == found.id, sync_upload.c.ended_at.is_(None))
        change.connection.execute(delete(sync_upload).where(*unfinished))
        change.note("sync_upload", found.uuid, after={"refused": error.code})


def _find(connection: Connection, uuid: str) -> AnyRow | None:
    return connection.execute(select(sync_upload).where(sync_upload.c.uuid == uuid)).first()


def _get_own(connection: Connection, actor: Actor, uuid: str) -> AnyRow:
    joined = sync_upload.join(device, device.c.id == sync_upload.c.device_id).join(
        sync_entry, sync_entry.c.id == sync_upload.c.entry_id
    )
    told = (*sync_upload.c, device.c.uuid.label("device"), sync_entry.c.object_id.label("visit"))
    named = (sync_upload.c.uuid == uuid, device.c.account_id == actor.account_id)
    row = connection.execute(select(*told).select_from(joined).where(*named)).first()
    if row is None:
        raise NotFound("upload_not_found", upload=uuid)
    get_device(connection, actor, row.device)
    return row


def _get_welcome(change: Write, announced: Announced) -> AnyRow:
    """Return the entry of a picture that its visit can take, and its sender may give it."""
    entry = _get_stored(change.connection, announced.entry)
    of = get_visit_ref(change.connection, change.actor, entry.object_id, "visit.record")
    require_room(change.connection, of, announced.uuid)
    return entry


def _get_stored(connection: Connection, uuid: str) -> AnyRow:
    row = answers.find_entry(connection, uuid)
    if row is None or row.outcome != "stored" or row.object_type != "visit":
        raise NotFound("entry_not_stored", entry=uuid)
    return row


def _require_same(known: AnyRow, of: Device, announced: Announced) -> None:
    is_same = known.sha256 == announced.sha256 and known.size_bytes == announced.size_bytes
    if known.device_id != of.id or not is_same:
        raise Refused("identifier_taken")


def _progress(known: AnyRow, parts: PartStore) -> Progress:
    if known.ended_at is not None:
        return Progress(known.size_bytes, known.receipt)
    if parts.size(known.uuid) >= known.size_bytes:
        parts.forget(known.uuid)  # the service stopped with the last piece in its hands: once more, then
    return Progress(parts.size(known.uuid))


def _done(found: AnyRow) -> Answer:
    return Answer(found.uuid, "already", found.receipt, "visit_image", found.uuid)
