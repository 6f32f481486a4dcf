import unicodedata

import pytest

from geo.text.legacy_codes import CODES, decode_utf8, encode_utf8_as_cp1252, read_bytes
from geo.text.syllables import LETTERS

BEYOND_ASCII = sorted(letter for letter in LETTERS if not letter.isascii())


@pytest.mark.parametrize("name", ["vni", "cp1258"])
def test_each_letter_has_bytes_of_its_own(name: str) -> None:
    code = CODES[name]
    written = {letter: code.encode(letter) for letter in BEYOND_ASCII}
    assert len(set(written.values())) == len(BEYOND_ASCII) == 134
    assert all(code.decode(text) == letter for letter, text in written.items())
    assert all(sign <= "\xff" for text in written.values() for sign in text)


def test_tcvn3_writes_capitals_with_a_tone_small() -> None:
    code = CODES["tcvn3"]
    assert len(set(code.written.values())) == 74
    assert all(code.decode(code.encode(letter)).lower() == letter.lower() for letter in BEYOND_ASCII)
    exact = [letter for letter in BEYOND_ASCII if code.decode(code.encode(letter)) == letter]
    assert "".join(letter for letter in exact if letter.isupper()) == "ÂÊÔĂĐƠƯ"
    assert code.decode("\x80\x81\xd9\x02") == "ÀẢỄỤ"  # the larger table of the same standard has them


def test_cp1258_is_what_python_reads() -> None:
    for letter in BEYOND_ASCII:
        read = CODES["cp1258"].encode(letter).encode("latin-1").decode("cp1258")
        assert unicodedata.normalize("NFC", read) == letter


def test_vni_marks_follow_the_case_of_the_typist() -> None:
    assert CODES["vni"].decode("ÑÖÔØNG Ñöôøng Aâu AÂU aÂu") == "ĐƯỜNG Đường Âu ÂU âu"


def test_what_a_code_cannot_write_becomes_a_question_mark() -> None:
    assert [code.encode("Ca 漢 é") for code in CODES.values()] == ["Ca ? Ð", "Ca ? eù", "Ca ? é"]


def test_utf8_read_as_cp1252_is_read_again_sequence_by_sequence() -> None:
    wrong = encode_utf8_as_cp1252("Phường Bình Đông")
    assert wrong == "PhÆ°á»\x9dng BÃ¬nh Ä\x90Ã´ng"
    assert decode_utf8(wrong) == "Phường Bình Đông"
    assert decode_utf8("HoÃ ng") == "Hoàng"  # the no-break space of à had become a plain one
    assert decode_utf8("NGÃ TƯ") == "NGÃ TƯ"
    assert decode_utf8("â€œCáº§uâ€\x9d – 8") == "“Cầu” – 8"


def test_bytes_are_told_from_text_that_was_read_rightly() -> None:
    assert read_bytes("Ph\xadêng") == "Ph\xadêng"
    assert read_bytes("€ƒ") == "\x80\x83"
    assert read_bytes("Phường") is None
