"""A meeting pack as slides."""

from tests.webmap.render.made_pack import make_made_pack, make_visits, say_nothing
from tests.webmap.render.office.slides_read import read_slides, tables_of, words_of
from webmap.render.office.slides_pack import MOST_ROWS, make_pack_slides


def test_a_pack_as_slides_has_every_page_and_comes_out_the_same_again() -> None:
    pack, told = make_made_pack(), []
    made = make_pack_slides(pack, lambda nth, count, title: told.append((nth, count, title)))
    slides = read_slides(made)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert {leaf.title for leaf in pack.leaves} <= set(titles)
    assert [nth for nth, _, _ in told] == list(range(len(pack.leaves)))
    first = words_of(slides[0])
    assert all(tile.name in first and tile.value in first for tile in pack.leaves[0].tiles)
    assert sum(len(table) - 1 for table in tables_of(slides[0])) == len(pack.leaves[0].table.rows)
    by_area = slides[titles.index("Số liệu theo phường")]
    assert [row[0] for row in tables_of(by_area)[0]][-1] == "Tổng"
    assert "1 địa bàn nằm trên nhiều khu vực" in words_of(by_area)
    visits = [
        row[1] for slide in slides for table in tables_of(slide) for row in table if row[1].startswith("GS")
    ]
    assert len(visits) == len(set(visits)) == 40
    assert made == make_pack_slides(pack, say_nothing)


def test_what_nobody_shows_is_left_to_the_paper_and_told() -> None:
    many = tuple(make_visits(MOST_ROWS + 7))
    *_, last = read_slides(make_pack_slides(make_made_pack(visits=many), say_nothing))
    assert "Còn 7 dòng nữa" in words_of(last)
    assert tables_of(last)[0][-1][1] == f"GS{MOST_ROWS - 1:05}"


def test_a_pack_of_nothing_says_so() -> None:
    slides = read_slides(make_pack_slides(make_made_pack(moved=(), visits=None), say_nothing))
    told = " ".join(map(words_of, slides))
    assert "Không có địa bàn nào đổi trạng thái trong kỳ." in told
    assert "Tài khoản lập hồ sơ này không đọc được lượt giám sát." in told
