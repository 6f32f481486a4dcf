"""A set of many areas is seen unit by unit, or by name; a small one whole."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.areas.draft_edits import replace_areas
from layers.store.database import Database
from tests.layers.areas.mosaic import as_draft, draw_province
from tests.webmap.conftest import SignIn
from tests.webmap.pages.admin.drafting import begin, read
from webmap.pages.admin import boundary_view
from webmap.pages.admin.boundary_view import View, keep_keys, look_into, look_near

AREAS = draw_province(3, 4, seed=2)
DRAFT = as_draft(AREAS)
DISTRICTS, PROVINCE = (13, 14, 15), 16


def _codes(view: View) -> list[str]:
    return [one.area.code for one in view.areas]


def test_a_small_set_is_seen_whole() -> None:
    view = look_into(DRAFT, "13", "Xã")
    assert view.is_whole
    assert view.areas == look_near(DRAFT, []) == keep_keys(DRAFT, ()) == DRAFT.areas


@pytest.mark.usefixtures("_many")
def test_of_many_areas_the_units_come_first_and_then_what_is_in_them() -> None:
    top = look_into(DRAFT, "", "")
    assert (_codes(top), top.inside, top.above) == (["30"], {PROVINCE: 3}, ())
    province = look_into(DRAFT, str(PROVINCE), "")
    assert _codes(province) == ["30", "301", "302", "303"]
    assert province.inside == dict.fromkeys(DISTRICTS, 4)
    district = look_into(DRAFT, "13", "")
    assert _codes(district) == ["301", "30100", "30101", "30102", "30103"]
    assert district.above == ((PROVINCE, "Tỉnh 30"), (13, "Huyện 301"))
    assert _codes(look_into(DRAFT, "1", "")) == ["30"], "a commune has no parts"
    assert _codes(look_into(DRAFT, "9" * 5000, "")) == ["30"], "more digits than Python reads"
    found = look_into(DRAFT, "13", "30")
    assert (len(found.areas), found.left_out, found.above) == (5, len(AREAS) - 5, ())
    assert _codes(look_into(DRAFT, "", "huyen 302")) == ["302"]
    assert {one.key for one in look_near(DRAFT, [AREAS[0].geometry.centroid])} >= {1, 13, PROVINCE}
    assert [one.key for one in keep_keys(DRAFT, {2, 15})] == [2, 15]


@pytest.mark.usefixtures("_many")
def test_every_page_of_a_large_draft_draws_a_part_of_it(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("coordinator")
    draft = f"/admin/boundaries/drafts/{begin(store)}"
    with store.write(SYSTEM, "boundary.import") as change:
        replace_areas(change, read(store, 1).ref, AREAS)
    key = {one.area.code: one.key for one in read(store, 1).areas}
    page = client.get(draft).text
    assert "3 đơn vị bên trong" in page
    assert "Xã 30100" not in page
    assert "Xã 30100" in client.get(f"{draft}?within={key['301']}").text
    assert "Không có khu vực nào khớp" in client.get(f"{draft}?q=zzz").text
    for path in (
        "check",
        "succession",
        "publish",
        "areas/new",
        f"areas/{key['30100']}/split",
        "simplify?tolerance=900",
    ):
        assert client.get(f"{draft}/{path}").status_code == 200


@pytest.fixture
def _many() -> Iterator[None]:
    with patch.object(boundary_view, "MOST_SHOWN", 5):
        yield
