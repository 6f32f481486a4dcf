"""Draws what lies under a day's way on paper: water, wards and crossings, with their names, and the way itself."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import atan2, cos, degrees, radians, sin
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from webmap.render.ground import Ground, Named
from webmap.render.paper import label_places
from webmap.render.paper.fonts import ITALIC, SEMIBOLD
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_svg import INK, MUTED, PAPER, Lettering, number, path, write, write_lines
from webmap.render.paper.strip_frame import Frame

WATER: Final = "#DCE8EE"
BANK: Final = "#8FAEBD"

BORDER: Final = 'stroke-opacity="0.45" stroke-width="0.4" stroke-dasharray="2.2 0.9 0.4 0.9"'
"""How the borders of wards are drawn, in ink."""

_CANAL_MM: Final = 55_000
"""How wide the canals are of which only the middle is known, on the ground."""

_LEAST_WATER_MM, _MOST_WATER_MM = 1.2, 5.0
_ARROW_EVERY_MM: Final = 24.0
_SHORT_MM: Final = 10.0
"""A leg this short shows where it leads by the numbers at its ends."""

_WIDE: Final = 0.6
"""Share of the width of an area from which its name is broken."""

_SMALLEST_NAMED_MM2: Final = 12.0
"""No name of an area fits into less."""

_WATER_LETTERS: Final = Lettering(2.4, ITALIC, "#2F5D73")
_CROSSING_LETTERS: Final = Lettering(2.1, fill=MUTED)
_WARD_LETTERS: Final = Lettering(2.4, SEMIBOLD, MUTED, spacing=0.35)
_TOLD_LETTERS: Final = Lettering(3.8, SEMIBOLD, halo=1.0)


def draw_ground(ground: Ground, frame: Frame) -> Iterator[str]:
    """Yield water with its banks, borders of wards and crossings."""
    water = frame.draw_all([one.geometry for one in ground.water])
    wide = min(max(_CANAL_MM / frame.scale, _LEAST_WATER_MM), _MOST_WATER_MM)
    for stroke, extra in ((BANK, 0.5), (WATER, 0.0)):
        for drawn in water:
            fill = WATER if drawn.geom_type.endswith("Polygon") else "none"
            width = wide + extra if fill == "none" else extra
            yield path(drawn, f'stroke="{stroke}" stroke-width="{number(width)}" fill="{fill}"')
    edges = shapely.union_all(shapely.boundary(frame.draw_all([ward.geometry for ward in ground.wards])))
    inside = shapely.intersection(edges, frame.box.buffer(-0.05))
    yield path(inside, f'stroke="{INK}" {BORDER}')
    for crossing in ground.crossings:
        yield from _bridge(frame.draw(crossing.geometry), water, wide / 2 + 0.9)


def draw_way(way: Sequence[BaseGeometry]) -> Iterator[str]:
    """Yield the legs of a way in mm, with heads that show where it leads."""
    for stroke, width in ((PAPER, 1.6), (INK, 0.7)):
        for leg in way:
            yield path(leg, f'stroke="{stroke}" stroke-width="{width}"')
    for leg in way:
        for part in shapely.get_parts(leg):
            yield from _arrows(part)


def _arrows(line: BaseGeometry) -> Iterator[str]:
    """Yield heads that show which way a leg goes: one in the middle, more on a long one, none on a short one."""
    count = max(1, round(line.length / _ARROW_EVERY_MM))
    if line.length < _SHORT_MM:
        return
    for nth in range(count):
        at = line.length * (nth + 0.5) / count
        before, after = line.interpolate(at - 0.6), line.interpolate(at + 0.6)
        turn = degrees(atan2(after.y - before.y, after.x - before.x))
        yield (
            f'<path d="M-1.1 -1.1 L1.3 0 L-1.1 1.1 L-0.5 0 Z" fill="{INK}" stroke="{PAPER}" stroke-width="0.2" '
            f'transform="translate({number(before.x)} {number(before.y)}) rotate({number(turn)})"/>'
        )


def name_ground(ground: Ground, frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the names of water, crossings and wards for which there is room."""
    yield from name_water(ground.water, frame, labels)
    yield from name_crossings(ground.crossings, frame, labels)
    yield from name_wards(ground.wards, frame, labels)


