"""Areas of a file become a draft beside what they do not touch, and go with their batch."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from sqlalchemy import select

from layers.actor import SYSTEM
from layers.areas.clusters import Cluster, list_wards, put_clusters
from layers.areas.draft_edits import put_areas
from layers.areas.vintage_drafts import get_draft
from layers.errors import Refused
from layers.imports import landing_boundaries
from layers.imports.batch_records import get_batch
from layers.imports.file_findings import Wish
from layers.store.database import Database
from layers.store.schema import boundary
from tests.layers.imports.conftest import Importing, Row


def _ward(code: str, name: str, shape: shapely.Polygon, **facts: Any) -> Row:
    return {"MA": code, "TEN": name, **facts}, shape


def test_areas_become_a_draft_beside_what_they_do_not_touch(database: Database, importing: Importing) -> None:
    east, west = shapely.box(106.7, 10.7, 106.71, 10.71), shapely.box(106.69, 10.7, 106.7, 10.71)
    rows = [
        _ward("90001", "Phường Trần Văn Ơn", east, DANSO="12.345"),
        _ward("90002", "Phường Hai", shapely.box(106.6895, 10.7, 106.7002, 10.71)),
        _ward("9000x", "Phường Ba", west),
    ]
    code = importing.stage(database, "boundaries", rows, wish=Wish(valid_from=date(2026, 10, 1)))
    with database.read() as connection:
        found = get_batch(connection, SYSTEM, code).diagnosis
    assert [(one["code"], one["is_fatal"]) for one in found["faults"]] == [
        ("area_code_invalid", True),
        ("import_coverage_overlap", False),
    ]
    assert importing.confirm(database, code) == {"written": 2, "known": 0, "faulty": 1, "skipped": 0}
    with database.read() as connection:
        made = get_batch(connection, SYSTEM, code).made
        draft = get_draft(connection, made["draft"])
    new = {one.area.code: one.area for one in draft.changed}
    assert new.keys() == {"90001", "90002"}
    assert (new["90001"].name, new["90001"].population, new["90001"].level) == (
        "Phường Trần Văn Ơn",
        12345,
        "ward",
    )
    assert {one.area.code for one in draft.areas} > {"27424", "27427"}  # what lies elsewhere goes on
    drawn = {one.key: one.area.geometry.buffer(-1e-4) for one in draft.changed}
    with database.write(SYSTEM, "boundary.draft") as change:
        redrawn = {one.key: replace(one.area, geometry=drawn[one.key]) for one in draft.changed}
        put_areas(change, draft.ref, redrawn)  # a name that stays is not asked for again
    with pytest.raises(Refused, match="import_built_upon"):
        importing.undo(database, code)


def test_in_the_past_areas_that_records_stand_on_stay_as_they_are(
    database: Database, importing: Importing
) -> None:
    with database.write(SYSTEM, "list.put_clusters") as change:
        (ward,) = (one for one in list_wards(change.connection, 2020) if one.name == "Phường 11")
        put_clusters(change, 2020, 0, (Cluster(1, "Cụm 1", (ward.public_id,)),))
        held = select(boundary.c.geom).where(boundary.c.name == "Phường 11")
        shape = change.connection.execute(held).scalar_one()
    coarse = shape.simplify(0.0005)
    beside = shapely.box(106.7, 10.7, 106.71, 10.71)
    rows = [_ward("99911", "Phường 11", coarse), _ward("90001", "Phường Một", beside)]
    code = importing.stage(database, "boundaries", rows, wish=Wish(valid_from=date(2015, 1, 1)))
    importing.confirm(database, code)
    with database.read() as connection:
        made = get_batch(connection, SYSTEM, code).made
        draft = get_draft(connection, made["draft"])
    assert (made["areas"], made["kept_as_they_were"]) == (1, 1)
    assert [one.area.code for one in draft.changed] == ["90001"]
    assert "Phường 11" in {one.area.name for one in draft.areas}


def test_areas_need_a_day_and_are_given_up_with_their_batch(database: Database, importing: Importing) -> None:
    rows = [_ward("90001", "Phường Một", shapely.box(106.7, 10.7, 106.71, 10.71))]
    without_day = importing.stage(database, "boundaries", rows)
    with pytest.raises(Refused, match="import_day_missing"):
        importing.confirm(database, without_day)
    code = importing.stage(database, "boundaries", rows, wish=Wish(valid_from=date(2026, 10, 1)))
    importing.confirm(database, code)
    importing.undo(database, code)
    with database.read() as connection:
        draft = get_draft(connection, get_batch(connection, SYSTEM, code).made["draft"])
    assert draft.ended_at is not None
    assert draft.vintage_id is None


def test_of_a_nation_only_the_number_of_misfits_is_told(
    database: Database, importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing_boundaries, "_MOST_MEASURED", 3)
    sides = np.linspace(106.6, 106.7, 6).tolist()
    shapes = [shapely.box(west, 10.7, east, 10.71) for west, east in pairwise(sides)]
    for drawn, misfits in ((shapes, []), ([*shapes[:4], shapely.box(106.679, 10.7, 106.7, 10.71)], [2])):
        rows = [_ward(f"9000{nth}", "Phường Một", shape) for nth, shape in enumerate(drawn)]
        found = importing.examine(database, "boundaries", rows)
        assert [one.facts["n"] for one in found.faults if one.code == "import_coverage_unfit"] == misfits
