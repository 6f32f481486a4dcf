"""Membership: which areas hold a place, and which ward of each vintage leads."""

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.types import DATE_MAX, DATE_MIN
from layers.actor import SYSTEM
from layers.areas.memberships import Held, compute_members, leading_wards, rewrite_all_members
from layers.store.database import Database
from layers.store.schema import hotspot_area

_JANUARY, _JULY = date(2025, 1, 1), date(2025, 7, 1)
_VINTAGES = [DATE_MIN, _JANUARY, _JULY]


def _ward(row: int, share: float, start: date = DATE_MIN, end: date = DATE_MAX, level: str = "ward") -> Held:
    return Held(row, f"{row:05}", level, start, end, share)


def test_the_largest_part_leads_unless_another_ward_was_chosen() -> None:
    wards = [_ward(1, 0.2), _ward(2, 0.5), _ward(3, 0.3), _ward(4, 1.0, level="grouping")]
    assert leading_wards(wards, _VINTAGES) == {2}
    assert leading_wards(wards, _VINTAGES, chosen=3) == {3}
    assert leading_wards(wards, _VINTAGES, chosen=99) == {2}


def test_each_vintage_has_its_own_lead() -> None:
    wards = [_ward(1, 0.6, end=_JULY), _ward(2, 0.4, end=_JULY), _ward(3, 1.0, start=_JULY)]
    assert leading_wards(wards, _VINTAGES) == {1, 3}


def test_who_leads_goes_on_leading_while_the_ward_goes_on() -> None:
    """Two neighbours merge into one that is larger: the third, which answered for the place, still does."""
    merging = [_ward(row, 0.3, end=_JULY) for row in (2, 3)]
    wards = [_ward(1, 0.4), *merging, _ward(4, 0.6, start=_JULY)]
    assert leading_wards(wards, _VINTAGES) == {1}
    assert leading_wards(wards, _VINTAGES, chosen=4) == {4}


def test_of_equal_parts_the_lower_code_leads() -> None:
    assert leading_wards([_ward(2, 0.5), _ward(1, 0.5)], _VINTAGES) == {1}


@given(
    st.lists(
        st.tuples(st.floats(0.01, 1), st.sampled_from([(DATE_MIN, _JULY), (_JULY, DATE_MAX)])), max_size=8
    )
)
def test_there_is_exactly_one_lead_where_there_is_a_ward(
    parts: list[tuple[float, tuple[date, date]]],
) -> None:
    wards = [_ward(row, share, *span) for row, (share, span) in enumerate(parts)]
    leaders = leading_wards(wards, _VINTAGES)
    for day in (DATE_MIN, _JULY):
        present = [ward for ward in wards if ward.valid_from <= day < ward.valid_to]
        assert len([ward for ward in present if ward.boundary_id in leaders]) == min(len(present), 1)


def test_parts_of_one_level_and_day_add_up(database: Database) -> None:
    across = shapely.LineString([(106.655, 10.7405), (106.655, 10.746)])
    with database.read() as connection:
        members = compute_members(connection, across)
    wards = [member for member in members if member.level == "ward" and member.valid_from == DATE_MIN]
    assert len(wards) > 1
    assert sum(ward.share for ward in wards) == pytest.approx(1, abs=1e-6)


def test_a_place_outside_everything_belongs_nowhere(database: Database) -> None:
    with database.read() as connection:
        assert compute_members(connection, shapely.Point(105, 20)) == ()


def test_computing_again_gives_the_same(database: Database) -> None:
    def rows() -> set[tuple[object, ...]]:
        with database.read() as connection:
            return {tuple(row) for row in connection.execute(hotspot_area.select())}

    before = rows()
    with database.write(SYSTEM, "boundary.publish") as change:
        change.note("boundary", "test")
        assert rewrite_all_members(change) == 4
    assert rows() == before
