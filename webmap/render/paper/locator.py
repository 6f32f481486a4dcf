"""Draws where a map lies in all that is known: the areas in outline, and the frame of the map."""

from collections.abc import Iterator
from typing import Final

import shapely

from webmap.maps.shown import Area, Shown
from webmap.render.paper.map_svg import INK, PAPER, document, path
from webmap.render.paper.sheet_map import GROUND
from webmap.render.paper.strip_frame import Frame, Room

_LEVELS: Final = ("province", "district", "ward")
_LEAST_MM: Final = 2.0
"""A frame that would be smaller is drawn as large as this."""

_MOST_SHARE: Final = 0.9


def draw_locator(shown: Shown, frame: Frame, room: Room) -> str:
    """Return a small map, or nothing where the frame holds nearly all of what it would show."""
    areas = _outlines(shown)
    if not areas:
        return ""
    west, south, east, north = shapely.total_bounds([area.geometry for area in areas])
    around = shapely.box(west, south, east, north)
    if shapely.box(*frame.extent).intersection(around).area > _MOST_SHARE * around.area:
        return ""
    small = Frame.around([], [around], frame.crs, room)
    return document(small.width_mm, small.height_mm, _draw(areas, small, frame))


def _outlines(shown: Shown) -> list[Area]:
    """Return the areas of the highest level that there is more of than one, or else the wards."""
    whole = [area for area in shown.areas if not area.is_partial]
    levels = {level: [area for area in whole if area.level == level] for level in _LEVELS}
    return next((areas for areas in levels.values() if len(areas) > 1), levels[_LEVELS[-1]])


def _draw(areas: list[Area], small: Frame, frame: Frame) -> Iterator[str]:
    yield f'<rect width="{small.width_mm:g}" height="{small.height_mm:g}" fill="{GROUND}"/>'
    for shape in small.draw_all([area.geometry for area in areas]):
        yield path(
            shape,
            f'fill="{PAPER}" fill-rule="evenodd" stroke="{INK}" stroke-opacity="0.5" stroke-width="0.2"',
        )
    west, south, east, north = frame.extent
    drawn = small.draw(shapely.box(west, south, east, north))
    if max(drawn.bounds[2] - drawn.bounds[0], drawn.bounds[3] - drawn.bounds[1]) < _LEAST_MM:
        drawn = shapely.box(*drawn.centroid.buffer(_LEAST_MM / 2).bounds)
    yield path(drawn, f'fill="{INK}" fill-opacity="0.12" stroke="{INK}" stroke-width="0.6"')
