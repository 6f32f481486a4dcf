"""Areas of a draft: drawn, renamed, merged, cut, removed, imported; each step told and held to the actor's land."""

import json
from dataclasses import replace
from typing import Any

import pytest
import shapely
from shapely.affinity import translate
from shapely.geometry import shape
from sqlalchemy import select, update

from geo.errors import InvalidGeometry, PersonalData
from geo.formats.geojson import geometry_text
from geo.shapes.topology import coverage_faults
from layers.areas.draft_edits import (
    merge_areas,
    put_area,
    put_areas,
    remove_area,
    replace_areas,
    split_area,
)
from layers.areas.vintage_drafts import DraftRef
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.store.database import Database
from layers.store.schema import audit, boundary, boundary_draft_area
from tests.layers.areas.drafting import act, act_as, area_of, begin, coordinator, facts, read

EAST, WEST = "Phường Chánh Hưng", "Phường Bình Đông"
NEW = facts("27999", "Phường Mới")


def _names(database: Database, ref: DraftRef) -> set[str]:
    return {one.area.name for one in read(database, ref).areas}


def _square(west: float = 107.0) -> shapely.Polygon:
    return shapely.box(west, 10.0, west + 0.01, 10.01)


def test_an_area_is_added_renamed_and_taken_out_again(database: Database) -> None:
    ref = begin(database)
    ref = act(database, ref, put_area, NEW.drawn(_square()))
    added = area_of(database, ref, "Phường Mới")
    assert (added.changed, added.from_id, added.area.geometry.equals(_square())) == (True, None, True)
    ref = act(database, ref, put_area, replace(added.area, name="  Phường   Khác "), key=added.key)
    assert area_of(database, ref, "Phường Khác").key == added.key
    ref = act(database, ref, remove_area, added.key)
    assert read(database, ref).changed == ()
    assert len(read(database, ref).areas) == 6


def test_every_step_is_told_with_what_was_drawn(database: Database) -> None:
    ref = begin(database)
    before = area_of(database, ref, WEST).area
    act(database, ref, put_area, replace(before, name="Phường Tây"), key=area_of(database, ref, WEST).key)
    with database.read() as connection:
        newest = (
            select(audit.c.object_type, audit.c.before, audit.c.after).order_by(audit.c.id.desc()).limit(1)
        )
        kind, was, became = connection.execute(newest).one()
    assert kind == "boundary_draft"
    assert (json.loads(was)["area"]["name"], json.loads(became)["area"]["name"]) == (WEST, "Phường Tây")
    assert shape(json.loads(json.loads(became)["area"]["geometry"])).equals(before.geometry)


def test_what_comes_back_as_it_was_goes_on_unchanged(database: Database) -> None:
    """A page sends coordinates of six decimals; the digits behind them are not lost, and nothing is published anew."""
    exact = translate(_exact(database), 3.3e-8, 1.7e-8)
    with database.write(coordinator(database, "776"), "test") as change:
        b = boundary.c
        change.connection.execute(update(boundary).where(b.name == WEST).values(geom=exact))
        change.note("test", "1")
    ref = begin(database)
    drafted = area_of(database, ref, WEST)
    rounded = shape(json.loads(geometry_text(drafted.area.geometry)))
    assert not rounded.equals_exact(exact)
    ref = act(
        database, ref, put_area, replace(drafted.area, name="Phường Tây", geometry=rounded), key=drafted.key
    )
    renamed = area_of(database, ref, "Phường Tây")
    assert renamed.changed
    assert renamed.area.geometry.equals_exact(exact)
    ref = act(database, ref, put_area, replace(drafted.area, geometry=rounded), key=drafted.key)
    back = area_of(database, ref, WEST)
    assert not back.changed
    assert back.area.geometry.equals_exact(exact)


def _exact(database: Database) -> Any:
    with database.read() as connection:
        return connection.execute(select(boundary.c.geom).where(boundary.c.name == WEST)).scalar_one()


def test_merged_areas_become_one_with_all_their_land(database: Database) -> None:
    ref = begin(database)
    parts = [area_of(database, ref, name) for name in (EAST, WEST)]
    ref = act(database, ref, merge_areas, [one.key for one in parts], NEW)
    merged = area_of(database, ref, "Phường Mới")
    assert merged.area.geometry.equals(shapely.union_all([one.area.geometry for one in parts]))
    assert not {EAST, WEST} & _names(database, ref)
    assert merged.changed


def test_an_area_is_cut_in_two_without_gap_or_overlap(database: Database) -> None:
    ref = begin(database)
    whole = area_of(database, ref, WEST)
    x, (_, south, _, north) = whole.area.geometry.centroid.x, whole.area.geometry.bounds
    line = shapely.LineString([(x, south - 0.01), (x, north + 0.01)])
    parts = facts("27424", "Phường Tây"), facts("27998", "Phường Đông")
    ref = act(database, ref, split_area, whole.key, line, parts)
    west, east = (area_of(database, ref, one.name).area.geometry for one in parts)
    assert west.centroid.x < x < east.centroid.x
    assert coverage_faults([one.area.geometry for one in read(database, ref).areas]) == ()
    with pytest.raises(InvalidGeometry, match="split_line_misses"):
        act(database, ref, split_area, area_of(database, ref, EAST).key, line, parts)


