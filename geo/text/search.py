"""Owns search as people type it: the terms stored with a name, the tokens of a query, the rank of a hit."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from geo.text.names import exact_key, fold_key, tone_key

MAX_TOKENS: Final = 12
"""More words than this in a query are ignored: no name needs them, and each one costs a LIKE."""

_WORD: Final = re.compile(r"[^\W_]+")
_GLUED: Final = re.compile(r"(p|f|q|kp|tdp|h|hem|ngo|kiet|phuong|quan)(\d\w*)")
"""A unit written together with its number: P12, KP4, h1678."""

_UNITS: Final = {
    "p": "p", "f": "p", "phuong": "p", "q": "q", "quan": "q", "kp": "kp", "khu pho": "kp", "tdp": "tdp",
    "to dan pho": "tdp",
}  # fmt: skip
"""Numbered units by the words that name them, to the letters that stand for them in the terms."""
_UNIT_WORDS: Final = {
    "p": ("p", "f", "phuong"),
    "q": ("q", "quan"),
    "kp": ("kp", "khu", "pho"),
    "tdp": ("tdp", "to", "dan", "pho"),
}
_ABBREVIATIONS: Final = {
    "p": "phuong", "f": "phuong", "q": "quan", "h": "hem", "kp": "khu pho", "tdp": "to dan pho",
    "tp": "thanh pho", "kdc": "khu dan cu", "hcm": "ho chi minh", "ubnd": "uy ban nhan dan",
    "mttq": "mat tran to quoc", "ubmttq": "uy ban mat tran to quoc", "btt": "ban thuong truc",
    "ca": "cong an", "tnxh": "te nan xa hoi", "pcmt": "phong chong ma tuy",
}  # fmt: skip
"""Written in a name, these are also found by the full words."""
_NOISE: Final = frozenset({"duong", "d", "so", "khu", "vuc"})
"""Words around a place that its name need not hold: "khu vực cầu Hiệp Ân", "hẻm 126 đường Hoài Thanh"."""
_TYPES: Final = frozenset(
    {
        "hẻm", "hem", "ngõ", "ngách", "kiệt", "cầu", "cau", "phường", "phuong", "xã", "quận", "quan",
        "huyện", "huyen", "tỉnh", "thị", "trấn", "thành", "thanh", "phố", "pho", "đường", "duong", "khu",
        "dân", "cư", "vực", "tổ", "ấp", "thôn", "chợ", "kênh", "kenh", "rạch", "rach", "sông", "bến",
        "trường", "công", "viên", "chung", "dạ", "chân",
    }
)  # fmt: skip
"""Words that say what a place is; the initials people use leave them out (Cầu Hiệp Ân: ha)."""

_PLAIN_NUMBERS: Final = {"hai": 2, "ba": 3, "tu": 4, "nam": 5, "tam": 8}
_SURE_NUMBERS: Final = {"mot": 1, "bon": 4, "sau": 6, "bay": 7, "chin": 9, "muoi": 10}
_NUMBER_SPELLING: Final = frozenset(
    {"một", "hai", "ba", "bốn", "tư", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"}
)
_ONES: Final = _PLAIN_NUMBERS | _SURE_NUMBERS | {"lam": 5}
_LONG_RUN: Final = 3
"""From so many words on, initials are also taken from within a run: Chung cư Hưng Phú A."""
_I_OR_Y: Final = re.compile(r"(b|h|k|l|m|s|t|v|qu)([iy])")
"""Mỹ or Mĩ, Lý or Lí, Quý or Quí: both spellings are in use."""


class _Query(NamedTuple):
    """The words of a query, as typed (exact key) and folded, side by side."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]


def search_terms(*names: str) -> str:
    """Return what is stored for search: every folded word and abbreviation of the names.

    Words are separated by single spaces, with one space before and one after all of them, so that
    a token of `query_tokens` is found as ``' ' + token``. ``Hẻm 1678 Phạm Thế Hiển`` gives
    `` hem 1678 pham the hien pth ``; ``Phường 12`` also holds ``p12``, ``f12``, ``p`` and ``f``.
    """
    terms: dict[str, None] = {}
    for name in names:
        query = _split(name)
        terms.update(dict.fromkeys(query.folded))
        terms.update(dict.fromkeys(_spellings(query.folded)))
        terms.update(dict.fromkeys(_unit_terms(query)))
        terms.update(dict.fromkeys(_initials(query)))
    return f" {' '.join(terms)} " if terms else " "


def further_terms(terms: str, name: str) -> str:
    """Return the terms that are not words of the name itself, for whoever has the name at hand and splits it."""
    own = set(_split(name).folded)
    return " ".join(term for term in terms.split() if term not in own)


def query_tokens(query: str) -> tuple[str, ...]:
    """Return the tokens that must all be found in the search terms.

    A hit is ``terms LIKE '% ' || token || '%'`` for every token: each is the beginning of a word,
    and a token that ends in a space is a whole word (``p1`` must not find Phường 12). Tokens hold
    only letters, digits and that space, so no wildcard has to be escaped. At most `MAX_TOKENS`.
    """
    words = _split(query)
    tokens: list[str] = []
    position = 0
    while position < len(words.folded):
        token, used = _unit_token(words, position)
        tokens.append(token)
        position += used
    kept = [token for token in tokens if token not in _NOISE] or tokens
    return tuple(dict.fromkeys(kept))[:MAX_TOKENS]


def is_hit(query: str, terms: str) -> bool:
    """Tell whether the query finds these search terms; an empty query finds everything."""
    return all(f" {token}" in terms for token in query_tokens(query))


