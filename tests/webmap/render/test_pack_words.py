"""A meeting pack in words: what a meeting asks, in its order; what is not there is said."""

from datetime import date, timedelta

from tests.webmap.maps.made_feed import ON, WARDS
from tests.webmap.render.made_pack import make_letter, make_made_pack
from webmap.render.pack_words import MapLeaf, TextLeaf, waits_on

DAY = timedelta(days=1)


def test_a_pack_goes_from_what_changed_to_its_annexes() -> None:
    leaves = make_made_pack().leaves
    titles = [leaf.title for leaf in leaves]
    wards = [ward.name for ward in WARDS]
    assert titles == [
        "Hồ sơ họp: Quận 8, ngày 22/11/2026", "Địa bàn đổi trạng thái", "Bản đồ chung", "Số liệu theo phường", *wards,
        "Kiến nghị chờ trả lời, theo cơ quan", "Kiến nghị đang chờ trả lời", "Phụ lục: các lượt giám sát trong kỳ",
    ]  # fmt: skip
    assert [leaf.area for leaf in leaves if isinstance(leaf, MapLeaf)] == [
        None,
        "w0@start",
        "w1@start",
        "w2@start",
    ]
    summary, moved, by_area, ageing, waiting, visits = (leaf for leaf in leaves if isinstance(leaf, TextLeaf))
    assert summary.lead == "4 địa bàn, 3 đang giám sát, 0 đang chuyển hóa. Kỳ từ 22/10/2026 đến 22/11/2026"
    assert [tile.value for tile in summary.tiles] == ["3", "0", "0", "0", "1"]
    assert (
        summary.tiles[0].change == "không đổi so với 22/10/2026"
    )  # one state under supervision became another
    assert ("Kiến nghị: Quá hạn trả lời", "1") in summary.table.rows
    assert moved.table.rows[0][3:5] == ("Mới đề xuất", "Phức tạp, đang theo dõi")
    assert by_area.table.rows[-1][:2] == ("Tổng", "3")
    assert by_area.notes[0].startswith("1 địa bàn nằm trên nhiều khu vực")
    assert ageing.table.rows == (("UBND phường", "2", "1", "52"), ("Cộng", "2", "1", "52"))
    assert [row[-1] for row in waiting.table.rows] == ["31", "0"]
    assert len(visits.table.rows) == 40


def test_what_there_is_not_is_told_apart_from_what_is_not_seen() -> None:
    nothing = [
        leaf.empty
        for leaf in make_made_pack(moved=(), letters=(), visits=()).leaves
        if isinstance(leaf, TextLeaf)
    ]
    assert nothing[1::1] == [
        "Không có địa bàn nào đổi trạng thái trong kỳ.", "Chưa có ranh giới cho ngày này.",
        "Không có kiến nghị nào đang chờ trả lời.", "Không có lượt giám sát nào trong kỳ.",
    ]  # fmt: skip
    unseen = [
        leaf.empty for leaf in make_made_pack(letters=None, visits=None).leaves if isinstance(leaf, TextLeaf)
    ]
    assert unseen[-2:] == [
        "Tài khoản lập hồ sơ này không đọc được kiến nghị.",
        "Tài khoản lập hồ sơ này không đọc được lượt giám sát.",
    ]


def test_a_letter_waits_from_its_sending_to_its_answer() -> None:
    sent = make_letter(sent_on=ON, answered_on=ON + 2 * DAY)
    assert [waits_on(sent, ON + nth * DAY) for nth in (-1, 0, 1, 2)] == [False, True, True, False]
    assert not waits_on(make_letter(kind="commend"), ON)
    assert not waits_on(make_letter(sent_on=None), date.max)