def test_both_sides_of_a_border_change_in_one_step(database: Database) -> None:
    ref = begin(database)
    one, other = area_of(database, ref, EAST), area_of(database, ref, WEST)
    swapped = {
        one.key: replace(one.area, geometry=other.area.geometry),
        other.key: replace(other.area, geometry=one.area.geometry),
    }
    ref = act(database, ref, put_areas, swapped)
    assert area_of(database, ref, EAST).area.geometry.equals(other.area.geometry)
    assert area_of(database, ref, WEST).area.geometry.equals(one.area.geometry)
    assert read(database, ref).version == ref.version == 2


def test_an_import_keeps_what_is_the_same_and_drops_what_is_gone(database: Database) -> None:
    ref = begin(database)
    areas = {one.area.name: one.area for one in read(database, ref).areas}
    brought = [areas[EAST], replace(areas[WEST], name="Phường Tây"), NEW.drawn(_square())]
    ref = act(database, ref, replace_areas, brought)
    found = {one.area.name: (one.changed, one.from_id is None) for one in read(database, ref).areas}
    assert found == {EAST: (False, False), "Phường Tây": (True, False), "Phường Mới": (True, True)}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"code": "27 418"}, "area_code_invalid"),
        ({"code": "12345678901"}, "area_code_invalid"),
        ({"code": "２７"}, "area_code_invalid"),
        ({"parent": "Q8"}, "area_code_invalid"),
        ({"level": "grouping"}, "area_level_unknown"),
        ({"name": ""}, "area_text_invalid"),
        ({"full_name": "x" * 161}, "area_text_invalid"),
        ({"population": -1}, "area_population_invalid"),
    ],
    ids=["blank", "long", "full width", "parent", "grouping", "nameless", "long name", "fewer than none"],
)
def test_what_an_area_cannot_be_is_refused(database: Database, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        act(database, begin(database), put_area, replace(NEW.drawn(_square()), **given))


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        (shapely.LineString([(106.6, 10.7), (106.7, 10.7)]), "area_not_polygon"),
        (shapely.Polygon([(107, 10), (107.01, 10.01), (107.01, 10), (107, 10.01)]), "geometry_invalid"),
        (shapely.segmentize(shapely.box(107, 10, 107.01, 10.01), 3.9e-7), "geometry_too_large"),
    ],
    ids=["line", "bow tie", "huge"],
)
def test_what_cannot_be_drawn_is_refused(database: Database, drawn: Any, code: str) -> None:
    with pytest.raises(InvalidGeometry, match=code):
        act(database, begin(database), put_area, NEW.drawn(drawn))


def test_a_name_of_a_person_is_refused(database: Database) -> None:
    with pytest.raises(PersonalData):
        act(database, begin(database), put_area, replace(NEW.drawn(_square()), name="Ông Nguyễn Văn An"))


def test_a_refused_step_leaves_the_draft_as_it_was(database: Database) -> None:
    ref = begin(database)
    key = area_of(database, ref, WEST).key
    with pytest.raises(Refused, match="merge_needs_two"):
        act(database, ref, merge_areas, [key, key], NEW)
    with pytest.raises(NotFound, match="draft_area_not_found"):
        act(database, ref, remove_area, 999_999)
    assert read(database, ref).version == 1


def test_of_two_editors_the_later_is_told(database: Database) -> None:
    ref = begin(database)
    keys = [area_of(database, ref, name).key for name in (EAST, WEST)]
    act(database, ref, remove_area, keys[0])
    with pytest.raises(StaleVersion):
        act(database, ref, merge_areas, keys, NEW)
    with database.read() as connection:
        assert len(connection.execute(select(boundary_draft_area.c.id)).all()) == 5


def test_a_coordinator_draws_on_his_own_land_only(database: Database) -> None:
    ref = begin(database)
    editor = coordinator(database, "27424@2025-07-01")
    west, east = area_of(database, ref, WEST), area_of(database, ref, EAST)
    ref = act_as(editor, database, ref, put_area, replace(west.area, name="Phường Tây"), key=west.key)
    refused: list[tuple[Any, ...]] = [
        (put_area, NEW.drawn(_square())),
        (put_areas, {west.key: replace(west.area, geometry=east.area.geometry)}),
        (remove_area, east.key),
        (merge_areas, [west.key, east.key], NEW),
        (replace_areas, []),
    ]
    for do, *given in refused:
        with pytest.raises(OutsideScope, match="boundary_outside_area"):
            act_as(editor, database, ref, do, *given)
    assert read(database, ref).version == 2
