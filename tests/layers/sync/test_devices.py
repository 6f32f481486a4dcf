"""Devices: registered by their account, known again, wiped from afar, and back under a new identifier."""

from datetime import timedelta
from uuid import uuid4

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import Gone, NotFound, OutsideScope, Refused
from layers.people.users import Account, get_user
from layers.store.database import Database
from layers.sync.devices import (
    MOST_DEVICES,
    SEEN_EVERY,
    get_device,
    list_devices,
    mark_seen,
    register_device,
    tell_state,
    wipe_device,
)
from tests.conftest import Clock
from tests.layers.sync.carrying import INSIDE, add_actor, add_device


@pytest.fixture
def actor(database: Database) -> Actor:
    return add_actor(database)


def _user(database: Database, name: str = "lan") -> Account:
    with database.read() as connection:
        return get_user(connection, name)


def _register(database: Database, actor: Actor, uuid: str, name: str = "Android, Chrome") -> None:
    with database.write(actor, "device.add") as change:
        register_device(change, uuid, name)


def _state(database: Database, actor: Actor, uuid: str) -> str:
    with database.read() as connection:
        return tell_state(connection, actor, uuid)


def test_a_device_registered_twice_is_one_with_its_last_name(database: Database, actor: Actor) -> None:
    uuid = str(uuid4())
    assert _state(database, actor, uuid) == "unknown"
    for name in ("Android", " Android, Firefox "):
        _register(database, actor, uuid, name)
    with database.read() as connection:
        assert [one.name for one in list_devices(connection, _user(database))] == ["Android, Firefox"]
    assert _state(database, actor, uuid) == "known"


@pytest.mark.parametrize(
    ("name", "error"), [("", Refused), ("x" * 81, Refused), ("Máy của ông Trần Văn Bưởi", PersonalData)]
)
def test_a_name_says_what_it_is_and_not_whose(
    database: Database, actor: Actor, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        _register(database, actor, str(uuid4()), name)


def test_a_device_is_of_one_account(database: Database, actor: Actor) -> None:
    other, uuid = add_actor(database, "officer", INSIDE, "minh"), add_device(database, actor)
    assert _state(database, other, uuid) == "other"
    with pytest.raises(OutsideScope, match="device_of_another"):
        _register(database, other, uuid)
    with database.read() as connection, pytest.raises(OutsideScope, match="device_of_another"):
        get_device(connection, other, uuid)
    with pytest.raises(NotFound, match="device_not_found"), database.write(other, "device.wipe") as change:
        wipe_device(change, _user(database, "minh"), uuid)


def test_a_wiped_device_stays_wiped_and_makes_room(database: Database, actor: Actor) -> None:
    uuids = [add_device(database, actor) for _ in range(MOST_DEVICES)]
    with pytest.raises(Refused, match="devices_too_many"):
        add_device(database, actor)
    for _ in range(2):
        with database.write(SYSTEM, "device.wipe") as change:
            wipe_device(change, _user(database), uuids[0])
    assert _state(database, actor, uuids[0]) == "wiped"
    with pytest.raises(Gone, match="device_wiped"):
        _register(database, actor, uuids[0])
    add_device(database, actor)
    with database.read() as connection:
        assert list_devices(connection, _user(database))[-1].uuid == uuids[0]


def test_whoever_sees_no_place_carries_none(database: Database) -> None:
    with pytest.raises(OutsideScope, match="not_allowed"):
        add_device(database, add_actor(database, "auditor", name="hoa"))


def test_that_it_asked_is_recorded_by_the_hour(database: Database, actor: Actor, clock: Clock) -> None:
    uuid = add_device(database, actor)
    with database.read() as connection:
        found = get_device(connection, actor, uuid)
    assert not found.is_seen_due(clock())
    clock.at += SEEN_EVERY + timedelta(minutes=1)
    assert found.is_seen_due(clock())
    with database.write(actor, "device.see") as change:
        mark_seen(change, found)
    with database.read() as connection:
        assert get_device(connection, actor, uuid).seen_at > found.seen_at
