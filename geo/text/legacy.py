"""Turns Vietnamese text of old files into Unicode and back, and finds out how a column was written."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from geo.text.legacy_codes import CODES, decode_utf8, encode_utf8_as_cp1252, read_bytes
from geo.text.names import to_nfc
from geo.text.syllables import LETTERS, is_syllable

ENCODINGS: Final = ("utf-8", "tcvn3", "vni", "cp1258", "mojibake")
"""``utf-8`` is Unicode that needs no more than composing, or UTF-8 as bytes; ``mojibake`` is UTF-8 read as CP1252."""

Reason = Literal["ascii", "unicode", "decomposed", "utf8_bytes", "syllables", "foreign"]

_PRIORS: Final = {"utf-8": 0.42, "mojibake": 0.15, "vni": 0.12, "tcvn3": 0.15, "cp1258": 0.08}
_FOREIGN: Final = "foreign"
_FOREIGN_PRIOR: Final = 0.08
_IF_RIGHT: Final = {"syllable": 0.93, "loan": 0.06, "word": 0.005, "garbage": 0.005}
_IF_FOREIGN: Final = {"syllable": 0.2, "loan": 0.4, "word": 0.39, "garbage": 0.01}
_RIGHT_AMONG_BROKEN: Final = 0.05
"""How often a word with marks looks so (`_look`): in Vietnamese read rightly, and in another language; how often a
word of an old column is Unicode already."""

_TCVN3: Final = CODES["tcvn3"].written
_LOST_CAPITALS: Final = frozenset(
    letter.lower() for letter in LETTERS if letter in _TCVN3 and _TCVN3[letter] == _TCVN3.get(letter.lower())
)
"""Small letters that stand for their capital too."""
_MOST_WORDS: Final = 400
_MOST_TURNS: Final = 3
_LEAST_TOLD: Final = 0.01
_TOKEN: Final = re.compile(r"[^\x00-@\[-`{-\x7f]+")
"""Letters of ASCII and whatever lies beyond it: all of one word, in every encoding."""
_PUNCTUATION: Final = re.compile("[\u00a0\u2000-\u206f]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEYOND_BYTES: Final = re.compile("[^\x00-\xff]")


@dataclass(frozen=True)
class Guess:
    """How a column was written.

    Attributes
    ----------
    encoding
        One of `ENCODINGS`.
    score
        How sure this is, 0 to 1: its probability beside the rivals.
    reason
        ``ascii`` (nothing to decide), ``unicode`` (right as it is), ``decomposed`` (Unicode with loose marks),
        ``utf8_bytes``, ``syllables`` (so read, the words are Vietnamese), ``foreign`` (Vietnamese by no reading).
    rivals
        Other readings and their probability, the likeliest first; those under 1 % are left out.
    """

    encoding: str
    score: float
    reason: Reason
    rivals: tuple[tuple[str, float], ...] = ()


def decode(text: str, encoding: str) -> str:
    """Return the text in Unicode, composed (NFC).

    A text that holds what no byte can be (ế, ư ...) was read rightly before and is only composed, whatever the
    encoding is said to be.

    Parameters
    ----------
    text
        One character per byte (ISO-8859-1, or Windows-1252), or Unicode.
    encoding
        One of `ENCODINGS`; ValueError otherwise.
    """
    _require_known(encoding)
    if encoding == "utf-8":
        return _composed(text)
    if encoding == "mojibake":
        return _unfolded(text)
    as_bytes = read_bytes(text)
    if as_bytes is None or text.isascii():
        return to_nfc(text)
    decoded = CODES[encoding].decode(as_bytes)
    return _with_capitals(decoded) if encoding == "tcvn3" else decoded


def decode_alike(texts: Sequence[str]) -> list[str]:
    """Return texts in Unicode that were written alike: all of them together tell in which encoding."""
    encoding = detect(texts).encoding
    return [decode(text, encoding) for text in texts]


def encode(text: str, encoding: str) -> str:
    """Return Unicode text as it is written in an old encoding, one character per byte; the reverse of `decode`.

    TCVN3 has no capitals with a tone: they are written small, as its fonts did (`decode` gives them back where the
    rest of the name tells). What an encoding has no bytes for becomes ``?``; `find_unwritable` names it.

    Parameters
    ----------
    text
        Unicode, composed or not.
    encoding
        One of `ENCODINGS`; ``utf-8`` returns the composed text.
    """
    _require_known(encoding)
    composed = to_nfc(text)
    if encoding == "utf-8":
        return composed
    return encode_utf8_as_cp1252(composed) if encoding == "mojibake" else CODES[encoding].encode(composed)


def find_unwritable(text: str, encoding: str) -> tuple[str, ...]:
    """Return the characters of a text that an encoding has no bytes for, sorted, each once."""
    _require_known(encoding)
    if encoding not in CODES:
        return ()
    written = CODES[encoding].written
    return tuple(sorted({sign for sign in to_nfc(text) if not sign.isascii() and sign not in written}))


def detect(samples: Sequence[str]) -> Guess:
    """Return how a column was written: so that its words are Vietnamese syllables.

    Each word that is not plain ASCII is a witness; the readings are weighed against each other, and against the text
    being of another language. What is right already stays so, and so does what is Vietnamese by no reading.

    Parameters
    ----------
    samples
        Values of one column, as `decode` takes them; the first 400 different words decide.
    """
    words = _witnesses(samples)
    if not words:
        return Guess("utf-8", 1.0, "ascii")
    chances = _weigh(words)
    likeliest = max(chances, key=lambda name: chances[name])
    reason = _reason(likeliest, words)
    chances["utf-8"] = chances.get("utf-8", 0.0) + chances.pop(_FOREIGN)
    encoding = "utf-8" if likeliest == _FOREIGN else likeliest
    score = chances.pop(encoding)
    rivals = sorted((-chance, name) for name, chance in chances.items() if chance >= _LEAST_TOLD)
    return Guess(
        encoding, round(score, 3), reason, tuple((name, round(-chance, 3)) for chance, name in rivals)
    )


def _witnesses(samples: Sequence[str]) -> list[str]:
    """Return the different words that are not plain ASCII, in order of appearance."""
    words: dict[str, None] = {}
    for text in samples:
        if not text.isascii():
            words.update((word, None) for word in _TOKEN.findall(text) if not word.isascii())
        if len(words) >= _MOST_WORDS:
            break
    return list(words)[:_MOST_WORDS]


def _weigh(words: Sequence[str]) -> dict[str, float]:
    """Return the probability of each reading (Bayes); of readings that say the same, the first stands for all."""
    weights = {_FOREIGN: math.log(_FOREIGN_PRIOR) + _likelihood(words, _IF_FOREIGN)}
    seen: set[tuple[str, ...]] = set()
    for encoding, prior in _PRIORS.items():
        reading = _read(words, encoding)
        if reading not in seen:
            right = sum(read_bytes(word) is None for word in words) if encoding != "utf-8" else 0
            weights[encoding] = (
                math.log(prior) + _likelihood(reading, _IF_RIGHT) + right * math.log(_RIGHT_AMONG_BROKEN)
            )
        seen.add(reading)
    heaviest = max(weights.values())
    shares = {name: math.exp(weight - heaviest) for name, weight in weights.items()}
    return {name: share / sum(shares.values()) for name, share in shares.items()}


def _read(words: Sequence[str], encoding: str) -> tuple[str, ...]:
    if encoding == "utf-8" and not all(map(_may_be_bytes, words)):  # then none of the column is bytes
        return tuple(map(to_nfc, words))
    return tuple(decode(word, encoding) for word in words)


def _likelihood(words: Sequence[str], shares: Mapping[str, float]) -> float:
    return sum(math.log(shares[_look(word)]) for word in words)


def _look(text: str) -> str:
    """Return what a word looks like: a syllable, a loan in our letters (Đắk, Krông), of other letters, or garbage."""
    parts = [part for part in _PUNCTUATION.split(to_nfc(text)) if part]
    if all(map(is_syllable, parts)):
        return "syllable"
    if not all(map(_is_word, parts)):
        return "garbage"
    return "loan" if all(map(LETTERS.issuperset, parts)) else "word"


def _is_word(text: str) -> bool:
    return text.isalpha() and (text[1:].islower() or text.isupper() or len(text) == 1)


def _reason(likeliest: str, words: Sequence[str]) -> Reason:
    if likeliest not in ("utf-8", _FOREIGN):
        return "syllables"
    if any(decode(word, "utf-8") != to_nfc(word) for word in words):
        return "utf8_bytes"
    if any(to_nfc(word) != word for word in words):
        return "decomposed"
    return "foreign" if likeliest == _FOREIGN else "unicode"


def _require_known(encoding: str) -> None:
    if encoding not in ENCODINGS:
        raise ValueError(f"not an encoding of old Vietnamese text: {encoding}")


def _unfolded(text: str) -> str:
    """Return text that was read wrongly, more than once perhaps, as it was written."""
    for _ in range(_MOST_TURNS):
        unfolded = decode_utf8(text)
        if unfolded == to_nfc(text):
            break
        text = unfolded
    return to_nfc(text)


def _composed(text: str) -> str:
    """Return Unicode as it is, and UTF-8 as bytes in Unicode, without a last letter that was cut in the middle."""
    if text.isascii() or not _may_be_bytes(text):
        return to_nfc(text)
    as_bytes = text.encode("latin-1")
    try:
        return to_nfc(as_bytes.decode("utf-8"))
    except UnicodeDecodeError as error:
        whole = as_bytes[: error.start]
        is_cut = error.reason == "unexpected end of data" and not whole.isascii()
        return to_nfc(whole.decode("utf-8") if is_cut else text)


def _may_be_bytes(text: str) -> bool:
    return not _BEYOND_BYTES.search(text)


def _with_capitals(text: str) -> str:
    """Return decoded TCVN3 with the capitals that its fonts did not have, where the other letters tell them."""
    words = _WORD.findall(text)
    if _LOST_CAPITALS.isdisjoint(text):
        return text
    sure = "".join(letter for letter in text if letter not in _LOST_CAPITALS)
    if sure.isupper() and any(_shows_capitals(word) for word in words):
        return text.upper()
    others = [word for word in words if word[0] not in _LOST_CAPITALS]
    if others and all(word[0].isupper() for word in others):
        return _WORD.sub(lambda match: match.group()[0].upper() + match.group()[1:], text)
    return text


def _shows_capitals(word: str) -> bool:
    """Tell whether a word has a capital behind its first letter and is no abbreviation such as UBND."""
    return is_syllable(word.lower()) and any(letter.isupper() for letter in word[1:])
