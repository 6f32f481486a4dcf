"""Draws one area of a coverage anew and lets its neighbours follow, so that neither gap nor overlap comes of it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

_LEAST_SHARED = 1e-9
"""A common border shorter than this, degrees (a tenth of a millimetre), is a touch at a corner."""


def reshape(areas: Sequence[BaseGeometry], index: int, shape: BaseGeometry) -> tuple[BaseGeometry, ...]:
    """Return the areas with one of them drawn anew.

    What the new shape takes is cut from whoever had it. What it gives up goes, piece by piece, to the neighbour with
    the longest common border; a piece without a neighbour is left to nobody. All borders are cut at each other once,
    so that both sides of each are the same vertices.

    Parameters
    ----------
    areas
        Valid polygons or multipolygons, EPSG:4326.
    index
        Which of them is drawn anew.
    shape
        What it becomes; valid.

    Returns
    -------
    tuple of BaseGeometry
        In the order given. An area of which nothing would be left stays as it was, and so overlaps the new one.
    """
    reach = shapely.union(areas[index], shape)
    near = [at for at, area in enumerate(areas) if at != index and area.intersects(reach)]
    lines = shapely.union_all(
        [shapely.boundary(area) for area in (shape, reach, *(areas[at] for at in near))]
    )
    faces: dict[int | None, list[BaseGeometry]] = {}
    for face in shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)])):
        faces.setdefault(_find_owner(face, areas, near, (index, shape)), []).append(face)
    given_up = [face for face in faces.pop(None, ()) if areas[index].covers(shapely.point_on_surface(face))]
    for piece in shapely.get_parts(shapely.union_all(given_up)):
        heir = _find_heir(piece, areas, near)
        if heir is not None:
            faces.setdefault(heir, []).append(piece)
    return tuple(
        shapely.union_all(faces[at]) if at in faces and (at == index or at in near) else area
        for at, area in enumerate(areas)
    )


def find_touching(
    piece: BaseGeometry, areas: Sequence[BaseGeometry] | npt.NDArray[np.object_]
) -> tuple[int, ...]:
    """Return the areas that overlap a piece of land or share a border with it, the longest border first.

    Parameters
    ----------
    piece
        Polygon or multipolygon, EPSG:4326.
    areas
        Polygons or multipolygons, EPSG:4326. Those that meet the piece in single points only are left out.
    """
    shapely.prepare(piece)
    shapes = np.array(areas, dtype=object)
    near = np.flatnonzero(shapely.intersects(piece, shapes))
    shared = shapely.length(shapely.intersection(shapes[near], shapely.boundary(piece)))
    longest_first = sorted(
        zip(shared.tolist(), near.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1])
    )
    return tuple(at for length, at in longest_first if length > _LEAST_SHARED)


def _find_owner(
    face: BaseGeometry, areas: Sequence[BaseGeometry], near: Sequence[int], drawn: tuple[int, BaseGeometry]
) -> int | None:
    inside = shapely.point_on_surface(face)
    index, shape = drawn
    if shape.covers(inside):
        return index
    return next((at for at in near if areas[at].covers(inside)), None)


def _find_heir(piece: BaseGeometry, areas: Sequence[BaseGeometry], near: Sequence[int]) -> int | None:
    touching = find_touching(piece, [areas[at] for at in near])
    return near[touching[0]] if touching else None
