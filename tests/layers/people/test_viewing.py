"""Looking through another's grant: exactly what it shows, nothing beyond one's own area, and no change."""

from dataclasses import replace
from datetime import date

import pytest
import shapely
from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.conversion.status import StatusChange
from layers.errors import NotFound, OutsideScope
from layers.people import accounts, viewing
from layers.people.grants import EVERYWHERE, add_grant, revoke_grant
from layers.people.users import Account, add_user
from layers.places.hotspots import Extent, Place, open_hotspot
from layers.store import scope
from layers.store.database import Database
from layers.store.features import get_page, get_revision
from layers.store.identifiers import is_boundary
from layers.store.query import FeatureQuery
from layers.store.schema import boundary
from layers.supervision.ledger import Asked, list_recommendations
from tests.layers.places.supervised import ASKED, add_bodies, add_sent, add_visit

_NOW = FeatureQuery(date(2026, 11, 22))
_WARD = "27424@2025-07-01"


def _add(database: Database, name: str, role: str, area: str) -> tuple[Account, int]:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name)
        return user, add_grant(change, user, role, area).id


def _through(user: Account, grant_id: int) -> Actor:
    return Actor(user.id, user.name, only_grant_id=grant_id)


@pytest.mark.parametrize("area", [_WARD, "27406@start", "27397@2025-01-01", EVERYWHERE])
@pytest.mark.parametrize("role", viewing.ROLES)
def test_whoever_looks_through_a_grant_sees_what_it_shows(database: Database, role: str, area: str) -> None:
    coordinator, _ = _add(database, "mai", "coordinator", EVERYWHERE)
    other, grant_id = _add(database, "lan", role, area)
    eyes = _through(coordinator, grant_id)
    with database.read() as connection:
        assert scope.allowed_actions(connection, eyes) == scope.allowed_actions(connection, other.actor)
        for action in scope.ACTIONS:
            assert scope.allowed(connection, eyes, action) == scope.allowed(connection, other.actor, action)
        for collection in ("hotspots", "boundaries"):
            answers = [_ask(database, actor, collection) for actor in (eyes, other.actor, coordinator.actor)]
            assert answers[0] == answers[1]
        assert get_revision(connection, eyes, "hotspots") != get_revision(
            connection, coordinator.actor, "hotspots"
        )


def _ask(database: Database, actor: Actor, collection: str) -> object:
    try:
        with database.read() as connection:
            return get_page(connection, actor, collection, _NOW)
    except OutsideScope as error:
        return error.code


def test_the_body_of_a_partner_is_looked_through_too(database: Database) -> None:
    add_bodies(database)
    add_visit(database)
    sent = [add_sent(database), add_sent(database, replace(ASKED, body="UBND_PHUONG"), number="2")]
    coordinator, _ = _add(database, "mai", "coordinator", EVERYWHERE)
    with database.write(SYSTEM, "account.add") as change:
        held = add_grant(change, add_user(change, "lan"), "partner", _WARD, "CA_PHUONG")
    with database.read() as connection:
        assert viewing.get_viewable(connection, coordinator.actor, held.id).body_name == "Công an phường"
        rows, _ = list_recommendations(connection, _through(coordinator, held.id), Asked(date(2026, 11, 22)))
        every, _ = list_recommendations(connection, coordinator.actor, Asked(date(2026, 11, 22)))
    assert [row.code for row in rows] == sent[:1]
    assert [row.code for row in every] == sent


def test_who_looks_through_another_changes_nothing(database: Database) -> None:
    coordinator, _ = _add(database, "mai", "coordinator", EVERYWHERE)
    _, grant_id = _add(database, "lan", "officer", _WARD)
    with (
        pytest.raises(OutsideScope, match="viewing_as"),
        database.write(_through(coordinator, grant_id), "hotspot.open") as change,
    ):
        change.note("hotspot", "DB00001")


def test_a_coordinator_of_everywhere_looks_through_all_but_admins_and_auditors(database: Database) -> None:
    coordinator, own = _add(database, "mai", "coordinator", EVERYWHERE)
    held = {role: _add(database, role, role, _WARD)[1] for role in scope.ROLES}
    with database.read() as connection:
        shown = {one.id for one in viewing.list_viewable(connection, coordinator.actor)}
        assert shown == {own, *(held[role] for role in viewing.ROLES)}
        for role in ("admin", "auditor"):
            with pytest.raises(OutsideScope, match="grant_outside"):
                viewing.get_viewable(connection, coordinator.actor, held[role])


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        ("27424@2025-07-01", True),
        ("27424@start", True),
        ("27397@2025-01-01", True),
        ("776", True),
        (EVERYWHERE, False),
    ],
)
def test_the_area_of_the_grant_lies_in_the_coordinators_own(
    database: Database, area: str, inside: bool
) -> None:
    coordinator, _ = _add(database, "mai", "coordinator", "776")
    _, grant_id = _add(database, "lan", "viewer", area)
    with database.read() as connection:
        assert (
            grant_id in {one.id for one in viewing.list_viewable(connection, coordinator.actor)}
        ) == inside
        assert (viewing.find_viewed(connection, coordinator.actor, grant_id) is not None) == inside


