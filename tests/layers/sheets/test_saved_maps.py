"""Saved maps: one's own to change, shared with readers, never with a person's name."""

from dataclasses import replace

import pytest

from geo.errors import PersonalData
from layers.actor import Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.sheets import saved_maps
from layers.sheets.saved_maps import (
    LONGEST_TITLE,
    NewMap,
    change_map,
    get_map,
    list_maps,
    remove_map,
    save_map,
)
from layers.store.database import Database
from tests.layers.places.supervised import add_person

OVERDUE = NewMap(
    "00000000-0000-4000-8000-000000000001",
    "Quá hạn, giao ban",
    {"on": None, "due": ["overdue"], "q": "hem 1678"},
)


@pytest.fixture
def lan(database: Database) -> Actor:
    return add_person(database, "lan", "officer", "27424@2025-07-01")


def _save(database: Database, actor: Actor, wanted: NewMap = OVERDUE) -> str:
    with database.write(actor, "saved_map.add") as change:
        return save_map(change, wanted)


def test_a_map_is_kept_once_and_changed_by_its_keeper_alone(database: Database, lan: Actor) -> None:
    minh = add_person(database, "minh", "viewer")
    code = _save(database, lan)
    assert (code, _save(database, lan)) == ("BD00001", "BD00001")
    with database.read() as connection:
        found = get_map(connection, lan, code)
        assert (found.title, found.spec, found.is_own, found.version) == (
            OVERDUE.title,
            OVERDUE.spec,
            True,
            1,
        )
        assert list_maps(connection, minh) == ()
        with pytest.raises(NotFound, match="saved_map_not_found"):
            get_map(connection, minh, code)
    with database.write(lan, "saved_map.revise") as change:
        assert change_map(change, code, version=1, shared_with="readers") == 2
    with database.read() as connection:
        shared = get_map(connection, minh, code)
        assert (shared.title, shared.kept_by, shared.is_own) == (OVERDUE.title, "lan", False)
    for actor, version, error in ((minh, 2, NotFound), (lan, 1, StaleVersion)):
        with pytest.raises(error), database.write(actor, "saved_map.revise") as change:
            change_map(change, code, version=version, title="Khác")
    with database.write(lan, "saved_map.remove") as change:
        remove_map(change, code, version=2)
    with database.read() as connection:
        assert list_maps(connection, lan) == list_maps(connection, minh) == ()


def test_own_maps_come_first_and_only_readers_see_shared_ones(database: Database, lan: Actor) -> None:
    minh, admin = add_person(database, "minh", "viewer"), add_person(database, "chi", "admin")
    _save(database, minh, replace(OVERDUE, uuid="a", shared_with="readers"))
    _save(database, lan, replace(OVERDUE, uuid="b"))
    with database.read() as connection:
        assert [one.is_own for one in list_maps(connection, lan)] == [True, False]
        assert list_maps(connection, admin) == ()
    with pytest.raises(OutsideScope, match="not_allowed"):
        _save(database, admin)


def test_words_are_checked_and_counted(
    database: Database, lan: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = "nhà ông Nguyễn Văn Tám"
    for wrong in (replace(OVERDUE, title=person), replace(OVERDUE, spec={"sheet": {"q": person}})):
        with pytest.raises(PersonalData):
            _save(database, lan, wrong)
    for title in (" ", "x" * (LONGEST_TITLE + 1)):
        with pytest.raises(Refused, match="saved_map_title"):
            _save(database, lan, replace(OVERDUE, title=title))
    monkeypatch.setattr(saved_maps, "MOST_KEPT", 1)
    _save(database, lan)
    with pytest.raises(Refused, match="saved_maps_too_many"):
        _save(database, lan, replace(OVERDUE, uuid="other"))
