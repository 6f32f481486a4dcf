"""Reads days, numbers, and yes and no as people write them in spreadsheets."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, Literal, TypeVar

from geo.text.names import to_nfc

Order = Literal["day_first", "month_first"]
DecimalSign = Literal["comma", "dot"]
ColumnReason = Literal["given", "shown", "plain", "usual", "mixed", "unclear"]

_Value = TypeVar("_Value")

_ISO_DAY: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.ASCII)
_COMPACT_DAY: Final = re.compile(r"(\d{4})()(\d{2})(\d{2})", re.ASCII)
_OUR_DAY: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?: +\d{1,2}[:hg].*)?", re.ASCII)
_SPOKEN_DAY: Final = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE | re.ASCII)
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = (61, 109_574)
"""1 March 1900 (before it, spreadsheets count a day that never was) to the end of 2199."""
_PIVOT: Final = 70
"""Two-digit years under it are of this century."""

_NUMBERS: Final = {
    "comma": re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:,\d*)?(?:[eE][-+]?\d{1,3})?", re.ASCII),
    "dot": re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?", re.ASCII),
}
_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f']+")
_YES: Final = frozenset({"có", "co", "x", "yes", "y", "true", "đúng", "dung", "1", "✓", "✔"})
_NO: Final = frozenset({"không", "khong", "ko", "no", "n", "false", "sai", "0", "-"})


@dataclass(frozen=True)
class Column(Generic[_Value]):
    """What the texts of one column say.

    Attributes
    ----------
    values
        One per text, in order; None for an empty text and for one that cannot be read.
    unread
        Places of the texts that are not empty and could not be read, for what they are or because the column does not
        tell which of two meanings they have.
    convention
        How the column was read (`Order` of days, `DecimalSign` of numbers).
    reason
        Why it was read so: ``given`` by people, ``shown`` by values that can be read in no other way, ``plain`` where
        every value says the same either way, ``usual`` where nothing shows it and the custom holds; ``mixed`` where
        values show the one and the other, ``unclear`` where nothing shows it and no custom holds: what could be
        either is then unread.
    """

    values: tuple[_Value | None, ...]
    unread: tuple[int, ...]
    convention: str
    reason: ColumnReason

    @property
    def is_sure(self) -> bool:
        """Whether people or the values themselves tell the convention, or none needs it."""
        return self.reason in ("given", "shown", "plain")

    @property
    def is_open(self) -> bool:
        """Whether values that could be read either way are left unread."""
        return self.reason in ("mixed", "unclear")


def read_day(text: str, order: Order | None = "day_first") -> date | None:
    """Return the day that a text tells; None when it tells none, or one of two.

    Parameters
    ----------
    text
        ``15/03/2024``, ``5-3-24``, ``15.3.2024``, ``2024-03-15``, ``20240315``, ``ngày 15 tháng 3 năm 2024``; a time
        of day behind it is left out. Two-digit years are 1970 to 2069.
    order
        What comes first where the year comes last; None where that is not known, so that ``3/4/2024`` tells no day.
    """
    if order is None:
        return _unmistakable(read_day(text, "day_first"), read_day(text, "month_first"))
    plain = " ".join(text.split())
    if match := _ISO_DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain):
        return _day(match[1], match[3], match[4])
    if match := _SPOKEN_DAY.fullmatch(plain):
        return _day(match[3], match[2], match[1])
    if match := _OUR_DAY.fullmatch(plain):
        first, second = (match[1], match[3]) if order == "day_first" else (match[3], match[1])
        return _day(match[4], second, first)
    return None


def read_days(
    texts: Sequence[str], order: Order | None = None, *, with_serials: bool = False
) -> Column[date]:
    """Return the days of a column; all its values together tell whether days or months come first.

    Where no value tells, days come first, as they do here, and this is not sure. Where some values tell the one and
    some the other, those that could be either stay unread.

    Parameters
    ----------
    texts
        As `read_day` takes them.
    order
        What comes first, where people know.
    with_serials
        Whether bare numbers are days as spreadsheets count them (`read_serial_day`).
    """

    def read(text: str, convention: Order) -> date | None:
        day = read_day(text, convention)
        number = read_number(text, "dot") if day is None and with_serials else None
        return day if number is None else read_serial_day(number)

    if order is not None:
        return _column(texts, [read(text, order) for text in texts], order, "given")
    usual = [read(text, "day_first") for text in texts]
    other = [read(text, "month_first") for text in texts]
    return _settle(texts, ("day_first", usual), ("month_first", other), falls_back=True)


def read_serial_day(number: float) -> date | None:
    """Return the day with a spreadsheet's number, 1 being 1 January 1900; None before March 1900 and after 2199."""
    first, last = _SERIALS
    return _SERIAL_ZERO + timedelta(days=int(number)) if first <= number <= last else None


