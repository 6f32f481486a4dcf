"""How what is on maps looks, on screen and on paper: colour, pattern and sign, each readable without the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from layers.conversion.states import STATES

INK: Final = "#1B2126"
PAPER: Final = "#FFFFFF"

_BORDER: Final = "#5A656E"
_MOST_EDGE_PX: Final = 3


@dataclass(frozen=True)
class Symbol:
    """The look of a status, or of what came of something.

    Attributes
    ----------
    color
        sRGB hexadecimal; from the colour-blind safe palette of Okabe and Ito (2008) where it carries meaning.
    line
        Pattern of a line: solid, gaps, long-dash, dash-dot, short-dash, thin-dash, thin, double or hair.
    width
        Width of the line, CSS pixels, without its ink casing.
    fill
        Pattern of an area: none, solid, light, dots, hatch-45, hatch-horizontal, hatch-vertical or cross.
    sign
        Character in the marker.
    """

    color: str
    line: str
    width: float
    fill: str
    sign: str


@dataclass(frozen=True)
class Pen:
    """The look of a plain line, which needs neither casing nor sign.

    Attributes
    ----------
    color
        sRGB hexadecimal.
    width
        CSS pixels.
    dashes
        Drawn and left out in turn, CSS pixels; none for a line that is not broken.
    """

    color: str
    width: float
    dashes: tuple[int, ...] = ()


SYMBOLS = {
    "DE_XUAT": Symbol("#7A7A7A", "thin-dash", 2, "none", "?"),
    "THEO_DOI": Symbol("#D55E00", "solid", 5, "solid", "!"),
    "CHO_KE_HOACH": Symbol("#E69F00", "gaps", 5, "dots", "…"),
    "DANG_CHUYEN_HOA": Symbol("#0072B2", "long-dash", 5, "hatch-45", "→"),
    "CHO_DANH_GIA": Symbol("#F0E442", "dash-dot", 5, "hatch-horizontal", "◷"),
    "CHUA_DAT": Symbol("#A65628", "short-dash", 5, "cross", "↻"),
    "DA_CHUYEN_HOA": Symbol("#009E73", "thin", 2.5, "light", "✓"),
    "TAI_PHUC_TAP": Symbol("#CC79A7", "double", 5, "hatch-vertical", "↺"),
    "ON_DINH": Symbol("#B8B8B8", "hair", 1, "none", "–"),
}
"""Every state that a map may show; the end states are not drawn."""

HIDDEN_BY_DEFAULT = frozenset({"ON_DINH"})

DRAWN_STATES = tuple(code for code in STATES if code in SYMBOLS)
"""In the order of the state table, which is the order of legends."""

DASHES_PX: Final[Mapping[str, tuple[int, ...]]] = {
    "gaps": (14, 5), "long-dash": (16, 7), "dash-dot": (12, 5, 2, 5), "short-dash": (6, 5), "thin-dash": (5, 4),
}  # fmt: skip
"""Drawn and left out in turn, CSS pixels, by pattern of a line; the others are not broken."""

CASING_PX: Final = 2
"""What the ink under a line is wider, both sides together."""

LEVEL_BORDERS: Final[Mapping[str, Pen]] = {
    "province": Pen(_BORDER, 3.0, (16, 5, 3, 5)),
    "district": Pen(_BORDER, 2.4, (12, 5)),
    "ward": Pen(_BORDER, 1.6),
    "neighbourhood": Pen(_BORDER, 0.8, (4, 3)),
    "grouping": Pen(_BORDER, 2.4, (3, 3)),
}
"""By level of a boundary, the highest first."""

LANDMARK_LINES: Final[Mapping[str, Pen]] = {"bridge": Pen(INK, 4), "canal": Pen("#6D9AB0", 4)}
"""By kind of a landmark: crossings lie over water."""

PLANNED_VISITS: Final[Mapping[str, Symbol]] = {
    "planned": Symbol("#0072B2", "thin-dash", 2, "none", "…"),
    "overdue": Symbol("#0072B2", "short-dash", 2, "none", "!"),
}
"""A visit that is to come, and one whose day has passed: the same colour, with another sign."""

VISIT_RESULTS: Final[Mapping[str, Symbol]] = {
    "relapse": Symbol("#CC79A7", "double", 3, "none", "↺"),
    "worse": Symbol("#D55E00", "dash-dot", 2, "none", "↓"),
    "same": Symbol("#7A7A7A", "long-dash", 2, "none", "="),
    "better": Symbol("#009E73", "solid", 2, "none", "↑"),
}
"""By what a visit found against the one before, the worst first."""

CANCELLED: Final = Symbol("#B8B8B8", "hair", 1, "none", "×")

RECOMMENDATION_STATES: Final[Mapping[str, Symbol]] = {
    "draft": Symbol("#7A7A7A", "thin-dash", 2, "none", "?"),
    "sent": Symbol("#0072B2", "long-dash", 2, "none", "→"),
    "answered": Symbol("#E69F00", "dash-dot", 2, "none", "…"),
    "done": Symbol("#009E73", "solid", 2, "none", "✓"),
    "refused": Symbol("#D55E00", "short-dash", 2, "none", "!"),
    "withdrawn": CANCELLED,
}
"""By state of a recommendation, in the order in which they come."""


def list_strokes(symbol: Symbol | Pen, shape: str) -> Iterator[tuple[str, Pen]]:
    """Yield the lines that draw a line, or the edge of an area, each with its part; the lowest first."""
    if isinstance(symbol, Pen):
        yield "stroke", symbol
        return
    width = symbol.width if shape == "line" else min(symbol.width, _MOST_EDGE_PX)
    dashes = DASHES_PX.get(symbol.line, ())
    yield "casing", Pen(INK, width + CASING_PX)
    if dashes:
        yield "gap", Pen(PAPER, width)
    yield "stroke", Pen(symbol.color, width, dashes)
    if symbol.line == "double":
        yield "middle", Pen(PAPER, width / 3)
