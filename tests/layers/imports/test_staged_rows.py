"""Rows on disk come back as they were added."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.imports.staged_rows import Fault, RowSpool, StagedRow, keep_row

_FACTS = st.dictionaries(
    st.sampled_from(["name", "note"]), st.text(max_size=20) | st.integers(-9, 9) | st.none()
)
_PLACES = st.builds(shapely.Point, st.floats(102, 118), st.floats(6, 23))
_SHAPES = st.none() | _PLACES.map(lambda place: place.wkb)
_FAULTS = st.lists(
    st.builds(Fault, st.just(3), st.sampled_from(["a", "b"]), _FACTS, st.booleans()), max_size=3
)
_ROWS = st.builds(StagedRow, st.just(3), _FACTS, _SHAPES, _FAULTS.map(tuple), st.none() | st.just("#1"))


@given(st.lists(_ROWS, max_size=5))
def test_rows_come_back_in_their_order_as_often_as_asked(rows: list[StagedRow]) -> None:
    spool = RowSpool()
    for row in rows:
        spool.add(row)
    assert len(spool) == len(rows)
    assert list(spool) == list(spool) == rows
    assert list(spool.kept()) == [keep_row(row) for row in rows]
    assert [row.geometry for row in spool] == [row.shape and shapely.from_wkb(row.shape) for row in rows]
    assert [row.is_fatal for row in spool] == [any(one.is_fatal for one in row.faults) for row in rows]
