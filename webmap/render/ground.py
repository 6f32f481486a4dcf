"""What lies under every map that is made of its data alone: water, crossings over it, wards."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from shapely.geometry.base import BaseGeometry

from geo.types import Interval
from layers.overview.chronicle import read_areas, read_landmarks
from layers.store.database import Reading

_WATER: Final = "canal"


class Named(NamedTuple):
    """A thing on the ground, WGS 84."""

    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class Ground:
    """What lies under a map: water, crossings over it, and the wards of a day."""

    water: tuple[Named, ...] = ()
    crossings: tuple[Named, ...] = ()
    wards: tuple[Named, ...] = ()


def read_ground(connection: Reading, on: date) -> Ground:
    """Return water, crossings and the wards of a day."""
    landmarks = read_landmarks(connection)
    return Ground(
        water=tuple(Named(name, shape) for kind, name, shape in landmarks if kind == _WATER),
        crossings=tuple(Named(name, shape) for kind, name, shape in landmarks if kind != _WATER),
        wards=tuple(
            Named(row.name, row.geom)
            for row in read_areas(connection, known=None)
            if row.level == "ward" and Interval(row.valid_from, row.valid_to).holds(on)
        ),
    )
