"""Draws quần đảo Hoàng Sa and quần đảo Trường Sa wherever the nation is on paper: in their place or as insets."""

from collections.abc import Iterator, Sequence
from typing import Final

from webmap.maps.archipelagos import Archipelago, plan_archipelagos
from webmap.render.paper.fonts import SEMIBOLD
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_furniture import find_corner
from webmap.render.paper.map_svg import INK, PAPER, Lettering, number, write_lines
from webmap.render.paper.strip_frame import Frame

_INSET: Final = Size(34, 24)
_MARGIN_MM: Final = 5.0
_ROOM_FOR_LABEL_MM: Final = 8.0
_LETTERS: Final = Lettering(2.3, SEMIBOLD)
_CORNERS: Final = ("bottom right", "top right", "bottom left", "top left")


def draw_islands(frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield what the frame must show of the archipelagos; the room that they take is theirs before all else."""
    for archipelago, is_inset in plan_archipelagos(frame.extent):
        if is_inset:
            yield from _draw_inset(archipelago, frame, labels)
        else:
            yield from _draw_in_place(archipelago, frame, labels)


def _draw_in_place(archipelago: Archipelago, frame: Frame, labels: Labels) -> Iterator[str]:
    points = [Spot(x, y) for x, y in frame.to_paper(archipelago.islands)]
    yield from _draw_points(points)
    size = _LETTERS.room(*archipelago.label)
    x = sum(point.x for point in points) / len(points)
    above, below = (
        min(point.y for point in points) - size.height,
        max(point.y for point in points) + size.height,
    )
    spots = [Spot(_inside(x, size.width, frame.width_mm), y) for y in (above, below)]
    yield from _write_label(archipelago, labels.find(spots, size) or labels.take(spots[0], size))


def _draw_inset(archipelago: Archipelago, frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield a small framed map, never left out."""
    middle = find_corner(frame, labels, _INSET, _CORNERS)
    left, top = middle.x - _INSET.width / 2, middle.y - _INSET.height / 2
    yield (
        f'<rect x="{number(left)}" y="{number(top)}" width="{_INSET.width}" height="{_INSET.height}" '
        f'fill="{PAPER}" stroke="{INK}" stroke-width="0.3"/>'
    )
    west, south, east, north = archipelago.box
    across, down = _INSET.width - 2 * _MARGIN_MM, _INSET.height - _MARGIN_MM - _ROOM_FOR_LABEL_MM - 1
    unit = min(across / (east - west), down / (north - south))
    centre = middle.y + _ROOM_FOR_LABEL_MM / 2
    yield from _draw_points(
        [
            Spot(middle.x + (lon - (west + east) / 2) * unit, centre - (lat - (south + north) / 2) * unit)
            for lon, lat in archipelago.islands
        ]
    )
    yield from _write_label(archipelago, Spot(middle.x, top + _ROOM_FOR_LABEL_MM / 2 + 0.4))


def _draw_points(points: Sequence[Spot]) -> Iterator[str]:
    for x, y, _ in points:
        yield f'<circle cx="{number(x)}" cy="{number(y)}" r="0.45" fill="{INK}"/>'


def _write_label(archipelago: Archipelago, at: Spot) -> Iterator[str]:
    yield write_lines(archipelago.label, at, _LETTERS)


def _inside(x: float, width: float, room: float) -> float:
    """Return where the middle of a label has to be for all of it to be in the frame."""
    return max(width / 2 + 1, min(room - width / 2 - 1, x))
