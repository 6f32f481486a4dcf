"""The register's side of random histories: answers two devices that node plays, by the functions of the service."""

import atexit
import base64
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeAlias
from uuid import uuid4

import orjson
from sqlalchemy import event, select

from layers.actor import SYSTEM, Actor
from layers.errors import Gone, NotFound, OutsideScope, Refused, StaleVersion
from layers.overview.quan8 import load_quan8
from layers.people.grants import add_grant, list_grants, revoke_grant
from layers.people.users import get_user
from layers.store.blobs import BlobStore
from layers.store.database import Database
from layers.store.periods import known_at
from layers.store.schema import visit, visit_image, visit_version
from layers.store.scope import require
from layers.supervision.checklists import get_current_checklist, publish_checklist, read_default_items
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import cancel_visit, plan_visit, record_visit, redate_visit
from layers.sync.answers import Answer, list_answers
from layers.sync.devices import get_device, register_device, tell_state, wipe_device
from layers.sync.entries import read_batch
from layers.sync.parts import PartStore
from layers.sync.receiving import receive_entries
from layers.sync.uploads import Stores, add_piece, begin_upload, read_announced
from tests.conftest import START, Clock
from tests.layers.sync.carrying import INSIDE, OUTSIDE, RULES, add_actor, add_lists
from tests.pictures import make_photo
from tests.servers import skip_or_fail
from tools.javascript import ROOT, find_node

TODAY = date(2026, 11, 22)
PEOPLE = (("lan", "supervisor"), ("minh", "officer"))

Told: TypeAlias = dict[str, Any]


@dataclass
class Register:
    """A register on a GeoPackage of its own, as two devices meet it.

    Attributes
    ----------
    database
        With the default data.
    clock
        Its clock.
    stores
        Where pictures lie.
    actors, devices
        Who is signed in, and each device with the name of its account.
    without
        Who has no rights at present.
    """

    database: Database
    clock: Clock
    stores: Stores
    actors: list[Actor] = field(default_factory=list)
    devices: list[tuple[str, str]] = field(default_factory=list)
    without: set[int] = field(default_factory=set)
    photo: bytes = field(default_factory=lambda: make_photo(64, 48))

    def begin(self) -> Told:
        """Start a history: the clock is set, rights are as at first, devices of the one before are gone."""
        self.clock.at = START
        self.restore()
        for name, uuid in self.devices:
            self.wipe(device=uuid, name=name)
        self.devices.clear()
        return {"told": {"photo": base64.b64encode(self.photo).decode(), "form": self._form()}}

    def time(self, minutes: int) -> Told:
        """Let time go on."""
        self.clock.at = max(self.clock.at, START + timedelta(minutes=minutes))
        return {}

    def device(self, who: int) -> Told:
        """Register a new device of somebody."""
        uuid = str(uuid4())
        self.restore()
        with self.database.write(self.actors[who], "device.add") as change:
            register_device(change, uuid, "Android, Chrome")
        self.devices.append((PEOPLE[who][0], uuid))
        return {"device": uuid}

    def session(self, who: int, device: str) -> Told:
        """Tell what is known of a device."""
        with self.database.read() as connection:
            return {"told": tell_state(connection, self.actors[who], device)}

    def entries(self, who: int, device: str, sent_at: str, entries: list[Told]) -> Told:
        """Receive entries as the address does."""
        self._enter(who, "hotspot.read")
        batch = read_batch(
            orjson.loads(orjson.dumps({"device": device, "sent_at": sent_at, "entries": entries}))
        )
        answers = receive_entries(self.database, self.actors[who], batch, RULES)
        return {"told": [_told(one) for one in answers]}

    def announce(self, who: int, device: str, photo: Told) -> Told:
        """Begin an upload as the address does."""
        self._enter(who, "visit.record")
        announced = read_announced({**photo, "device": device})
        with self.database.write(self.actors[who], "upload.begin") as change:
            progress = begin_upload(change, announced, self.stores.parts)
        return {"told": {"offset": progress.offset, "receipt": progress.receipt}}

    def piece(self, who: int, device: str, uuid: str, offset: int, bytes: str) -> Told:
        """Take a piece as the address does."""
        self._enter(who, "visit.record")
        piece = (offset, base64.b64decode(bytes))
        assert device
        told = add_piece(self.database, self.actors[who], uuid, piece, self.stores)
        return {"told": _told(told) if isinstance(told, Answer) else {"offset": told.offset}}

    def plan(self) -> Told:
        """Plan a visit for today."""
        with self.database.write(SYSTEM, "visit.plan") as change:
            return {"told": {"visit": plan_visit(change, "DB00001", TODAY), "version": 1}}

    def move(self, plan: Told, how: str) -> Told:
        """Change a planned visit at the office; what is no longer planned stays."""
        code, version = plan["visit"], plan["version"]
        try:
            with self.database.write(SYSTEM, f"visit.{how}") as change:
                if how == "moved":
                    redate_visit(change, code, TODAY + timedelta(days=3), version=version, reason="Mưa lớn")
                elif how == "cancelled":
                    cancel_visit(change, code, version=version, reason="Mưa lớn")
                else:
                    record_visit(change, "DB00001", Visit(TODAY), planned=(code, version))
        except (StaleVersion, Refused):
            return {"told": False}
        return {"told": True}

    def form(self) -> Told:
        """Publish a new list of facts: entries made with an older one are still good."""
        items = read_default_items()
        with self.database.write(SYSTEM, "list.publish_checklist") as change:
            present = get_current_checklist(change.connection)
            publish_checklist(change, items[present.number % 3 :])
        return {"told": self._form()}

    def rights(self, who: int, how: str = "gone") -> Told:
        """Take somebody's rights away, or have them hold elsewhere, or give them back."""
        name, role = PEOPLE[who]
        area = INSIDE if who in self.without else OUTSIDE if how == "elsewhere" else None
        with self.database.write(SYSTEM, "grant.change") as change:
            user = get_user(change.connection, name)
            for grant in list_grants(change.connection, user):
                revoke_grant(change, user, grant.id)
            if area:
                add_grant(change, user, role, area)
        self.without ^= {who}
        return {}

    def restore(self) -> Told:
        """Give everybody his rights back."""
        for who in sorted(self.without):
            self.rights(who)
        return {}

    def wipe(self, device: str, name: str | None = None) -> Told:
        """Have a device forget everything."""
        name = name or next(name for name, uuid in self.devices if uuid == device)
        with self.database.write(SYSTEM, "device.wipe") as change:
            wipe_device(change, get_user(change.connection, name), device)
        return {}

    def state(self, seed: int, devices: list[str]) -> Told:
        """Tell what the register has of a history."""
        v, names = visit_version.c, {uuid: name for name, uuid in self.devices}
        ours = (known_at(visit_version, None), v.state == "made", v.note.like(f"Lượt {seed}-%"))
        with self.database.read() as connection:
            made = connection.execute(select(v.note, v.visited_on).join(visit).where(*ours)).all()
            pictures = connection.execute(select(visit_image.c.uuid)).scalars().all()
            entries = {}
            for uuid in devices:
                actor = get_user(connection, names[uuid]).actor
                told = list_answers(connection, get_device(connection, actor, uuid))
                entries[uuid] = [{"uuid": one.uuid, "receipt": one.receipt} for one in told]
        visits = [{"note": row.note, "day": row.visited_on.isoformat()} for row in made]
        return {"told": {"visits": visits, "entries": entries, "pictures": pictures}}

    def _enter(self, who: int, action: str) -> None:
        """Turn away who may not do this anywhere, as the door of an address does."""
        with self.database.read() as connection:
            require(connection, self.actors[who], action)

    def _form(self) -> Told:
        with self.database.read() as connection:
            present = get_current_checklist(connection)
        items = [{"code": item.code, "answer": item.answers[0]} for item in present.items]
        return {"checklist": present.id, "items": items}


