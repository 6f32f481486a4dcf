"""Writes small OpenStreetMap extracts, as `.osm.pbf`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

Spot = tuple[float, float]


def write_extract(
    file: Path,
    ways: Sequence[tuple[Sequence[Spot], Mapping[str, str]]],
    barriers: Mapping[Spot, Mapping[str, str]] | None = None,
) -> Path:
    """Write ways, each with its places (lon, lat) and tags, and barriers at places of theirs; return the file."""
    tagged = barriers or {}
    spots = list(dict.fromkeys([*(spot for places, _ in ways for spot in places), *tagged]))
    numbers = {spot: number for number, spot in enumerate(spots, start=1)}
    writer = osmium.SimpleWriter(str(file), overwrite=True)
    for spot, number in numbers.items():
        writer.add_node(Node(id=number, location=spot, tags=dict(tagged.get(spot, {}))))
    for number, (places, tags) in enumerate(ways, start=1):
        writer.add_way(Way(id=number, nodes=[numbers[spot] for spot in places], tags=dict(tags)))
    writer.close()
    return file


NORTH, SOUTH = (106.650, 10.742), (106.650, 10.739)
_WEST_N, _EAST_N, _WEST_S, _EAST_S = (
    (106.645, 10.742),
    (106.655, 10.742),
    (106.645, 10.739),
    (106.655, 10.739),
)
_ISLAND = (106.660, 10.741), (106.660, 10.747)
ISLAND = _ISLAND[0]

TOWN: Sequence[tuple[Sequence[Spot], Mapping[str, str]]] = (
    ((_WEST_N, NORTH, _EAST_N), {"highway": "residential", "name": 'Đường "Bắc" \\ kênh'}),
    ((_WEST_S, SOUTH, _EAST_S), {"highway": "residential", "oneway": "yes"}),
    ((_EAST_N, _EAST_S), {"highway": "tertiary", "bridge": "yes", "name": "Cầu Mới"}),
    ((NORTH, SOUTH), {"highway": "footway", "bridge": "yes", "name": "Cầu bộ hành"}),
    ((_WEST_N, _WEST_S), {"highway": "residential", "access": "private"}),
    ((_ISLAND[0], _ISLAND[1]), {"highway": "residential"}),
    ((_EAST_N, _ISLAND[0]), {"waterway": "canal"}),
)
"""Two banks, a bridge for all at the east end, one for people on foot in the middle, an island that nothing joins."""