def test_a_coordinator_of_a_ward_does_not_look_into_its_neighbour(database: Database) -> None:
    coordinator, _ = _add(database, "mai", "coordinator", _WARD)
    within = {area: _add(database, f"lan{n}", "viewer", area)[1] for n, area in enumerate((
        "27424@start", "27427@2025-07-01", "776"))}  # fmt: skip
    with database.read() as connection:
        told = {one.area for one in viewing.list_viewable(connection, coordinator.actor)}
        assert told & {"27427@2025-07-01", "776@start"} == set()
        assert "27424@start" in told
        with pytest.raises(OutsideScope, match="grant_outside"):
            viewing.get_viewable(connection, coordinator.actor, within["776"])


def test_a_place_beyond_ones_own_area_keeps_the_grant_shut(database: Database) -> None:
    coordinator, _ = _add(database, "mai", "coordinator", "776")
    _, grant_id = _add(database, "lan", "viewer", _WARD)
    with database.read() as connection:
        assert viewing.find_viewed(connection, coordinator.actor, grant_id) is not None
    west, south, east, north = _beyond(database)
    place = Place(
        name="Bãi xe ngoài quận",
        kind="area",
        geometry=shapely.box(west, south, east, north),
        topics=("toi_pham",),
        position_accuracy_m=10,
        position_source="survey",
        source="khảo sát",
        valid_from=date(2026, 1, 1),
    )
    with database.write(SYSTEM, "hotspot.open") as change:
        open_hotspot(
            change, place, StatusChange("DE_XUAT", date(2026, 1, 1), reason="nhiều ý kiến"), least=Extent()
        )
    with database.read() as connection:
        assert viewing.find_viewed(connection, coordinator.actor, grant_id) is None


def _beyond(database: Database) -> tuple[float, float, float, float]:
    """Return a box of some 40 m in what the new ward has beyond the old district."""
    b = boundary.c
    with database.read() as connection:
        ward = connection.execute(select(b.geom).where(is_boundary(_WARD))).scalar_one()
        district = connection.execute(select(b.geom).where(is_boundary("776@start"))).scalar_one()
    middle = shapely.point_on_surface(shapely.difference(ward, district))
    return middle.x - 2e-4, middle.y - 2e-4, middle.x + 2e-4, middle.y + 2e-4


@pytest.mark.parametrize("role", sorted(set(scope.ROLES) - {"coordinator"}))
def test_nobody_but_a_coordinator_looks_through_others(database: Database, role: str) -> None:
    user, _ = _add(database, "mai", role, EVERYWHERE)
    _, grant_id = _add(database, "lan", "viewer", _WARD)
    with database.read() as connection:
        with pytest.raises(OutsideScope, match="not_allowed"):
            viewing.list_viewable(connection, user.actor)
        assert viewing.find_viewed(connection, user.actor, grant_id) is None


def test_looking_ends_with_the_grant_the_account_and_the_right(database: Database) -> None:
    coordinator, own = _add(database, "mai", "coordinator", EVERYWHERE)
    lan, first = _add(database, "lan", "viewer", _WARD)
    hoa, second = _add(database, "hoa", "viewer", _WARD)
    _, third = _add(database, "nga", "viewer", _WARD)
    with database.write(SYSTEM, "grant.revoke") as change:
        revoke_grant(change, lan, first)
        accounts.set_open(change, hoa, is_open=False)
    with database.read() as connection:
        assert viewing.find_viewed(connection, coordinator.actor, first) is None
        assert viewing.find_viewed(connection, coordinator.actor, second) is None
        assert viewing.find_viewed(connection, coordinator.actor, third) is not None
        with pytest.raises(NotFound, match="grant_not_found"):
            viewing.get_viewable(connection, coordinator.actor, 999)
    with database.write(SYSTEM, "grant.revoke") as change:
        revoke_grant(change, coordinator, own)
    with database.read() as connection:
        assert viewing.find_viewed(connection, coordinator.actor, third) is None
