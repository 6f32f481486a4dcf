"""Owns the ways to get about: how fast, and how much longer than a straight line."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Mode:
    """A way to get about.

    Attributes
    ----------
    code
        Stable slug, by which a `Crossing` is closed to it.
    speed_m_s
        Metres along streets and alleys per second, stops at corners included.
    detour
        Metres along streets and alleys per metre of straight line, 1 or more.
    """

    code: str
    speed_m_s: float
    detour: float

    def seconds(self, length_m: float) -> float:
        """Return how long a straight line of so many metres takes, s, unrounded."""
        return length_m * self.detour / self.speed_m_s


WALKING: Final = Mode("walking", speed_m_s=1.2, detour=1.3)
"""A grown person at ease walks 1.2 to 1.4 m/s (R. W. Bohannon, Age and Ageing 26, 1997); the slow end, for the heat and
the look around. Detour: 1.2 for random places of a town (G. F. Newell, Traffic Flow on Transportation Networks, 1980),
more on short ways among alleys."""

MOTORBIKE: Final = Mode("motorbike", speed_m_s=4.4, detour=1.35)
"""16 km/h, what traffic in the city does on average, alleys at less and avenues at more. Detour: 1.343 on average over
300 cities (radial detours by road, Environment and Planning B, 2023, doi 10.1177/23998083231168870)."""

MODES: Final = (WALKING, MOTORBIKE)
