"""Made-up islands: water, crossings and places on land, in metres around one spot of Quận 8."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_coordinates
from geo.travel.banks import Crossing
from geo.travel.network import WaterNetwork
from geo.types import LonLat

_MIDDLE = LonLat(106.65, 10.74)
_METRE = (1 / 109_360, 1 / 110_600)
_CLEAR_M = 3.0


def at(x: float, y: float) -> LonLat:
    """Return the place about so many metres east and north of the middle."""
    return LonLat(_MIDDLE.lon + x * _METRE[0], _MIDDLE.lat + y * _METRE[1])


def canal(*places: tuple[float, float]) -> BaseGeometry:
    """Return a line over places in metres."""
    return shapely.LineString([at(*place) for place in places])


def lake(*ring: tuple[float, float], holes: tuple[tuple[tuple[float, float], ...], ...] = ()) -> BaseGeometry:
    """Return an area over a ring in metres, with islands."""
    return shapely.Polygon([at(*place) for place in ring], [[at(*place) for place in hole] for hole in holes])


def metres(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in VN-2000, another measure than the network's own."""
    return shapely.transform(geometry, lambda xy: transform_coordinates(xy, WGS84_LONLAT, VN2000_HCMC))


@dataclass(frozen=True)
class Scene:
    """Water, crossings and places on land."""

    water: tuple[BaseGeometry, ...]
    crossings: tuple[Crossing, ...]
    places: tuple[LonLat, ...]

    def network(self) -> WaterNetwork:
        """Return the network of all of it."""
        return WaterNetwork.build(self.water, self.crossings)

    def without_last_water(self) -> WaterNetwork:
        """Return the network with one barrier less."""
        return replace(self, water=self.water[:-1]).network()

    def opens_one_water_each(self) -> bool:
        """Tell whether no point that is a crossing lies where two waters meet: there it opens either, as they lie."""
        points = [crossing.place for crossing in self.crossings if crossing.place.geom_type == "Point"]
        return all(sum(drawn.distance(point) < _CLOSE_DEG for drawn in self.water) <= 1 for point in points)

    def without_last_crossing(self) -> WaterNetwork:
        """Return the network with one crossing less."""
        return replace(self, crossings=self.crossings[:-1]).network()


_CLOSE_DEG = 0.0005  # about 50 m, far more than the crossings reach
_SPOT = st.tuples(st.integers(-800, 800), st.integers(-800, 800))


@st.composite
def _canals(draw: st.DrawFn) -> BaseGeometry:
    return canal(*draw(st.lists(_SPOT, min_size=2, max_size=5, unique=True)))


@st.composite
def _lakes(draw: st.DrawFn) -> BaseGeometry:
    """Draw an area around a spot, at times with an island."""
    x, y = draw(_SPOT)
    radii = draw(st.lists(st.integers(60, 500), min_size=4, max_size=8))
    turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)

    def ring(share: float) -> tuple[tuple[float, float], ...]:
        return tuple(
            (x + share * r * float(np.cos(turn)), y + share * r * float(np.sin(turn)))
            for r, turn in zip(radii, turns, strict=True)
        )

    return lake(*ring(1), holes=(ring(0.4),) if draw(st.booleans()) else ())


@st.composite
def _crossings(draw: st.DrawFn, water: tuple[BaseGeometry, ...]) -> Crossing:
    """Draw a bridge as a line anywhere, or a point on a canal."""
    lines = [drawn for drawn in water if drawn.geom_type == "LineString"]
    if lines and draw(st.booleans()):
        share = draw(st.integers(0, 10)) / 10
        return Crossing(draw(st.sampled_from(lines)).interpolate(share, normalized=True), reach_m=1.0)
    return Crossing(canal(*draw(st.lists(_SPOT, min_size=2, max_size=2, unique=True))))


@st.composite
def scenes(draw: st.DrawFn, *, places: int = 3) -> Scene:
    """Draw water, crossings and places that lie clear of the water."""
    water = tuple(draw(st.lists(_canals() | _lakes(), min_size=1, max_size=3)))
    wet = metres(shapely.union_all([shapely.make_valid(drawn) for drawn in water])).buffer(_CLEAR_M)
    dry = _SPOT.map(lambda spot: at(*spot)).filter(
        lambda place: not wet.intersects(metres(shapely.Point(place)))
    )
    crossings = tuple(draw(st.lists(_crossings(water), min_size=1, max_size=3)))
    return Scene(water, crossings, tuple(draw(st.lists(dry, min_size=places, max_size=places))))
