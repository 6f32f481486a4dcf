"""Makes up places: seeded alleys, areas and points of the sizes that a register holds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.types import BBox

KINDS = ("alley", "area", "point")
SHARES = (0.7, 0.2, 0.1)
STREETS = (
    "Phạm Thế Hiển", "Tạ Quang Bửu", "Hưng Phú", "Bến Bình Đông", "Cao Lỗ", "Dương Bá Trạc", "Âu Dương Lân",
    "Hoài Thanh", "Nguyễn Duy", "Bông Sao", "Liên Tỉnh 5", "Quốc Lộ 50", "Lưu Hữu Phước", "Mễ Cốc",
)  # fmt: skip

_DECIMALS = 6
_METRES_OF_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class MadeUp:
    """A made-up place: its kind, name, and geometry (WGS 84, lon lat, 6 decimals)."""

    kind: str
    name: str
    geometry: BaseGeometry


def make_places(count: int, seed: int, box: BBox, inside: BaseGeometry | None = None) -> list[MadeUp]:
    """Return made-up places, the same for the same seed.

    Parameters
    ----------
    count
        How many.
    seed
        Of the random numbers.
    box
        Where their middles lie, WGS 84.
    inside
        Area in which the whole place must lie; None for anywhere in the box.
    """
    random = np.random.default_rng(seed)
    if inside is not None:
        shapely.prepare(inside)
    places: list[MadeUp] = []
    while len(places) < count:
        kind = KINDS[int(random.choice(len(KINDS), p=SHARES))]
        middle = (random.uniform(box.west, box.east), random.uniform(box.south, box.north))
        geometry = _shape(kind, middle, random)
        if inside is None or shapely.contains_properly(inside, geometry):
            places.append(MadeUp(kind, _name(kind, random), geometry))
    return places


def _name(kind: str, random: np.random.Generator) -> str:
    street = STREETS[int(random.integers(len(STREETS)))]
    words = {"alley": "Hẻm", "area": "Bãi đất trống", "point": "Ngã ba"}
    return f"{words[kind]} {int(random.integers(1, 3000))} {street}"


def _shape(kind: str, middle: tuple[float, float], random: np.random.Generator) -> BaseGeometry:
    if kind == "alley":
        return shapely.LineString(_to_degrees(_path_m(random), middle))
    if kind == "area":
        return shapely.Polygon(_to_degrees(_ring_m(random), middle))
    return shapely.Point(_to_degrees(np.zeros((1, 2)), middle)[0])


def _path_m(random: np.random.Generator) -> np.ndarray:
    """Return a path of 30 to 300 m that bends a little, metres from its middle."""
    steps = int(random.integers(1, 6))
    length = random.uniform(30, 300)
    parts = random.uniform(0.5, 1.5, steps)
    turns = random.uniform(0, 2 * math.pi) + np.cumsum(random.normal(0, 0.5, steps))
    moves = (parts / parts.sum() * length)[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
    path = np.vstack([np.zeros((1, 2)), np.cumsum(moves, axis=0)])
    return np.asarray(path - path.mean(axis=0))


def _ring_m(random: np.random.Generator) -> np.ndarray:
    """Return a star-shaped ring of 15 to 80 m around its middle."""
    corners = int(random.integers(5, 10))
    around = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    radius = random.uniform(20, 80) * random.uniform(0.7, 1.0, corners)
    return np.column_stack([np.cos(around), np.sin(around)]) * radius[:, None]


def _to_degrees(xy_m: np.ndarray, middle: Sequence[float]) -> np.ndarray:
    scale = np.array([_METRES_OF_A_DEGREE * math.cos(math.radians(middle[1])), _METRES_OF_A_DEGREE])
    return np.asarray(np.round(xy_m / scale + np.asarray(middle), _DECIMALS))
