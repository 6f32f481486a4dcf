"""How the days and numbers of a column are written: told by all its values together, or by whoever knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, cast

from geo.text.values import (
    ColumnReason,
    DecimalSign,
    Order,
    read_day,
    read_days,
    read_number,
    read_numbers,
    read_serial_day,
)
from layers.errors import Refused
from layers.imports.import_layers import TargetField

CONVENTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "day": ("day_first", "month_first"),
    "number": ("comma", "dot"),
}
"""By kind of a field: the ways in which a column of it may be written, the usual one first."""


@dataclass(frozen=True)
class Convention:
    """How a column is written.

    Attributes
    ----------
    kind
        ``day`` or ``number``.
    name
        One of `CONVENTIONS`.
    reason
        As `geo.text.values.Column` has it; or ``whole``: the numbers have no fraction, so that a point parts thousands.
    is_open
        Whether cells that could be read either way stay unread.
    """

    kind: str
    name: str
    reason: ColumnReason | Literal["whole"]
    is_open: bool = False

    def read_day(self, text: str) -> date | None:
        """Return the day that a cell tells, as a spreadsheet counts it too; None for none, or one of two."""
        day = read_day(text, None if self.is_open else cast(Order, self.name))
        number = read_number(text, "dot") if day is None else None
        return day if number is None else read_serial_day(number)

    def read_number(self, text: str) -> float | None:
        """Return the number that a cell tells; None for none, or one of two."""
        return read_number(text, None if self.is_open else cast(DecimalSign, self.name))

    def may_be_two(self, text: str) -> bool:
        """Tell whether a cell that was left unread could be read in both ways."""
        both: tuple[Any, ...] = (None,)
        if self.is_open and self.kind == "day":
            both = (read_day(text, "day_first"), read_day(text, "month_first"))
        elif self.is_open:
            both = (read_number(text, "comma"), read_number(text, "dot"))
        return None not in both


def find_convention(field: TargetField, texts: Sequence[str], wished: str | None = None) -> Convention:
    """Return how a column is written that fills a field of days or numbers.

    Parameters
    ----------
    field
        Of kind ``day`` or ``number``.
    texts
        Different texts of the column, decoded.
    wished
        What whoever imports says; None where it is to be found.

    Raises
    ------
    Refused
        ``import_convention_unknown``.
    """
    kind = field.kind
    if wished is not None:
        if wished not in CONVENTIONS[kind]:
            raise Refused("import_convention_unknown", convention=wished, known=", ".join(CONVENTIONS[kind]))
        return Convention(kind, wished, "given")
    column = read_days(texts, with_serials=True) if kind == "day" else read_numbers(texts)
    if field.is_whole and column.reason == "unclear":
        return Convention(kind, column.convention, "whole")
    return Convention(kind, column.convention, column.reason, column.is_open)
