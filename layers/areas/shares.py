"""Finds out how much land areas of two sets have in common, whatever the library for it costs to load."""

from collections.abc import Mapping
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry


class Share(NamedTuple):
    """Land that an area and one that came after it have in common.

    Attributes
    ----------
    old, new
        The areas, by the keys that were given.
    kind
        ``whole``: all of the old area is in the new one; ``part``.
    area_m2
        Geodesic area in common, m2.
    share_of_old, share_of_new
        Part of each as drawn, 0..1.
    """

    old: int
    new: int
    kind: str
    area_m2: float
    share_of_old: float
    share_of_new: float


def find_shares(before: Mapping[int, BaseGeometry], after: Mapping[int, BaseGeometry]) -> list[Share]:
    """Return which areas before share land with which areas after, by key; slivers are left out.

    Parameters
    ----------
    before, after
        Valid polygons or multipolygons, WGS 84, lon lat; a coverage each.
    """
    if not (before and after):
        return []
    # They bring pandas, for which no start and no page waits.
    from geopandas import GeoDataFrame  # noqa: PLC0415

    from geo.shapes.crosswalk import crosswalk  # noqa: PLC0415

    old, new = (
        GeoDataFrame({"key": list(areas)}, geometry=list(areas.values()), crs="OGC:CRS84")
        for areas in (before, after)
    )
    return [
        Share(
            old=int(row.old),
            new=int(row.new),
            kind=str(row.kind),
            area_m2=round(float(row.area_m2), 1),
            share_of_old=float(row.share_of_old),
            share_of_new=float(row.share_of_new),
        )
        for row in crosswalk(old, new).itertuples()
    ]
