"""What a benchmark says: figures with their targets, printed as a small table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes
    ----------
    what
        What was measured.
    value, unit
        The figure.
    least, most
        Its target; None where there is none on that side.
    told
        The figures that it was computed from, in words.
    """

    what: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None
    told: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether there is a target and the figure does not reach it."""
        return (self.least is not None and self.value < self.least) or (
            self.most is not None and self.value > self.most
        )

    @property
    def target(self) -> str:
        """The target in words; empty without one."""
        if self.least is not None:
            return f">= {self.least:g}"
        return "" if self.most is None else f"<= {self.most:g}"


Benchmark = Callable[[], Iterable[Figure]]


def print_table(title: str, figures: Sequence[Figure]) -> None:
    """Print figures below each other: what, figure, target, whether it is met, and what it comes from."""
    rows = [("figure", "value", "target", "", "from")]
    for one in figures:
        verdict = ("MISSED" if one.is_missed else "ok") if one.target else ""
        rows.append((one.what, f"{one.value:,.2f} {one.unit}", one.target, verdict, one.told))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
