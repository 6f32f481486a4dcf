"""Owns the tables by which text is compared without regard to case or to accents, letter for letter.

A table of single letters can be given to any database, so that all of them fold as Python does; `names` has the keys
that are stored beside names, which fold more (spaces, tone marks) but need the name to be written anew.
"""

import unicodedata
from typing import Final

_LETTERS: Final = (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
"""Latin, Greek and Cyrillic letters, Vietnamese ones among them."""
_MARKS: Final = range(0x300, 0x370)


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


def _bare(letter: str) -> str:
    # Đ has no decomposition; old keyboards typed Icelandic Ð for it.
    return {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}.get(letter, unicodedata.normalize("NFD", letter)[0])


CASE: Final = {code: _small(chr(code)) for code in _LETTERS if _small(chr(code)) != chr(code)}
"""Capital letter (code point) to small letter."""
ACCENTS: Final = {
    **{code: _bare(chr(code)) for code in _LETTERS if _bare(chr(code)) != chr(code)},
    **dict.fromkeys(_MARKS, ""),
}
"""Letter (code point) to the letter without its marks; marks that stand alone go."""


def fold_case(text: str) -> str:
    """Return NFC text with every capital letter made small."""
    return text.translate(CASE)


def fold_accents(text: str) -> str:
    """Return NFC text with every letter bare of its marks, đ as d; case stays."""
    return text.translate(ACCENTS)
