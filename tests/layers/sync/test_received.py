"""What an account is told of that came from it lately."""

from datetime import date, timedelta

from layers.actor import SYSTEM
from layers.people.grants import list_grants, revoke_grant
from layers.people.users import get_user
from layers.store.database import Database
from layers.sync.received import list_received
from tests.layers.sync.carrying import (
    INSIDE,
    add_actor,
    add_device,
    add_lists,
    make_entry,
    receive,
    visit_body,
)

TODAY = date(2026, 11, 22)
PLACE = {
    "name": "Bãi cuối đường số 10", "kind": "point", "topics": ["ma_tuy"], "accuracy_m": 20, "source": "text",
    "geometry": {"type": "Point", "coordinates": [106.6195, 10.7036]}, "note": "Bãi trống không có đèn.",
}  # fmt: skip
COUNTS = {"unit": INSIDE, "month": "2026-10", "counts": {"TP": 3}}
AHEAD = timedelta(hours=3)


def test_what_came_from_all_devices_of_the_account_and_nothing_else(database: Database) -> None:
    add_lists(database)
    actor, other = add_actor(database, "officer"), add_actor(database, name="minh")
    first, second = add_device(database, actor), add_device(database, actor)
    both = receive(database, actor, first, make_entry(visit_body()), make_entry(PLACE, "place", seq=2))
    assert [one.code for one in both] == [None, None]
    refused = make_entry(visit_body(hotspot="DB00002"), seq=2)
    receive(database, actor, second, make_entry(COUNTS, "count"), refused)
    receive(database, other, add_device(database, other), make_entry(visit_body()))
    with database.read() as connection:
        told = list_received(connection, actor, TODAY)
    assert [(one.receipt, one.kind, one.about, one.name) for one in told] == [
        ("BN00003", "count", f"{INSIDE} 2026-10", "Phường Bình Đông"),
        ("BN00002", "place", "DB00005", "Bãi cuối đường số 10"),
        ("BN00001", "visit", "GS00001", "Hẻm 1678 Phạm Thế Hiển"),
    ]
    assert all(one.recorded_at <= one.received_at for one in told)


def test_times_are_set_right_and_places_out_of_reach_have_no_name(database: Database) -> None:
    add_lists(database)
    actor = add_actor(database)
    sent = database.clock() + AHEAD
    entry = make_entry(visit_body(), device_at=sent - timedelta(minutes=10))
    receive(database, actor, add_device(database, actor), entry, sent_at=sent)
    with database.write(SYSTEM, "grant.revoke") as change:
        user = get_user(change.connection, "lan")
        for grant in list_grants(change.connection, user):
            revoke_grant(change, user, grant.id)
    with database.read() as connection:
        (told,) = list_received(connection, actor, TODAY)
    assert (told.about, told.name) == ("GS00001", None)
    assert abs(told.received_at - told.recorded_at - timedelta(minutes=10)) < timedelta(seconds=30)
