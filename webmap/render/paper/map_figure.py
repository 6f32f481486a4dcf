"""Draws a figure by area: a few classes from light to dark, and the number, so that grey print tells it too."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from geo.shapes.classify import Class, classify
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.maps.shown import Area, Shown, find_places
from webmap.render.paper.map_svg import path
from webmap.render.paper.strip_frame import Frame
from webmap.texts import Translator

SHADES: Final = ("#EAF2F4", "#BFD9DF", "#86B6C1", "#478C9B", "#0B5D6B")
"""From little to much: one hue, so that it stays in order in grey and to every eye."""

UNKNOWN: Final = "unknown"
"""Id of the pattern of areas without a figure."""

RANGE: Final = "range"
"""Id of the pattern over areas whose figure is known between bounds only."""

_HATCHES: Final = {
    UNKNOWN: (("#9AA4AB", "M-0.5 0.5L0.5 -0.5M0 2L2 0M1.5 2.5L2.5 1.5"),),
    RANGE: (("#FFFFFF", "M0.8 0V2"), ("#5A656E", "M1.15 0V2")),
}
"""Strokes of a tile of 2 mm; a range is seen on light shades and on dark ones."""


class FigureMap(NamedTuple):
    """A figure with its classes."""

    figure: AreaFigure
    classes: tuple[Class, ...]

    def shade(self, value: FigureValue) -> str:
        """Return the colour of a figure; where it is known between bounds only, of their middle."""
        middle = _middle(value)
        nth = next((nth for nth, one in enumerate(self.classes) if middle <= one.high), len(self.classes) - 1)
        return self.class_shade(nth)

    def class_shade(self, nth: int) -> str:
        """Return the colour of a class; nought alone is light, for there is little of it everywhere."""
        count = len(self.classes)
        return SHADES[0] if count == 1 and not self.classes[0].high else shade_of(nth, count)


def make_figure_map(figure: AreaFigure) -> FigureMap:
    """Return a figure with the classes of its values."""
    known = [_middle(value) for value in figure.values.values() if value.low is not None]
    return FigureMap(figure, classify(known, most=len(SHADES)))


def count_by_ward(shown: Shown, title: str) -> AreaFigure:
    """Return how many of the places on a map lie in each ward: the figure of a sheet that names no other."""
    wards = [ward for ward in shown.wards if not ward.is_partial]
    counts = {ward.id: float(len(find_places(shown.places, ward))) for ward in wards}
    return AreaFigure(title, {area: FigureValue(count, count) for area, count in counts.items()})


def tell_value(value: FigureValue, translator: Translator) -> str:
    """Return a figure in words: a number, its bounds, or a dash where there is none."""
    if value.low is None or value.high is None:
        return "–"
    low, high = translator.number(value.low), translator.number(value.high)
    return low if low == high else f"{low}–{high}"


def shade_of(nth: int, count: int) -> str:
    """Return the colour of a class; few classes take colours that lie far apart."""
    last = len(SHADES) - 1
    return SHADES[round(nth * last / (count - 1)) if count > 1 else last // 2]


def define_hatches() -> Iterator[str]:
    """Yield the patterns, for the definitions of a drawing."""
    for name, strokes in _HATCHES.items():
        drawn = "".join(
            f'<path d="{steps}" stroke="{color}" stroke-width="0.35"/>' for color, steps in strokes
        )
        yield f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="2" height="2">{drawn}</pattern>'


def draw_figure(drawn: FigureMap, wards: Sequence[Area], frame: Frame) -> Iterator[str]:
    """Yield the areas in the colours of their figures."""
    shapes = frame.draw_all([ward.geometry for ward in wards])
    for ward, shape in zip(wards, shapes, strict=True):
        value = drawn.figure.values.get(ward.id)
        if value is None or value.low is None:
            yield path(shape, f'fill="url(#{UNKNOWN})" fill-rule="evenodd"')
            continue
        yield path(shape, f'fill="{drawn.shade(value)}" fill-rule="evenodd"')
        if value.low != value.high:
            yield path(shape, f'fill="url(#{RANGE})" fill-rule="evenodd"')


def _middle(value: FigureValue) -> float:
    low, high = value.low or 0, value.high or 0
    return (low + high) / 2
