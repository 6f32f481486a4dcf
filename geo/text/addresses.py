"""Owns the parts of Vietnamese street addresses: alley, number, branches, street."""

import re
from dataclasses import dataclass
from typing import Final

from geo.text.names import fold_key, to_nfc

_LETTER: Final = r"[^\W\d_]"
_SUFFIX: Final = rf"(?:\s*(?:bis|ter)(?!{_LETTER})|[A-Za-zĐđ](?!{_LETTER}))?"
_ADDRESS: Final = re.compile(
    rf"^\s*(?:(?:số\s+nhà|nhà\s+số|số|so)\s+)?"
    rf"(?:(?P<kind>hẻm|hẽm|hem|h\.|ngõ|ngo|ngách|ngach|kiệt|kiet|xẹt|xuyệt)\s*(?:số\s*)?)?"
    rf"(?P<number>\d+{_SUFFIX}(?:/\d+{_SUFFIX})*)"
    rf"(?:\s*,?\s+(?P<street>{_LETTER}.*?))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_KINDS: Final = {"hem": "hẻm", "h.": "hẻm", "ngo": "ngõ", "ngach": "ngách", "kiet": "kiệt", "xet": "xẹt"}
_HOUSE_WORD: Final = re.compile(
    r"(?:^|\W)(?:số\s+nhà|nhà\s+số|nhà|sn)\s*\d+[a-zđ]?(?:/\d+)*(?:\W|$)", re.IGNORECASE
)
_COUNTED: Final = frozenset(
    {"hem", "ngo", "ngach", "kiet", "phuong", "xa", "cau", "khu", "to", "ap", "diem", "m", "met"}
)
"""After a number these make a count or a measure ("4 hẻm", "20 m"), not a house on a street."""


@dataclass(frozen=True)
class Address:
    """One parsed address.

    Attributes
    ----------
    kind
        ``hẻm``, ``ngõ``, ``ngách``, ``kiệt``, ``xẹt`` as written (corrected), or None for a house.
    number
        The number at the mouth of the alley, or of the house, such as ``1678`` or ``180bis``.
    branches
        What follows each slash, in order: ``1678/12/5`` has ``("12", "5")``.
    street
        The rest, NFC, or None.
    """

    kind: str | None
    number: str
    branches: tuple[str, ...]
    street: str | None


def parse_address(text: str) -> Address | None:
    """Return the parts of ``Hẻm 1678/12 Phạm Thế Hiển`` and the like, or None for anything else.

    South: the number comes first and each slash is a branching. The word of the alley is kept,
    because hẻm is the first level in the South and the third in the North.
    """
    match = _ADDRESS.match(to_nfc(text))
    if match is None:
        return None
    word, street = match["kind"], match["street"]
    number, *branches = (re.sub(r"\s+", "", part) for part in match["number"].split("/"))
    kind = None if word is None else _KINDS.get(fold_key(word), "xẹt")
    return Address(kind, number, tuple(branches), street or None)


def alley_line(number: str | None, branch: str | None, street: str | None) -> str:
    """Return the address of an alley in one line, such as ``Hẻm 1678/12 Phạm Thế Hiển``; empty without any part."""
    alley = "/".join(part for part in (number, branch) if part)
    return " ".join(part for part in (alley and f"Hẻm {alley}", street) if part)


def has_house_number(text: str) -> bool:
    """Tell whether the text gives the number of a house rather than of an alley.

    ``Hẻm 1678/12 Phạm Thế Hiển`` names an alley; ``1678/12/5 Phạm Thế Hiển``, ``số 12 Nguyễn Duy`` and
    ``nhà số 5`` name a house.
    """
    if _HOUSE_WORD.search(to_nfc(text)):
        return True
    address = parse_address(text)
    if address is None or address.kind is not None or address.street is None:
        return False
    return fold_key(address.street).split()[0].strip(".,") not in _COUNTED
