"""Pictures that come piece by piece: after their visit, where they broke off, and only if they are what was told."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.people.grants import add_grant, list_grants, revoke_grant
from layers.people.users import get_user
from layers.store.blobs import BlobStore
from layers.store.database import Database
from layers.store.schema import sync_upload
from layers.supervision.images import list_images
from layers.supervision.visits import cancel_visit
from layers.sync.answers import Answer
from layers.sync.parts import PartStore
from layers.sync.uploads import (
    KEPT_DAYS,
    Progress,
    Stores,
    add_piece,
    begin_upload,
    purge_uploads,
    read_announced,
)
from tests.conftest import Clock
from tests.layers.sync.carrying import (
    INSIDE,
    OUTSIDE,
    add_actor,
    add_device,
    make_entry,
    receive,
    visit_body,
)
from tests.pictures import make_photo


@dataclass
class Sender:
    """A device that stored a visit, and the picture that belongs to it."""

    database: Database
    actor: Actor
    device: str
    entry: str
    visit: str
    stores: Stores
    photo: bytes

    def told(self, **more: Any) -> dict[str, Any]:
        digest = hashlib.sha256(self.photo).hexdigest()
        own = {"device": self.device, "entry": self.entry, "size": len(self.photo), "sha256": digest}
        return {**own, "media_type": "image/jpeg", "is_blurred": True, **more}

    def announce(self, uuid: str, **more: Any) -> Progress:
        with self.database.write(self.actor, "upload.begin") as change:
            return begin_upload(change, read_announced(self.told(uuid=uuid, **more)), self.stores.parts)

    def send(self, uuid: str, offset: int, piece: bytes) -> Progress | Answer:
        return add_piece(self.database, self.actor, uuid, (offset, piece), self.stores)


@pytest.fixture
def sender(database: Database, tmp_path: Path) -> Sender:
    actor = add_actor(database)
    device, entry = add_device(database, actor), make_entry(visit_body())
    (answer,) = receive(database, actor, device, entry)
    stores = Stores(PartStore(tmp_path / "uploads"), BlobStore(tmp_path / "files"))
    return Sender(database, actor, device, entry.uuid, str(answer.object_id), stores, make_photo(320, 200))


def _grant(database: Database, area: str | None) -> None:
    """Let the sender's account have its role in another area, or none at all."""
    with database.write(SYSTEM, "grant.change") as change:
        user = get_user(change.connection, "lan")
        for grant in list_grants(change.connection, user):
            revoke_grant(change, user, grant.id)
        if area:
            add_grant(change, user, "supervisor", area)


def _shown(sender: Sender) -> list[tuple[str, bool]]:
    with sender.database.read() as connection:
        return [(row.uuid, row.is_blurred) for row in list_images(connection, SYSTEM, sender.visit)]


def test_a_picture_that_is_whole_belongs_to_its_visit(sender: Sender) -> None:
    uuid = str(uuid4())
    assert sender.announce(uuid) == Progress(0)
    assert sender.send(uuid, 0, sender.photo[:700]) == Progress(700)
    assert sender.announce(uuid) == Progress(700), "asked again, it goes on from there"
    last = sender.send(uuid, 700, sender.photo[700:])
    assert isinstance(last, Answer)
    assert (last.outcome, last.receipt) == ("stored", "BN00002")
    again = sender.send(uuid, 700, sender.photo[700:])
    assert (again.outcome, again.receipt) == ("already", "BN00002")
    assert sender.announce(uuid) == Progress(len(sender.photo), "BN00002")
    assert _shown(sender) == [(uuid, True)]
    assert sender.stores.parts.size(uuid) == 0


def test_a_piece_out_of_order_is_told_where_to_go_on(sender: Sender) -> None:
    uuid = str(uuid4())
    sender.announce(uuid)
    sender.send(uuid, 0, sender.photo[:700])
    with pytest.raises(StaleVersion) as stale:
        sender.send(uuid, 0, sender.photo[:700])
    assert stale.value.facts["present"] == 700


