"""Snapshots: opened by whoever may see all that they show, and by nobody else."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from uuid import uuid4

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.demo.erasing import erase_places
from layers.errors import Gone, NotFound, OutsideScope
from layers.places.references import find_hotspot_row
from layers.sheets.snapshots import (
    MadeFile,
    Snapshot,
    Taken,
    find_last_change,
    find_versions,
    get_snapshot,
    keep_file,
    list_snapshots,
    take_snapshot,
)
from layers.store.database import Database
from tests.layers.places.supervised import add_person

_SHEET = {"title": "Quận 8 (cũ)", "paper": "A3", "map": {"on": "2026-11-22", "q": ""}}
_BINH_DONG = "27424@2025-07-01"


@pytest.fixture
def lan(database: Database) -> Actor:
    return add_person(database, "lan", "coordinator")


def _take(database: Database, actor: Actor, *codes: str, title: str = "Quận 8 (cũ)") -> str:
    with database.read() as connection:
        known = find_last_change(connection)
        assert known is not None
        versions = find_versions(connection, actor, codes, known)
    sheet = {**_SHEET, "title": title}
    taken = Taken(str(uuid4()), sheet, known, date(2026, 11, 22), versions, "d" * 64)
    with database.write(actor, "snapshot.take") as change:
        code = take_snapshot(change, taken)
        assert take_snapshot(change, taken) == code
    return code


def _open(database: Database, actor: Actor, code: str) -> Snapshot:
    with database.read() as connection:
        return get_snapshot(connection, actor, code)


def test_a_snapshot_opens_for_whoever_may_see_all_of_it(database: Database, lan: Actor) -> None:
    officer = add_person(database, "minh", "officer", _BINH_DONG)
    own, all_of_it = _take(database, lan, "DB00001"), _take(database, lan, "DB00001", "DB00002", "DB00003")
    found = _open(database, officer, own.replace("-", "").lower())
    assert (found.code, found.title, found.spec, found.taken_by) == (
        own,
        _SHEET["title"],
        _SHEET["map"],
        "lan",
    )
    assert (len(found.versions), found.digest, found.today_on) == (1, "d" * 64, date(2026, 11, 22))
    with pytest.raises(OutsideScope, match="snapshot_outside"):
        _open(database, officer, all_of_it)
    with pytest.raises(OutsideScope, match="not_allowed"):
        _open(database, add_person(database, "chi", "auditor"), own)
    for unknown in ("2222-2222", "no", ""):
        with pytest.raises(NotFound, match="snapshot_not_found"):
            _open(database, lan, unknown)
    with database.read() as connection:
        assert [one.code for one in list_snapshots(connection, lan)] == [all_of_it, own]
        assert list_snapshots(connection, officer) == ()


def test_what_its_maker_could_not_see_is_not_in_it(database: Database) -> None:
    officer = add_person(database, "minh", "officer", _BINH_DONG)
    code = _take(database, officer, "DB00001", "DB00002", "DB00003", "DB00004")
    assert 0 < len(_open(database, officer, code).versions) < 4
    with pytest.raises(PersonalData):
        _take(database, officer, "DB00001", title="Nhà ông Nguyễn Văn Tám")


def test_a_file_made_again_is_compared_with_the_first(database: Database, lan: Actor) -> None:
    code = _take(database, lan, "DB00001")
    first, other = MadeFile("a" * 64, 10), MadeFile("b" * 64, 10)
    with database.write(lan, "snapshot.file") as change:
        assert [keep_file(change, code, "pdf", made) for made in (first, first, other)] == [True, True, False]
        assert keep_file(change, code, "png", other)
        assert keep_file(change, code, "pdf", other, url="https://diaban.example/s/x")
    assert _open(database, lan, code).files == {"pdf": first, "png": other}


def test_of_two_who_make_the_first_file_at_once_one_is_first(database: Database, lan: Actor) -> None:
    code, begun = _take(database, lan, "DB00001"), Event()
    first, other = MadeFile("a" * 64, 10), MadeFile("b" * 64, 10)

    def keep_other() -> bool:
        begun.set()
        with database.write(lan, "snapshot.file") as change:
            return keep_file(change, code, "pdf", other)

    with ThreadPoolExecutor(1) as pool:
        with database.write(lan, "snapshot.file") as change:
            assert keep_file(change, code, "pdf", first)
            second = pool.submit(keep_other)
            begun.wait()
            time.sleep(0.2)
        assert second.result() is False
    assert _open(database, lan, code).files == {"pdf": first}


def test_a_snapshot_of_what_was_erased_says_so(database: Database, lan: Actor) -> None:
    code = _take(database, lan, "DB00001", "DB00002")
    with database.write(SYSTEM, "demo.remove") as change:
        erase_places(change, [find_hotspot_row(change.connection, "DB00001")])
        change.note("demo", "1")
    with pytest.raises(Gone, match="snapshot_gone"):
        _open(database, lan, code)
