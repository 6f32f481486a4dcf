"""Owns the keys under which Vietnamese names are stored, compared and sorted."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_TONES: Final = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
"""Huyền, hỏi, ngã, sắc, nặng; the level tone (ngang) is 1. This is also the sorting order."""
_SHAPES: Final = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
"""Breve, circumflex, horn: a ă â, e ê, o ô ơ, u ư sort in this order."""
_NOT_STORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_MAX_DIGITS: Final = 99
_AFTER_SLASH: Final = "{"
_AFTER_DIGIT: Final = "|"
"""Both sort after every letter: 690, 690 Nguyễn Duy, 690/12, 690A."""


def to_nfc(text: str) -> str:
    """Return the text as it is stored: composed (NFC), without NUL and without lone surrogates.

    Neither can be stored by any database; a NUL is dropped, a lone surrogate becomes U+FFFD.
    """
    if text.isascii() and "\0" not in text:
        return text
    safe = _NOT_STORABLE.sub(lambda match: "" if match.group() == "\0" else "\ufffd", text)
    return unicodedata.normalize("NFC", safe)


def exact_key(text: str) -> str:
    """Return the NFC text in lower case with single spaces: equal for names that look the same."""
    # Old keyboards typed Icelandic ð for đ: it looks the same.
    return " ".join(to_nfc(to_nfc(text).lower().replace("ð", "đ")).split())


def tone_key(text: str) -> str:
    """Return the exact key with each syllable's tone as a digit behind it.

    The place of the tone mark no longer matters: ``hoà`` and ``hòa`` are both ``hoa2``. A syllable of
    level tone has no digit. Source: the tones in dictionary order, huyền 2 to nặng 6.
    """
    return re.sub(r"[^\W\d_]+", lambda match: _toned(match.group()), exact_key(text))


def fold_key(text: str) -> str:
    """Return the name as people type it in a hurry: lower case, no marks, đ as d, single spaces."""
    bare = _MARKS.sub("", _decomposed(exact_key(text)))
    return " ".join(bare.replace("đ", "d").split())


def collation_key(text: str) -> str:
    """Return a plain ASCII string that sorts by code point in Vietnamese order.

    Letters in the order a ă â b c d đ e ê ... o ô ơ ... u ư, tones ngang huyền hỏi ngã sắc nặng,
    syllable by syllable (Nguyên Hồng before Nguyễn An), numbers by value and before letters
    (Phường 2 before Phường 10), case and punctuation ignored. A shorter name comes first.
    In a database, sort it bytewise (``COLLATE "C"``; SQLite does so by itself).
    """
    return "".join(_collation_parts(exact_key(text)))


def _collation_parts(text: str) -> Iterator[str]:
    end = -1
    after_number = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if after_number and match.start() == end and not token[0].isdecimal():
            yield _AFTER_DIGIT
        elif after_number and text[end : match.start()] == "/":
            yield _AFTER_SLASH
        yield _number_code(token) if token[0].isdecimal() else _syllable_code(token)
        end, after_number = match.end(), token[0].isdecimal()


def _number_code(digits: str) -> str:
    """Return digits so that they sort by value: how many there are, then themselves."""
    plain = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0") or "0"
    return f"0{min(len(plain), _MAX_DIGITS):02d}{plain}"


def _syllable_code(syllable: str) -> str:
    """Return two characters per letter (letter, shape), closed by the tone, which sorts before letters."""
    codes: list[str] = []
    tone = "1"
    for letter in _decomposed(syllable):
        if letter in _TONES:
            tone = _TONES[letter]
        elif letter in _SHAPES and codes:
            codes[-1] = codes[-1][0] + _SHAPES[letter]
        elif letter == "đ":
            codes.append("d1")
        elif not _MARKS.match(letter):
            codes.append(f"{letter}0" if letter.isascii() else f"~{ord(letter):06x}")
    return "".join(codes) + tone


def _toned(syllable: str) -> str:
    """Return one syllable with its tone as a digit behind it; letters keep their shape (ă, â, ơ ...)."""
    decomposed = _decomposed(syllable)
    tone = next((_TONES[letter] for letter in decomposed if letter in _TONES), "")
    bare = "".join(letter for letter in decomposed if letter not in _TONES)
    return unicodedata.normalize("NFC", bare) + tone


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)
