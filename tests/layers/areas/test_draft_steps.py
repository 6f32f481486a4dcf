"""What is kept of a step: who took it and when, how much it touched, and areas to the last digit."""

import shapely

from layers.areas.draft_steps import (
    begin_step,
    find_last_step,
    forget_step,
    forget_steps,
    keep_areas,
    list_kept,
    restore_areas,
)
from layers.store.database import Database
from layers.store.schema import boundary_draft_area
from tests.layers.areas.drafting import begin, coordinator, read


def test_areas_are_kept_and_written_again_under_their_keys(database: Database) -> None:
    ref = begin(database)
    before = read(database, ref)
    first, second = (one.key for one in before.areas[:2])
    with database.write(coordinator(database, "776"), "boundary.draft") as change:
        step = begin_step(change, ref.id, "merge")
        keep_areas(change.connection, step, [first, second])
        keep_areas(change.connection, step, [second], was_there=False)
        keep_areas(change.connection, step, [])
        last = find_last_step(change.connection, ref.id)
        assert last is not None
        assert (last.id, last.kind, last.areas, last.taken_at) == (step, "merge", 2, change.now)
        assert last.taken_by == "dieu-phoi"
        kept = list_kept(change.connection, step)
        assert [(row.area_id, row.was_there) for row in kept] == [(first, True), (second, True)]
        assert shapely.from_wkb(kept[0].shape).equals_exact(before.areas[0].area.geometry, 0)
        gone = boundary_draft_area.c.id.in_([first, second])
        change.connection.execute(boundary_draft_area.delete().where(gone))
        restore_areas(change.connection, ref.id, kept)
        later = begin_step(change, ref.id, "change")
        forget_step(change.connection, later)
        assert find_last_step(change.connection, ref.id) == last
        forget_steps(change.connection, ref.id)
        assert find_last_step(change.connection, ref.id) is None
        assert list_kept(change.connection, step) == []
        change.note("boundary_draft", str(ref.id))
    assert read(database, ref).areas == before.areas
