"""Blank slips: everything that the form asks, on one A5, however long the list is."""

import pypdfium2
import pytest

from layers.supervision.bodies import Body
from layers.supervision.checklists import LONGEST_TEXT, MOST_ITEMS, Checklist, Item, read_default_items
from webmap.render.paper.visit_slip import SlipAsked, SlipPlace, draw_qr, make_slips
from webmap.texts import Translator

VI, EN = (Translator(locale, is_strict=True) for locale in ("vi", "en"))
PLACE = SlipPlace(
    "DB00001", "Hẻm 1678 Phạm Thế Hiển", ("Phường Bình Đông",), "THEO_DOI", "https://x.example/v"
)
BODIES = [Body(nth, f"HOI_{nth}", f"Hội số {nth} của phường", "member", True, 1) for nth in range(11)]
ASKED = SlipAsked(Checklist(1, 1, read_default_items()), BODIES, "lan in", "DỮ LIỆU MẪU")


def read(pdf: bytes) -> list[str]:
    """Return the words of each page, in one line."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_slip_asks_what_the_form_asks() -> None:
    (page,) = read(make_slips([PLACE], ASKED, VI))
    for told in ("Phiếu giám sát", "Hẻm 1678 Phạm Thế Hiển", "DB00001", "Phường Bình Đông", "Phức tạp, đang theo dõi",
                 "Hội số 10 của phường", "Camera an ninh có hoạt động không?", "Rất lo ngại", "Nghi tái phức tạp",
                 "không ghi tên người", "lan in", "DỮ LIỆU MẪU", "Đi thực địa"):  # fmt: skip
        assert told in page, told


def test_a_slip_speaks_the_language_of_the_reader() -> None:
    (page,) = read(make_slips([PLACE], ASKED, EN))
    assert "Is there a working security camera?" in page
    assert "no names of persons" in page


def test_two_slips_share_an_a4_and_each_has_its_own_a5() -> None:
    places = [PLACE, SlipPlace("DB00002", "Cầu Hiệp Ân", (), None), PLACE]
    wide, narrow = (
        pypdfium2.PdfDocument(make_slips(places, ASKED, VI, paper=paper)) for paper in ("A4", "A5")
    )
    assert [round(side / 72 * 25.4) for side in wide[0].get_size()] == [297, 210]
    assert [round(side / 72 * 25.4) for side in narrow[0].get_size()] == [148, 210]
    assert (len(wide), len(narrow)) == (2, 3)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_longest_list_still_fits(locale: str) -> None:
    text = ("Có thấy rác thải, vật dụng lạ hay không? " * 6)[:LONGEST_TEXT].strip()
    items = tuple(Item(f"item_{nth}", text, text, "opinion_5") for nth in range(MOST_ITEMS))
    pages = read(make_slips([PLACE], SlipAsked(Checklist(1, 1, items), BODIES, ""), Translator(locale)))
    assert len(pages) == 1
    assert pages[0].count("Có thấy rác thải") == MOST_ITEMS * (text.count("Có thấy rác thải"))


def test_a_register_without_lists_still_has_a_slip() -> None:
    (page,) = read(make_slips([SlipPlace("DB1", "A", (), None)], SlipAsked(Checklist(0, 0, ()), [], ""), VI))
    assert "Chưa có trạng thái" in page


def test_a_qr_code_is_the_same_for_the_same_address() -> None:
    assert draw_qr("https://x.example/p") == draw_qr("https://x.example/p")
    assert draw_qr("https://x.example/p") != draw_qr("https://x.example/q")
    assert draw_qr("") == ""
