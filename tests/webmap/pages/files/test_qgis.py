"""The page that opens the register in QGIS, and what was edited in the file from outside."""

from functools import partial
from xml.etree import ElementTree as ET

import pytest
import shapely
from flask.testing import FlaskClient

from geo.geodesy.crs import find_crs, swap_axes
from layers.imports.taking_up import take_up
from layers.places.drafts import Extent
from layers.store.database import Database
from tests.layers.store.test_outside_edits import edit_outside
from tests.webmap.conftest import SignIn, post

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


def test_the_connection_is_told_and_fetched(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", INSIDE)
    page = client.get("/qgis").text
    assert "http://localhost/api" in page
    assert "lan" in page
    assert "diaban.gpkg" not in page  # for whoever may open files of the server
    answer = client.get("/qgis/diaban.qlr")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="diaban.qlr"'
    assert "http://localhost/api?kind=alley" in answer.text
    project = client.get("/qgis/diaban.qgs")
    assert project.headers["Content-Disposition"] == 'attachment; filename="diaban.qgs"'
    view = ET.fromstring(project.text).find("ProjectViewSettings/DefaultViewExtent")
    assert view is not None
    assert view.findtext("spatialrefsys/authid") == "EPSG:9210"
    seen = shapely.box(*(float(view.get(side, "")) for side in ("xmin", "ymin", "xmax", "ymax")))
    ward = client.get(f"/api/collections/boundaries/items/{INSIDE}?crs=EPSG:9210").json["geometry"]
    drawn = shapely.box(*shapely.geometry.shape(ward).bounds)
    if find_crs(9210).north_first:
        drawn = swap_axes(drawn)
    assert seen.covers(drawn)
    assert seen.area < 1.5 * drawn.area
    assert client.get("/qgis?x=1").status_code == 400


@pytest.mark.databases("geopackage")
def test_an_edit_that_was_not_taken_up_waits_for_whoever_may_edit_there(
    client: FlaskClient,
    sign_in: SignIn,
    add_account: SignIn,
    store: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "take_up", partial(take_up, least=Extent()))
    edit_outside(store, "UPDATE hotspot_version SET valid_to = '2020-01-01' WHERE id = 1")
    add_account("officer", OUTSIDE, name="khac")  # a change, which begins with a look
    sign_in("officer", INSIDE)
    page = client.get("/qgis").text
    assert "DB00001" in page
    assert "valid_to" in page
    assert post(client, "/sign-out").status_code == 303
    assert post(client, "/sign-in", name="khac", password="ngọn đèn trước gió").status_code == 303
    assert "DB00001" not in client.get("/qgis").text
    assert post(client, "/qgis/edits/1/seen").status_code == 422
    assert post(client, "/sign-out").status_code == 303
    assert post(client, "/sign-in", name="lan", password="ngọn đèn trước gió").status_code == 303
    assert post(client, "/qgis/edits/1/seen").status_code == 303
    assert "valid_to" not in client.get("/qgis").text
