"""Draws the legend of a map on a slide, of shapes and words that can be edited."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from webmap.maps.symbols import SYMBOLS, Symbol
from webmap.render.office.slides import (
    GROUND,
    INK,
    MUTED,
    PLAIN,
    Box,
    Style,
    add_line,
    add_shape,
    fill_text,
    read_color,
    write,
)
from webmap.render.paper.map_figure import RANGE, UNKNOWN
from webmap.render.paper.map_ground import BANK, WATER
from webmap.render.paper.sheet_legend import Entry

ROW_MM: Final = 6.0

_SAMPLE_MM, _SIGN_MM = 13.0, 4.4
_SIGN_PT: Final = 8
_PT_PER_PX: Final = 0.6
_DARK_SIGNS: Final = frozenset({"CHO_KE_HOACH", "CHO_DANH_GIA", "ON_DINH", "TAI_PHUC_TAP"})
"""States whose colour is so light that the sign on it is ink."""

_DASHES: Final = {
    "gaps": "DASH",
    "long-dash": "LONG_DASH",
    "dash-dot": "DASH_DOT",
    "short-dash": "ROUND_DOT",
    "thin-dash": "DASH",
}
_SHAPES: Final = {
    "bridge": "ROUNDED_RECTANGLE",
    "area": "ROUNDED_RECTANGLE",
    "point": "TEAR",
    "ground.shared": "ROUNDED_RECTANGLE",
    "ground.halo": "OVAL",
}
_FILLS: Final = {"ground.shared": INK, "ground.halo": GROUND}
_TURNED: Final = {"point": 135.0}
_BADGE_MM_PER_PX: Final = 0.25
_HANDS: Final = ((0.0, -4.0), (0.0, 0.5), (2.8, 2.0))
_DAYS: Final = ((-6.0, -2.0), (6.0, -2.0))
_FLAP: Final = ((-7.0, -4.5), (0.0, 0.8), (7.0, -4.5))
_BADGES: Final = {
    "due.overdue": ("OVAL", (14, 14), _HANDS, True),
    "due.soon": ("OVAL", (14, 14), _HANDS, False),
    "due.planned": ("RECTANGLE", (13, 12), _DAYS, False),
    "reply.waiting": ("RECTANGLE", (16, 11), _FLAP, False),
    "reply.overdue": ("RECTANGLE", (16, 11), _FLAP, True),
}
"""Shape, its width and height in pixels of a screen, what is drawn on it, whether it is filled."""

_PATTERNS: Final = {RANGE: "WIDE_UPWARD_DIAGONAL", UNKNOWN: "LIGHT_UPWARD_DIAGONAL"}


def add_legend(slide: Any, title: str, entries: Sequence[Entry], box: Box) -> float:
    """Add a legend at the top of a box, and return how high it became, mm."""
    write(slide, box._replace(height=ROW_MM), [title], Style(10, is_bold=True))
    for nth, entry in enumerate(entries, 1):
        row = Box(box.left, box.top + nth * ROW_MM, _SAMPLE_MM, ROW_MM)
        _draw_sample(slide, entry.look, row)
        told = entry.words if entry.number is None else f"{entry.words} ({entry.number})"
        words = Box(row.left + _SAMPLE_MM + 2, row.top + 0.8, box.width - _SAMPLE_MM - 2, ROW_MM - 0.8)
        write(slide, words, [told], PLAIN)
    return (len(entries) + 1) * ROW_MM


def _draw_sample(slide: Any, look: str, row: Box) -> None:
    middle = row.top + row.height / 2
    if look in SYMBOLS:
        _draw_state(slide, look, row)
    elif look in _SHAPES:
        round_mm = _SIGN_MM - 1
        sample = Box(row.left + row.width / 2 - round_mm / 2, middle - round_mm / 2, round_mm, round_mm)
        fill = _FILLS.get(look)
        shape = add_shape(slide, _SHAPES[look], sample, fill=fill, edge=MUTED)
        shape.rotation = _TURNED.get(look, 0.0)
        if look == "ground.shared":
            fill_text(shape.text_frame, ["2"], Style(_SIGN_PT, "FFFFFF", is_bold=True, side="center"))
        if look == "bridge":
            below = sample.top + round_mm + 0.7
            add_line(slide, (sample.left, below), (sample.left + round_mm, below), color=MUTED, pt=1)
    elif look in _BADGES:
        _draw_badge(slide, look, (row.left + row.width / 2, middle))
    elif look.startswith("#") or look in _PATTERNS:
        _draw_box(slide, look, Box(row.left, middle - 2.2, row.width, 4.4))
    else:
        _draw_line(slide, look, row.left, row.left + row.width, middle)


def _draw_state(slide: Any, state: str, row: Box) -> None:
    """Draw the line of a status and its sign before it."""
    symbol, middle = SYMBOLS[state], row.top + row.height / 2
    start, end = (row.left + _SIGN_MM / 2, middle), (row.left + row.width, middle)
    line = add_line(slide, start, end, color=symbol.color, pt=symbol.width * _PT_PER_PX)
    _dash(line, symbol)
    sign = Box(row.left, middle - _SIGN_MM / 2, _SIGN_MM, _SIGN_MM)
    shape = add_shape(slide, "OVAL", sign, fill=symbol.color, edge=INK)
    color = INK if state in _DARK_SIGNS else "FFFFFF"
    fill_text(shape.text_frame, [symbol.sign], Style(_SIGN_PT, color, is_bold=True, side="center"))


def _draw_badge(slide: Any, name: str, at: tuple[float, float]) -> None:
    """Draw what stands beside a sign, its middle at a point."""
    kind, (width_px, height_px), mark, is_filled = _BADGES[name]
    width, height = width_px * _BADGE_MM_PER_PX, height_px * _BADGE_MM_PER_PX
    box = Box(at[0] - width / 2, at[1] - height / 2, width, height)
    add_shape(slide, kind, box, fill=INK if is_filled else "FFFFFF", edge=INK)
    ends = [(at[0] + x * _BADGE_MM_PER_PX, at[1] + y * _BADGE_MM_PER_PX) for x, y in mark]
    for start, end in pairwise(ends):
        add_line(slide, start, end, color="FFFFFF" if is_filled else INK, pt=1)


def _dash(line: Any, symbol: Symbol) -> None:
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415 - only a download needs slides

    if symbol.line in _DASHES:
        line.line.dash_style = getattr(MSO_LINE, _DASHES[symbol.line])
    elif symbol.line == "double":
        line.line._get_or_add_ln().set("cmpd", "dbl")


def _draw_box(slide: Any, look: str, box: Box) -> None:
    """Draw the colour of a class of figures, or the pattern of areas whose figure is not known for sure."""
    from pptx.enum.dml import MSO_PATTERN  # noqa: PLC0415 - only a download needs slides

    shape = add_shape(slide, "RECTANGLE", box, fill="FFFFFF" if look in _PATTERNS else look, edge=MUTED)
    if look in _PATTERNS:
        shape.fill.patterned()
        shape.fill.pattern = getattr(MSO_PATTERN, _PATTERNS[look])
        shape.fill.fore_color.rgb = read_color(MUTED)
        shape.fill.back_color.rgb = read_color("FFFFFF")


def _draw_line(slide: Any, look: str, left: float, right: float, middle: float) -> None:
    """Draw what is a line on the map: water, a bridge over it, the border of a ward, an alley."""
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415 - only a download needs slides

    if look in {"ground.canal", "ground.bridge"}:
        add_line(slide, (left, middle), (right, middle), color=BANK, pt=6)
        add_line(slide, (left, middle), (right, middle), color=WATER, pt=5)
    else:
        line = add_line(
            slide, (left, middle), (right, middle), color=MUTED, pt=1 if look == "ground.ward" else 2.5
        )
        if look == "ground.ward":
            line.line.dash_style = MSO_LINE.DASH_DOT
    if look == "ground.bridge":
        for x in ((left + right) / 2 - 0.6, (left + right) / 2 + 0.6):
            add_line(slide, (x, middle - 2), (x, middle + 2), color=INK, pt=1)
