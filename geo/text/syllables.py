"""Owns what a Vietnamese syllable may look like: onset, rime and tone."""

import re
from typing import Final

from geo.text.names import tone_key

_ONSETS: Final = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_OPEN_RIMES: Final = (
    "a|ai|ao|au|ay|âu|ây|e|eo|ê|êu|i|ia|iêu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|ô|ôi|ơ|ơi|u|ua|uê|ui|uơ|uôi|uy|uya|uyu|"
    "uây|ư|ưa|ưi|ươi|ươu|ưu|y|yê|yêu"
)
_NUCLEI: Final = "a|ă|â|e|ê|i|ia|iê|o|oa|oă|oe|oo|ô|ơ|u|ua|uâ|uê|uô|uy|uyê|ư|ươ|yê|y"
_LOWER: Final = frozenset(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)

LETTERS: Final = _LOWER | frozenset("".join(_LOWER).upper())
"""The letters of Vietnamese, composed, both cases; f, j, w and z are not among them."""

_SYLLABLE: Final = re.compile(
    rf"(?:{_ONSETS})?"
    rf"(?:(?:{_OPEN_RIMES})[2-6]?"
    rf"|(?:{_NUCLEI})(?:(?:m|ng|nh|n)[2-6]?|(?:p|t|ch|c)[56]))"
)
"""A rime that ends in a stop takes sắc or nặng only. Source: the rules of quốc ngữ spelling."""


def is_syllable(word: str) -> bool:
    """Tell whether a word can be one Vietnamese syllable, whatever it means.

    Parameters
    ----------
    word
        Composed (NFC), letters only. Mixed case such as ``HÈm`` is no syllable; ``Hẻm`` and ``HẺM`` are.
    """
    if not LETTERS.issuperset(word) or not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    return _SYLLABLE.fullmatch(tone_key(word)) is not None
