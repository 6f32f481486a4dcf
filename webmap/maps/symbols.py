"""How each status looks on screen and on paper: colour, line pattern and sign, each readable without the others."""

from dataclasses import dataclass

from layers.conversion.states import STATES


@dataclass(frozen=True)
class Symbol:
    """The look of a status.

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
