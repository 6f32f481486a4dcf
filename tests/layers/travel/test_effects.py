"""What a crossing is good for: the ways between places with it and without it."""

import pytest
import shapely

from layers.actor import SYSTEM, Actor
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.travel.crossings import add_landmark
from layers.travel.effects import find_effects, find_idle
from layers.travel.landmarks import Drawing, Landmark, get_landmark, list_landmarks


def _named(database: Database, name: str) -> Landmark:
    with database.read() as connection:
        return next(one for one in list_landmarks(connection) if one.drawing.name == name)


def test_the_bridge_between_the_places_shortens_their_ways(database: Database) -> None:
    bridge = _named(database, "Cầu Nhị Thiên Đường")
    with database.read() as connection:
        effects = find_effects(connection, SYSTEM, bridge)
    assert [effect.mode for effect in effects] == ["walking", "motorbike"]
    assert {(effect.places, effect.helped, effect.stranded) for effect in effects} == {(4, 4, 0)}
    assert effects[0].mean_m == pytest.approx(1363, abs=5)
    assert effects[0].mean_without_m == pytest.approx(1744, abs=5)


def test_a_bridge_away_from_the_places_changes_nothing(database: Database) -> None:
    bridge = _named(database, "Cầu Chữ Y")
    with database.read() as connection:
        effect = find_effects(connection, SYSTEM, bridge)[0]
    assert (effect.helped, effect.mean_m) == (0, effect.mean_without_m)


def test_the_only_bridge_to_an_island_strands_whom_it_serves(database: Database) -> None:
    ring = shapely.Point(106.6503, 10.7372).buffer(0.003).exterior
    with database.write(SYSTEM, "crossing.add") as change:
        add_landmark(
            change, Drawing("canal", "Kênh vòng", shapely.LineString(ring), None, "thử"), uuid="ring"
        )
        spot = shapely.Point(ring.coords[0])
        draft = Drawing("bridge", "Cầu vào đảo", spot, 5.0, "thử", frozenset({"walking"}))
        add_landmark(change, draft, uuid="bridge")
    with database.read() as connection:
        bridge = get_landmark(connection, "bridge")
        (effect,) = find_effects(connection, SYSTEM, bridge)
    assert effect.mode == "walking"
    assert effect.stranded == 4
    assert effect.helped >= 3


def test_only_places_that_the_reader_sees_are_counted(database: Database) -> None:
    bridge = _named(database, "Cầu Nhị Thiên Đường")
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan")
        add_grant(change, user, "officer", "27418@2025-07-01")
    for actor, seen in ((user.actor, 1), (Actor(999, "không ai"), 0)):
        with database.read() as connection:
            effects = find_effects(connection, actor, bridge)
        assert {effect.places for effect in effects} == {seen}


def test_a_bridge_over_no_water_is_found(database: Database) -> None:
    dry = Drawing("bridge", "Cầu vượt", shapely.Point(106.66, 10.735), 5.0, "thử")
    with database.write(SYSTEM, "crossing.add") as change:
        add_landmark(change, dry, uuid="dry")
    with database.read() as connection:
        assert find_idle(list_landmarks(connection)) == {"dry"}
