"""Draws how a status looks on paper: lines, areas and signs, each readable in grey.

The twin of static/js/draw/symbols.js.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from webmap.maps.symbols import CASING_PX, DASHES_PX, SYMBOLS, Symbol
from webmap.render.paper.label_places import Size, Spot
from webmap.render.paper.map_svg import INK, PAPER, number, path

MM_PER_PX: Final = 0.2
"""Paper is read from nearer than a screen: what takes so many pixels there takes so much here."""

SIGN: Final = Size(4.6, 4.6)

_MOST_EDGE_PX: Final = 3
_TILE_MM: Final = 1.6
_RADIUS_MM: Final = 2.0
_DOT_MM: Final = 1.2
_PLAIN_FILLS: Final = {"solid": 0.35, "light": 0.18}
_HATCHES: Final = {
    "dots": "M2 2h.01M6 6h.01",
    "hatch-45": "M-1 5L5 -1M3 9L9 3",
    "hatch-horizontal": "M0 4H8",
    "hatch-vertical": "M4 0V8",
    "cross": "M0 4H8M4 0V8",
}
_GLYPHS: Final = {
    "!": "M0-5.5V.8M0 5v.2",
    "…": "M-4.5 0v.1M0 0v.1M4.5 0v.1",
    "→": "M-5 0H5M1.5-3.5 5 0 1.5 3.5",
    "◷": "M5.5 0A5.5 5.5 0 1 1 0-5.5M0-5.5V0H5.5",
    "↻": "M4.5-2.5A5 5 0 1 0 5 1M5-5.5v3.5H1.5",
    "↺": "M-4.5-2.5A5 5 0 1 1-5 1M-5-5.5v3.5h3.5",
    "✓": "M-4.5.5-1.5 4 4.5-3.5",
    "–": "M-4 0H4",
    "?": "M-3-2.5A3 3 0 1 1 1.3.3C.3.9 0 1.3 0 2M0 5.2v.1",
}
"""The signs as strokes in a circle of radius 10, so that they look alike whatever the type lacks."""

_OUTLINES: Final = {
    "alley": "M-10 0A10 10 0 1 1 10 0A10 10 0 1 1-10 0Z",
    "area": "M-6-10H6A4 4 0 0 1 10-6V6A4 4 0 0 1 6 10H-6A4 4 0 0 1-10 6V-6A4 4 0 0 1-6-10Z",
    "point": "M-7.07 7.07A10 10 0 1 1 7.07 7.07L0 15.5Z",
}
_BRIDGE: Final = "M-10 18Q0 10 10 18M-11 18H11"


def define_fills(states: Iterable[str]) -> Iterator[str]:
    """Yield the patterns of areas, for the definitions of a drawing."""
    for state in states:
        symbol = SYMBOLS[state]
        if symbol.fill in _HATCHES:
            yield (
                f'<pattern id="fill-{state}" patternUnits="userSpaceOnUse" width="{_TILE_MM}" height="{_TILE_MM}">'
                f'<g transform="scale({_TILE_MM / 8:g})"><rect width="8" height="8" fill="{symbol.color}" '
                f'fill-opacity="0.14"/><path d="{_HATCHES[symbol.fill]}" stroke="{symbol.color}" '
                f'stroke-width="1.6"/></g></pattern>'
            )


def draw_areas(shapes: Sequence[BaseGeometry], state: str) -> Iterator[str]:
    """Yield areas (mm) of one status: their pattern and their edge."""
    symbol = SYMBOLS[state]
    whole = shapely.GeometryCollection(shapes)
    if symbol.fill in _PLAIN_FILLS:
        opacity = _PLAIN_FILLS[symbol.fill]
        yield path(whole, f'fill="{symbol.color}" fill-opacity="{opacity}" fill-rule="evenodd"')
    elif symbol.fill in _HATCHES:
        yield path(whole, f'fill="url(#fill-{state})" fill-rule="evenodd"')
    yield from _stroke(whole, symbol, min(symbol.width, _MOST_EDGE_PX))


def draw_lines(shapes: Sequence[BaseGeometry], state: str) -> Iterator[str]:
    """Yield lines (mm) of one status."""
    symbol = SYMBOLS[state]
    yield from _stroke(shapely.GeometryCollection(shapes), symbol, symbol.width)


def draw_dots(spots: Sequence[Spot], state: str) -> Iterator[str]:
    """Yield what is a point, or too small to be drawn as it is."""
    for half, fill in ((_DOT_MM / 2 + 0.2, INK), (_DOT_MM / 2, SYMBOLS[state].color)):
        side = number(2 * half)
        steps = "".join(
            f"M{number(spot.x - half)} {number(spot.y - half)}h{side}v{side}h-{side}Z" for spot in spots
        )
        yield f'<path d="{steps}" fill="{fill}"/>'


def draw_mouths(spots: Sequence[Spot]) -> Iterator[str]:
    """Yield where alleys open: a small ring."""
    for spot in spots:
        yield (
            f'<circle cx="{number(spot.x)}" cy="{number(spot.y)}" r="0.75" fill="{PAPER}" stroke="{INK}" '
            f'stroke-width="0.35"/>'
        )


def define_signs(signs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the signs of statuses and kinds, for the definitions of a drawing."""
    for state, kind in signs:
        yield f'<g id="{_sign_id(state, kind)}" transform="scale({_RADIUS_MM / 10:g})">{_sign(state, kind)}</g>'


