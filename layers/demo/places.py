"""Invents where places lie: short lines and small areas inside wards, some across two of them, none near another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import cos, pi, sin
from random import Random

import numpy as np
import shapely
from shapely.affinity import rotate, scale, translate
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from layers.demo.deeds import Spot

APART_M = 70.0
"""Between two invented places, and between one and a real one."""

BESIDE_M = 45.0
CLEAR_OF_WATER_M = 25.0
INSIDE_M = 30.0
DECIMALS = 6

_NAMES = {"alley": "Hẻm mẫu", "bridge": "Cầu mẫu", "area": "Khu mẫu", "point": "Điểm mẫu"}
_PATTERN = ("alley", "alley", "area", "alley", "bridge", "alley", "alley", "point")
_TOPICS = (("ma_tuy",), ("toi_pham",), ("mai_dam",), ("ma_tuy", "toi_pham"), ("te_nan_khac",),
           ("toi_pham", "te_nan_khac"))  # fmt: skip
_ACCURACIES_M = (5.0, 10.0, 25.0, 60.0)
_EVERY_CROSSING = 6
_TRIES_IN_A_WARD, _MOST_WARDS = 60, 48


@dataclass(frozen=True)
class Ground:
    """What is there already: wards by name, water, and real places to keep away from; all WGS 84, lon lat."""

    wards: dict[str, BaseGeometry]
    water: Sequence[BaseGeometry]
    taken: Sequence[BaseGeometry]


@dataclass
class Surveyor:
    """Draws places one after another, each clear of those before.

    Attributes
    ----------
    random
        Where chance comes from.
    ground
        What is there already.
    count
        How many places are drawn.
    """

    random: Random
    ground: Ground
    count: int = 0
    _kinds: dict[str, int] = field(default_factory=dict)
    _wards: dict[str, BaseGeometry] = field(init=False)
    _inner: BaseGeometry = field(init=False)
    _water: BaseGeometry = field(init=False)
    _taken: list[BaseGeometry] = field(init=False)
    _order: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        """Measure the ground in metres, and put the wards in an order of chance."""
        self._wards = {name: _to_metres(ward) for name, ward in self.ground.wards.items()}
        self._inner = shapely.buffer(shapely.union_all(list(self._wards.values())), -INSIDE_M)
        self._water = shapely.union_all([_to_metres(one) for one in self.ground.water])
        self._taken = [_to_metres(one) for one in self.ground.taken]
        self._order = self._rounds()

    def draw(self, kind: str | None = None) -> Spot:
        """Return the next place: of a kind, or of the one whose turn it is."""
        kind = kind or _PATTERN[self.count % len(_PATTERN)]
        crosses = kind == "alley" and self.count % _EVERY_CROSSING == _EVERY_CROSSING - 1
        ward, shape = self._find_room(kind, crosses=crosses)
        return self._name(kind, ward, shape)

    def draw_halves(self, whole: Spot) -> tuple[Spot, Spot]:
        """Return two alleys that lie along one, with a gap in the middle."""
        line = _to_metres(whole.geometry)
        ward = next(name for name, area in self._wards.items() if area.intersects(line))
        halves = (substring(line, *span, normalized=True) for span in ((0, 0.4), (0.6, 1)))
        first, second = (self._name("alley", ward, half) for half in halves)
        return first, second

    def draw_around(self, spots: Sequence[Spot]) -> Spot:
        """Return an area that holds some places."""
        shapes = [_to_metres(spot.geometry) for spot in spots]
        whole = shapely.buffer(shapely.convex_hull(shapely.union_all(shapes)), 12, quad_segs=2)
        ward = next(name for name, area in self._wards.items() if area.intersects(whole))
        return self._name("area", ward, whole)

    def draw_beside(self, spot: Spot) -> Spot:
        """Return an alley that begins some steps away from another: near enough to be judged together with it."""
        line = shapely.offset_curve(_to_metres(spot.geometry), BESIDE_M, quad_segs=2)
        ward = next(name for name, area in self._wards.items() if area.intersects(line))
        return self._name("alley", ward, line)

    def lengthen(self, spot: Spot) -> BaseGeometry:
        """Return a place a fifth longer or wider than it was."""
        grown = scale(_to_metres(spot.geometry), 1.2, 1.2)
        return _to_degrees(grown)

    def _rounds(self) -> Iterator[str]:
        while True:
            names = list(self._wards)
            self.random.shuffle(names)
            yield from names

    def _find_room(self, kind: str, *, crosses: bool) -> tuple[str, BaseGeometry]:
        for ward in islice(self._order, _MOST_WARDS):
            for _ in range(_TRIES_IN_A_WARD):
                middle = self._pick_middle(ward, kind, crosses=crosses)
                shape = _SHAPES[kind](self.random, middle) if middle else None
                if shape and self._is_free(ward, kind, shape, crosses=crosses):
                    return ward, shape
        raise AssertionError(f"no room for another {kind}")

    def _pick_middle(self, ward: str, kind: str, *, crosses: bool) -> shapely.Point | None:
        area = self._wards[ward]
        if kind == "bridge":
            along = self._water.intersection(area)
        elif crosses:
            others = shapely.union_all([one for name, one in self._wards.items() if name != ward])
            along = area.boundary.intersection(others)
        else:
            west, south, east, north = area.bounds
            return shapely.Point(self.random.uniform(west, east), self.random.uniform(south, north))
        lines = [one for one in shapely.get_parts(along) if one.length > 0]
        if not lines:
            return None
        return self.random.choice(lines).interpolate(self.random.random(), normalized=True)

    def _is_free(self, ward: str, kind: str, shape: BaseGeometry, *, crosses: bool) -> bool:
        if not self._inner.contains(shape):
            return False
        if kind != "bridge" and shape.distance(self._water) < CLEAR_OF_WATER_M:
            return False
        if (
            not crosses
            and kind != "bridge"
            and not shapely.buffer(self._wards[ward], -INSIDE_M).contains(shape)
        ):
            return False
        return all(shape.distance(other) > APART_M for other in self._taken)

    def _name(self, kind: str, ward: str, shape: BaseGeometry) -> Spot:
        self._taken.append(shape)
        turn = self._kinds[kind] = self._kinds.get(kind, 0) + 1
        number, self.count = self.count, self.count + 1
        accuracy_m = 30.0 if kind == "point" else self.random.choice(_ACCURACIES_M)
        name = f"{_NAMES[kind]} {turn:02d} ({ward})"
        return Spot(number, name, kind, self.random.choice(_TOPICS), _to_degrees(shape), accuracy_m)


def _alley(random: Random, middle: shapely.Point) -> BaseGeometry:
    """Return a bent line of 90 to 220 m."""
    heading, steps = random.uniform(0, 2 * pi), random.randint(3, 4)
    x, y = middle.x, middle.y
    vertices = [(x, y)]
    for _ in range(steps):
        stretch = random.uniform(32, 55)
        x, y = x + stretch * cos(heading), y + stretch * sin(heading)
        vertices.append((x, y))
        heading += random.choice((-1, 1)) * random.uniform(0.1, 0.7)
    line = shapely.LineString(vertices)
    half = line.interpolate(0.5, normalized=True)
    return translate(line, middle.x - half.x, middle.y - half.y)


def _bridge(random: Random, middle: shapely.Point) -> BaseGeometry:
    """Return a rectangle of 70 to 110 m by 18 to 26 m."""
    length, width = random.uniform(35, 55), random.uniform(9, 13)
    deck = shapely.box(middle.x - length, middle.y - width, middle.x + length, middle.y + width)
    return rotate(deck, random.uniform(60, 120), origin=middle)


def _area(random: Random, middle: shapely.Point) -> BaseGeometry:
    """Return an uneven block, some fifty metres across."""
    corners = []
    for step in range(7):
        radius, turn = random.uniform(30, 60), 2 * pi * step / 7
        corners.append((middle.x + radius * cos(turn), middle.y + radius * sin(turn)))
    return shapely.Polygon(corners)


def _point(_random: Random, middle: shapely.Point) -> BaseGeometry:
    return middle


_SHAPES = {"alley": _alley, "bridge": _bridge, "area": _area, "point": _point}


def _to_metres(geometry: BaseGeometry) -> BaseGeometry:
    return transform_geometry(geometry, WGS84_LONLAT, VN2000_HCMC)


def _to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    degrees = transform_geometry(geometry, VN2000_HCMC, WGS84_LONLAT)
    return shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS))
