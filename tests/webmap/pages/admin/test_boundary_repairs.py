"""The borders of a prepared set: faults shown and mended, alone or together, vertices thinned out, steps undone."""

import re
from dataclasses import replace

import pytest
import shapely
from flask.testing import FlaskClient
from shapely.geometry.base import BaseGeometry

from geo.shapes.topology import coverage_faults
from layers.actor import SYSTEM
from layers.areas.draft_edits import put_areas, replace_areas
from layers.store.database import Database
from tests.layers.areas.mosaic import draw_province
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.admin.drafting import DINH, DONG, HUNG, begin, read

M = 1 / 111_320
NO_FAULT = "Không có chỗ hở"


@pytest.fixture
def draft(client: FlaskClient, sign_in: SignIn, store: Database) -> str:
    """Sign a coordinator in and return the address of a draft."""
    sign_in("coordinator")
    return f"/admin/boundaries/drafts/{begin(store)}"


def _shapes(store: Database) -> dict[str, BaseGeometry]:
    return {one.area.code: one.area.geometry for one in read(store, 1).areas}


def _redraw(store: Database, code: str, shape: BaseGeometry) -> int:
    """Draw an area anew without its neighbours and return its key."""
    one = next(one for one in read(store, 1).areas if one.area.code == code)
    with store.write(SYSTEM, "boundary.put_area") as change:
        put_areas(change, read(store, 1).ref, {one.key: replace(one.area, geometry=shape)})
    return one.key


def _version(store: Database) -> str:
    return str(read(store, 1).version)


def test_one_fault_is_given_to_whom_the_coordinator_names_and_taken_back(
    client: FlaskClient, draft: str, store: Database
) -> None:
    whole = _shapes(store)[HUNG]
    heir = _redraw(store, HUNG, whole.difference(whole.centroid.buffer(60 * M)))
    page = client.get(f"{draft}/check").text
    assert "phải sửa trước khi công bố" in page
    assert "Nhận mọi đề xuất" not in page, "a hole of 120 m is no sliver: people must say whose it is"
    named = {"fault": "0", "heir": str(heir)}
    preview = client.get(f"{draft}/mend", query_string=named).text
    assert "Sửa 1 chỗ" in preview
    assert "Chỗ hở → Phường Chánh Hưng" in preview
    assert post(client, f"{draft}/mend", **named, version="1").status_code == 409
    assert post(client, f"{draft}/mend", **{**named, "fault": "77"}, version="2").status_code == 303
    assert post(client, f"{draft}/mend", **{**named, "heir": "77"}, version="2").status_code in {303, 404}
    assert _version(store) == "2", "what is not there changes nothing"
    assert post(client, f"{draft}/mend", **named, version="2").location == f"{draft}/check"
    page = client.get(f"{draft}/check").text
    assert NO_FAULT in page
    assert "Vừa làm: sửa chỗ hở, chồng lấn (1 khu vực)" in page
    assert _shapes(store)[HUNG].equals(whole)

    assert post(client, f"{draft}/undo", version="3", step="check").location == f"{draft}/check"
    assert "phải sửa trước khi công bố" in client.get(f"{draft}/check").text
    assert post(client, f"{draft}/undo", version="4").location == draft
    assert not read(store, 1).changed
    assert post(client, f"{draft}/undo", version="5").location == draft
    assert "Không còn thay đổi nào để hoàn tác" in client.get(draft).text


def test_slivers_are_shown_and_mended_all_together(client: FlaskClient, draft: str, store: Database) -> None:
    before = _shapes(store)
    _redraw(store, DONG, shapely.affinity.translate(before[DONG], 3 * M, 2 * M))
    faults = coverage_faults(list(_shapes(store).values()))
    assert len(faults) > 1
    page = client.get(f"{draft}/check").text
    assert "Nhận mọi đề xuất" in page
    assert "dải hẹp" in page
    assert client.get(f"{draft}/mend?under=x").status_code == 422
    assert "Không có đề xuất nào" in client.get(f"{draft}/mend?under=1").text, "none is as small as that"
    preview = client.get(f"{draft}/mend?under=900000")
    assert preview.status_code == 200
    assert 'data-mode="compare"' in preview.text
    assert post(client, f"{draft}/mend", under="900000", version=_version(store)).status_code == 303
    assert NO_FAULT in client.get(f"{draft}/check").text
    changed = {one.area.code for one in read(store, 1).changed}
    assert {DONG, DINH} <= changed, "neighbours are in step"


def test_borders_are_simplified_on_both_sides(client: FlaskClient, draft: str, store: Database) -> None:
    before = _shapes(store)
    path = f"{draft}/simplify"
    shown = client.get(path)
    assert shown.status_code == 200
    assert 'value="10"' in shown.text
    assert client.get(f"{path}?tolerance=0&level=ward").status_code == 422
    assert client.get(f"{path}?tolerance=5&level=moon").status_code == 422
    fine = {"tolerance": "300", "level": "ward"}
    preview = client.get(path, query_string=fine).text
    assert "Thay đổi diện tích lớn nhất" in preview
    assert post(client, path, **fine, version="9").status_code == 409
    assert post(client, path, **fine, version="1").location == draft
    after = _shapes(store)
    count = shapely.get_num_coordinates
    assert sum(count(list(after.values()))) < sum(count(list(before.values())))
    assert coverage_faults(list(after.values())) == ()
    nothing = post(client, path, tolerance="1", level="ward", version="2", keeps_outline="1")
    assert nothing.status_code == 422
    assert "không làm thay đổi khu vực nào" in nothing.text
    assert post(client, f"{draft}/undo", version="2").location == draft
    assert all(shape.equals_exact(before[code], 0) for code, shape in _shapes(store).items())


def test_a_district_that_no_longer_fits_is_drawn_anew_from_its_communes(
    client: FlaskClient, draft: str, store: Database
) -> None:
    with store.write(SYSTEM, "boundary.import") as change:
        replace_areas(change, read(store, 1).ref, draw_province(2, 2, seed=3))
    assert 'name="level"' in client.get(f"{draft}/simplify").text
    assert "<select" not in client.get(f"{draft}/simplify").text, "only the communes are drawn by themselves"
    before = _shapes(store)
    key = _redraw(store, "301", before["301"].buffer(-100 * M))
    page = client.get(f"{draft}/check").text
    assert "Ranh giới của Huyện 301 không khớp với các đơn vị bên trong" in page
    assert "Vẽ lại theo các đơn vị bên trong" in page
    listed = re.search(rf'fault=(\d+)&amp;heir={key}"', page)
    assert listed
    named = {"fault": listed[1], "heir": str(key)}
    preview = client.get(f"{draft}/mend", query_string=named).text
    assert "Tỉnh 30" in preview, "the province follows, and is shown"
    assert post(client, f"{draft}/mend", **named, version=_version(store)).status_code == 303
    assert all(shape.equals(before[code]) for code, shape in _shapes(store).items())
