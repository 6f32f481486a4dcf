"""Tables of words are cut where they must be, and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from webmap.render.text_table import TextTable

ROWS = st.lists(st.tuples(st.text("ab ", max_size=60), st.text("12", max_size=5)), min_size=1, max_size=30)


@given(ROWS, st.floats(min_value=5, max_value=200))
def test_the_parts_of_a_table_are_the_table(rows: list[tuple[str, str]], room_mm: float) -> None:
    table = TextTable(("Địa bàn", "Số"), tuple(rows), (3, 1), 1, has_total=True)
    heights = table.heights_mm(100, 10, 1)
    parts = list(table.split(heights, room_mm))
    assert [row for part in parts for row in part.rows] == rows
    assert [part.has_total for part in parts] == [False] * (len(parts) - 1) + [True]
    for part in parts:
        assert len(part.rows) == 1 or sum(part.heights_mm(100, 10, 1)) <= room_mm + 1e-6


def test_words_take_as_many_lines_as_they_need() -> None:
    table = TextTable(("Địa bàn", "Số"), (("Hẻm", "1"), ("Hẻm 1678 Phạm Thế Hiển", "2")), (1, 1), 1)
    head, short, long = table.heights_mm(40, 10, 1)
    assert head == short < long
    assert (table.is_number(0), table.is_number(1)) == (False, True)
