"""Tables on slides."""

from tests.webmap.render.office.slides_read import read_slides, tables_of
from webmap.render.office.slides import BODY, Deck, Imprinted
from webmap.render.office.slides_table import add_table, height_of
from webmap.render.text_table import TextTable

TABLE = TextTable(("Khu vực", "Số"), (("Phường 5", "1.234"), ("Tổng", "1.234")), (3, 1), 1, has_total=True)


def test_a_table_is_a_table_its_numbers_at_the_right_its_total_strong() -> None:
    deck = Deck("Thử", "vi", Imprinted(""))
    add_table(deck.add("Thử"), TABLE, BODY, 11)
    (slide,) = read_slides(deck.write())
    assert tables_of(slide) == [[list(TABLE.heads), *map(list, TABLE.rows)]]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    runs = [[cell.text_frame.paragraphs[0] for cell in row.cells] for row in table.rows]
    assert [[cell.runs[0].font.bold for cell in row] for row in runs] == [[True] * 2, [False] * 2, [True] * 2]
    assert [str(cell.alignment) for cell in runs[1]] == ["LEFT (1)", "RIGHT (3)"]
    assert round(table.columns[0].width / table.columns[1].width, 3) == 3
    assert height_of(TABLE, BODY.width, 11) > height_of(TABLE, BODY.width, 9)
