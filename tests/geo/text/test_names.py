import unicodedata

import pytest
from hypothesis import given

from geo.text.names import collation_key, exact_key, fold_key, to_nfc, tone_key
from tests.strategies import texts

IN_ORDER = (
    "690 Nguyễn Duy",
    "690/12 Nguyễn Duy",
    "690A Nguyễn Duy",
    "1678 Phạm Thế Hiển",
    "An Bình",
    "Ăn Năn",
    "Ân Thi",
    "Dương Bá Trạc",
    "Đông Hồ",
    "Hoa",
    "Hòa",
    "Hóa",
    "Họa",
    "ma",
    "ma ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "mai",
    "mă",
    "mâ",
    "Nguyên An",
    "Nguyên Hồng",
    "Nguyễn An",
    "Nguyễn Chí",
    "Nguyễn Duy",
    "Ninh",
    "o",
    "ô",
    "ơ",
    "p",
    "Phường 1",
    "Phường 2",
    "Phường 6",
    "Phường 10",
    "Phường 12",
    "Phường Bình Đông",
    "u",
    "ư",
    "v",
)


def test_names_sort_in_vietnamese_order() -> None:
    assert tuple(sorted(reversed(IN_ORDER), key=collation_key)) == IN_ORDER


def test_sorting_ignores_case_marks_of_writing_and_leading_zeros() -> None:
    assert collation_key("PHƯỜNG 06") == collation_key("phường 6")
    assert collation_key("Hoà Bình") == collation_key("Hòa Bình")
    assert collation_key("Bà Rịa - Vũng Tàu") == collation_key("Bà Rịa, Vũng Tàu")
    assert collation_key("Phường 0") < collation_key("Phường 1")
    assert collation_key("9" * 200) < collation_key("A")


@given(texts())
def test_the_sorting_key_is_plain_ascii(text: str) -> None:
    assert collation_key(text).isascii()
    assert collation_key(text) == collation_key(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("keyed", [to_nfc, exact_key, tone_key, fold_key, collation_key])
@given(text=texts())
def test_keys_do_not_care_how_a_letter_is_composed(keyed: object, text: str) -> None:
    assert callable(keyed)
    assert keyed(unicodedata.normalize("NFD", text)) == keyed(unicodedata.normalize("NFC", text))
    assert keyed(text).encode("utf-8").find(b"\0") < 0


@pytest.mark.parametrize("keyed", [to_nfc, exact_key, fold_key])
@given(text=texts())
def test_a_key_of_a_key_is_the_key(keyed: object, text: str) -> None:
    assert callable(keyed)
    assert keyed(keyed(text)) == keyed(text)


def test_exact_key() -> None:
    assert exact_key("  PHẠM\u00a0Thế \n Hiển ") == "phạm thế hiển"
    assert exact_key("Hoà") != exact_key("Hòa")
    assert exact_key("Ðông") == exact_key("Đông")  # Icelandic eth, from old keyboards


def test_tone_key() -> None:
    assert tone_key("hoà") == tone_key("hòa") == "hoa2"
    assert tone_key("thuỷ") == tone_key("thủy") == "thuy3"
    assert tone_key("Phạm Thế Hiển") == "pham6 thê5 hiên3"
    assert tone_key("Cầu Hiệp Ân") == "câu2 hiêp6 ân"
    assert tone_key("hoá") != tone_key("hòa")
    assert tone_key("Hẻm 1678") == "hem3 1678"


def test_fold_key() -> None:
    assert fold_key("Hẻm 1678 Phạm Thế Hiển") == "hem 1678 pham the hien"
    assert fold_key("ĐƯỜNG Bình Đông") == "duong binh dong"
    assert fold_key("hẽm") == fold_key("hẻm")
    assert fold_key("aăâ eê oôơ uư đ") == "aaa ee ooo uu d"


def test_nothing_unstorable_is_kept() -> None:
    assert to_nfc("a\0b\ud800c") == "ab\ufffdc"
    assert to_nfc(unicodedata.normalize("NFD", "Phạm Thế Hiển")) == "Phạm Thế Hiển"
    assert len(to_nfc(unicodedata.normalize("NFD", "Phạm Thế Hiển"))) == 13
