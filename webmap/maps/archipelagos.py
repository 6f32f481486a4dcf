"""Owns quần đảo Hoàng Sa and quần đảo Trường Sa on paper, and when a frame must show them.

The twin of static/js/sovereignty.js.
The points are approximations of the larger features, for orientation at the scale of the nation.
"""

from typing import Final, NamedTuple

from geo.types import BBox, LonLat

MAINLAND: Final = BBox(102.14, 8.55, 109.47, 23.4)
"""The mainland of Việt Nam, degrees."""

_LEAST_HEIGHT, _LEAST_WIDTH = 0.5, 0.4
"""Shares of the mainland that a frame of the nation shows."""


class Archipelago(NamedTuple):
    """A group of islands: its label in two lines, the box around it and its larger features, WGS 84."""

    id: str
    label: tuple[str, str]
    box: BBox
    islands: tuple[LonLat, ...]


class Planned(NamedTuple):
    """What a frame draws of an archipelago: where it lies, or as an inset."""

    archipelago: Archipelago
    is_inset: bool


def _islands(*numbers: float) -> tuple[LonLat, ...]:
    return tuple(LonLat(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))


ARCHIPELAGOS: Final = (
    Archipelago(
        "hoang_sa",
        ("Quần đảo Hoàng Sa", "(TP. Đà Nẵng)"),
        BBox(111.1, 15.7, 112.85, 17.15),
        _islands(
            112.33, 16.83, 111.61, 16.53, 111.58, 16.5, 111.51, 16.45, 111.2, 15.78, 112.73, 16.67, 111.6, 16.43,
            112.35, 16.97, 111.75, 16.33, 112.45, 16.05, 111.5, 17.08, 112.21, 16.97,
        ),
    ),
    Archipelago(
        "truong_sa",
        ("Quần đảo Trường Sa", "(tỉnh Khánh Hòa)"),
        BBox(111.5, 7.4, 115.9, 11.6),
        _islands(
            111.92, 8.65, 114.33, 11.43, 114.37, 10.18, 114.33, 9.89, 114.48, 10.38, 112.92, 7.89, 113.7, 8.97,
            113.3, 8.17, 114.37, 10.38, 114.65, 8.86, 112.35, 8.93, 111.67, 8.67, 113.98, 8.81, 114.28, 11.05,
            114.42, 10.67, 115.02, 11.08, 115.81, 10.73, 114.35, 11.46, 113.83, 7.97, 112.25, 7.52,
        ),
    ),
)  # fmt: skip


def shows_nation(frame: BBox) -> bool:
    """Tell whether a frame shows the nation: half of the mainland's height, and two fifths of its width."""
    height = min(frame.north, MAINLAND.north) - max(frame.south, MAINLAND.south)
    width = min(frame.east, MAINLAND.east) - max(frame.west, MAINLAND.west)
    return height >= _LEAST_HEIGHT * (MAINLAND.north - MAINLAND.south) and width >= _LEAST_WIDTH * (
        MAINLAND.east - MAINLAND.west
    )


def plan_archipelagos(frame: BBox) -> tuple[Planned, ...]:
    """Return what to draw: in its place what lies whole in the frame, as an inset what the nation is shown without."""
    is_nation = shows_nation(frame)
    planned = []
    for one in ARCHIPELAGOS:
        if _holds(frame, one.box):
            planned.append(Planned(one, is_inset=False))
        elif is_nation or _meets(frame, one.box):
            planned.append(Planned(one, is_inset=is_nation))
    return tuple(planned)


def _holds(frame: BBox, box: BBox) -> bool:
    return (
        frame.west <= box.west
        and frame.south <= box.south
        and frame.east >= box.east
        and frame.north >= box.north
    )


def _meets(frame: BBox, box: BBox) -> bool:
    return (
        frame.west <= box.east
        and frame.south <= box.north
        and frame.east >= box.west
        and frame.north >= box.south
    )
