"""The areas that are counted, and who counts them: rights follow succession."""

from datetime import date

from layers.actor import SYSTEM, Actor
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.programme.figures import ENTER
from layers.programme.units import list_units
from layers.store.database import Database

MONTH = date(2026, 11, 1)
INSIDE, OLD = "27424@2025-07-01", "27424@start"


def _actor(database: Database, role: str, area: str, name: str = "lan") -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name)
        add_grant(change, user, role, area)
    return user.actor


def test_units_are_the_wards_of_the_month_that_lie_in_the_land_of_the_grants(database: Database) -> None:
    whole, ward, old = (
        _actor(database, "coordinator", "776", "hoa"),
        _actor(database, "officer", INSIDE),
        _actor(database, "officer", OLD, "old"),
    )
    with database.read() as connection:
        now = {name: [unit.name for unit in list_units(connection, one, ENTER, MONTH)]
               for name, one in (("whole", whole), ("ward", ward), ("old", old))}  # fmt: skip
        before = [unit.name for unit in list_units(connection, ward, ENTER, date(2024, 6, 1))]
        nobody = list_units(connection, Actor(999, "nobody"), ENTER, MONTH)
    assert {"Phường Bình Đông", "Phường Chánh Hưng", "Phường Phú Định"} <= set(now["whole"])
    assert now["ward"] == ["Phường Bình Đông"]
    assert now["old"] == [], "an old ward is a part of the new one, not the whole"
    assert "Phường 6" in before, "whoever has the new ward has the counts of those it came from"
    assert nobody == ()
