"""Areas that report, and who may do what there."""

from datetime import date

import pytest

from geo.types import Interval
from layers.errors import NotFound
from layers.reporting.owners import get_owner, judge_rights, list_owners, list_wards_of
from layers.reporting.report_steps import Rights
from layers.store.database import Database
from tests.layers.planning.rules import account_for
from tests.layers.reporting.writing import BINH_DONG, QUAN_8

TODAY = date(2026, 11, 22)


def test_each_role_has_its_rights_in_its_area(database: Database) -> None:
    expected = {
        "viewer": (Rights(read=True), Rights(read=True)),
        "partner": (Rights(read=True), Rights(read=True)),
        "supervisor": (Rights(read=True, write=True, count=True), Rights(read=True, count=True)),
        "officer": (Rights(read=True, write=True, submit=True, count=True), Rights(read=True, count=True)),
        "coordinator": (Rights(read=True, check=True, count=True), Rights(*[True] * 5)),
        "admin": (Rights(), Rights()),
    }
    for role, (in_ward, above) in expected.items():
        actor = account_for(database, role, QUAN_8)
        with database.read() as connection:
            judge = judge_rights(connection, actor)
            assert judge(get_owner(connection, BINH_DONG, TODAY)) == in_ward, role
            assert judge(get_owner(connection, QUAN_8, TODAY)) == above, role
    ward_officer = account_for(database, "officer", BINH_DONG)
    with database.read() as connection:
        assert judge_rights(connection, ward_officer)(get_owner(connection, QUAN_8, TODAY)) == Rights()


def test_areas_are_those_of_the_day_drawn_whole(database: Database) -> None:
    with database.read() as connection:
        year = Interval(date(2025, 1, 1), date(2026, 1, 1))
        assert len(list_owners(connection, "ward", year)) == 10 + 3
        whole = get_owner(connection, "776", TODAY)
        for day, wards in ((TODAY, 3), (date(2025, 3, 1), 10), (date(2012, 3, 1), 16)):
            assert len(list_wards_of(connection, whole, day)) == wards
        with pytest.raises(NotFound, match="report_area_not_found"):
            get_owner(connection, "27364", TODAY)
