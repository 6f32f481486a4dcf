"""Grants, on both databases with the default data."""

import json

import pytest
from sqlalchemy import select

from layers.actor import SYSTEM
from layers.errors import NotFound, Refused
from layers.people import grants
from layers.people.users import Account, add_user
from layers.store import features, scope
from layers.store.database import Database
from layers.store.schema import audit
from layers.supervision.bodies import set_active
from tests.layers.places.supervised import add_bodies


@pytest.fixture
def user(database: Database) -> Account:
    """Return an account without rights."""
    with database.write(SYSTEM, "account.add") as change:
        return add_user(change, "lan")


def _grant(
    database: Database, user: Account, role: str, area: str = grants.EVERYWHERE, body: str | None = None
) -> grants.Grant:
    with database.write(SYSTEM, "grant.add") as change:
        return grants.add_grant(change, user, role, area, body)


def test_a_grant_names_its_area(database: Database, user: Account) -> None:
    everywhere = _grant(database, user, "auditor")
    district = _grant(database, user, "coordinator", "776")
    ward = _grant(database, user, "officer", "27424@2025-07-01")
    assert (everywhere.area, everywhere.area_name) == ("*", "")
    assert district.area.startswith("776@")
    assert district.area_name == "Quận 8 (cũ)"
    assert (ward.area, ward.area_name) == ("27424@2025-07-01", "Phường Bình Đông")
    with database.read() as connection:
        assert grants.list_grants(connection, user) == (everywhere, district, ward)


def test_a_code_alone_is_its_latest_area(database: Database, user: Account) -> None:
    assert _grant(database, user, "viewer", "27424").area == "27424@2025-07-01"
    assert _grant(database, user, "viewer", "27424@start").area == "27424@start"


def test_the_same_grant_is_given_once(database: Database, user: Account) -> None:
    _grant(database, user, "officer", "27424")
    with pytest.raises(Refused, match="grant_exists"):
        _grant(database, user, "officer", "27424@2025-07-01")
    _grant(database, user, "viewer")
    with pytest.raises(Refused, match="grant_exists"):
        _grant(database, user, "viewer")


def test_a_partner_is_tied_to_a_body(database: Database, user: Account) -> None:
    add_bodies(database)
    loose = _grant(database, user, "partner", "27424")
    police = _grant(database, user, "partner", "27424", "CA_PHUONG")
    ward = _grant(database, user, "partner", "27424", "UBND_PHUONG")
    assert (loose.body, loose.body_name) == ("", "")
    assert (police.body, police.body_name) == ("CA_PHUONG", "Công an phường")
    with pytest.raises(Refused, match="grant_exists"):
        _grant(database, user, "partner", "27424", "CA_PHUONG")
    with database.write(SYSTEM, "grant.revoke") as change:
        grants.revoke_grant(change, user, police.id)
    with database.read() as connection:
        assert grants.list_grants(connection, user) == (loose, ward)
        entries = connection.execute(select(audit.c.before, audit.c.after).order_by(audit.c.id)).all()
    told = {"role": "partner", "area": "27424@2025-07-01", "body": "CA_PHUONG"}
    assert (json.loads(entries[-1].before), entries[-1].after) == (told, None)
    assert json.loads(entries[-3].after) == {**told, "area": "27424"}


@pytest.mark.parametrize("role", [role for role in scope.ROLES if role != "partner"])
def test_no_other_role_is_tied_to_a_body(database: Database, user: Account, role: str) -> None:
    add_bodies(database)
    with pytest.raises(Refused, match="grant_body_not_taken"):
        _grant(database, user, role, body="CA_PHUONG")


def test_a_body_has_to_be_offered(database: Database, user: Account) -> None:
    add_bodies(database)
    with database.write(SYSTEM, "list.set_body") as change:
        set_active(change, "CA_PHUONG", is_active=False, version=1)
    with pytest.raises(Refused, match="body_not_offered"):
        _grant(database, user, "partner", body="CA_PHUONG")
    with pytest.raises(NotFound, match="body_not_found"):
        _grant(database, user, "partner", body="KHONG_CO")


@pytest.mark.parametrize("area", ["0", "27424@1999-01-01", "27424@x", "", "27424@"])
def test_an_area_that_is_not_there(database: Database, user: Account, area: str) -> None:
    with pytest.raises(NotFound, match="area_not_found"):
        _grant(database, user, "viewer", area)


def test_a_role_that_is_not_there(database: Database, user: Account) -> None:
    with pytest.raises(Refused, match="role_unknown"):
        _grant(database, user, "emperor")


def test_a_grant_taken_back_is_over_at_once(database: Database, user: Account) -> None:
    held = _grant(database, user, "viewer")
    with database.read() as connection:
        assert scope.allowed(connection, user.actor, "hotspot.read")
        before = features.get_revision(connection, user.actor, "hotspots")
    with database.write(SYSTEM, "grant.revoke") as change:
        grants.revoke_grant(change, user, held.id)
    with database.read() as connection:
        assert grants.list_grants(connection, user) == ()
        assert not scope.allowed(connection, user.actor, "hotspot.read")
        assert features.get_revision(connection, user.actor, "hotspots") != before
    with pytest.raises(NotFound, match="grant_not_found"), database.write(SYSTEM, "grant.revoke") as change:
        grants.revoke_grant(change, user, held.id)
