"""The type of sheets: every letter of Vietnamese and every sign of a status is there."""

import pytest
from fontTools.ttLib import TTFont

from webmap.maps.symbols import SYMBOLS
from webmap.render.paper import fonts
from webmap.render.paper.fonts import ITALIC, REGULAR, SEMIBOLD, font_folder, text_width

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
LETTERS = _VOWELS + _VOWELS.upper() + "0123456789.,:;–…·?!()/"


@pytest.mark.parametrize("cut", [REGULAR, ITALIC, SEMIBOLD])
def test_each_cut_has_every_vietnamese_letter(cut: str) -> None:
    letters = TTFont(font_folder() / f"{cut}.ttf").getBestCmap()
    assert [letter for letter in LETTERS if ord(letter) not in letters] == []


def test_the_second_family_has_the_signs_of_all_states() -> None:
    signs = TTFont(font_folder() / "DejaVuSans.ttf").getBestCmap()
    assert [symbol.sign for symbol in SYMBOLS.values() if ord(symbol.sign) not in signs] == []
    assert [letter for letter in LETTERS if ord(letter) not in signs] == [], "it stands in for the first"


def test_words_are_measured_in_the_unit_of_their_size() -> None:
    assert text_width("Hẻm 690 Nguyễn Duy", 5) == pytest.approx(2 * text_width("Hẻm 690 Nguyễn Duy", 2.5))
    assert text_width("Hẻm", 2.5, SEMIBOLD) > text_width("Hẻm", 2.5)
    assert text_width("", 2.5) == 0


def test_the_folder_is_made_once() -> None:
    assert font_folder() is font_folder()
    assert fonts.FAMILIES[0] == "Be Vietnam Pro"
