"""A batch: staged, looked through, confirmed in one transaction, undone as a whole; the register is then as it was."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import PersonalData
from geo.text.legacy import encode
from layers.actor import SYSTEM
from layers.errors import Refused, StaleVersion
from layers.imports.batch_records import get_batch, list_batches
from layers.imports.batch_rows import list_rows
from layers.imports.batches import StagedFile, discard, skip_rows, stage
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.places.lineage import list_removed
from layers.store.audit import verify_chain
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from layers.summaries.upkeep import count_differences
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.layers.imports.conftest import Importing, Row

_TODAY = date(2026, 11, 22)


def _place(name: str, lon: float = 106.67, lat: float = 10.74, **facts: Any) -> Row:
    return {"TEN": name, **facts}, shapely.LineString([(lon, lat), (lon + 0.001, lat)])


_ROWS = [
    _place("Hẻm 12 Phạm Thế Hiển", LINHVUC="ma túy"),
    _place("Hẻm 1678 Phạm Thế Hiển", 106.6493, 10.7368),  # near the one of that name
    _place("nhà ông Nguyễn Văn Hùng", 106.68),
    _place("Hẻm 14 Phạm Thế Hiển", 106.69),
]


def _features(database: Database) -> list[tuple[str, str, object]]:
    with database.read() as connection:
        page = get_page(connection, SYSTEM, "hotspots", FeatureQuery(_TODAY, limit=1000))
    return [(one.id, one.geometry, one.properties) for one in page.features]


def test_from_a_file_into_the_register_and_back(database: Database, importing: Importing) -> None:
    before = _features(database)
    code = importing.stage(database, "hotspots", _ROWS, wish=Wish(sender="Phòng Văn hóa"))
    with database.read() as connection:
        batch = get_batch(connection, SYSTEM, code)
        assert [one.row.duplicate_of for one in list_rows(connection, SYSTEM, code, only="duplicates")] == [
            "DB00001"
        ]
        assert [one.row.nth for one in list_rows(connection, SYSTEM, code, only="faults")] == [3]
        assert [one.row.nth for one in list_rows(connection, SYSTEM, code, after=2, limit=1)] == [3]
    assert (code, batch.state, batch.diagnosis["features"], batch.by) == ("NT00001", "staged", 4, None)
    assert _features(database) == before
    with database.write(SYSTEM, "import.choose") as change:
        assert skip_rows(change, code, [4], is_skipped=True, version=1) == 2
    assert importing.confirm(database, code, version=2) == {
        "written": 1,
        "known": 0,
        "faulty": 1,
        "skipped": 2,
    }
    new = [one for one in _features(database) if one not in before]
    assert [one[2]["name"] for one in new] == ["Hẻm 12 Phạm Thế Hiển"]
    assert new[0][2]["topics"] == ["ma_tuy"]
    with database.read() as connection:
        assert [one.made for one in list_rows(connection, SYSTEM, code)] == ["DB00005", None, None, None]
    with pytest.raises(StaleVersion):
        importing.undo(database, code, version=1)
    with pytest.raises(Refused, match="reason_missing"):
        importing.undo(database, code, version=3, reason=" ")
    assert importing.undo(database, code, version=3) == 4
    assert _features(database) == before
    with database.read() as connection:
        assert get_batch(connection, SYSTEM, code).state == "undone"
        assert [one.code for one in list_removed(connection, SYSTEM)] == ["DB00005"]
        assert verify_chain(connection) is None
        assert count_differences(connection) == 0
    with pytest.raises(Refused, match="import_state_wrong"):
        importing.confirm(database, code, version=4)


def test_what_something_was_built_on_is_not_taken_back(database: Database, importing: Importing) -> None:
    code = importing.stage(database, "hotspots", _ROWS[:1])
    importing.confirm(database, code)
    with database.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00005", Visit(_TODAY))
    after = _features(database)
    with pytest.raises(Refused) as refused:
        importing.undo(database, code, version=2)
    assert (refused.value.code, refused.value.facts) == ("import_built_upon", {"n": 1, "what": "DB00005"})
    assert _features(database) == after


def test_what_was_recorded_since_the_file_was_read_is_not_recorded_twice(
    database: Database, importing: Importing
) -> None:
    first, second = (importing.stage(database, "hotspots", _ROWS[:1]) for _ in range(2))
    importing.confirm(database, first)
    with pytest.raises(Refused, match="import_nothing_to_write"):
        importing.confirm(database, second)
    with database.write(SYSTEM, "import.discard") as change:
        discard(change, second, version=1)
    with database.read() as connection:
        assert [(one.code, one.state) for one in list_batches(connection, SYSTEM)] == [
            (second, "discarded"),
            (first, "confirmed"),
        ]
        assert list_rows(connection, SYSTEM, second) == ()


_NAMES = st.sampled_from(["Hẻm 12 Phạm Thế Hiển", "Hẻm 690 Nguyễn Duy", "ông Nguyễn Văn Hùng", ""])
_LON, _LAT = st.floats(106.62, 106.70), st.floats(10.72, 10.755)
_SHAPES = st.one_of(
    st.none(),
    st.builds(shapely.Point, _LON, _LAT),
    st.builds(lambda *xy: shapely.LineString([xy[:2], xy[2:]]), _LON, _LAT, _LON, _LAT),
    st.builds(shapely.box, _LON, _LAT, _LON, _LAT),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.builds(lambda name: {"TEN": name}, _NAMES), _SHAPES), min_size=1, max_size=6))
def test_confirmed_and_undone_leaves_the_register_as_it_was(
    database: Database, importing: Importing, rows: list[Row]
) -> None:
    before = _features(database)
    code = importing.stage(database, "hotspots", rows)
    try:
        counts = importing.confirm(database, code)
    except Refused as error:
        assert error.code == "import_nothing_to_write"
    else:
        assert len(_features(database)) == len(before) + counts["written"]
        assert sum(counts.values()) == len(rows)
        importing.undo(database, code, version=2)
    assert _features(database) == before


def test_a_layer_is_kept_by_its_name_and_told_by_its_title(database: Database, importing: Importing) -> None:
    target, name = TARGETS["documents"], encode("Sổ văn bản", "tcvn3")
    found = importing.examine(database, target.id, [({"ten": "Kế hoạch 09"}, None)])
    found = replace(found, layer=replace(found.layer, name=name))
    file = StagedFile("so.xlsx", "0" * 64, "Sổ văn bản")
    with pytest.raises(PersonalData), database.write(SYSTEM, "import.stage") as change:
        stage(change, file, target, Wish(), replace(found, title="Nguyễn Văn An"))
    with database.write(SYSTEM, "import.stage") as change:
        code = stage(change, file, target, Wish(), replace(found, title="Sổ văn bản"))
    with database.read() as connection:
        batch = get_batch(connection, SYSTEM, code)
    assert (batch.layer, batch.layer_title) == (name, "Sổ văn bản")