def play(folder: Path, first: int, count: int) -> Iterator[tuple[int, list[str]]]:
    """Play some histories; yield the seed of each and what was wrong in it.

    Parameters
    ----------
    folder
        Empty; the register is made there.
    first, count
        First seed, and how many follow one another.
    """
    node = find_node()
    if node is None:
        skip_or_fail("no Node.js here", "make setup")
    words = [
        node.program,
        "--import",
        "./tests/js/register.js",
        "tests/js/histories.js",
        str(first),
        str(count),
    ]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with _open_register(folder) as register, subprocess.Popen(words, cwd=ROOT, **pipes) as devices:
        assert devices.stdin
        assert devices.stdout
        for line in devices.stdout:
            asked = orjson.loads(line)
            if asked["op"] == "done":
                yield asked["seed"], asked["faults"]
            answer = {} if asked["op"] == "done" else _answer(register, asked)
            devices.stdin.write(orjson.dumps(answer) + b"\n")
            devices.stdin.flush()
    assert devices.returncode == 0, "the devices broke off"


def _answer(register: Register, asked: Told) -> Told:
    """Answer as the address would: what stops a device, and what it is told of an entry or a picture."""
    op = asked.pop("op")
    deed = getattr(register, op)
    try:
        told: Told = deed(**asked)
    except Gone:
        return {"stop": "wiped"}
    except StaleVersion as error:
        return {"told": {"offset": error.facts["present"]}}
    except OutsideScope:
        return {"stop": "not_allowed"}
    except NotFound:  # as field/transport.js takes it
        return {"told": {"outcome": "later"}} if op in {"announce", "piece"} else {"stop": "server"}
    except Refused as error:
        return {"told": {"outcome": "refused", "code": error.code}}
    return told


@contextmanager
def _open_register(folder: Path) -> Iterator[Register]:
    clock = Clock(START)
    shutil.copyfile(_model(), folder / "diaban.gpkg")
    database = Database(f"sqlite:///{folder / 'diaban.gpkg'}", clock=clock)
    event.listen(database._writer, "connect", _hurry)
    with database.read() as connection:
        actors = [get_user(connection, name).actor for name, _role in PEOPLE]
    stores = Stores(PartStore(folder / "uploads"), BlobStore(folder / "files"))
    try:
        yield Register(database, clock, stores, actors)
    finally:
        database.close()


@cache
def _model() -> Path:
    """Make the register with which every history begins, once."""
    path = Path(mkdtemp()) / "diaban.gpkg"
    atexit.register(shutil.rmtree, path.parent)
    database = Database(f"sqlite:///{path}", clock=Clock(START))
    database.migrate()
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
    add_lists(database)
    for name, role in PEOPLE:
        add_actor(database, role, INSIDE, name)
    database.close()
    return path


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(
        "PRAGMA synchronous = OFF"
    )  # no power fails here, and each wait for the disk is most of a deed


def _told(answer: Answer) -> Told:
    return {"uuid": answer.uuid, "outcome": answer.outcome, "receipt": answer.receipt, "code": answer.code}
