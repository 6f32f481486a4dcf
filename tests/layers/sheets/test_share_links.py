"""Links: they open in time and for whoever may see what they lead to, are counted, and end."""

from datetime import date, timedelta

import pytest

from layers.actor import Actor
from layers.errors import Gone, NotFound, OutsideScope, Refused
from layers.sheets.saved_maps import NewMap, SavedMap, remove_map, save_map
from layers.sheets.share_links import ShareLink, add_link, list_links, open_link, revoke_link
from layers.sheets.snapshots import Snapshot, Taken, find_versions, take_snapshot
from layers.store.database import Database
from tests.clock import Clock
from tests.layers.places.supervised import add_person


@pytest.fixture
def lan(database: Database) -> Actor:
    return add_person(database, "lan", "coordinator")


def _add(database: Database, actor: Actor, target: str, code: str, days: int = 7) -> str:
    with database.write(actor, "share_link.add") as change:
        return add_link(change, target, code, days=days)


def _open(database: Database, actor: Actor, secret: str) -> SavedMap | Snapshot:
    with database.write(actor, "share_link.open") as change:
        return open_link(change, secret)


def _links(database: Database, actor: Actor) -> tuple[ShareLink, ...]:
    with database.read() as connection:
        return list_links(connection, actor, database.clock())


def test_a_link_to_a_map_opens_until_it_ends(database: Database, lan: Actor, clock: Clock) -> None:
    minh = add_person(database, "minh", "viewer")
    with database.write(lan, "saved_map.add") as change:
        code = save_map(change, NewMap("a", "Giao ban", {"on": None}))
    with pytest.raises(NotFound, match="saved_map_not_found"):
        _add(database, minh, "map", code)
    for days in (0, 367):
        with pytest.raises(Refused, match="share_link_days"):
            _add(database, lan, "map", code, days)
    secrets = [_add(database, lan, "map", code) for _ in range(3)]
    for _ in range(2):
        opened = _open(database, minh, secrets[0])
        assert (opened.code, opened.title, opened.is_own) == (code, "Giao ban", False)
    assert [(one.uses, one.title, one.target) for one in _links(database, lan)] == [
        (0, "Giao ban", "map"),
        (0, "Giao ban", "map"),
        (2, "Giao ban", "map"),
    ]
    assert _links(database, minh) == ()
    with pytest.raises(OutsideScope, match="not_allowed"):
        _open(database, add_person(database, "chi", "admin"), secrets[0])
    with pytest.raises(NotFound, match="share_link_not_found"), database.write(minh, "x.y") as change:
        revoke_link(change, _links(database, lan)[0].id)
    with database.write(lan, "share_link.revoke") as change:
        revoke_link(change, _links(database, lan)[0].id)
    with pytest.raises(Gone, match="share_link_ended"):
        _open(database, minh, secrets[2])
    with pytest.raises(NotFound, match="share_link_not_found"):
        _open(database, minh, "guessed")
    with database.write(lan, "saved_map.remove") as change:
        remove_map(change, code, version=1)
    with pytest.raises(Gone, match="share_link_ended"):
        _open(database, minh, secrets[1])
    clock.at += timedelta(days=7)
    assert _links(database, lan) == ()


def test_a_link_to_a_snapshot_adds_no_right_to_its_places(database: Database, lan: Actor) -> None:
    minh = add_person(database, "minh", "officer", "27424@2025-07-01")
    codes = {}
    for place in ("DB00001", "DB00003"):
        with database.write(lan, "snapshot.take") as change:
            versions = find_versions(change.connection, lan, [place], change.now)
            sheet: dict[str, object] = {"title": place, "map": {}}
            taken = Taken(place, sheet, change.now, date(2026, 11, 22), versions, "d")
            codes[place] = take_snapshot(change, taken)
    secrets = {place: _add(database, lan, "snapshot", code) for place, code in codes.items()}
    assert _open(database, minh, secrets["DB00001"]).code == codes["DB00001"]
    with pytest.raises(OutsideScope, match="snapshot_outside"):
        _open(database, minh, secrets["DB00003"])
    assert [one.uses for one in _links(database, lan)] == [0, 1]
