"""Knows by which words names of administrative units begin."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from geo.text.names import fold_key

LEVEL_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "province": ("tinh ",),
    "district": ("quan ", "huyen ", "thi xa "),
    "ward": ("phuong ", "xa ", "thi tran "),
    "neighbourhood": ("khu pho ", "ap ", "to dan pho "),
}
"""Folded, by level of a boundary. Cities are left out: they are of two levels."""

_FIRST_WORDS: Final = frozenset(word.split()[0] for words in LEVEL_WORDS.values() for word in words)


def find_level(name: str) -> str | None:
    """Return the level of the unit that a name is of, None where its first words do not tell."""
    if _fold_word(name.partition(" ")[0]) not in _FIRST_WORDS:
        return None
    folded = fold_key(name)
    return next((level for level, words in LEVEL_WORDS.items() if folded.startswith(words)), None)


_fold_word = lru_cache(maxsize=1024)(fold_key)  # few words begin many names
