"""Owns tables of words, before any file holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Self

_LETTER: Final = 0.215
"""Mean width of a letter in mm for each point of its size, of wide faces too."""

_LINE: Final = 0.43
"""Height of a line in mm for each point of its size."""


@dataclass(frozen=True)
class TextTable:
    """A table of words.

    Attributes
    ----------
    heads
        What stands above the columns.
    rows
        From top to bottom.
    shares
        Of the width that the columns take.
    first_number
        From this column on there are numbers; None where there are none.
    has_total
        Whether the last row sums up the others.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    first_number: int | None = None
    has_total: bool = False

    def is_number(self, column: int) -> bool:
        """Tell whether a column holds numbers."""
        return self.first_number is not None and column >= self.first_number

    def widths_mm(self, width_mm: float) -> list[float]:
        """Return how wide each column is in a table of some width."""
        return [width_mm * share / sum(self.shares) for share in self.shares]

    def heights_mm(self, width_mm: float, size_pt: float, padding_mm: float) -> list[float]:
        """Return about how high the head and each row are, in letters of some size, so that none is cut off."""
        letters = [(width - 2 * padding_mm) / (_LETTER * size_pt) for width in self.widths_mm(width_mm)]

        def height(cells: tuple[str, ...]) -> float:
            lines = max(_count_lines(words, most) for words, most in zip(cells, letters, strict=True))
            return lines * _LINE * size_pt + 2 * padding_mm

        return [height(cells) for cells in (self.heads, *self.rows)]

    def of(self, rows: tuple[tuple[str, ...], ...], *, has_total: bool = False) -> Self:
        """Return the same table with other rows."""
        return replace(self, rows=rows, has_total=has_total)

    def split(self, heights_mm: list[float], room_mm: float) -> Iterator[Self]:
        """Yield parts that are no higher than there is room, each with the heads; at least a row in each.

        Parameters
        ----------
        heights_mm
            As `heights_mm` returns them.
        room_mm
            For each part.
        """
        head, *heights = heights_mm
        begun, taken = 0, head
        for nth, high in enumerate(heights):
            if taken + high > room_mm and nth > begun:
                yield self.of(self.rows[begun:nth])
                begun, taken = nth, head
            taken += high
        yield self.of(self.rows[begun:], has_total=self.has_total)


def _count_lines(words: str, letters: float) -> int:
    """Return on how many lines words stand where so many letters fit on one."""
    lines, taken = 1, 0
    for word in words.split():
        if taken and taken + 1 + len(word) > letters:
            lines, taken = lines + 1, len(word)
        else:
            taken += (1 if taken else 0) + len(word)
    return lines
