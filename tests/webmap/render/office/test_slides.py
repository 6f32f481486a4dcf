"""The file of slides itself."""

import io
import zipfile

from tests.webmap.render.office.slides_read import pictures_of, read_slides, words_of
from webmap.render.office.slides import Deck, Imprinted

IMPRINT = Imprinted("Ranh giới chỉ để tham khảo", "DỮ LIỆU MẪU", "AB12-CD34", "https://x.example/s/AB12-CD34")


def _make(title: str) -> bytes:
    deck = Deck("Hồ sơ họp", "vi", IMPRINT)
    deck.add(title, "Kỳ từ 01/10", "Tỷ lệ 1:10.000")
    return deck.write()


def test_a_slide_says_what_the_file_is_and_is_the_same_again() -> None:
    made = _make("Phường Bình Đông")
    (slide,) = read_slides(made)
    assert slide.shapes.title.text_frame.text == "Phường Bình Đông"
    for words in ("Kỳ từ 01/10", "Tỷ lệ 1:10.000", *IMPRINT[:3]):
        assert words in words_of(slide)
    assert pictures_of(slide) == [IMPRINT.url]
    assert made == _make("Phường Bình Đông")


def test_the_type_is_named_once_with_what_stands_in_for_it() -> None:
    with zipfile.ZipFile(io.BytesIO(_make("Phường"))) as file:
        theme = file.read("ppt/theme/theme1.xml").decode()
        slide = file.read("ppt/slides/slide1.xml").decode()
    assert theme.count('<a:latin typeface="Be Vietnam Pro" panose="020B0604020202020204"') == 2
    assert theme.count('<a:font script="Viet" typeface="Arial"/>') == 2
    assert "<a:latin" not in slide
    assert 'type="slidenum"' in slide


def test_a_long_title_is_written_smaller() -> None:
    sizes = [
        read_slides(_make("Phường Bình Đông " * times))[0]
        .shapes.title.text_frame.paragraphs[0]
        .runs[0]
        .font.size.pt
        for times in (1, 7, 20)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 24
    assert sizes[-1] >= 12
