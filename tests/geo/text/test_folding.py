"""Letters without case or accents."""

import unicodedata

from hypothesis import given

from geo.text.folding import ACCENTS, CASE, fold_accents, fold_case
from geo.text.names import fold_key, to_nfc
from tests.strategies import texts


def test_vietnamese_letters_lose_case_or_accents_alone() -> None:
    assert fold_case("ĐƯỜNG Ấp Ở") == "đường ấp ở"
    assert fold_accents("Đường Ấp Ở Hòa") == "Duong Ap O Hoa"
    assert fold_accents("o" + "\u0301\u0323") == "o"


def test_every_letter_becomes_one_letter() -> None:
    assert all(len(letter) == 1 for letter in CASE.values())
    assert all(len(letter) <= 1 for letter in ACCENTS.values())
    assert all(fold_case(letter) == letter for letter in CASE.values())
    assert all(fold_accents(letter) == letter for letter in ACCENTS.values())


@given(texts())
def test_both_together_are_the_key_by_which_names_are_found(text: str) -> None:
    stored = to_nfc(text)
    if all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in stored):
        assert " ".join(fold_accents(fold_case(stored)).split()) == fold_key(stored)
    assert fold_case(fold_case(stored)) == fold_case(stored)
    assert unicodedata.is_normalized("NFC", fold_case(stored))
