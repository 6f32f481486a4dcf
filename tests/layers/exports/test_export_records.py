"""Records as layers: a visit at its place, water and crossings, and nothing of what the reader may not see."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
import shapely

from layers.actor import SYSTEM
from layers.errors import OutsideScope
from layers.exports.export_layers import LAYERS, list_readable
from layers.exports.export_records import RECORDS
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.store.query import FeatureQuery
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist, get_current_checklist
from layers.supervision.recommendations import Answer, Sending, close, record_answer, send
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import Position
from layers.supervision.visits import record_visit
from tests.layers.exports.export_reading import HOTSPOTS, TODAY, known_places, read, write
from tests.layers.places.supervised import add_bodies, add_draft, add_letter, add_visit


@pytest.fixture
def visited(database: Database) -> Database:
    """Return a register with a visit to DB00001 and a draft about DB00003."""
    with database.write(SYSTEM, "visit.record") as change:
        add_default_bodies(change)
        add_default_checklist(change)
        current = get_current_checklist(change.connection)
        answers = {item.code: item.answers[0] for item in current.items}
        at, device_at = Position(106.6496, 10.7365, 12.5), datetime(2026, 11, 22, 1, 15, tzinfo=UTC)
        made = Visit(
            TODAY, "on_site", "better", ("MAT_TRAN",), 4, current.id, answers, "Hẻm đã có đèn.", None, at, device_at
        )  # fmt: skip
        record_visit(change, "DB00001", made)
    return database


def test_a_visit_lies_at_its_place_and_says_nothing_of_who_recorded_it(
    visited: Database, tmp_path: Path
) -> None:
    path = write(visited, replace(HOTSPOTS, layer="visits"), tmp_path / "gpkg")
    ((row,), (at,)) = read(path, "visits")
    assert (row["code"], row["hotspot"], row["state"]) == ("GS00001", "DB00001", "made")
    assert (row["visited_on"][:10], row["head_count"], row["note"]) == ("2026-11-22", 4, "Hẻm đã có đèn.")
    assert shapely.distance(at, known_places(visited)["DB00001"]) < 1e-6
    assert not {"told_by", "position", "device_at"} & set(row)
    earlier = replace(HOTSPOTS, layer="visits", form="geojson", query=FeatureQuery(date(2026, 11, 21)))
    other = replace(HOTSPOTS, layer="visits", form="geojson", codes=frozenset({"DB00002"}))
    for order, folder in ((earlier, "earlier"), (other, "other")):
        assert orjson.loads(write(visited, order, tmp_path / folder).read_bytes())["features"] == []


def test_a_recommendation_is_told_as_far_as_it_had_come_by_the_day(
    database: Database, tmp_path: Path
) -> None:
    add_bodies(database)
    add_visit(database)
    code, letter = add_draft(database), add_letter(database)
    with database.write(SYSTEM, "recommendation.change") as change:
        send(change, code, Sending(date(2026, 11, 3), letter), version=1)
        record_answer(change, code, Answer(date(2026, 11, 12), "đã khảo sát"), version=2)
        close(change, code, "done", date(2026, 11, 20), reason=None, version=3)
    told = []
    for day in (2, 11, 12, 20):
        order = replace(
            HOTSPOTS, layer="recommendations", form="geojson", query=FeatureQuery(date(2026, 11, day))
        )
        body = orjson.loads(write(database, order, tmp_path / str(day)).read_bytes())
        told.append([one["properties"] for one in body["features"]])
    assert told[0] == []
    names = ("state", "reply_due_on", "answered_on", "outcome", "closed_on")
    assert [tuple(one[name] for name in names) for (one,) in told[1:]] == [
        ("sent", "2026-11-24", None, None, None),
        ("answered", "2026-11-24", "2026-11-12", "đã khảo sát", None),
        ("done", "2026-11-24", "2026-11-12", "đã khảo sát", "2026-11-20"),
    ]


def test_water_and_crossings_lie_where_the_map_shows_them(database: Database, tmp_path: Path) -> None:
    told = orjson.loads(
        write(database, replace(HOTSPOTS, layer="crossings", form="geojson"), tmp_path).read_bytes()
    )
    kinds = {one["properties"]["kind"]: one["geometry"]["type"] for one in told["features"]}
    assert set(kinds) == {"bridge", "canal"}
    assert "LineString" in kinds["canal"]


def test_layers_are_those_that_the_reader_may_read(database: Database) -> None:
    with database.write(SYSTEM, "account.add") as change:
        reader = add_user(change, "nguoi_xem")
        add_grant(change, reader, "viewer", "27424@2025-07-01")
    with database.read() as connection:
        seen = {layer.id for layer in list_readable(connection, reader.actor)}
        assert seen == set(LAYERS) - {"crossings"}
        for layer in RECORDS:
            if layer.id not in seen:
                with pytest.raises(OutsideScope):
                    list(layer.read(connection, reader.actor, FeatureQuery(TODAY)))
