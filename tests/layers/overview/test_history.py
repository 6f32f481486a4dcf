"""The history of a place: for those who answer for it, and longer than the place itself."""

from dataclasses import replace
from datetime import date

import pytest
import shapely
from sqlalchemy import select, update

from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope
from layers.overview.history import PlaceHistory, read_place_history
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.users import Account, add_user
from layers.places.hotspots import Extent, revise_hotspot
from layers.places.versions import read_draft
from layers.store.changes import Drawing
from layers.store.database import Database
from layers.store.schema import hotspot, hotspot_version
from layers.store.scope import ACTIONS, ROLES

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


def _add(database: Database, role: str, area: str) -> Account:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan")
        add_grant(change, user, role, area)
    return user


def _read(database: Database, user: Account, code: str = "DB00001") -> PlaceHistory:
    with database.read() as connection:
        return read_place_history(connection, user.actor, code)


def _redraw(database: Database, user: Account) -> None:
    with database.write(user.actor, "hotspot.revise", "đo lại") as change:
        row = change.connection.execute(select(hotspot).where(hotspot.c.code == "DB00001")).one()
        place = read_draft(change.connection, row.id, row.version)
        assert place is not None
        start, *_, end = shapely.get_coordinates(place.geometry).tolist()
        drawn = replace(place, geometry=shapely.LineString([start, end]), valid_from=date(2026, 3, 1))
        revise_hotspot(change, row.id, drawn, version=row.version, least=Extent())


def test_a_change_is_told_with_who_when_why_and_what(database: Database) -> None:
    user = _add(database, "officer", INSIDE)
    _redraw(database, user)
    told = _read(database, user)
    assert (told.code, told.name) == ("DB00001", "Hẻm 1678 Phạm Thế Hiển")
    newest = told.page.rows[0]
    assert (newest.actor_name, newest.action, newest.reason) == ("lan", "hotspot.revise", "đo lại")
    changes = {change.field: change for change in newest.changes}
    assert set(changes) == {"geometry", "valid_from"}
    before, after = changes["geometry"].before, changes["geometry"].after
    assert isinstance(before, Drawing)
    assert isinstance(after, Drawing)
    assert (before.kind, after.kind) == ("line", "line")
    assert 20 <= after.size <= before.size
    assert changes["valid_from"].after == "2026-03-01"


def test_history_begins_with_the_opening(database: Database) -> None:
    rows = _read(database, _add(database, "officer", INSIDE)).page.rows
    assert {row.object_id for row in rows} == {"DB00001"}
    assert rows[-1].action == "quan8.load"


@pytest.mark.parametrize("area", [INSIDE, OUTSIDE])
@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_it(database: Database, role: str, area: str) -> None:
    user = _add(database, role, area)
    if role not in ACTIONS["history.read"]:
        with pytest.raises(OutsideScope, match="not_allowed"):
            _read(database, user)
    elif area == OUTSIDE:
        with pytest.raises(NotFound, match="hotspot_not_found"):
            _read(database, user)
    else:
        assert _read(database, user).page.rows


def test_it_outlives_the_place(database: Database) -> None:
    user = _add(database, "officer", INSIDE)
    with database.write(SYSTEM, "hotspot.remove") as change:
        row_id = select(hotspot.c.id).where(hotspot.c.code == "DB00001").scalar_subquery()
        gone = update(hotspot_version).where(hotspot_version.c.hotspot_id == row_id)
        change.connection.execute(gone.values(known_to=change.now))
        change.note("hotspot", "DB00001", after={"removed": True})
    assert _read(database, user).page.rows[0].action == "hotspot.remove"


def test_a_place_that_is_not_there(database: Database) -> None:
    with pytest.raises(NotFound, match="hotspot_not_found"):
        _read(database, _add(database, "auditor", EVERYWHERE), "DB99999")
