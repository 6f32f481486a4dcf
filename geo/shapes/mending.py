"""Proposes how gaps and overlaps between areas are mended, and mends those that are agreed to."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.measure import perimeters_m
from geo.shapes.reshape import find_touching
from geo.shapes.topology import CoverageFault, coverage_faults

SLIVER_M: Final = 30.0
"""A fault narrower than this comes of drawing one border twice; a wider one may be meant."""

_NEARLY_ALL: Final = 0.9
_HAIR_DEG: Final = 1e-9
"""A tenth of a millimetre: the middle of a fault as thin as that may come to lie beside it."""


class Proposal(NamedTuple):
    """What could be done about one fault of a coverage.

    Attributes
    ----------
    fault
        The gap or overlap.
    keeper
        Index of the area that gets the gap, or that keeps what two areas claim; None where people must say.
    is_sliver
        Whether the fault is narrower than `SLIVER_M`.
    """

    fault: CoverageFault
    keeper: int | None
    is_sliver: bool


def propose_repairs(areas: Sequence[BaseGeometry], *, favoured: int | None = None) -> tuple[Proposal, ...]:
    """Return a proposal for each fault of a coverage, in the order of `coverage_faults`.

    A sliver of a gap goes to the neighbour with the longest common border; a wide gap may be land of others and is left
    to people. Of two areas that overlap the favoured one keeps the land, otherwise the smaller one, which it would
    change more; where hardly anything of the other would be left, people must say.

    Parameters
    ----------
    areas
        Valid polygons or multipolygons, EPSG:4326.
    favoured
        Index of an area that is known to be drawn rightly.

    Raises
    ------
    InvalidGeometry
        As `coverage_faults` does.
    """
    faults = coverage_faults(areas)
    shapes = np.array(areas, dtype=object)
    sizes = _Sizes(shapely.area(shapes), favoured)
    perimeters = perimeters_m(np.array([fault.geometry for fault in faults], dtype=object))
    return tuple(
        _proposal(fault, 2 * fault.area_m2 / perimeter < SLIVER_M, shapes, sizes)
        for fault, perimeter in zip(faults, perimeters.tolist(), strict=True)
    )


def mend_coverage(areas: Sequence[BaseGeometry], proposals: Iterable[Proposal]) -> tuple[BaseGeometry, ...]:
    """Return the areas with the proposals carried out; no land is lost that any of them covered.

    All borders around the faults are cut at each other once, so that both sides of each are the same vertices.

    Parameters
    ----------
    areas
        The areas that the proposals are about, in their order.
    proposals
        Those that are agreed to; one without a keeper changes nothing.
    """
    agreed = [proposal for proposal in proposals if proposal.keeper is not None]
    if not agreed:
        return tuple(areas)
    near = _near(areas, agreed)
    borders = shapely.union_all(shapely.boundary([areas[index] for index in near]))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(borders)))
    held: dict[int, list[BaseGeometry]] = {index: [] for index in near}
    for face, holders in zip(faces, _holders(faces, areas, near, agreed), strict=True):
        for index in holders:
            held[index].append(face)
    return tuple(
        shapely.union_all(held[index]) if held.get(index) else area for index, area in enumerate(areas)
    )


class _Sizes(NamedTuple):
    """What decides who keeps an overlap: sizes on the map, square degrees, and an area that is known to be right."""

    of_areas: npt.NDArray[np.float64]
    favoured: int | None


def _proposal(
    fault: CoverageFault, is_sliver: bool, areas: npt.NDArray[np.object_], sizes: _Sizes
) -> Proposal:
    if fault.kind == "overlap":
        return Proposal(fault, _overlap_keeper(fault, sizes), is_sliver)
    around = find_touching(fault.geometry, areas[list(fault.indexes)]) if is_sliver else ()
    return Proposal(fault, fault.indexes[around[0]] if around else None, is_sliver)


def _overlap_keeper(fault: CoverageFault, sizes: _Sizes) -> int | None:
    smaller, larger = sorted(fault.indexes, key=lambda index: (sizes.of_areas[index], index))
    keeper, loser = (larger, smaller) if sizes.favoured == larger else (smaller, larger)
    return None if fault.geometry.area > _NEARLY_ALL * sizes.of_areas[loser] else keeper


def _near(areas: Sequence[BaseGeometry], proposals: Sequence[Proposal]) -> list[int]:
    """Return the areas that the faults meet, ascending."""
    tree = shapely.STRtree(list(areas))
    met = tree.query([proposal.fault.geometry for proposal in proposals], predicate="intersects")[1]
    return sorted({int(index) for index in met})


def _holders(
    faces: npt.NDArray[np.object_],
    areas: Sequence[BaseGeometry],
    near: Sequence[int],
    proposals: Sequence[Proposal],
) -> list[set[int]]:
    """Return for each face which areas hold it once the proposals are carried out."""
    inside = shapely.point_on_surface(faces)
    holders: list[set[int]] = [set() for _ in faces]
    for at, position in (
        shapely.STRtree([areas[index] for index in near]).query(inside, predicate="within").T.tolist()
    ):
        holders[at].add(near[position])
    tree = shapely.STRtree([proposal.fault.geometry for proposal in proposals])
    for at, position in tree.query(inside, predicate="dwithin", distance=_HAIR_DEG).T.tolist():
        holders[at] = _settled(holders[at], proposals[position])
    return holders


def _settled(holders: set[int], proposal: Proposal) -> set[int]:
    """Return who holds a face after a proposal; of three that overlap, one stays whatever the pairs say."""
    fault, keeper, _ = proposal
    if keeper is None:
        return holders
    if fault.kind == "gap":
        return {keeper}
    return (holders - set(fault.indexes)) | {keeper} if keeper in holders else holders
