"""What lies within 30 m: told nearest first to whoever sees it, and refused as a second place."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from layers.actor import SYSTEM
from layers.conversion.status import StatusChange
from layers.errors import Refused
from layers.places.hotspots import Extent, Place, open_hotspot
from layers.places.nearby import box_around, find_neighbours, refuse_neighbour
from layers.places.references import find_hotspot_row
from layers.store.database import Database

_DAY = date(2020, 1, 1)
_PROPOSED = StatusChange("DE_XUAT", _DAY, reason="nhiều người tụ tập về đêm")
_LINE = shapely.LineString([(106.688, 10.745), (106.6885, 10.7455)])
_ALLEY = Place("Hẻm 157 Dương Bá Trạc", "alley", _LINE, ("ma_tuy",), 15, "survey", "khảo sát", _DAY)


def _beside(away_m: float) -> shapely.LineString:
    """Return the line pushed east by so many metres."""
    metres = transform_geometry(_LINE, WGS84_LONLAT, VN2000_HCMC)
    pushed = shapely.transform(
        metres, lambda xy: xy + np.array([away_m * 2**0.5, 0])
    )  # the line runs at 45 degrees
    return transform_geometry(pushed, VN2000_HCMC, WGS84_LONLAT)


def _open(database: Database, name: str, geometry: shapely.LineString) -> str:
    with database.write(SYSTEM, "hotspot.open") as change:
        place = replace(_ALLEY, name=name, geometry=geometry)
        return open_hotspot(change, place, _PROPOSED, least=Extent(), is_different=True)


def test_neighbours_are_told_nearest_first_and_only_within_30_m(database: Database) -> None:
    far, near = _open(database, "Hẻm 159", _beside(25)), _open(database, "Hẻm 161", _beside(8))
    _open(database, "Hẻm 163", _beside(33))
    with database.read() as connection:
        found = find_neighbours(connection, SYSTEM, _LINE)
        with pytest.raises(Refused, match="place_nearby") as told:
            refuse_neighbour(connection, _LINE)
    assert [one.code for one in found] == [near, far]
    assert found[0].distance_m == pytest.approx(8, abs=0.5)
    assert told.value.facts == {"hotspot": near, "name": "Hẻm 161", "distance_m": found[0].distance_m}


def test_the_places_that_are_being_replaced_are_no_neighbours(database: Database) -> None:
    code = _open(database, "Hẻm 161", _beside(8))
    with database.read() as connection:
        row = find_hotspot_row(connection, code)
        refuse_neighbour(connection, _LINE, apart_from=[row])
        with pytest.raises(Refused, match="place_nearby"):
            refuse_neighbour(connection, _LINE)


def test_a_box_leaves_the_margin_on_every_side() -> None:
    inner = transform_geometry(_LINE, WGS84_LONLAT, VN2000_HCMC)
    outer = transform_geometry(shapely.box(*box_around(_LINE, 30)), WGS84_LONLAT, VN2000_HCMC)
    assert outer.contains(inner.buffer(30))
