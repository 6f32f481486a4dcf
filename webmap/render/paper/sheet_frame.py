"""Owns which part of the ground a sheet shows, and in which grid."""

from collections.abc import Iterator
from math import cos, radians
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import Crs, find_crs
from layers.errors import NotFound
from webmap.maps.sheet import SheetSpec
from webmap.maps.shown import Area, Shown
from webmap.maps.spec import MapSpec
from webmap.render.paper.strip_frame import Frame, Room

_NATIONAL: Final = find_crs(3405)
_WIDEST: Final = 3.0
"""Degrees of longitude that a zone of VN-2000 is made for; what is wider takes the grid of the nation."""

_WORLD_PX: Final = 256
_SCREEN_PX: Final = (900, 600)


def find_area(shown: Shown, key: str | None) -> Area | None:
    """Return the area of the boundaries on show with a public identifier or a code; None for none asked for.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    """
    if key is None:
        return None
    found = [area for area in shown.areas if key in {area.id, area.code}]
    if not found:
        raise NotFound("boundary_not_found", boundary=key)
    return found[0]


def frame_sheet(shown: Shown, spec: SheetSpec, area: Area | None, crs: Crs, room: Room) -> Frame:
    """Return the frame that holds the area, or the extent asked for, or all that is shown."""
    shapes = list(_find_shapes(shown, spec, area))
    west, _, east, _ = shapely.total_bounds(shapes)
    return Frame.around([], shapes, crs if east - west <= _WIDEST else _NATIONAL, room)


def _find_shapes(shown: Shown, spec: SheetSpec, area: Area | None) -> Iterator[BaseGeometry]:
    """Yield what must be in the frame; where nothing is known, what the screen would show."""
    whole = [ward.geometry for ward in shown.wards if not ward.is_partial]
    if area is not None:
        yield area.geometry
    elif spec.extent is not None:
        yield shapely.box(*spec.extent)
    elif whole:
        yield from whole
    else:
        yield _on_screen(spec.map)


def _on_screen(spec: MapSpec) -> BaseGeometry:
    """Return what a common screen shows of a map."""
    (lon, lat), (wide, high) = spec.center, _SCREEN_PX
    degrees = 360 / (_WORLD_PX * 2**spec.zoom)
    across, up = wide / 2 * degrees, high / 2 * degrees * cos(radians(lat))
    return shapely.box(lon - across, lat - up, lon + across, lat + up)
