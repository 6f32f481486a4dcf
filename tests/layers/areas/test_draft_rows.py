"""Rows of a draft: several changed at once, each still the one in force that it follows where nothing is different."""

from dataclasses import replace

import pytest
from sqlalchemy import true

from layers.actor import SYSTEM
from layers.areas.draft_rows import (
    add_area,
    delete_areas,
    find_areas,
    get_areas,
    is_same,
    tell_area,
    write_areas,
)
from layers.errors import NotFound
from layers.store.database import Database
from layers.store.schema import boundary_draft_area
from tests.layers.areas.drafting import begin, read


def test_areas_are_written_together_and_know_whether_they_changed(database: Database) -> None:
    ref = begin(database)
    first, second, *_ = read(database, ref).areas
    other = replace(first.area, name="Phường Khác")
    with database.write(SYSTEM, "boundary.draft") as change:
        connection = change.connection
        write_areas(connection, ref.id, [first, second], {first.key: other, second.key: second.area})
        changed, same = get_areas(connection, ref.id, [first.key, second.key])
        assert (changed.area, changed.changed, changed.from_id) == (other, True, first.from_id)
        assert same == second
        write_areas(connection, ref.id, [changed], {first.key: first.area})
        assert get_areas(connection, ref.id, [first.key]) == (first,), "what is in force again is not changed"
        key = add_area(connection, ref.id, other)
        assert delete_areas(connection, boundary_draft_area.c.id == key) == 1
        assert len(find_areas(connection, ref.id, true())) == len(read(database, ref).areas)
        with pytest.raises(NotFound, match="draft_area_not_found"):
            get_areas(connection, ref.id, [first.key, key])
        change.note("boundary_draft", str(ref.id), after=tell_area(other))
    assert not is_same(first.area, other)
