"""Made-up streets, in metres around one spot of Quận 8."""

from collections.abc import Sequence

import numpy as np
import shapely
from hypothesis import strategies as st

from geo.travel.road_table import Barrier, Road, RoadTable
from geo.travel.roads import RoadNetwork
from tests.geo.travel.scenes import at


def street(*places: tuple[float, float], highway: str = "residential", **tags: str) -> Road:
    """Return a street over places in metres; ``maxspeed`` and the like as they are, other keys with __ for a colon."""
    told = {"highway": highway} | {key.replace("__", ":"): value for key, value in tags.items()}
    vertices = [tuple(round(degree, 7) for degree in at(*place)) for place in places]
    return Road(shapely.LineString(vertices), told)


def barrier(x: float, y: float, **tags: str) -> Barrier:
    """Return a barrier at a place in metres."""
    return Barrier(at(x, y), tags)


def network(*roads: Road, barriers: Sequence[Barrier] = ()) -> RoadNetwork:
    """Return the network of some streets."""
    return RoadNetwork(RoadTable.build(roads, barriers))


def grid(rows: int, columns: int, step_m: float = 100.0, *, one_way_every: int = 0) -> list[Road]:
    """Return a town of straight streets that cross; some of those that run east may be one-way."""
    east, north = (columns - 1) * step_m, (rows - 1) * step_m
    along = np.arange(0, east + 1, step_m).tolist()
    across = np.arange(0, north + 1, step_m).tolist()
    streets = [
        street(
            *((x, y) for x in along), oneway="yes" if one_way_every and not index % one_way_every else "no"
        )
        for index, y in enumerate(across)
    ]
    return streets + [street(*((x, y) for y in across)) for x in along]


_SPOT = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda spot: (spot[0] * 100.0, spot[1] * 100.0))
_KINDS = st.sampled_from(["residential", "primary", "footway", "service", "steps"])


@st.composite
def towns(draw: st.DrawFn) -> list[Road]:
    """Return streets that meet at the corners of a raster, of several kinds, some of them one-way."""
    drawn = st.lists(_SPOT, min_size=2, max_size=6, unique=True)
    return [
        street(*draw(drawn), highway=draw(_KINDS), oneway=draw(st.sampled_from(["no", "yes", "-1"])))
        for _ in range(draw(st.integers(1, 8)))
    ]


spots = st.tuples(st.integers(-50, 850), st.integers(-50, 850)).map(lambda spot: at(*spot))
"""Places in the town and around it."""
