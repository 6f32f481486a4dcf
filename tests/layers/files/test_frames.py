"""Frames: what is told comes back, what is cut or swollen is no frame."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from layers.files.frames import HEAD, layers_of, read_frame, records_of, write_frame, write_layers, write_rows
from layers.files.sources import SourceField, SourceLayer, SourceRecord

LAYER = SourceLayer("Hẻm", "CSV", "Point", (SourceField("tên", "str"),), 2, None, None, {"x": "a", "y": "b"})
_values = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
)
_rows = st.lists(st.tuples(st.none() | st.binary(max_size=30), st.tuples(_values | st.text())), max_size=30)


@given(_rows)
def test_records_come_back_as_they_were(rows: list[tuple[bytes | None, tuple[object]]]) -> None:
    pipe = BytesIO()
    write_layers(pipe, [LAYER], 0)
    write_rows(pipe, iter(rows))
    write_frame(pipe, b"Z")
    pipe.seek(0)
    first = read_frame(pipe.read, 10_000_000)
    assert first is not None
    assert (layers_of(first), first.told["chosen"]) == ((LAYER,), 0)
    records: list[SourceRecord] = []
    while (frame := read_frame(pipe.read, 10_000_000)) and frame.kind == b"R":
        records += records_of(frame, ["tên"], len(records))
    assert [(record.wkb, record.values["tên"]) for record in records] == [(wkb, row[0]) for wkb, row in rows]
    assert [record.nth for record in records] == list(range(1, len(rows) + 1))


@given(st.integers(0, 40), st.binary(max_size=40))
def test_a_cut_or_swollen_frame_is_none(cut: int, noise: bytes) -> None:
    pipe = BytesIO()
    write_frame(pipe, b"R", {"sizes": [3], "values": [[1]]}, b"abc")
    whole = pipe.getvalue()
    assert read_frame(BytesIO(whole[: min(cut, len(whole) - 1)]).read, 1000) is None
    assert read_frame(BytesIO(whole).read, 5) is None
    assert read_frame(BytesIO(HEAD.pack(b"R", 7, 0) + b"{......" + noise).read, 1000) is None