def draw_sign(state: str, kind: str, spot: Spot) -> str:
    """Return a sign that `define_signs` has defined, with its middle at a spot."""
    return f'<use href="#{_sign_id(state, kind)}" x="{number(spot.x)}" y="{number(spot.y)}"/>'


def draw_outline(kind: str, color: str) -> str:
    """Return how a kind is told apart, whatever its status: in a circle of radius 10."""
    outline = _OUTLINES["area" if kind == "bridge" else kind]
    bridge = f'<path d="{_BRIDGE}" stroke="{color}" stroke-width="2"/>' if kind == "bridge" else ""
    return f'<path d="{outline}" fill="{PAPER}" stroke="{color}" stroke-width="2.4"/>{bridge}'


def _sign_id(state: str, kind: str) -> str:
    return f"sign-{state}-{kind}"


def _sign(state: str, kind: str) -> str:
    """Return the sign: its outline tells the kind, its colour and its character the status."""
    symbol = SYMBOLS[state]
    outline = _OUTLINES["area" if kind == "bridge" else kind]
    drawn = (
        f'<path d="{outline}" fill="{PAPER}" stroke="{INK}" stroke-width="5"/>'
        f'<path d="{outline}" fill="{PAPER}" stroke="{symbol.color}" stroke-width="3"/>'
        f'<path d="{_GLYPHS[symbol.sign]}" stroke="{INK}" stroke-width="2.2"/>'
    )
    if kind != "bridge":
        return drawn
    return drawn + "".join(
        f'<path d="{_BRIDGE}" stroke="{color}" stroke-width="{width}" stroke-linecap="butt"/>'
        for color, width in ((PAPER, 5), (INK, 2))
    )


def _stroke(whole: BaseGeometry, symbol: Symbol, width_px: float) -> Iterator[str]:
    """Yield a line in the pattern of a status, with its casing of ink."""
    dashes = DASHES_PX.get(symbol.line)
    yield path(whole, _pen(INK, width_px + CASING_PX))
    if dashes:
        yield path(whole, _pen(PAPER, width_px))
    lengths = " ".join(number(dash * MM_PER_PX) for dash in dashes or ())
    pattern = f' stroke-dasharray="{lengths}"' if dashes else ""
    yield path(whole, _pen(symbol.color, width_px) + pattern)
    if symbol.line == "double":
        yield path(whole, _pen(PAPER, width_px / 3))


def _pen(color: str, width_px: float) -> str:
    return f'stroke="{color}" stroke-width="{number(width_px * MM_PER_PX)}" stroke-linecap="butt"'
