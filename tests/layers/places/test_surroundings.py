"""What a drawing is told before it is stored: size, faults, wards of a day, places nearby; and what it snaps to."""

from datetime import date

import pytest
import shapely
from sqlalchemy import select

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.geodesy.measure import length_m
from geo.types import BBox
from layers.actor import SYSTEM, Actor
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.drafts import Extent
from layers.places.surroundings import (
    Surroundings,
    list_targets,
    look_around,
    snap_to_surroundings,
)
from layers.store.database import Database
from layers.store.schema import boundary, hotspot, hotspot_version

_DAY = date(2026, 11, 22)
_LEAST = Extent()
_M = 1 / 110_000
_NOWHERE = shapely.LineString([(106.688, 10.745), (106.6885, 10.7455)])
_BRIDGE_CODE = "DB00003"


def _place(database: Database, code: str) -> shapely.Geometry:
    with database.read() as connection:
        v = hotspot_version.c
        question = select(v.geom).join(hotspot).where(hotspot.c.code == code)
        return connection.execute(question).scalar_one()


def _actor(database: Database, role: str, area: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan")
        add_grant(change, user, role, area)
    return user.actor


def _look(
    database: Database, geometry: shapely.Geometry, kind: str, actor: Actor = SYSTEM, on: date = _DAY
) -> Surroundings:
    with database.read() as connection:
        return look_around(connection, actor, geometry, kind, on=on, least=_LEAST)


def test_a_line_is_measured_and_its_ward_named_as_of_the_day(database: Database) -> None:
    told = _look(database, _NOWHERE, "alley")
    assert told.length_m == pytest.approx(77.9, abs=0.5)
    assert (told.area_m2, told.minimum, told.faults, told.neighbours) == (None, 20, (), ())
    assert [ward.name for ward in told.wards] == ["Phường Chánh Hưng"]
    before = _look(database, _NOWHERE, "alley", on=date(2012, 1, 1))
    assert [(ward.name, ward.share) for ward in before.wards] == [("Phường 2", 1.0)]


def test_a_place_across_two_wards_has_a_share_in_each(database: Database) -> None:
    told = _look(database, _place(database, _BRIDGE_CODE), "bridge")
    assert {ward.name for ward in told.wards} == {"Phường Chánh Hưng", "Phường Phú Định"}
    assert sum(ward.share for ward in told.wards) == pytest.approx(1, abs=0.05)
    assert told.wards[0].share >= told.wards[1].share


def test_places_within_30_m_are_told_to_whoever_sees_them(database: Database) -> None:
    alley = _place(database, "DB00001")
    beside = shapely.LineString([(x + 10 * _M, y + 10 * _M) for x, y in alley.coords])
    near = _look(database, beside, "alley").neighbours
    assert [one.code for one in near] == ["DB00001"]
    assert near[0].name == "Hẻm 1678 Phạm Thế Hiển"
    assert near[0].distance_m < 16
    stranger = _actor(database, "officer", "27397@2025-01-01")
    assert _look(database, beside, "alley", stranger).neighbours == ()


@pytest.mark.parametrize(
    ("geometry", "kind", "codes"),
    [
        (shapely.LineString([(106.688, 10.745), (106.68805, 10.745)]), "alley", ["extent_too_small"]),
        (shapely.box(106.688, 10.745, 106.6881, 10.7451), "area", ["extent_too_small"]),
        (_NOWHERE, "point", ["kind_geometry_mismatch"]),
        (_NOWHERE, "house", ["kind_geometry_mismatch"]),
        (shapely.Polygon(), "area", ["geometry_empty"]),
        (shapely.LineString([(10.7, 59.9), (10.8, 59.9)]), "alley", ["coordinate_out_of_area"]),
    ],
)
def test_what_stands_against_it_is_told_by_code(
    database: Database, geometry: shapely.Geometry, kind: str, codes: list[str]
) -> None:
    assert [fault.code for fault in _look(database, geometry, kind).faults] == codes


def test_every_crossing_is_told_with_its_spot_and_nothing_else_is_asked(database: Database) -> None:
    def bow(x: float) -> shapely.Polygon:
        return shapely.Polygon([(x, 10.74), (x + 0.001, 10.741), (x + 0.001, 10.74), (x, 10.741)])

    told = _look(database, shapely.MultiPolygon([bow(106.68), bow(106.69)]), "area")
    assert [fault.code for fault in told.faults] == ["geometry_invalid"] * 2
    spots = [fault.at for fault in told.faults]
    assert spots[0] == pytest.approx((106.6805, 10.7405))
    assert spots[1] == pytest.approx((106.6905, 10.7405))
    assert (told.wards, told.neighbours) == ((), ())


def test_a_vertex_near_a_ward_border_lies_on_it_afterwards(database: Database) -> None:
    with database.read() as connection:
        b = boundary.c
        ward = connection.execute(
            select(b.geom).where(b.code == "27424", b.valid_to == date.max)
        ).scalar_one()
        metric = transform_geometry(ward, WGS84_LONLAT, VN2000_HCMC).boundary
        end = metric.interpolate(0.3, normalized=True)
        drawn = shapely.LineString([(end.x + 60, end.y + 60), (end.x + 1.5, end.y + 1.5)])
        drawn = transform_geometry(drawn, VN2000_HCMC, WGS84_LONLAT)
        snapped = snap_to_surroundings(connection, drawn, actor=SYSTEM)
        last = transform_geometry(shapely.Point(snapped.coords[-1]), WGS84_LONLAT, VN2000_HCMC)
        assert shapely.distance(last, metric) < 0.01
        assert length_m(snapped) == pytest.approx(length_m(drawn), abs=5)
        assert snap_to_surroundings(connection, snapped, actor=SYSTEM).equals_exact(snapped, 0)


def test_only_places_that_he_sees_and_does_not_redraw_pull_a_vertex(database: Database) -> None:
    alley = _place(database, "DB00001")
    x, y = alley.coords[0]
    drawn = shapely.Point(x + 2 * _M, y)
    stranger = _actor(database, "officer", "27397@2025-01-01")
    with database.read() as connection:
        assert snap_to_surroundings(connection, drawn, actor=SYSTEM).coords[0] == (x, y)
        for options in ({}, {"actor": stranger}, {"actor": SYSTEM, "except_code": "DB00001"}):
            assert snap_to_surroundings(connection, drawn, **options).coords[0] != (x, y)
        assert snap_to_surroundings(connection, shapely.Point(), actor=SYSTEM).is_empty


def test_targets_of_a_box_are_wards_of_the_day_water_and_open_places_in_sight(database: Database) -> None:
    x, y = _place(database, "DB00001").coords[0]
    box = BBox(x - 0.01, y - 0.01, x + 0.01, y + 0.01)
    stranger = _actor(database, "officer", "27397@2025-01-01")
    with database.read() as connection:
        now = list_targets(connection, SYSTEM, box, on=_DAY)
        then = list_targets(connection, SYSTEM, box, on=date(2012, 1, 1))
        theirs = list_targets(connection, stranger, box, on=_DAY)
    assert "Phường Bình Đông" in {target.name for target in now if target.kind == "ward"}
    assert "Phường 6" in {target.name for target in then if target.kind == "ward"}
    assert "canal" in {target.kind for target in now}
    assert "DB00001" in {target.code for target in now if target.kind == "hotspot"}
    assert "DB00001" not in {target.code for target in theirs}
