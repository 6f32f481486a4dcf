"""What a check of a draft finds: faults of its own making, land lost or gained, places that change wards."""

from dataclasses import replace

import pytest
import shapely
from shapely.affinity import translate

from geo.geodesy.measure import area_m2
from layers.actor import SYSTEM, Actor
from layers.areas.draft_edits import put_area, remove_area
from layers.areas.vintage_checks import DraftCheck, check_draft
from layers.areas.vintage_drafts import DraftRef
from layers.store.database import Database
from tests.layers.areas.drafting import act, area_of, begin, facts

EAST, SOUTH, WEST = "Phường Chánh Hưng", "Phường Phú Định", "Phường Bình Đông"


def _check(database: Database, ref: DraftRef, actor: Actor = SYSTEM) -> DraftCheck:
    with database.read() as connection:
        return check_draft(connection, actor, ref.id)


def _kinds(check: DraftCheck) -> list[tuple[str, tuple[str, ...]]]:
    return [(fault.kind, fault.codes) for fault in check.faults]


def test_what_is_in_force_has_no_fault_and_moves_nobody(database: Database) -> None:
    check = _check(database, begin(database))
    assert (check.faults, check.moved_places) == ((), ())


def test_land_that_is_taken_twice_or_left_is_shown_where_it_lies(database: Database) -> None:
    ref = begin(database)
    west = area_of(database, ref, WEST)
    ref = act(
        database,
        ref,
        put_area,
        replace(west.area, geometry=translate(west.area.geometry, 5e-4)),
        key=west.key,
    )
    check = _check(database, ref)
    assert {fault.kind for fault in check.blocking} >= {"overlap"}
    assert {fault.kind for fault in check.land} == {"lost", "gained"}
    for fault in check.faults:
        assert "27424" in fault.codes
        assert fault.geometry is not None
        assert fault.area_m2 == pytest.approx(area_m2(fault.geometry))


def test_a_ward_that_is_removed_is_land_lost(database: Database) -> None:
    ref = begin(database)
    west = area_of(database, ref, WEST)
    check = _check(database, act(database, ref, remove_area, west.key))
    (lost,) = check.faults
    assert (lost.kind, lost.codes) == ("lost", ("27424",))
    assert lost.geometry is not None
    assert lost.geometry.equals(west.area.geometry)
    assert [(one.code, one.wards_before, one.wards_after) for one in check.moved_places] == [
        ("DB00001", (WEST,), ())
    ]


def test_a_hole_in_the_midst_is_a_gap_and_not_lost_as_well(database: Database) -> None:
    ref = begin(database)
    west = area_of(database, ref, WEST)
    hole = shapely.box(*west.area.geometry.representative_point().buffer(2e-4).bounds)
    drilled = replace(west.area, geometry=west.area.geometry.difference(hole))
    (gap,) = _check(database, act(database, ref, put_area, drilled, key=west.key)).faults
    assert (gap.kind, gap.codes) == ("gap", ("27424",))


def test_a_code_that_two_areas_have_is_told(database: Database) -> None:
    ref = begin(database)
    far = shapely.box(107, 10, 107.01, 10.01)
    ref = act(database, ref, put_area, facts("27424", "Phường Mới").drawn(far))
    assert _kinds(_check(database, ref)) == [("code_twice", ("27424",)), ("gained", ("27424",))]
    ref = begin(database, uuid="another")
    for level in ("ward", "neighbourhood"):
        ref = act(database, ref, put_area, facts("27999", "Mới", level=level).drawn(far))
    assert _kinds(_check(database, ref))[0] == ("code_twice", ("27999",)), "both would begin on one day"


def test_what_was_faulty_before_is_not_the_fault_of_a_draft(database: Database) -> None:
    """Kept areas may come from sets that were never laid side by side."""
    ref = begin(database)
    east = area_of(database, ref, EAST)
    far = translate(east.area.geometry, 0.5)
    ref = act(database, ref, put_area, facts("27990", "Phường Xa").drawn(far))
    assert _kinds(_check(database, ref)) == [("gained", ("27990",))]
