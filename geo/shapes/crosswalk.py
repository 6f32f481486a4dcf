"""Owns the crosswalk between two vintages: which share of each old area went into which new one."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.geodesy.measure import area_m2

COLUMNS = ("old", "new", "kind", "area_m2", "share_of_old", "share_of_new")


def crosswalk(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, *, tolerance: float = 0.001) -> pd.DataFrame:
    """Return how the areas of one vintage lie in those of another.

    Parameters
    ----------
    old, new
        Columns ``key`` and geometry (valid polygons, EPSG:4326); a coverage each.
    tolerance
        A share below this of both the old and the new area is a sliver and is dropped; an old area of
        which at most this share lies elsewhere is whole.

    Returns
    -------
    DataFrame
        Columns ``old``, ``new`` (keys), ``kind`` (``whole``: all of the old area is in the new one;
        ``part``), ``area_m2`` (geodesic), ``share_of_old``, ``share_of_new`` (0 to 1). Sorted by old,
        then new. Land of either vintage that the other does not cover has no row.
    """
    left = old[["key", old.geometry.name]].rename(columns={"key": "old"}).reset_index(drop=True)
    right = new[["key", new.geometry.name]].rename(columns={"key": "new"}).reset_index(drop=True)
    shared = gpd.overlay(left, right, how="intersection", keep_geom_type=True)
    table = pd.DataFrame({"old": shared["old"], "new": shared["new"], "area_m2": _areas(shared)})
    table["share_of_old"] = _share(table, "old", left)
    table["share_of_new"] = _share(table, "new", right)
    solid = (table["share_of_old"] >= tolerance) | (table["share_of_new"] >= tolerance)
    table = table[solid]
    whole = table["share_of_old"] >= 1 - tolerance
    table = table.assign(kind=np.where(whole, "whole", "part"))[list(COLUMNS)]
    return table.sort_values(["old", "new"], ignore_index=True)


def _areas(frame: gpd.GeoDataFrame) -> list[float]:
    return [area_m2(geometry) for geometry in frame.geometry]


def _share(table: pd.DataFrame, side: str, areas: gpd.GeoDataFrame) -> pd.Series:
    whole_m2 = dict(zip(areas[side], _areas(areas), strict=True))
    return np.minimum(table["area_m2"] / table[side].map(whole_m2), 1.0)
