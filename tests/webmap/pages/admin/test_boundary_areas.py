"""The areas of a set of boundaries: merged, drawn anew with their neighbours, cut, added, removed."""

import json
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient

from geo.formats.geojson import geometry_text
from layers.actor import SYSTEM
from layers.areas.draft_edits import put_areas
from layers.areas.vintage_drafts import DraftArea
from layers.store.database import Database
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.admin.drafting import DINH, DONG, HUNG, begin, facts, keys, read

ACROSS = {"type": "LineString", "coordinates": [[106.60, 10.735], [106.66, 10.70]]}


@pytest.fixture
def draft(client: FlaskClient, sign_in: SignIn, store: Database) -> str:
    """Sign a coordinator in and return the address of a draft."""
    sign_in("coordinator")
    return f"/admin/boundaries/drafts/{begin(store)}"


def _area(store: Database, code: str) -> DraftArea:
    return next(one for one in read(store, 1).areas if one.area.code == code)


def _sent(store: Database, code: str, **more: Any) -> dict[str, Any]:
    """Return what the form of an area sends when nothing was changed."""
    one = _area(store, code)
    shape = geometry_text(one.area.geometry)
    told = {
        "full_name": one.area.full_name,
        "shape": shape,
        "version": str(read(store, 1).version),
        "follows": "1",
    }
    return {**facts(code, one.area.name), **told, **more}


def _moved(store: Database, code: str, by: float) -> shapely.Polygon:
    """Return an area with the southernmost vertex that it shares with Phú Định moved."""
    shape = _area(store, code).area.geometry
    other = _area(store, DINH).area.geometry
    shared = shapely.get_coordinates(shapely.intersection(shape.boundary, other.boundary))
    at = min(shared.tolist(), key=lambda place: place[1])
    return shapely.transform(shape, lambda xy: xy + (abs(xy - at).max(axis=1) < 1e-9)[:, None] * (by, by))


def test_two_areas_become_one(client: FlaskClient, draft: str, store: Database) -> None:
    known = keys(store, 1)
    page = client.get(f"{draft}/merge?area={known[HUNG]}&area={known[DINH]}").text
    assert "Gộp 2 khu vực" in page
    assert 'value="Phường Phú Định"' in page, "the larger one goes on unless somebody says otherwise"
    merged = facts("27430", "Phường Nam Sài Gòn", area=[known[HUNG], known[DINH]], version="1")
    assert post(client, f"{draft}/merge", **{**merged, "name": ""}).status_code == 422
    assert post(client, f"{draft}/merge", **merged).location == draft
    assert set(keys(store, 1)) == set(known) - {HUNG, DINH} | {"27430"}
    assert client.get(draft).text.count("đã đổi") == 1
    assert post(client, f"{draft}/merge", **merged).status_code == 409


@pytest.mark.parametrize("chosen", ["", "?area=1", "?area=x&area=-1", "?area=99&area=98"])
def test_one_area_is_none_to_merge(client: FlaskClient, draft: str, chosen: str) -> None:
    assert client.get(f"{draft}/merge{chosen}").location == draft


def test_a_name_changes_and_the_shape_stays_to_the_last_digit(
    client: FlaskClient, draft: str, store: Database
) -> None:
    before = _area(store, HUNG)
    path = f"{draft}/areas/{before.key}/edit"
    assert 'value="Phường Chánh Hưng"' in client.get(path).text
    assert (
        post(client, path, **_sent(store, HUNG, name="Phường Hưng Chánh", population="1234")).location
        == draft
    )
    after = _area(store, HUNG)
    assert (after.area.name, after.area.population) == ("Phường Hưng Chánh", 1234)
    assert after.area.geometry.equals_exact(before.area.geometry, 0)
    assert [one.area.code for one in read(store, 1).changed] == [HUNG]


def test_a_neighbour_follows_a_border_that_is_moved(client: FlaskClient, draft: str, store: Database) -> None:
    one = _area(store, DONG)
    drawn = geometry_text(_moved(store, DONG, 0.002))
    assert post(client, f"{draft}/areas/{one.key}/edit", **_sent(store, DONG, shape=drawn)).location == draft
    assert {area.area.code for area in read(store, 1).changed} >= {DONG, DINH}
    assert "Không có chỗ hở" in client.get(f"{draft}/check").text


