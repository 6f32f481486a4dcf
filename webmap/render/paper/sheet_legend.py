"""Makes the legend of a sheet: what is drawn on its map and nothing else, with samples and numbers."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import shapely

from webmap.maps.symbols import DRAWN_STATES
from webmap.render.paper.label_places import Spot
from webmap.render.paper.map_figure import RANGE, UNKNOWN, FigureMap, define_hatches, shade_of
from webmap.render.paper.map_ground import BANK, BORDER, WATER
from webmap.render.paper.map_places import SELECT, PlaceMarks, draw_shared
from webmap.render.paper.map_svg import INK, MUTED, picture
from webmap.render.paper.place_badges import BADGES, define_badges, draw_badge
from webmap.render.paper.sheet_map import MapDrawing
from webmap.render.paper.status_marks import (
    define_fills,
    define_signs,
    draw_areas,
    draw_lines,
    draw_outline,
    draw_sign,
)
from webmap.texts import Translator

SAMPLE_MM: Final = (14.0, 5.4)
_MIDDLE: Final = SAMPLE_MM[1] / 2
_KINDS: Final = ("alley", "bridge", "area", "point")
_ON_LINES: Final = frozenset({"alley", "point"})


class Entry(NamedTuple):
    """A line of a legend.

    Attributes
    ----------
    svg
        Its sample (`SAMPLE_MM`).
    words
        What it stands for.
    number
        How many there are; None: not counted.
    look
        What to draw where SVG cannot be used: a state, a kind, a badge, a colour, or what lies on the ground
        (``ground.canal``).
    """

    svg: str
    words: str
    number: int | None = None
    look: str = ""


def tell_legend(drawing: MapDrawing, figure: FigureMap | None, translator: Translator) -> list[Entry]:
    """Return the legend of a map, from what matters most down to the ground."""
    t = translator.text
    return [
        *(_figure_entries(figure, translator) if figure else ()),
        *_status_entries(drawing.marks, translator),
        *(Entry(_kind_sample(kind), t(f"codes.kind.{kind}"), drawing.marks.kinds[kind], kind) for kind in _KINDS
          if drawing.marks.kinds[kind]),
        *(Entry(_badge_sample(badge), t(f"codes.{badge}"), drawing.marks.badges[badge], badge) for badge in BADGES
          if drawing.marks.badges[badge]),
        *_further_entries(drawing, translator),
    ]  # fmt: skip


def _status_entries(marks: PlaceMarks, translator: Translator) -> Iterator[Entry]:
    kind = "alley" if _ON_LINES & set(marks.kinds) else "area"
    for state in DRAWN_STATES:
        if marks.states[state]:
            words = translator.text(f"codes.status.{state}")
            yield Entry(status_sample(state, kind), words, marks.states[state], state)


def _figure_entries(drawn: FigureMap, translator: Translator) -> Iterator[Entry]:
    values = [value for value in drawn.figure.values.values() if value.low is not None]
    for nth, one in enumerate(drawn.classes):
        low, high = (translator.number(bound) for bound in one)
        color = drawn.class_shade(nth)
        words = low if low == high else f"{low} – {high}"
        yield Entry(_box_sample(f'fill="{color}"'), words, look=color)
    if any(value.low != value.high for value in values):
        beneath = _box(f'fill="{shade_of(0, 1)}"')
        yield Entry(
            _sample([f"<defs>{''.join(define_hatches())}</defs>", beneath, _box(f'fill="url(#{RANGE})"')]),
            translator.text("map_sheet.legend.range"),
            look=RANGE,
        )
    if len(values) < len(drawn.figure.values) or not values:
        sample = _box_sample(f'fill="url(#{UNKNOWN})"')
        yield Entry(sample, translator.text("map_sheet.legend.unknown"), look=UNKNOWN)


def _further_entries(drawing: MapDrawing, translator: Translator) -> Iterator[Entry]:
    bridge = "M5.6 0.9V4.5M6.6 0.9V4.5"
    water = _line(f'stroke="{BANK}" stroke-width="2.4"') + _line(f'stroke="{WATER}" stroke-width="1.9"')
    samples = {
        "shared": (drawing.marks.has_shared, draw_shared(Spot(_MIDDLE, _MIDDLE), 2)),
        "halo": (drawing.marks.has_halos, _halo()),
        "ward": (bool({"ward", "partial"} & drawing.ground), _line(f'stroke="{INK}" {BORDER}')),
        "canal": ("canal" in drawing.ground, water),
        "bridge": (
            "bridge" in drawing.ground,
            water + f'<path d="{bridge}" stroke="{INK}" stroke-width="0.35"/>',
        ),
    }
    for name, (is_drawn, sample) in samples.items():
        if is_drawn:
            yield Entry(_sample([sample]), translator.text(f"map.legend.{name}"), look=f"ground.{name}")


def status_sample(state: str, kind: str) -> str:
    """Return what a status looks like: its sign before its line, or before its pattern for kinds that are areas."""
    spot = Spot(_MIDDLE, _MIDDLE)
    far = SAMPLE_MM[0] - 0.6
    if kind in _ON_LINES:
        shape = draw_lines([shapely.LineString([(_MIDDLE, _MIDDLE), (far, _MIDDLE)])], state)
    else:
        shape = draw_areas([shapely.box(_MIDDLE, 0.7, far, SAMPLE_MM[1] - 0.7)], state)
    definitions = "".join([*define_fills([state]), *define_signs([(state, kind)])])
    return _sample([f"<defs>{definitions}</defs>", *shape, draw_sign(state, kind, spot)])


def sign_picture(state: str, kind: str) -> str:
    """Return a sign alone, for tables: 5.4 mm square."""
    definitions = "".join(define_signs([(state, kind)]))
    sign = draw_sign(state, kind, Spot(_MIDDLE, _MIDDLE))
    return picture(SAMPLE_MM[1], SAMPLE_MM[1], [f"<defs>{definitions}</defs>", sign])


def _kind_sample(kind: str) -> str:
    """Return how a kind is told apart, whatever its status."""
    up = 0.5 if kind in {"bridge", "point"} else 0
    outline = (
        f'<g transform="translate({_MIDDLE} {_MIDDLE - up}) scale(0.17)">{draw_outline(kind, MUTED)}</g>'
    )
    if kind != "alley":
        return _sample([outline])
    return _sample([_line(f'stroke="{MUTED}" stroke-width="0.9"'), outline])


def _badge_sample(name: str) -> str:
    definitions = "".join(define_badges([name]))
    return _sample([f"<defs>{definitions}</defs>", draw_badge(name, Spot(_MIDDLE, _MIDDLE))])


def _halo() -> str:
    rings = (f'<circle cx="{_MIDDLE}" cy="{_MIDDLE}" r="{radius}" fill="{SELECT}" fill-opacity="0.12"/>'
             for radius in (2.6, 2, 1.4))  # fmt: skip
    return "".join(rings)


def _line(look: str) -> str:
    return f'<path d="M0.6 {_MIDDLE}H{SAMPLE_MM[0] - 0.6}" {look}/>'


def _box(look: str) -> str:
    return (
        f'<rect x="0.6" y="0.6" width="{SAMPLE_MM[0] - 1.2}" height="{SAMPLE_MM[1] - 1.2}" {look} '
        f'stroke="{MUTED}" stroke-width="0.2"/>'
    )


def _box_sample(look: str) -> str:
    return _sample([f"<defs>{''.join(define_hatches())}</defs>" if "url" in look else "", _box(look)])


def _sample(layers: list[str]) -> str:
    return picture(*SAMPLE_MM, layers)
