"""Finds out in which coordinate reference system the places of a file are, from where they must lie."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Self

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import ACCEPTED, VIET_NAM, WGS84, WGS84_LONLAT, Crs, locate
from geo.geodesy.known_ground import Ground, keep_areas, thin
from geo.geodesy.sources import TWINS, find_source
from geo.types import BBox

_Array = npt.NDArray[np.float64]

Reason = Literal[
    "declared_fits",
    "zone_found",
    "undecided",
    "prj_missing",
    "prj_wrong",
    "axes_swapped",
    "datum_missing",
    "not_here",
    "no_places",
]

_MOST_POINTS: Final = 500
_MOST_KEPT: Final = 20_000
_METRES_A_DEGREE: Final = 111_320.0
_LEAST_INSIDE: Final = 0.5
_ALIKE: Final = 0.1
_LEAST_OVERLAP: Final = 0.05
_LEAST_TELLING: Final = 20
"""Fewer places lie near a border or far from it by chance."""
_ON_BORDER_M: Final = 100.0
"""Where the middle place lies farther from every border, the file shows something else than areas."""
_CLEARLY_FARTHER: Final = 3.0
_CLEARLY_FARTHER_M: Final = 50.0
"""Borders drawn by different hands lie some 50 m apart; a lost datum moves them by up to 226 m."""
_TURNS: Final = 8
_STILL: Final = 1e-7
_GPS_SYSTEMS: Final = (find_source(32648), find_source(32649))


@dataclass(frozen=True)
class Rival:
    """A system under which the places lie where areas are known, too.

    Attributes
    ----------
    crs, is_swapped
        The system, and whether x and y are exchanged.
    share_inside
        Part of the places that lie inside the areas (or within 1 km).
    border_m
        How far the places lie from the known borders, or these from the places (median); None where not measured.
    """

    crs: Crs
    is_swapped: bool
    share_inside: float
    border_m: float | None = None


@dataclass(frozen=True)
class Fit:
    """In which system the places of a file are.

    Attributes
    ----------
    crs
        The system; None where nothing is declared and nothing fits.
    is_swapped
        Whether x and y are exchanged in the file.
    reason
        ``declared_fits``; ``zone_found`` (nothing declared, one VN-2000 zone fits); ``undecided`` (several do: people
        choose); ``prj_missing`` (nothing declared, another system fits); ``prj_wrong`` (another one than declared
        fits); ``axes_swapped``; ``datum_missing`` (VN-2000 that calls itself WGS 84: believed, all would lie 226 m
        off); ``not_here`` (nothing lies in the known areas: what is declared stands, unproved); ``no_places``.
    share_inside
        Part of the places that lie inside the areas.
    rivals
        What would fit also, the best first.
    border_m
        How far the places lie from the known borders (median), where it was measured.
    """

    crs: Crs | None
    is_swapped: bool
    reason: Reason
    share_inside: float
    rivals: tuple[Rival, ...] = ()
    border_m: float | None = None


def fit_crs(points: _Array, known: BBox | Sequence[BaseGeometry], declared: Crs | None = None) -> Fit:
    """Return the system under which the places lie where areas are known, and why it was chosen.

    Every accepted system is tried, with x and y as they are and exchanged. Where several put the places into the
    known areas, the borders decide (vertices of a ward lie on borders of wards); where these do not tell, what is
    declared stands, then WGS 84, the zones of provinces, the rest.

    Parameters
    ----------
    points
        Shape (n, 2), x and y as they are in the file; 500 of them, evenly taken, are looked at.
    known
        Where the places should lie, EPSG:4326: a box, or areas (valid; they may be a part only of what the file
        shows, or it of them).
    declared
        What the file says (`geo.geodesy.sources.read_definition`).
    """
    given = _usable(points)
    if not len(given):
        return _fit(None, declared, "no_places", ())
    ground = Ground(known)
    trials = [_Trial.of(given, ground, *way) for way in _ways(declared)]
    best = max(trial.score for trial in trials)
    if best < _LEAST_INSIDE:
        return _fit_elsewhere(given, declared)
    alike = [trial for trial in trials if trial.score >= best - _ALIKE]
    alike += [trial for trial in trials if trial not in alike and _is_twin_of_any(trial, alike)]
    chosen, *others = _ranked(_held_against_borders(alike, given, ground), ground, declared)
    return _fit(chosen, declared, _reason(chosen, others, declared), others)


def fit_shift(found: Sequence[BaseGeometry], known: Sequence[BaseGeometry]) -> float | None:
    """Return how far areas lie from where they are known to be, in metres; None where none can be recognised.

    Each area is compared with the known one that it covers most of, and the middle one of all shifts counts; some
    226 m mean VN-2000 coordinates that were taken for WGS 84.

    Parameters
    ----------
    found, known
        Valid areas, EPSG:4326; others are left out.
    """
    moved, targets = np.array(keep_areas(found), dtype=object), np.array(keep_areas(known), dtype=object)
    if not len(moved) or not len(targets):
        return None
    tree = shapely.STRtree(targets)
    total = np.zeros(2)
    for _ in range(_TURNS):
        step = _middle_shift(shapely.transform(moved, lambda xy: xy + total), targets, tree)  # noqa: B023 - used at once
        if step is None:
            return None
        total += step
        if np.abs(step).max() < _STILL:
            break
    stretch = math.cos(math.radians(float(shapely.get_coordinates(targets)[:, 1].mean())))
    return math.hypot(total[0] * stretch, total[1]) * _METRES_A_DEGREE


@dataclass(frozen=True, eq=False)
class _Trial:
    """What comes of reading the file in one system; ``places`` are a sample, EPSG:4326, NaN where none can be."""

    crs: Crs
    is_swapped: bool
    places: _Array
    share: float
    score: float
    border_m: float | None = None
    is_off: bool = False

    @classmethod
    def of(cls, given: _Array, ground: Ground, crs: Crs, is_swapped: bool) -> Self:
        places = _located(thin(given, _MOST_POINTS), crs, is_swapped=is_swapped)
        share = ground.share(places)
        return cls(crs, is_swapped, places, share, max(share, ground.cover(places)))


def _usable(points: npt.ArrayLike) -> _Array:
    given = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    return thin(given[np.isfinite(given).all(axis=1)], _MOST_KEPT)


def _located(given: _Array, crs: Crs, *, is_swapped: bool) -> _Array:
    return locate(given[:, ::-1] if is_swapped else given, crs)


def _ways(declared: Crs | None) -> list[tuple[Crs, bool]]:
    systems = [crs for crs in (*ACCEPTED, *_GPS_SYSTEMS) if crs != WGS84_LONLAT]
    if declared is not None and not any(_says_the_same(crs, declared) for crs in systems):
        systems.append(declared)
    return [(crs, is_swapped) for crs in systems for is_swapped in (False, True)]


def _says_the_same(crs: Crs, declared: Crs | None) -> bool:
    return crs == declared or {crs, declared} == {WGS84, WGS84_LONLAT}


def _is_twin_of_any(trial: _Trial, alike: Sequence[_Trial]) -> bool:
    """Tell whether a reading differs by 226 m only from one that fits; places at the edge do not decide that."""
    if np.isnan(trial.places).all():
        return False
    pairs = [(trial.crs, other.crs) for other in alike if other.is_swapped == trial.is_swapped]
    return any(TWINS.get(one) == another or TWINS.get(another) == one for one, another in pairs)


def _held_against_borders(trials: list[_Trial], given: _Array, ground: Ground) -> list[_Trial]:
    """Return the trials with how far they lie from borders, and whether another lies clearly nearer."""
    if len(trials) == 1 or len(given) < _LEAST_TELLING:
        return trials
    distances = [ground.border_m(_located(given, trial.crs, is_swapped=trial.is_swapped)) for trial in trials]
    nearest = min((metres for metres in distances if metres is not None), default=math.inf)
    limit = nearest * _CLEARLY_FARTHER + _CLEARLY_FARTHER_M if nearest <= _ON_BORDER_M else math.inf
    return [
        replace(trial, border_m=metres, is_off=metres is not None and metres > limit)
        for trial, metres in zip(trials, distances, strict=True)
    ]


def _ranked(trials: list[_Trial], ground: Ground, declared: Crs | None) -> list[_Trial]:
    """Return the trials, the likeliest first: by the borders, by what is usual, by nearness to the middle."""

    def rank(trial: _Trial) -> tuple[bool, bool, int, float]:
        away = float(np.abs(np.nanmedian(trial.places, axis=0) - ground.centre).max())
        return trial.is_off, trial.is_swapped, _habit(trial.crs, declared), away

    return sorted(trials, key=rank)


def _habit(crs: Crs, declared: Crs | None) -> int:
    """Return how usual a system is for a file that declares this one; 0 is the most usual."""
    if declared is not None and declared.epsg is None and TWINS.get(crs) == declared:
        return 0  # nobody measures in it: it is what software writes that knew no VN-2000
    if _says_the_same(crs, declared):
        return 1
    usual = (crs == WGS84, bool(crs.provinces), crs.name.startswith("VN-2000 / UTM"), crs.is_vn2000, True)
    return 2 + usual.index(True)


def _reason(chosen: _Trial, others: Sequence[_Trial], declared: Crs | None) -> Reason:
    if chosen.is_swapped:
        return "axes_swapped"
    if declared is None:
        if not _is_zone(chosen.crs):
            return "prj_missing"
        undecided = any(_is_zone(other.crs) and not other.is_off and not other.is_swapped for other in others)
        return "undecided" if undecided else "zone_found"
    if _says_the_same(chosen.crs, declared):
        return "declared_fits"
    twin = TWINS.get(chosen.crs)
    return "datum_missing" if twin is not None and _says_the_same(twin, declared) else "prj_wrong"


def _is_zone(crs: Crs) -> bool:
    return crs.is_vn2000 and crs.kind == "projected"


def _fit_elsewhere(given: _Array, declared: Crs | None) -> Fit:
    """Return the fit of a file with nothing where areas are known; degrees tell themselves, as do exchanged axes."""
    ground = Ground(VIET_NAM)
    systems = [WGS84] if declared is None else [declared, WGS84]
    trials = [_Trial.of(given, ground, crs, is_swapped) for crs in systems for is_swapped in (False, True)]
    chosen = next((trial for trial in trials if trial.share >= _LEAST_INSIDE), None)
    if chosen is None:
        return _fit(None, declared, "not_here", ())
    reason: Reason = "axes_swapped" if chosen.is_swapped else "not_here"
    return replace(_fit(chosen, declared, reason, ()), share_inside=0.0)


def _fit(chosen: _Trial | None, declared: Crs | None, reason: Reason, others: Sequence[_Trial]) -> Fit:
    if chosen is None:
        return Fit(declared, False, reason, 0.0)
    rivals = tuple(
        Rival(other.crs, other.is_swapped, round(other.share, 3), _rounded(other.border_m))
        for other in others
    )
    crs = declared if declared is not None and _says_the_same(chosen.crs, declared) else chosen.crs
    return Fit(crs, chosen.is_swapped, reason, round(chosen.share, 3), rivals, _rounded(chosen.border_m))


def _rounded(metres: float | None) -> float | None:
    return None if metres is None else round(metres, 1)


def _middle_shift(
    moved: npt.NDArray[np.object_], targets: npt.NDArray[np.object_], tree: shapely.STRtree
) -> _Array | None:
    """Return the median way, degrees, from each area to the known one that it shares most land with."""
    mine, theirs = tree.query(moved, predicate="intersects")
    shared = shapely.area(shapely.intersection(moved[mine], targets[theirs]))
    largest = shared > _LEAST_OVERLAP * np.maximum(shapely.area(moved[mine]), shapely.area(targets[theirs]))
    order = np.lexsort((shared, mine))
    last_of_each = (
        np.append(mine[order][1:] != mine[order][:-1], True) if len(order) else np.empty(0, dtype=bool)
    )
    pairs = order[last_of_each]
    pairs = pairs[largest[pairs]]
    if not len(pairs):
        return None
    ways = shapely.get_coordinates(shapely.centroid(targets[theirs[pairs]])) - shapely.get_coordinates(
        shapely.centroid(moved[mine[pairs]])
    )
    middle: _Array = np.median(ways, axis=0)
    return middle