def match_rank(query: str, name: str) -> int:
    """Return how well a name that was found answers the query; lower is better.

    0: every word is written alike; 1: but for a tone that is left out or set elsewhere; 2: but for
    marks the query leaves out; 3: by an abbreviation or another name; 4: a word carries marks, and others
    than the name has. The worst word decides. Words may be only begun; noise words are ignored.
    """
    asked, named = _split(query), _split(name)
    words = list(zip(*asked, strict=True))
    telling = [(exact, folded) for exact, folded in words if folded not in _NOISE] or words
    return max((_word_rank(exact, folded, named) for exact, folded in telling), default=0)


def _word_rank(exact: str, folded: str, named: _Query) -> int:
    if any(word.startswith(exact) for word in named.exact):
        return 0
    toned = tone_key(exact)
    if any(tone_key(word).startswith(toned) for word in named.exact):
        return 1
    if any(word.startswith(folded) for word in named.folded):
        return 2 if exact == folded else 4
    return 3


def _split(text: str) -> _Query:
    """Return the words, with P12 taken apart and the misspelling hẽm put right."""
    exact: list[str] = []
    for word in _WORD.findall(exact_key(text)):
        glued = _GLUED.fullmatch(fold_key(word))
        exact.extend(glued.groups() if glued else ("hẻm" if word == "hẽm" else word,))
    return _Query(tuple(exact), tuple(fold_key(word) for word in exact))


def _spellings(words: Sequence[str]) -> Iterator[str]:
    """Yield other ways to write single words: i for y, the full words of an abbreviation."""
    for word in words:
        either = _I_OR_Y.fullmatch(word)
        if either:
            yield either[1] + ("y" if either[2] == "i" else "i")
        yield from _ABBREVIATIONS.get(word, "").split()


def _unit_terms(words: _Query) -> Iterator[str]:
    """Yield ``p12 12 p f phuong`` and the like for each numbered unit."""
    for position in range(len(words.folded)):
        unit, used = _unit_at(words.folded, position)
        number = _number_at(words, position + used)[0] if unit else None
        if number is not None:
            yield unit + number
            if unit == "p":
                yield f"f{number}"
            yield number
            yield from _UNIT_WORDS[unit]


def _unit_at(words: Sequence[str], position: int) -> tuple[str, int]:
    """Return the unit that is named here and how many words name it; no unit is ("", 0)."""
    for length in (3, 2, 1):
        unit = _UNITS.get(" ".join(words[position : position + length]))
        if unit and position + length <= len(words):
            return unit, length
    return "", 0


def _unit_token(words: _Query, position: int) -> tuple[str, int]:
    """Return the token that starts at this word, and how many words it takes."""
    unit, used = _unit_at(words.folded, position)
    if unit:
        number, digits = _number_at(words, position + used)
        if number is not None:
            return f"{unit}{number} ", used + digits
    word = words.folded[position]
    return ("hem" if word == "h" and _is_number(words.folded, position + 1) else word), 1


def _is_number(words: Sequence[str], position: int) -> bool:
    return position < len(words) and words[position][0].isdecimal()


def _number_at(words: _Query, position: int) -> tuple[str | None, int]:
    """Return the number that starts here, in digits or in words, and how many words it takes."""
    rest = words.folded[position : position + 3]
    if not rest:
        return None, 0
    if rest[0].isdecimal():
        return _plain(rest[0]), 1
    number, used = _spelled(rest)
    after = words.exact[position + used : position + used + 1]
    if number is None or (after and after[0] not in _TYPES and not after[0][0].isdecimal()):
        return None, 0  # "phường Hai Bà Trưng" is not phường 2
    typed = words.exact[position]
    ambiguous = used == 1 and rest[0] in _PLAIN_NUMBERS
    marks = typed != rest[0] or words.exact[position - 1] != words.folded[position - 1]
    if ambiguous and not (marks and typed in _NUMBER_SPELLING):
        return None, 0  # "phuong ba" may become Phường Bà Rịa
    return str(number), used


def _plain(digits: str) -> str:
    """Return the digits without leading zeros (as text: a query may hold thousands of them)."""
    return digits.lstrip("0") or "0"


def _spelled(words: Sequence[str]) -> tuple[int | None, int]:
    """Read up to three folded words as a number from 1 to 99."""
    ones = [_ONES.get(word) for word in words]
    tens = words[1:2] == ("muoi",) and ones[0] in range(2, 10)
    if tens and len(words) > 2 and ones[2] in range(1, 10):  # noqa: PLR2004
        return (ones[0] or 0) * 10 + (ones[2] or 0), 3
    if tens:
        return (ones[0] or 0) * 10, 2
    if words[0] == "muoi" and len(words) > 1 and ones[1] in range(1, 10):
        return 10 + (ones[1] or 0), 2
    return (ones[0], 1) if ones[0] else (None, 0)


def _initials(words: _Query) -> Iterator[str]:
    """Yield the initials of the runs of words in a name that start behind a word for its type."""
    run: list[tuple[str, str]] = []
    for pair in (*zip(*words, strict=True), ("0", "0")):
        if not pair[1][0].isdecimal():
            run.append(pair)
            continue
        for start, (exact, _) in enumerate(run[:-1]):
            is_type = exact in _TYPES
            begins = run[start - 1][0] in _TYPES if start else not is_type
            if begins or (not is_type and len(run) - start >= _LONG_RUN):
                yield "".join(folded[0] for _, folded in run[start:])
        run = []
