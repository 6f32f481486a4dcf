"""Steps of a draft taken back, the last first, until it is what it was copied from."""

from dataclasses import replace

import pytest
import shapely

from layers.areas.draft_edits import merge_areas, put_area, put_areas, remove_area, replace_areas, split_area
from layers.areas.draft_steps import DraftStep
from layers.areas.draft_undo import undo_step
from layers.areas.successions import confirm_successions, propose_successions
from layers.areas.vintage_drafts import DraftArea, DraftRef, discard_draft
from layers.errors import OutsideScope, Refused
from layers.store.database import Database
from tests.layers.areas.drafting import act, act_as, area_of, begin, coordinator, facts, read

EAST, WEST, SOUTH = "Phường Chánh Hưng", "Phường Bình Đông", "Phường Phú Định"


def _areas(database: Database, ref: DraftRef) -> dict[int, DraftArea]:
    return {one.key: one for one in read(database, ref).areas}


def _last(database: Database, ref: DraftRef) -> DraftStep | None:
    return read(database, ref).last_step


def test_each_step_is_taken_back_to_the_last_digit(database: Database) -> None:
    ref = begin(database)
    first = _areas(database, ref)
    assert _last(database, ref) is None
    west, east, south = (area_of(database, ref, name) for name in (WEST, EAST, SOUTH))
    x, (_, bottom, _, top) = west.area.geometry.centroid.x, west.area.geometry.bounds
    halves = facts("27424", "Phường Tây"), facts("27998", "Phường Đông")
    steps = [
        ("change", put_areas, {west.key: replace(west.area, name="Phường Khác"), south.key: south.area}),
        ("split", split_area, west.key, shapely.LineString([(x, bottom - 0.01), (x, top + 0.01)]), halves),
        ("merge", merge_areas, [east.key, south.key], facts("27999", "Phường Nam")),
        ("add", put_area, facts("27997", "Phường Mới").drawn(shapely.box(107, 10, 107.01, 10.01))),
    ]
    seen = []
    for kind, *step in steps:
        seen.append((kind, _areas(database, ref)))
        ref = act(database, ref, *step)
    left = area_of(database, ref, "Phường Mới")
    seen.append(("remove", _areas(database, ref)))
    ref = act(database, ref, remove_area, left.key)
    ref = act(database, ref, confirm_successions)
    for kind, before in reversed(seen):
        last = _last(database, ref)
        assert last is not None
        assert (last.kind, last.taken_by) == (kind, None)
        ref = act(database, ref, undo_step)
        assert _areas(database, ref) == before
    assert _areas(database, ref) == first
    assert not read(database, ref).changed
    with database.read() as connection:
        assert propose_successions(connection, ref.id) == ()
    with pytest.raises(Refused, match="draft_nothing_to_undo"):
        act(database, ref, undo_step)


def test_a_step_over_land_of_others_an_import_and_an_ended_draft_cannot_be_undone(database: Database) -> None:
    ref = begin(database)
    east = area_of(database, ref, EAST)
    ref = act(database, ref, put_area, replace(east.area, name="Phường Khác"), key=east.key)
    elsewhere = coordinator(database, "27427@2025-07-01")
    with pytest.raises(OutsideScope, match="boundary_outside_area"):
        act_as(elsewhere, database, ref, undo_step)
    assert area_of(database, ref, "Phường Khác").key == east.key
    ref = act(database, ref, replace_areas, [one.area for one in read(database, ref).areas])
    assert _last(database, ref) is None
    ref = act(database, ref, put_area, east.area, key=area_of(database, ref, "Phường Khác").key)
    assert _last(database, ref) is not None
    act(database, ref, discard_draft)
    assert _last(database, ref) is None
