"""Places proposed without a network: as the page proposes them, once, and never a house."""

from typing import Any

import pytest
from sqlalchemy import select

from layers.actor import Actor
from layers.store.database import Database
from layers.store.schema import hotspot, hotspot_version, status_event, status_span
from tests.layers.sync.carrying import OUTSIDE, add_actor, add_device, make_entry, receive

ALLEY = {"type": "LineString", "coordinates": [[106.6190, 10.7034], [106.6200, 10.7039]]}


def place(**told: Any) -> dict[str, Any]:
    common = {"name": "Hẻm 99 Bến Bình Đông", "kind": "alley", "geometry": ALLEY, "topics": ["ma_tuy"]}
    return {**common, "accuracy_m": 12.4, "source": "gps", **told}


@pytest.fixture
def actor(database: Database) -> Actor:
    return add_actor(database, "reporter")


def test_a_place_is_proposed_once(database: Database, actor: Actor) -> None:
    device, entry = add_device(database, actor), make_entry(place(note="Đoạn tối, không đèn."), "place")
    first, again = (receive(database, actor, device, entry)[0] for _ in range(2))
    assert (first.outcome, first.object_type, first.receipt) == ("stored", "hotspot", "BN00001")
    assert (again.outcome, again.object_id) == ("already", first.object_id)
    v = hotspot_version.c
    told = select(v.name, v.position_accuracy_m, v.position_source, v.note, status_span.c.state).select_from(
        hotspot_version.join(hotspot).join(status_span, status_span.c.hotspot_id == hotspot.c.id)
    )
    with database.read() as connection:
        rows = connection.execute(told.where(hotspot.c.code == first.object_id)).all()
    why = (
        select(status_event.c.reason)
        .join(hotspot, hotspot.c.id == status_event.c.hotspot_id)
        .where(hotspot.c.code == first.object_id)
    )
    with database.read() as connection:
        assert connection.execute(why).scalar_one() == "Đoạn tối, không đèn."
    assert [tuple(row) for row in rows] == [
        ("Hẻm 99 Bến Bình Đông", 13.0, "gps", "Đoạn tối, không đèn.", "DE_XUAT")
    ]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " "}, "entry_incomplete"),
        ({"topics": []}, "entry_incomplete"),
        ({"topics": ["x"]}, "place_code_unknown"),
        ({"kind": "house"}, "entry_malformed"),
        ({"source": "survey"}, "entry_malformed"),
        ({"accuracy_m": -1e9}, "entry_malformed"),
        ({"name": "Nhà ông Trần Văn Bưởi"}, "personal_data"),
        ({"geometry": {"type": "Point", "coordinates": [106.65, 10.74]}}, "kind_geometry_mismatch"),
        ({"geometry": {"type": "Point", "coordinates": [106.65, 10.74]}, "kind": "point"}, "point_too_exact"),
        (
            {"geometry": {"type": "LineString", "coordinates": [[2.35, 48.85], [2.36, 48.86]]}},
            "geometry_outside_country",
        ),
        ({"geometry": None}, "geometry_not_object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_place_is_refused(
    database: Database, actor: Actor, told: dict[str, Any], code: str
) -> None:
    (answer,) = receive(database, actor, add_device(database, actor), make_entry(place(**told), "place"))
    assert (answer.outcome, answer.code) == ("refused", code)


def test_a_place_beside_one_that_is_known_is_asked_about_first(database: Database, actor: Actor) -> None:
    device = add_device(database, actor)
    receive(database, actor, device, make_entry(place(), "place"))
    near = place(name="Hẻm 99A Bến Bình Đông")
    (asked,) = receive(database, actor, device, make_entry(near, "place", seq=2))
    assert (asked.outcome, asked.code) == ("refused", "place_nearby")
    (stored,) = receive(database, actor, device, make_entry({**near, "is_different": True}, "place", seq=3))
    assert stored.outcome == "stored"


def test_nobody_proposes_a_place_in_the_area_of_another(database: Database) -> None:
    stranger = add_actor(database, "reporter", OUTSIDE, "minh")
    (answer,) = receive(database, stranger, add_device(database, stranger), make_entry(place(), "place"))
    assert (answer.outcome, answer.code) == ("refused", "not_allowed")
    with database.read() as connection:
        assert connection.execute(select(hotspot.c.code)).all()[4:] == []