def test_bytes_that_are_not_what_was_told_are_dropped(sender: Sender) -> None:
    uuid = str(uuid4())
    sender.announce(uuid)
    answer = sender.send(uuid, 0, bytes(len(sender.photo)))
    assert (answer.outcome, answer.code) == ("refused", "upload_damaged")
    assert sender.announce(uuid) == Progress(0)
    assert sender.send(uuid, 0, sender.photo).outcome == "stored"


def test_what_was_whole_when_the_service_stopped_is_sent_once_more(sender: Sender) -> None:
    uuid = str(uuid4())
    sender.announce(uuid)
    sender.stores.parts.append(uuid, 0, sender.photo)  # and then the power failed
    assert sender.announce(uuid) == Progress(0)
    assert sender.send(uuid, 0, sender.photo).outcome == "stored"


def test_the_visit_comes_first(sender: Sender) -> None:
    with pytest.raises(NotFound, match="entry_not_stored"):
        sender.announce(str(uuid4()), entry=str(uuid4()))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"size": 0}, "entry_malformed"),
        ({"size": 10**9}, "image_too_heavy"),
        ({"sha256": "x"}, "entry_malformed"),
        ({"media_type": "image/svg+xml"}, "entry_malformed"),
    ],
)
def test_what_is_no_picture_is_not_begun(sender: Sender, told: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        sender.announce(str(uuid4()), **told)


def test_another_picture_under_the_same_identifier_is_refused(sender: Sender) -> None:
    uuid = str(uuid4())
    sender.announce(uuid)
    with pytest.raises(Refused, match="identifier_taken"):
        sender.announce(uuid, sha256="0" * 64)


def test_a_picture_of_a_visit_that_was_withdrawn_is_refused(sender: Sender) -> None:
    uuid = str(uuid4())
    sender.announce(uuid)
    with sender.database.write(SYSTEM, "visit.cancel") as change:
        cancel_visit(change, sender.visit, version=1, reason="Ghi nhầm")
    answer = sender.send(uuid, 0, sender.photo)
    assert (answer.outcome, answer.code) == ("refused", "visit_not_made")
    with pytest.raises(Refused, match="visit_not_made"):
        sender.announce(uuid)


def test_nobody_goes_on_with_the_picture_of_another(sender: Sender) -> None:
    uuid = str(uuid4())
    sender.announce(uuid)
    sender.actor = add_actor(sender.database, "officer", INSIDE, "minh")
    with pytest.raises(NotFound, match="upload_not_found"):
        sender.send(uuid, 0, sender.photo)


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_right_that_was_lost_stops_a_picture_and_one_that_comes_back_keeps_it(
    sender: Sender, elsewhere: bool
) -> None:
    uuid, error = str(uuid4()), NotFound if elsewhere else OutsideScope
    sender.announce(uuid)
    sender.send(uuid, 0, sender.photo[:700])
    _grant(sender.database, OUTSIDE if elsewhere else None)
    with pytest.raises(error):
        sender.send(uuid, 700, sender.photo[700:])
    with pytest.raises(error):
        sender.announce(uuid)
    _grant(sender.database, INSIDE)
    assert sender.announce(uuid) == Progress(0), "the last piece was in the service's hands: once more, then"
    assert sender.send(uuid, 0, sender.photo).outcome == "stored"
    _grant(sender.database, None)
    assert sender.announce(uuid) == Progress(len(sender.photo), "BN00002"), "what is kept stays kept"


def test_what_waited_too_long_is_forgotten(sender: Sender, clock: Clock) -> None:
    kept, late = str(uuid4()), str(uuid4())
    sender.announce(kept)
    sender.send(kept, 0, sender.photo)
    sender.announce(late)
    clock.at += timedelta(days=KEPT_DAYS)
    with sender.database.write(SYSTEM, "purge") as change:
        change.note("purge", "uploads")
        assert list(purge_uploads(change)) == [late]
    with sender.database.read() as connection:
        assert connection.execute(select(sync_upload.c.uuid)).scalars().all() == [kept]
