"""Draws places on paper: halos of their accuracy, areas, lines, signs that stand apart, and their names."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from webmap.maps.shown import ShownPlace
from webmap.maps.symbols import DRAWN_STATES
from webmap.render.paper.label_places import Labels, Spot
from webmap.render.paper.map_labels import draw_leader, find_near, write_beside
from webmap.render.paper.map_svg import INK, PAPER, Lettering, number, path, write
from webmap.render.paper.place_badges import badges_of, define_badges, draw_badge, place_badges
from webmap.render.paper.status_marks import (
    SIGN,
    define_fills,
    define_signs,
    draw_areas,
    draw_dots,
    draw_lines,
    draw_mouths,
    draw_sign,
)
from webmap.render.paper.strip_frame import Frame

MOST_SIGNS: Final = 400
"""More places than this have no signs: they would hide the map."""

MOST_NAMES: Final = 80
SELECT: Final = "#0B5D6B"

_MOST_HALOS: Final = 300
_SMALLEST_MM: Final = 1.3
"""What is smaller on paper is drawn as a dot."""

_SMALLEST_HALO_MM: Final = 1.0
_SELECT_MM: Final = 3.2
_BESIDE_LINE_MM: Final = 3.6
_SHARED_LETTERS: Final = Lettering(1.7, fill=PAPER, halo=0)


class Drawn(NamedTuple):
    """A place on paper: what of it lies in the frame, mm."""

    place: ShownPlace
    shape: BaseGeometry

    @property
    def is_line(self) -> bool:
        """Whether it is a line."""
        return bool(self.shape.area == 0 and self.shape.length > 0)

    @property
    def is_dot(self) -> bool:
        """Whether it is a point, or too small to be drawn as it is."""
        west, north, east, south = self.shape.bounds
        return bool(max(east - west, south - north) < _SMALLEST_MM)

    @property
    def middle(self) -> Spot:
        """The middle of a line, the inside of an area."""
        largest = max(shapely.get_parts(self.shape), key=lambda part: (part.area, part.length))
        at = largest.interpolate(0.5, normalized=True) if self.is_line else largest.representative_point()
        return Spot(at.x, at.y)

    @property
    def home(self) -> Spot:
        """Where its sign would best stand: beside a line, so that the line can be seen, or on an area or point."""
        if self.is_dot or not self.is_line:
            return self.middle
        west, north, east, south = self.shape.bounds
        x, y, _ = self.middle
        return Spot(x + _BESIDE_LINE_MM, y) if south - north > east - west else Spot(x, y - _BESIDE_LINE_MM)


@dataclass
class PlaceMarks:
    """What was drawn of places, layer by layer, and what a legend has to tell of it.

    Attributes
    ----------
    definitions, halos, shapes, signs
        Marks, from the lowest layer up.
    placed
        The places that have signs, and where.
    states, kinds
        How many places of each are in the frame.
    badges
        How many places with signs have each badge of `webmap.render.paper.place_badges`.
    has_halos, has_shared, lacks_badges
        Whether some position is drawn as not well known; whether some place lies in more than one ward; whether some
        badge found no room.
    """

    definitions: list[str] = field(default_factory=list)
    halos: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    placed: list[tuple[ShownPlace, Spot]] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    badges: Counter[str] = field(default_factory=Counter)
    has_halos: bool = False
    has_shared: bool = False
    lacks_badges: bool = False


def draw_places(
    places: Sequence[ShownPlace], frame: Frame, labels: Labels, *, selected: str | None
) -> PlaceMarks:
    """Return what places look like in a frame; their signs and names take room of the labels."""
    marks = PlaceMarks()
    seen = _in_frame(places, frame)
    marks.states.update(one.place.state for one in seen)
    marks.kinds.update(one.place.kind for one in seen)
    labels.lines.extend(one.shape for one in seen if one.is_line)
    if len(seen) <= _MOST_HALOS:
        marks.halos = list(_draw_halos(seen, frame))
        marks.has_halos = bool(marks.halos)
    marks.halos += [_draw_selection(one.shape) for one in seen if one.place.code == selected]
    marks.definitions += define_fills(state for state in DRAWN_STATES if marks.states[state])
    marks.shapes = list(_draw_shapes(seen))
    if len(seen) <= MOST_SIGNS:
        _draw_signs(seen, labels, marks, selected)
    return marks


def name_places(marks: PlaceMarks, labels: Labels) -> Iterator[str]:
    """Yield the names of the places with signs for which there is room; of none where they are too many to be read."""
    for place, spot in marks.placed if len(marks.placed) <= MOST_NAMES else ():
        yield from write_beside(labels, place.name, spot, SIGN.width / 2 + 0.3)


def _in_frame(places: Sequence[ShownPlace], frame: Frame) -> list[Drawn]:
    shapes = frame.draw_all([place.geometry for place in places])
    return [Drawn(*pair) for pair in zip(places, shapes, strict=True) if not pair[1].is_empty]


def _draw_halos(seen: Sequence[Drawn], frame: Frame) -> Iterator[str]:
    """Yield all that lies within the accuracy of a place, fading outwards: it is somewhere in there."""
    for one in seen:
        radius_mm = one.place.accuracy_m * 1000 / frame.scale
        if not _SMALLEST_HALO_MM <= radius_mm <= frame.width_mm:
            continue
        shape = _short_line(one.shape) if one.shape.geom_type == "Point" else one.shape
        for share in (1, 0.8, 0.6):
            width = number(2 * radius_mm * share)
            yield path(shape, f'stroke="{SELECT}" stroke-opacity="0.065" stroke-width="{width}"')


def _short_line(point: BaseGeometry) -> BaseGeometry:
    """Return a line so short that its round ends are a circle."""
    return shapely.LineString([(point.x, point.y), (point.x + 0.01, point.y)])


def _draw_selection(shape: BaseGeometry) -> str:
    line = _short_line(shape) if shape.geom_type == "Point" else shape
    return path(line, f'stroke="{SELECT}" stroke-opacity="0.45" stroke-width="{_SELECT_MM}"')


def _draw_shapes(seen: Sequence[Drawn]) -> Iterator[str]:
    """Yield areas, then lines, then what is too small for either, each status in one stroke."""
    areas, lines = defaultdict[str, list[BaseGeometry]](list), defaultdict[str, list[BaseGeometry]](list)
    dots = defaultdict[str, list[Spot]](list)
    for one in seen:
        if one.is_dot:
            dots[one.place.state].append(one.middle)
        else:
            (lines if one.is_line else areas)[one.place.state].append(one.shape)
    for state in DRAWN_STATES:
        if state in areas:
            yield from draw_areas(areas[state], state)
    for state in DRAWN_STATES:
        if state in lines:
            yield from draw_lines(lines[state], state)
        if state in dots:
            yield from draw_dots(dots[state], state)
    yield from draw_mouths([_mouth(one) for one in seen if one.is_line and not one.is_dot])


def _mouth(one: Drawn) -> Spot:
    return Spot(*shapely.get_coordinates(one.shape)[0])


def _draw_signs(seen: Sequence[Drawn], labels: Labels, marks: PlaceMarks, selected: str | None) -> None:
    """Draw signs that stand apart, the selected place's first; one without room within reach has none."""
    leaders: list[str] = []
    signs: list[str] = []
    on_lines = Labels(labels.frame, labels.taken)  # a sign stands near its line, so lines do not matter here
    for one in sorted(seen, key=lambda one: one.place.code != selected):
        home = one.home
        spot = find_near(on_lines, home, SIGN)
        if spot is None:
            continue
        if spot != home:
            leaders += draw_leader(one.middle, spot)
        signs += _draw_sign(one.place, spot)
        marks.placed.append((one.place, spot))
    marks.signs = [*leaders, *signs, *_draw_badges(labels, marks)]
    marks.has_shared = any(len(place.wards) > 1 for place, _ in marks.placed)
    marks.definitions += define_signs(sorted({(place.state, place.kind) for place, _ in marks.placed}))


def _draw_sign(place: ShownPlace, spot: Spot) -> Iterator[str]:
    """Yield a sign, with the small plate that says in how many wards the place lies where it is more than one."""
    yield draw_sign(place.state, place.kind, spot)
    if len(place.wards) > 1:
        yield draw_shared(Spot(spot.x + 2.3, spot.y - 2), len(place.wards))


def _draw_badges(labels: Labels, marks: PlaceMarks) -> Iterator[str]:
    """Yield badges last, so that no sign lies on them."""
    signs = [(place.asked, spot) for place, spot in marks.placed]
    placed = place_badges(signs, labels)
    marks.badges.update(name for asked, _ in signs for name in badges_of(asked))
    marks.lacks_badges = len(placed) < marks.badges.total()
    marks.definitions += define_badges(sorted({badge.name for badge in placed}))
    for badge in placed:
        yield draw_badge(badge.name, badge.spot)


def draw_shared(at: Spot, wards: int) -> str:
    """Return the plate of a place in several wards."""
    return (
        f'<rect x="{number(at.x - 1.1)}" y="{number(at.y - 1.1)}" width="2.2" height="2.2" rx="0.5" '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="0.25"/>' + write(str(wards), at, _SHARED_LETTERS)
    )
