"""Scope: role x area x action, before and after the wards changed."""

from datetime import date

import pytest
from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.errors import OutsideScope
from layers.people.grants import EVERYWHERE, add_grant, list_grants, revoke_grant
from layers.people.users import Account, add_user
from layers.store import scope
from layers.store.database import Database
from layers.store.features import get_page, get_revision
from layers.store.query import FeatureQuery
from layers.store.schema import hotspot, hotspot_version
from tests.conftest import CountStatements

_NOW = FeatureQuery(date(2026, 11, 22))

READING = {"viewer", "reporter", "supervisor", "officer", "coordinator"}

AREAS = {
    "27424@start": {"DB00001"},  # Phường 6
    "27415@start": {"DB00002", "DB00003"},  # Phường 12
    "27406@start": {"DB00003"},  # Phường 10 shares Cầu Hiệp Ân
    "27397@2025-01-01": set(),  # Phường Rạch Ông
    "27427@2025-07-01": {"DB00002", "DB00003", "DB00004"},  # Phú Định inherits P11 - P15
    "27418@2025-07-01": {"DB00003"},  # Chánh Hưng
    "27418@start": set(),  # Phường 5 bore the code of Chánh Hưng
    "776": {"DB00001", "DB00002", "DB00003", "DB00004"},  # Quận 8 (cũ)
    EVERYWHERE: {"DB00001", "DB00002", "DB00003", "DB00004"},
}


def _account(database: Database, *grants: tuple[str, str], name: str = "can-bo") -> Account:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, name)
        for role, area in grants:
            add_grant(change, account, role, area)
    return account


def _seen(database: Database, actor: Actor) -> set[object]:
    with database.read() as connection:
        return {one.properties["code"] for one in get_page(connection, actor, "hotspots", _NOW).features}


@pytest.mark.parametrize("role", sorted(READING))
def test_readers_see_the_places_of_their_area_in_any_vintage(database: Database, role: str) -> None:
    for number, (area, codes) in enumerate(AREAS.items()):
        assert _seen(database, _account(database, (role, area), name=f"can-bo-{number}").actor) == codes, area


@pytest.mark.parametrize("role", sorted(set(scope.ROLES) - READING))
def test_other_roles_see_no_place(database: Database, role: str) -> None:
    account = _account(database, (role, EVERYWHERE))
    with pytest.raises(OutsideScope, match="not_allowed"):
        _seen(database, account.actor)


def test_nobody_sees_anything_without_a_grant(database: Database) -> None:
    account = _account(database)
    for collection in ("hotspots", "boundaries"):
        with pytest.raises(OutsideScope), database.read() as connection:
            get_page(connection, account.actor, collection, _NOW)


def test_two_grants_add_up_and_a_revoked_one_is_gone_at_once(database: Database) -> None:
    account = _account(database, ("viewer", "27424@start"), ("officer", "27406@start"))
    assert _seen(database, account.actor) == {"DB00001", "DB00003"}
    with database.read() as connection:
        before = get_revision(connection, account.actor, "hotspots")
        held = {grant.role: grant.id for grant in list_grants(connection, account)}
    with database.write(SYSTEM, "grant.revoke") as change:
        revoke_grant(change, account, held["officer"])
    assert _seen(database, account.actor) == {"DB00001"}
    with database.read() as connection:
        assert get_revision(connection, account.actor, "hotspots") != before


@pytest.mark.parametrize("role", scope.ROLES)
def test_actions_are_allowed_to_the_roles_of_the_table_and_no_other(database: Database, role: str) -> None:
    account = _account(database, (role, "27424@start"))
    expected = {action for action, roles in scope.ACTIONS.items() if role in roles}
    with database.read() as connection:
        assert {
            action for action in scope.ACTIONS if scope.allowed(connection, account.actor, action)
        } == expected
        assert scope.allowed_actions(connection, account.actor) == expected
        for action in scope.ACTIONS.keys() - expected:
            with pytest.raises(OutsideScope):
                scope.require(connection, account.actor, action)


def test_an_action_that_no_table_names_is_denied(database: Database) -> None:
    account = _account(database, *((role, EVERYWHERE) for role in scope.ROLES))
    with database.read() as connection:
        assert not scope.allowed(connection, account.actor, "world.rule")


def test_roles_reach_only_the_places_of_their_own_area(database: Database) -> None:
    account = _account(database, ("viewer", EVERYWHERE), ("officer", "27424@start"))
    reached = scope.sees_hotspot(hotspot_version, account.actor, frozenset({"officer"}))
    with database.read() as connection:
        names = connection.execute(select(hotspot_version.c.name).where(reached)).scalars().all()
    assert names == ["Hẻm 1678 Phạm Thế Hiển"]


def test_what_is_allowed_on_one_place_follows_the_grants_that_reach_it(
    database: Database, count_statements: CountStatements
) -> None:
    account = _account(database, ("supervisor", "27424@2025-07-01"), ("viewer", "776"))
    with database.read() as connection:
        places = {
            code: row_id for row_id, code in connection.execute(select(hotspot.c.id, hotspot.c.code)).all()
        }
        with count_statements(database) as asked:
            here, there = (
                scope.allowed_here(connection, account.actor, places[code]) for code in ("DB00001", "DB00002")
            )
        assert len(asked) == 2
        assert scope.allowed_here(connection, SYSTEM, places["DB00001"]) == set(scope.ACTIONS)
    assert {"visit.record", "hotspot.read", "recommendation.draft"} <= here
    assert "status.record" not in here
    assert "hotspot.read" in there
    assert "visit.record" not in there
