"""Owns the codes in which Vietnamese was written before Unicode, letter by letter.

A text "as bytes" has one character per byte, as ISO-8859-1 reads it. Sources: TCVN 5712:1993 (VN3 for small letters and
for capitals without a tone, VN1 for capitals with one), VNI-Windows (a letter, then its mark), Windows code page 1258.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple

from geo.text.names import to_nfc
from geo.text.syllables import LETTERS

_TCVN_VN3: Final = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_TCVN_VN1: Final = {
    0x01: "ÚỤ", 0x04: "ỪỬỮ", 0x11: "ỨỰỲỶỸÝỴ", 0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ", 0xAF: "Ằ", 0xBA: "Ẳ",
    0xBF: "ẴẮẦẨẪẤỀ", 0xCD: "Ể", 0xD9: "ỄẾỒ", 0xE0: "Ổ", 0xF0: "Ỗ", 0xFF: "Ố",
}  # fmt: skip
"""First byte of each run of letters; no byte is in both."""

_VNI_MARKS: Final = {
    "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "á": "\u0302\u0301",
    "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "é": "\u0306\u0301",
    "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLES: Final = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_BASES: Final = {letter: letter for letter in "aeouy"} | {"ô": "ơ", "ö": "ư"}

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_UTF8_SEQUENCE: Final = re.compile(
    "[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_LOST_NO_BREAK: Final = re.compile("(?<=\xc3) |(?<=\xc6) |(?<=\xe1\xba) ")
"""à, Ơ and Ạ end in the byte A0, a no-break space, which many a program turns into a plain one."""


def _windows_signs(page: str) -> dict[str, str]:
    """Return what each byte above ASCII means in a code page; a byte without a meaning means itself."""
    read = {byte: bytes([byte]).decode(page, "replace") for byte in range(0x80, 0x100)}
    return {chr(byte): chr(byte) if sign == "\ufffd" else sign for byte, sign in read.items()}


_CP1252: Final = _windows_signs("cp1252")
_TO_CP1252: Final = str.maketrans(_CP1252)
_FROM_CP1252: Final = str.maketrans({sign: byte for byte, sign in _CP1252.items()})


class ByteCode(NamedTuple):
    """One old code.

    Attributes
    ----------
    written
        Vietnamese letter (composed) to its bytes, one character per byte.
    read
        Bytes to what they mean: a letter, or a mark that composes with the letter before it.
    pattern
        Finds the keys of ``read``, the longest first.
    """

    written: Mapping[str, str]
    read: Mapping[str, str]
    pattern: re.Pattern[str]

    def decode(self, text: str) -> str:
        """Return what a text as bytes says, composed (NFC); bytes without a meaning stay."""
        return to_nfc(self.pattern.sub(lambda match: self.read[match.group()], text))

    def encode(self, text: str) -> str:
        """Return a composed text as bytes; what the code has no bytes for becomes a question mark."""
        return "".join(sign if sign.isascii() else self.written.get(sign, "?") for sign in text)


def read_bytes(text: str) -> str | None:
    """Return a text as bytes; None when it holds what no byte can be, so that it was read rightly before.

    Parameters
    ----------
    text
        As ISO-8859-1 or as Windows-1252 reads the bytes.
    """
    plain = text.translate(_FROM_CP1252)
    return plain if all(sign <= "\xff" for sign in plain) else None


def decode_utf8(text: str) -> str:
    """Return a text with each UTF-8 sequence among its characters-as-bytes made the letter it stands for."""
    as_bytes = read_bytes(text)
    plain = text.translate(_FROM_CP1252) if as_bytes is None else _LOST_NO_BREAK.sub("\xa0", as_bytes)
    parts: list[str] = []
    end = 0
    for match in _UTF8_SEQUENCE.finditer(plain):
        parts += text[end : match.start()], match.group().encode("latin-1").decode("utf-8", "replace")
        end = match.end()
    return to_nfc("".join((*parts, text[end:])))


def encode_utf8_as_cp1252(text: str) -> str:
    """Return a text as a program shows it that takes UTF-8 for Windows-1252."""
    return text.encode("utf-8").decode("latin-1").translate(_TO_CP1252)


def _code(written: Mapping[str, str], also_read: Mapping[str, str]) -> ByteCode:
    read = {**also_read, **{code: letter for letter, code in written.items()}}
    longest_first = sorted(read, key=lambda code: (-len(code), code))
    return ByteCode(written, read, re.compile("|".join(map(re.escape, longest_first))))


def _bytes_of(runs: Mapping[int, str]) -> dict[str, str]:
    return {letter: chr(first + at) for first, run in runs.items() for at, letter in enumerate(run)}


def _tcvn3() -> ByteCode:
    code = _code(_bytes_of(_TCVN_VN3), {byte: letter for letter, byte in _bytes_of(_TCVN_VN1).items()})
    # The fonts of TCVN3 hold no capital with a tone: it is written as its small letter.
    capitals = {letter.upper(): byte for letter, byte in code.written.items() if letter.islower()}
    return code._replace(written=capitals | dict(code.written))


def _vni() -> ByteCode:
    small = {letter: code for code, letter in _VNI_SINGLES.items()}
    for base_code, base in _VNI_BASES.items():
        for mark_code, marks in _VNI_MARKS.items():
            letter = unicodedata.normalize("NFC", base + marks)
            if letter in LETTERS:
                small.setdefault(letter, base_code + mark_code)
    capitals = {letter.upper(): code.upper() for letter, code in small.items()}
    pairs = [(code, letter) for letter, code in small.items() if len(code) > 1]
    mixed = {code[0].upper() + code[1]: letter.upper() for code, letter in pairs}
    mixed |= {code[0] + code[1].upper(): letter for code, letter in pairs}
    return _code(small | capitals, mixed)


def _cp1258() -> ByteCode:
    signs = _windows_signs("cp1258")
    bytes_of_sign = {sign: byte for byte, sign in signs.items()}
    return _code(
        {letter: _marked(letter, bytes_of_sign) for letter in LETTERS if not letter.isascii()}, signs
    )


def _marked(letter: str, bytes_of_sign: Mapping[str, str]) -> str:
    """Return one letter of code page 1258: one byte, or a letter and the byte of its tone."""
    if letter in bytes_of_sign:
        return bytes_of_sign[letter]
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next(mark for mark in decomposed if mark in _TONES)
    base = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
    return bytes_of_sign.get(base, base) + bytes_of_sign[tone]


CODES: Final[Mapping[str, ByteCode]] = {"tcvn3": _tcvn3(), "vni": _vni(), "cp1258": _cp1258()}
