"""Places that a draft gives to other wards."""

from layers.actor import SYSTEM, Actor
from layers.areas.draft_edits import merge_areas
from layers.areas.moved_places import MovedPlace, find_moved_places
from layers.areas.vintage_drafts import DraftRef
from layers.store.database import Database
from tests.layers.areas.drafting import act, area_of, begin, coordinator, facts, read

EAST, SOUTH, WEST = "Phường Chánh Hưng", "Phường Phú Định", "Phường Bình Đông"


def _moved(database: Database, ref: DraftRef, actor: Actor = SYSTEM) -> tuple[MovedPlace, ...]:
    draft = read(database, ref)
    with database.read() as connection:
        return find_moved_places(connection, actor, draft)


def test_places_that_change_wards_are_listed_for_who_may_see_them(database: Database) -> None:
    ref = begin(database)
    keys = [area_of(database, ref, name).key for name in (EAST, WEST)]
    ref = act(database, ref, merge_areas, keys, facts("27424", "Phường Mới"))
    assert [(one.code, set(one.wards_before), set(one.wards_after)) for one in _moved(database, ref)] == [
        ("DB00001", {WEST}, {"Phường Mới"}),
        ("DB00003", {EAST, SOUTH}, {"Phường Mới", SOUTH}),
    ]
    of_the_west = coordinator(database, "27424@2025-07-01")
    assert [one.code for one in _moved(database, ref, of_the_west)] == ["DB00001"]