def name_water(water: Sequence[Named], frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the names of water, along it or inside."""
    size_of = _WATER_LETTERS.room
    for one in water:
        drawn = frame.draw(one.geometry)
        choose = label_places.within if drawn.geom_type.endswith("Polygon") else label_places.along
        spot = labels.find(choose(drawn, size_of(one.name)), size_of(one.name))
        if spot:
            yield write(one.name, spot, _WATER_LETTERS)


def name_crossings(crossings: Sequence[Named], frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the names of crossings, beside them."""
    for one in crossings:
        middle = frame.draw(one.geometry).centroid
        if not middle.is_empty:
            size = _CROSSING_LETTERS.room(one.name)
            spot = labels.find(label_places.beside(middle.x, middle.y, size, 1.8), size)
            if spot:
                yield write(one.name, spot, _CROSSING_LETTERS)


def name_wards(
    wards: Sequence[Named], frame: Frame, labels: Labels, told: Mapping[BaseGeometry, str] | None = None
) -> Iterator[str]:
    """Yield the names of wards, in capitals in their widest parts.

    Parameters
    ----------
    told
        What stands below the name of a ward, by its geometry; where there is no room for both, it stands alone.
    """
    shapes = frame.draw_all([ward.geometry for ward in wards])
    for ward, shape in zip(wards, shapes, strict=True):
        line = (told or {}).get(ward.geometry, "")
        parts = [part for part in shapely.get_parts(shape) if part.area > _SMALLEST_NAMED_MM2]
        for part in sorted(parts, key=shapely.area, reverse=True):
            written = _write_name(ward.name.upper(), line, part, labels)
            if written:
                yield written
                break


def _write_name(name: str, line: str, part: BaseGeometry, labels: Labels) -> str | None:
    """Return a name in a part of an area, in two lines where it is wide for it; None where there is no room."""
    first, _, rest = name.partition(" ")
    west, _, east, _ = part.bounds
    forms = [(name,), (first, rest)] if rest else [(name,)]
    if _WARD_LETTERS.room(name).width > _WIDE * (east - west):
        forms.reverse()
    for lines in [*forms, ()] if line else forms:
        size = _WARD_LETTERS.room(*lines, *([line, line] if line else ()))
        spot = labels.find(label_places.within(part, size), size, most_crossed_mm=0)
        if spot:
            return _write_over(lines, line, spot, size)
    return None


def _write_over(lines: Sequence[str], line: str, spot: Spot, size: Size) -> str:
    """Return a name and below it a line in larger letters, or the one of the two that there is."""
    if not line:
        return write_lines(lines, spot, _WARD_LETTERS)
    half, large = size.height / 2, _TOLD_LETTERS.room(line).height / 2
    name = write_lines(lines, Spot(spot.x, spot.y - large), _WARD_LETTERS) if lines else ""
    return name + write(line, Spot(spot.x, spot.y + half - large), _TOLD_LETTERS)


def _bridge(drawn: BaseGeometry, water: Sequence[BaseGeometry], reach_mm: float) -> Iterator[str]:
    """Yield two short strokes across the nearest water."""
    if drawn.is_empty or not water:
        return
    middle = drawn.centroid
    nearest = min(water, key=middle.distance)
    turn = radians(_turn_at(nearest, middle) + 90)
    on = shapely.get_point(shapely.shortest_line(nearest, middle), 0)
    ahead_x, ahead_y = cos(turn), sin(turn)
    for side in (-0.55, 0.55):
        x, y = on.x - ahead_y * side, on.y + ahead_x * side
        across, down = reach_mm * ahead_x, reach_mm * ahead_y
        line = shapely.LineString([(x - across, y - down), (x + across, y + down)])
        yield path(line, f'stroke="{INK}" stroke-width="0.35"')


def _turn_at(geometry: BaseGeometry, point: BaseGeometry) -> float:
    """Return which way the nearest piece of a line or an edge runs, degrees."""
    edge = shapely.boundary(geometry) if geometry.geom_type.endswith("Polygon") else geometry
    pieces = [
        shapely.LineString(piece)
        for part in shapely.get_parts(edge)
        for piece in pairwise(shapely.get_coordinates(part))
    ]
    (x, y), (to_x, to_y) = min(pieces, key=point.distance).coords
    return degrees(atan2(to_y - y, to_x - x))
