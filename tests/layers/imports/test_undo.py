"""Confirmed and undone, a file leaves the register telling exactly what it told before; of places: test_batches."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.actor import SYSTEM
from layers.areas.vintage_drafts import list_drafts
from layers.errors import Refused
from layers.imports.file_findings import Wish
from layers.records.documents import list_documents
from layers.store.audit import verify_chain
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from layers.summaries.upkeep import count_differences
from layers.supervision.due import list_due
from layers.supervision.intervals import Intervals
from layers.supervision.visit_records import VisitQuery, count_visits, list_visits
from layers.travel.landmarks import list_landmarks
from tests.layers.imports.conftest import TODAY, Importing, Row

_COLLECTIONS = ("hotspots", "boundaries")
_LON, _LAT = st.floats(106.62, 106.70), st.floats(10.72, 10.755)
_POINT = st.builds(shapely.Point, _LON, _LAT)
_LINE = st.builds(lambda *xy: shapely.LineString([xy[:2], xy[2:]]), _LON, _LAT, _LON, _LAT)
_BOX = st.builds(shapely.box, _LON, _LAT, _LON, _LAT)
_NAMES = ("Hẻm 12 Phạm Thế Hiển", "Hẻm 690 Nguyễn Duy", "ông Nguyễn Văn Hùng", "")
_DAYS = ("05/11/2026", "6/11/2026", "07/11/2027", "hôm qua", "")


def _rows(shape: st.SearchStrategy[Any], **columns: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    """Return rows of these columns, right and wrong cells among them."""
    values = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in columns.items()})
    return st.lists(st.tuples(values, shape), min_size=1, max_size=4)


FILES: Mapping[str, st.SearchStrategy[list[Row]]] = {
    "visits": _rows(
        st.none(),
        HOTSPOT=("DB00001", "db00002", "Hẻm 690 Nguyễn Duy", "DB99999", ""),
        NGAY=_DAYS,
        KETQUA=("tốt hơn", "tái phức tạp", "xem"),
        SONGUOI=("4", "1.200", "vài"),
    ),
    "crossings": _rows(st.one_of(_POINT, _LINE, _BOX), TEN=("Cầu Thử", "Rạch Thử", "Kênh Đôi", "")),
    "documents": _rows(
        st.none(), SO=("12/QĐ-UBND", "13/KH-UBND", ""), TRICHYEU=("Về việc lập tổ", *_NAMES), NGAYKY=_DAYS
    ),
    "boundaries": _rows(_BOX, MA=("90001", "90002", "9000x"), TEN=("Phường Một", "Phường Trần Văn Ơn", "")),
}


def _told(database: Database) -> dict[str, Any]:
    """Return what the register tells, by every door that an import may change: all but history and audit."""
    with database.read() as connection:
        assert count_differences(connection) == 0
        pages = {
            name: get_page(connection, SYSTEM, name, FeatureQuery(TODAY, limit=1000)) for name in _COLLECTIONS
        }
        made = VisitQuery(TODAY, states=("made", "planned"), start=date(2000, 1, 1))
        return {
            **{
                name: [(one.id, one.geometry, one.properties) for one in page.features]
                for name, page in pages.items()
            },
            "visits": list_visits(connection, SYSTEM, made).visits,
            "counted": count_visits(connection, SYSTEM, None, date(2000, 1, 1), date(2100, 1, 1)),
            "due": list_due(connection, SYSTEM, TODAY, Intervals()),
            "crossings": list_landmarks(connection),
            "documents": list_documents(connection, limit=1000).documents,
            "drafts": [tuple(row) for row in list_drafts(connection)],
        }


@pytest.mark.parametrize("target", list(FILES))
def test_confirmed_and_undone_leaves_the_register_as_it_was(
    database: Database, importing: Importing, target: str
) -> None:
    written = []

    @settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(FILES[target])
    def prove(rows: list[Row]) -> None:
        before = _told(database)
        code = importing.stage(database, target, rows, wish=Wish(valid_from=date(2026, 10, 1)))
        try:
            counts = importing.confirm(database, code)
        except Refused as error:
            assert error.code == "import_nothing_to_write"
        else:
            written.append(counts["written"])
            assert sum(counts.values()) == len(rows)
            assert _told(database) != before
            importing.undo(database, code, version=2)
        assert _told(database) == before

    prove()
    assert any(written), "no example was ever written"
    with database.read() as connection:
        assert verify_chain(connection) is None
