"""What the address of a calendar gives: as much as its holder may see, as long as he may see it."""

from datetime import date, timedelta

import pytest

from geo.types import LonLat
from layers.actor import SYSTEM, Actor
from layers.agenda.calendar_items import Item
from layers.agenda.feeds import DAYS_AHEAD, DAYS_BACK, find_positions, read_feed
from layers.errors import OutsideScope
from layers.people.grants import list_held, revoke_grant
from layers.people.users import get_user
from layers.store.database import Database
from layers.supervision.intervals import Intervals
from layers.supervision.visits import redate_visit
from tests.layers.agenda.test_calendar import BINH_DONG, ON, visit
from tests.layers.places.supervised import add_person
from tests.layers.planning.rules import PEAK, set_peak

SOON = date(2026, 11, 24)


def feed(database: Database, actor: Actor, area: str | None = None) -> list[Item]:
    """Return what a feed holds on 22/11/2026."""
    with database.read() as connection:
        return list(read_feed(connection, actor, area, ON, Intervals()))


def test_ones_own_feed_holds_ones_own_work_and_what_is_due(database: Database) -> None:
    lan, minh = (add_person(database, name, "supervisor", "776") for name in ("lan", "minh"))
    set_peak(database, PEAK)
    visit(database, "DB00001", date(2026, 11, 18), actor=minh)
    visit(database, "DB00002", SOON, state="planned", actor=lan)
    visit(database, "DB00003", SOON, state="cancelled", actor=lan)
    visit(database, "DB00004", SOON, state="planned", actor=minh)
    told = [(one.kind, one.hotspot, one.is_cancelled) for one in feed(database, lan)]
    assert told == [("planned", "DB00003", True), ("planned", "DB00002", False), ("due", "DB00001", False)]


def test_the_feed_of_an_area_holds_everybodys_work_there(database: Database) -> None:
    lan, minh = (add_person(database, name, "supervisor", "776") for name in ("lan", "minh"))
    set_peak(database, PEAK)
    visit(database, "DB00001", SOON, state="planned", actor=minh)
    visit(database, "DB00002", SOON, state="planned", actor=lan)
    told = [(one.kind, one.hotspot) for one in feed(database, lan, BINH_DONG)]
    assert told == [("peak", None), ("planned", "DB00001")]


def test_it_reaches_as_far_as_calendars_do(database: Database) -> None:
    first, last = ON - timedelta(days=DAYS_BACK), ON + timedelta(days=DAYS_AHEAD)
    days = (first - timedelta(days=1), first, last - timedelta(days=1), last)
    visit(database, "DB00001", *days, state="planned")
    kept = [one.start for one in feed(database, SYSTEM, BINH_DONG) if one.kind == "planned"]
    assert kept == [first, last - timedelta(days=1)]


def test_with_the_right_to_read_the_feed_ends(database: Database) -> None:
    lan = add_person(database, "lan", "supervisor", BINH_DONG)
    visit(database, "DB00001", SOON, state="planned")
    assert len(feed(database, lan, BINH_DONG)) == 1
    assert feed(database, lan, "27427@2025-07-01") == []  # an area that he never saw
    with database.write(SYSTEM, "grant.revoke") as change:
        user = get_user(change.connection, "lan")
        [held] = list_held(change.connection, lan)
        revoke_grant(change, user, held.id)
    with pytest.raises(OutsideScope):
        feed(database, lan, BINH_DONG)


def test_an_item_keeps_its_name_and_changes_with_the_visit(database: Database) -> None:
    visit(database, "DB00001", SOON, state="planned")
    [before] = [one for one in feed(database, SYSTEM, BINH_DONG) if one.kind == "planned"]
    with database.write(SYSTEM, "visit.redate") as change:
        redate_visit(change, before.code, SOON + timedelta(days=1), version=1, reason="dời lịch")
    [after] = [one for one in feed(database, SYSTEM, BINH_DONG) if one.kind == "planned"]
    assert (after.uid, after.version, after.start) == (before.uid, 2, SOON + timedelta(days=1))
    assert after.changed_at > before.changed_at


def test_places_have_a_point_on_them(database: Database) -> None:
    visit(database, "DB00001", SOON, state="planned")
    items = feed(database, SYSTEM, BINH_DONG)
    with database.read() as connection:
        [(code, at)] = find_positions(connection, items).items()
        assert find_positions(connection, ()) == {}
    assert code == "DB00001"
    assert isinstance(at, LonLat)
    assert 106.6 < at.lon < 106.7 and 10.7 < at.lat < 10.8
