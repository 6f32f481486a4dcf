"""How routers are asked and how they answer: OSRM and Valhalla, as their manuals say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.errors import InvalidGeometry
from geo.formats.polyline import decode_polyline
from geo.travel.modes import MOTORBIKE, WALKING, Mode
from geo.travel.road_graph import SNAP_M
from geo.types import LonLat

_Floats = npt.NDArray[np.float64]

RouterKind: TypeAlias = Literal["osrm", "valhalla"]

MISUNDERSTOOD: Final = (AttributeError, IndexError, InvalidGeometry, KeyError, TypeError, ValueError)
"""What reading an answer raises that is not in the documented form."""


@dataclass(frozen=True)
class Question:
    """One request: GET without a body, POST with one."""

    path: str
    body: Mapping[str, Any] | None = None


class Dialect(Protocol):
    """One kind of router. What reads raises one of `MISUNDERSTOOD` where the answer has another form."""

    def ask_matrix(self, starts: Sequence[LonLat], ends: Sequence[LonLat], mode: Mode) -> Question:
        """Return the request for the ways from each start to each end."""

    def read_matrix(self, answer: Any) -> tuple[_Floats, _Floats]:
        """Return seconds and metres (starts, ends), ``inf`` where no way leads."""

    def ask_way(self, start: LonLat, end: LonLat, mode: Mode) -> Question:
        """Return the request for the line of one way."""

    def read_way(self, answer: Any) -> _Floats:
        """Return the vertices (n, 2) of the way, EPSG:4326, (lon, lat)."""

    def is_no_way(self, answer: Any) -> bool:
        """Tell whether the answer says that no way leads there, or that a place has no road near it."""


class Osrm:
    """OSRM, version 1 of its services (https://project-osrm.org/docs/v5.24.0/api/)."""

    _PROFILES: Final = {WALKING.code: "foot", MOTORBIKE.code: "driving"}

    def ask_matrix(self, starts: Sequence[LonLat], ends: Sequence[LonLat], mode: Mode) -> Question:
        """Return the request to ``table``."""
        sources = ";".join(str(index) for index in range(len(starts)))
        destinations = ";".join(str(len(starts) + index) for index in range(len(ends)))
        query = f"annotations=duration,distance&sources={sources}&destinations={destinations}"
        return self._question("table", [*starts, *ends], mode, query)

    def read_matrix(self, answer: Any) -> tuple[_Floats, _Floats]:
        """Return what ``table`` found; a place that it moved farther than `SNAP_M` has no way."""
        far = [
            np.array([spot["distance"] > SNAP_M for spot in answer[name]], dtype=np.bool_)
            for name in ("sources", "destinations")
        ]
        is_lost = far[0][:, None] | far[1][None, :]
        seconds, metres = _grid(answer["durations"]), _grid(answer["distances"])
        return np.where(is_lost, np.inf, seconds), np.where(is_lost, np.inf, metres)

    def ask_way(self, start: LonLat, end: LonLat, mode: Mode) -> Question:
        """Return the request to ``route``."""
        return self._question("route", [start, end], mode, "overview=full&geometries=polyline6")

    def read_way(self, answer: Any) -> _Floats:
        """Return the line of the first route."""
        return decode_polyline(answer["routes"][0]["geometry"])

    def is_no_way(self, answer: Any) -> bool:
        """Tell whether ``code`` says so."""
        return answer.get("code") in {"NoRoute", "NoSegment"}

    def _question(self, service: str, places: Sequence[LonLat], mode: Mode, query: str) -> Question:
        spots = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in places)
        return Question(f"/{service}/v1/{self._PROFILES[mode.code]}/{spots}?{query}")


class Valhalla:
    """Valhalla 3 (https://valhalla.github.io/valhalla/api/): motorbikes are its motor scooters."""

    _COSTINGS: Final = {WALKING.code: "pedestrian", MOTORBIKE.code: "motor_scooter"}
    _NO_WAY: Final = frozenset({170, 171, 442})
    """Locations in regions that do not meet; no road near a place; no path."""

    def ask_matrix(self, starts: Sequence[LonLat], ends: Sequence[LonLat], mode: Mode) -> Question:
        """Return the request to ``sources_to_targets``."""
        told = {"sources": _spots(starts), "targets": _spots(ends)}
        return Question("/sources_to_targets", {**told, **self._costing(mode)})

    def read_matrix(self, answer: Any) -> tuple[_Floats, _Floats]:
        """Return what ``sources_to_targets`` found; it tells kilometres."""
        cells = answer["sources_to_targets"]
        seconds = _grid([[cell["time"] for cell in row] for row in cells])
        return seconds, _grid([[cell["distance"] for cell in row] for row in cells]) * 1000

    def ask_way(self, start: LonLat, end: LonLat, mode: Mode) -> Question:
        """Return the request to ``route``."""
        return Question("/route", {"locations": _spots([start, end]), **self._costing(mode)})

    def read_way(self, answer: Any) -> _Floats:
        """Return the line of the one leg of the trip."""
        return decode_polyline(answer["trip"]["legs"][0]["shape"])

    def is_no_way(self, answer: Any) -> bool:
        """Tell whether ``error_code`` says so."""
        return answer.get("error_code") in self._NO_WAY

    def _costing(self, mode: Mode) -> dict[str, str]:
        return {"costing": self._COSTINGS[mode.code], "units": "kilometers"}


DIALECTS: Final[Mapping[RouterKind, Dialect]] = {"osrm": Osrm(), "valhalla": Valhalla()}


def _spots(places: Sequence[LonLat]) -> list[dict[str, float]]:
    return [{"lon": round(lon, 6), "lat": round(lat, 6)} for lon, lat in places]


def _grid(rows: Any) -> _Floats:
    """Return rows of numbers, ``inf`` for null."""
    grid = np.array([[np.inf if cell is None else float(cell) for cell in row] for row in rows])
    if np.isnan(grid).any() or (grid < 0).any():
        raise ValueError("neither seconds nor metres")
    return grid
