"""Naming places: found by code or uuid, by nobody who may not know of them."""

import pytest

from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row, get_place
from layers.store.database import Database

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


def test_a_place_is_named_by_code_or_uuid(database: Database) -> None:
    with database.read() as connection:
        place = get_place(connection, SYSTEM, "DB00001")
        assert (place.code, place.version) == ("DB00001", 2)
        assert find_hotspot_row(connection, "DB00001") == place.id
        for unknown in ("DB99999", "", "'"):
            with pytest.raises(NotFound, match="hotspot_not_found"):
                find_hotspot_row(connection, unknown)


@pytest.mark.parametrize(
    ("role", "area", "action", "error"),
    [
        ("officer", INSIDE, "hotspot.edit", None),
        ("viewer", INSIDE, "hotspot.read", None),
        ("viewer", INSIDE, "hotspot.edit", OutsideScope),
        ("officer", OUTSIDE, "hotspot.edit", NotFound),
        ("viewer", OUTSIDE, "hotspot.edit", OutsideScope),
        ("admin", INSIDE, "hotspot.read", OutsideScope),
    ],
)
def test_only_who_may_gets_it(
    database: Database, role: str, area: str, action: str, error: type[Exception] | None
) -> None:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, "lan")
        add_grant(change, account, role, area)
    with database.read() as connection:
        if error is None:
            assert get_place(connection, account.actor, "DB00001", action).code == "DB00001"
        else:
            with pytest.raises(error):
                get_place(connection, account.actor, "DB00001", action)
