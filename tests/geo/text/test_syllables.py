import pytest

from geo.text.syllables import LETTERS, is_syllable


def test_the_alphabet_has_every_letter_in_both_cases() -> None:
    assert len(LETTERS) == 2 * (67 + 22)
    assert LETTERS.isdisjoint("fFjJwWzZðÐç")


def test_syllables_of_names_are_syllables() -> None:
    words = (
        "Hẻm HẺM Phạm Thế Hiển Nguyễn Duy Quốc quyết Giếng gì Uỷ Ủy y yên Ân ọp nghiêng khuya hoắc oằn Thuỳ"
    )
    assert [word for word in words.split() if not is_syllable(word)] == []


@pytest.mark.parametrize(
    "word",
    [
        "",
        "Krông",
        "HÈm",
        "hẺm",
        "Đông1",
        "Phªng",
        "Phöôøng",
        "mat",
        "oc",
        "học\u0301",
        "élan",
        "Café",
        "ðông",
        "ng",
        "TP",
    ],
)
def test_what_is_spelt_otherwise_is_none(word: str) -> None:
    assert not is_syllable(word)