def read_number(text: str, decimal_sign: DecimalSign | None = None) -> float | None:
    """Return the number that a text tells; None when it tells none, or one of two.

    Parameters
    ----------
    text
        ``1.234,5``, ``1,234.5``, ``10,7312``, ``1 234``, ``-3e5``; spaces and apostrophes may part thousands. ``1.234``
        could be either and is None, unless ``decimal_sign`` is given.
    decimal_sign
        What stands before the fraction.
    """
    if decimal_sign is not None:
        return _number(text, decimal_sign)
    return _unmistakable(_number(text, "comma"), _number(text, "dot"))


def read_numbers(texts: Sequence[str], decimal_sign: DecimalSign | None = None) -> Column[float]:
    """Return the numbers of a column; all its values together tell which sign stands before the fraction.

    Where no value tells, those that could be either (``1.234``) stay unread.

    Parameters
    ----------
    texts
        As `read_number` takes them.
    decimal_sign
        What stands before the fraction, where people know.
    """
    if decimal_sign is not None:
        return _column(texts, [_number(text, decimal_sign) for text in texts], decimal_sign, "given")
    usual = [_number(text, "comma") for text in texts]
    other = [_number(text, "dot") for text in texts]
    return _settle(texts, ("comma", usual), ("dot", other), falls_back=False)


def read_flag(text: str) -> bool | None:
    """Return yes or no as Vietnamese and English say it, with or without marks; None for anything else."""
    plain = to_nfc(text).strip().lower()
    return True if plain in _YES else False if plain in _NO else None


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) if len(year) > len("24") else int(year) + (2000 if int(year) < _PIVOT else 1900)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _number(text: str, decimal_sign: DecimalSign) -> float | None:
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    if not any(sign.isdecimal() for sign in plain) or not _NUMBERS[decimal_sign].fullmatch(plain):
        return None
    thousands, fraction = (".", ",") if decimal_sign == "comma" else (",", ".")
    try:
        number = float(plain.replace(thousands, "").replace(fraction, "."))
    except ValueError:  # an exponent without a number
        return None
    return number if math.isfinite(number) else None


def _settle(
    texts: Sequence[str],
    usual: tuple[str, Sequence[_Value | None]],
    other: tuple[str, Sequence[_Value | None]],
    *,
    falls_back: bool,
) -> Column[_Value]:
    """Return the column as its unmistakable values show it is written.

    Parameters
    ----------
    usual, other
        A convention, and the values that it makes of the texts.
    falls_back
        Whether the usual convention holds where no value shows one.
    """
    pairs = list(zip(usual[1], other[1], strict=True))
    shows_usual = any(first is not None and second is None for first, second in pairs)
    shows_other = any(first is None and second is not None for first, second in pairs)
    needs_one = any(None not in pair and pair[0] != pair[1] for pair in pairs)
    if shows_usual != shows_other:
        convention, values = usual if shows_usual else other
        return _column(texts, values, convention, "shown")
    if shows_usual or (needs_one and not falls_back):
        unmistakable = [_unmistakable(*pair) for pair in pairs]
        return _column(texts, unmistakable, usual[0], "mixed" if shows_usual else "unclear")
    return _column(texts, usual[1], usual[0], "usual" if needs_one else "plain")


def _unmistakable(first: _Value | None, second: _Value | None) -> _Value | None:
    if first is None or second is None:
        return second if first is None else first
    return first if first == second else None


def _column(
    texts: Sequence[str], values: Sequence[_Value | None], convention: str, reason: ColumnReason
) -> Column[_Value]:
    unread = [
        at
        for at, (text, value) in enumerate(zip(texts, values, strict=True))
        if value is None and text.strip()
    ]
    return Column(tuple(values), tuple(unread), convention, reason)