def test_an_area_is_cut_along_a_line(client: FlaskClient, draft: str, store: Database) -> None:
    one = _area(store, DONG)
    path = f"{draft}/areas/{one.key}/split"
    assert 'name="first-name"' in client.get(path).text
    halves = {f"{half}-{name}": value for half, told in
              (("first", facts("27424", "Phường Bình Đông")), ("second", facts("27425", "Phường Rạch Cát")))
              for name, value in told.items()}  # fmt: skip
    assert post(client, path, **halves, version="1").status_code == 422, "no line"
    assert post(client, path, **halves, version="1", shape=json.dumps(ACROSS)).location == draft
    west, east = _area(store, "27424").area.geometry, _area(store, "27425").area.geometry
    assert west.area + east.area == pytest.approx(one.area.geometry.area)
    assert "Không có chỗ hở" in client.get(f"{draft}/check").text


def test_an_area_is_added_by_typing_its_corners(client: FlaskClient, draft: str, store: Database) -> None:
    corners = "10.760, 106.700\n10.760, 106.710\n10.770, 106.710"
    sent = facts("27999", "Phường Bến Nghé", version="1", follows="1")
    assert post(client, f"{draft}/areas/new", **sent).status_code == 422, "neither drawn nor typed"
    wrong = post(client, f"{draft}/areas/new", **sent, coordinates="106.7, 10.76")
    assert wrong.status_code == 422
    assert "Dòng 1" in wrong.text
    assert post(client, f"{draft}/areas/new", **sent, coordinates=corners).location == draft
    assert _area(store, "27999").area.geometry.equals(
        shapely.Polygon([(106.70, 10.76), (106.71, 10.76), (106.71, 10.77)])
    )
    assert "Đất mới của Phường Bến Nghé" in client.get(f"{draft}/check").text


def test_what_is_added_takes_its_land_from_whoever_had_it(
    client: FlaskClient, draft: str, store: Database
) -> None:
    inside = _area(store, DONG).area.geometry.representative_point().buffer(0.001).simplify(0.0001)
    sent = facts("27999", "Phường Bến Nghé", version="1", follows="1", shape=geometry_text(inside))
    assert post(client, f"{draft}/areas/new", **sent).status_code == 303
    assert _area(store, DONG).area.geometry.intersection(_area(store, "27999").area.geometry).area < 1e-12
    assert "Không có chỗ hở" in client.get(f"{draft}/check").text


def test_a_crossing_is_refused_where_it_was_drawn(client: FlaskClient, draft: str, store: Database) -> None:
    corners = [[106.6, 10.7], [106.61, 10.71], [106.61, 10.7], [106.6, 10.71], [106.6, 10.7]]
    bow = {"type": "Polygon", "coordinates": [corners]}
    one = _area(store, HUNG)
    answer = post(client, f"{draft}/areas/{one.key}/edit", **_sent(store, HUNG, shape=json.dumps(bow)))
    assert answer.status_code == 422
    assert "106.61" in answer.text, "what was drawn is still there to be mended"
    assert not read(store, 1).changed


def test_land_outside_the_grant_is_nobody_elses_to_draw(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("coordinator", "27397@2025-01-01")
    draft = f"/admin/boundaries/drafts/{begin(store)}"
    one = _area(store, DINH)
    answer = post(client, f"{draft}/areas/{one.key}/edit", **_sent(store, DINH, name="Phường Khác"))
    assert answer.status_code == 403
    assert "Phường Khác" in answer.text
    assert not read(store, 1).changed


def test_an_area_that_is_not_there(client: FlaskClient, draft: str) -> None:
    for path in (f"{draft}/areas/999/edit", f"{draft}/areas/999/split", "/admin/boundaries/drafts/77"):
        assert client.get(path).status_code == 404


def test_faults_on_one_page_are_told_in_words(client: FlaskClient, draft: str, store: Database) -> None:
    one = _area(store, HUNG)
    double = type(one.area)(**{**vars(one.area), "code": DONG})
    with store.write(SYSTEM, "boundary.put_area") as change:
        put_areas(change, read(store, 1).ref, {one.key: double})
    assert "Hai khu vực cùng mã" in client.get(f"{draft}/check").text
