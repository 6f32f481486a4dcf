"""A meeting pack on paper."""

from tests.webmap.render.made_pack import make_made_pack, say_nothing
from tests.webmap.render.paper.test_visit_slip import read
from webmap.render.paper.pack_sheet import make_pack_sheet


def test_a_pack_on_paper_has_every_page_and_comes_out_the_same_again() -> None:
    pack, told = make_made_pack(), []
    made = make_pack_sheet(pack, lambda nth, count, title: told.append((nth, count, title)))
    pages = [" ".join(page.split()) for page in read(made)]
    for leaf in pack.leaves:
        assert any(leaf.title in page for page in pages), leaf.title
    assert "Không có" not in " ".join(pages)
    assert sum(page.count("GS000") for page in pages) == 40
    assert made == make_pack_sheet(pack, say_nothing)
    count = len(pack.leaves) + 1
    assert told == [
        *((nth, count, leaf.title) for nth, leaf in enumerate(pack.leaves)),
        (count - 1, count, pack.title),
    ]


def test_a_pack_of_nothing_says_so() -> None:
    told = " ".join(
        " ".join(read(make_pack_sheet(make_made_pack(moved=(), letters=None), say_nothing))).split()
    )
    assert "Không có địa bàn nào đổi trạng thái trong kỳ." in told
    assert "Tài khoản lập hồ sơ này không đọc được kiến nghị." in told
