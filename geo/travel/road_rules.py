"""Owns who may use a road of OpenStreetMap, in which direction, and how fast: tags in, metres per second out."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from geo.travel.modes import MOTORBIKE, WALKING, Mode

Tags = Mapping[str, str]

_KM_H: Final = 1 / 3.6
_STREET: Final = MOTORBIKE.speed_m_s

MOTORBIKE_M_S: Final[Mapping[str, float]] = {
    "trunk": 2.0 * _STREET,
    "trunk_link": 1.3 * _STREET,
    "primary": 1.7 * _STREET,
    "primary_link": 1.2 * _STREET,
    "secondary": 1.5 * _STREET,
    "secondary_link": 1.1 * _STREET,
    "tertiary": 1.3 * _STREET,
    "tertiary_link": 1.0 * _STREET,
    "unclassified": 1.0 * _STREET,
    "residential": 1.0 * _STREET,
    "road": 1.0 * _STREET,
    "living_street": 0.6 * _STREET,
    "service": 0.6 * _STREET,
    "track": 0.5 * _STREET,
    "ferry": 5 * _KM_H,
}
"""How fast a motorbike goes, m/s: streets at the average of the city (`MOTORBIKE`), the others in the order of OSRM's
car profile (https://github.com/Project-OSRM/osrm-backend, profiles/car.lua), but nearer to each other, since lights and
traffic hold all of them up. An expressway (``motorway``) is closed to motorbikes by law."""

_ON_FOOT: Final = frozenset(MOTORBIKE_M_S) | {
    "footway",
    "pedestrian",
    "path",
    "steps",
    "corridor",
    "bridleway",
    "cycleway",
}
_STEPS_M_S: Final = WALKING.speed_m_s / 2
_PATH_M_S: Final = 0.5 * _STREET
_LEAST_WIDTH_M: Final = 1.0
"""A motorbike is 0.75 m wide at the handlebar, so that an alley of less is walked."""

_YES: Final = frozenset(
    {"yes", "designated", "permissive", "destination", "official", "customers", "delivery"}
)
_NO: Final = frozenset({"no", "private", "use_sidepath"})
_ACCESS: Final = {
    WALKING.code: ("foot", "access"),
    MOTORBIKE.code: ("motorcycle", "motor_vehicle", "vehicle", "access"),
}
"""Keys that open or close, the most particular first (https://wiki.openstreetmap.org/wiki/Key:access)."""

_NARROW: Final = frozenset({"stile", "kissing_gate", "turnstile", "full-height_turnstile"})
_SOLID: Final = frozenset({"wall", "fence", "block", "debris"})
_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?)")


class Pace(NamedTuple):
    """Metres per second along a road as it is drawn, and against it; nought where one may not go."""

    forward: float
    backward: float


CLOSED: Final = Pace(0.0, 0.0)


def find_pace(tags: Tags, mode: Mode) -> Pace:
    """Return how fast a mode goes along a way of OpenStreetMap, both ways.

    Parameters
    ----------
    tags
        Of the way: ``highway``, ``route``, ``oneway``, ``junction``, ``access`` and what stands in its place for the
        mode, ``width``, ``maxspeed``.
    mode
        Walking, which no one-way street binds, or motorbike.
    """
    kind = "ferry" if tags.get("route") == "ferry" else tags.get("highway", "")
    speed = _walking_speed(kind) if mode == WALKING else _riding_speed(kind, tags)
    if not speed or not _is_admitted(tags, mode):
        return CLOSED
    if mode == WALKING:
        return Pace(speed, speed)
    limit_m_s = _number(tags, "maxspeed") * _KM_H
    speed = min(speed, limit_m_s) if limit_m_s else speed
    direction = _direction(tags)
    return Pace(speed if direction >= 0 else 0.0, speed if direction <= 0 else 0.0)


def stops(tags: Tags, mode: Mode) -> bool:
    """Tell whether a barrier (a node of OpenStreetMap with its tags) lets nobody of this mode pass."""
    kind = tags.get("barrier", "")
    if not kind:
        return False
    is_open = kind not in _SOLID and (kind not in _NARROW or mode == WALKING)
    return not _is_admitted(tags, mode, otherwise=is_open)


def _walking_speed(kind: str) -> float:
    if kind == "ferry":
        return MOTORBIKE_M_S["ferry"]
    if kind == "steps":
        return _STEPS_M_S
    return WALKING.speed_m_s if kind in _ON_FOOT else 0.0


def _riding_speed(kind: str, tags: Tags) -> float:
    width_m = _number(tags, "width")
    if width_m and width_m < _LEAST_WIDTH_M:
        return 0.0
    if kind in MOTORBIKE_M_S:
        return MOTORBIKE_M_S[kind]
    is_way_through = tags.get("motorcycle") in _YES or (kind == "path" and width_m >= _LEAST_WIDTH_M)
    return _PATH_M_S if is_way_through and kind in _ON_FOOT - {"steps"} else 0.0


def _is_admitted(tags: Tags, mode: Mode, *, otherwise: bool = True) -> bool:
    """Tell whether the most particular tag about access lets a mode in; ``otherwise`` where none says anything."""
    for key in _ACCESS[mode.code]:
        if tags.get(key) in _YES:
            return True
        if tags.get(key) in _NO:
            return False
    return otherwise


def _direction(tags: Tags) -> int:
    """Return 1 for a way that is open as it is drawn only, -1 against it only, 0 for both."""
    told = tags.get("oneway:motorcycle") or tags.get("oneway") or ""
    if told in {"-1", "reverse"}:
        return -1
    if told in {"yes", "true", "1"}:
        return 1
    return int(not told and tags.get("junction") in {"roundabout", "circular"})


def _number(tags: Tags, key: str) -> float:
    """Return the number that a tag starts with (m, km/h), nought where there is none."""
    found = _NUMBER.match(tags.get(key, ""))
    return float(found[1]) if found else 0.0
