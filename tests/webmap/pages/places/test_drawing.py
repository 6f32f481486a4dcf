"""What whoever draws is told meanwhile, and what the page gets to snap to."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.webmap.conftest import SignIn, csrf_token
from webmap.http.coordinates import LONGEST_LINES

ALLEY = {"type": "LineString", "coordinates": [[106.688, 10.745], [106.6885, 10.7455]]}
JSON = {"Accept": "application/json"}
AROUND = "/drawing/around?bbox=106.64,10.73,106.66,10.745"


def _line(*positions: list[float]) -> dict[str, object]:
    return {"type": "LineString", "coordinates": list(positions)}


def _check(client: FlaskClient, **body: Any) -> Any:
    headers = {"X-CSRFToken": csrf_token(client), **JSON}
    return client.post("/drawing/check", json={"kind": "alley", **body}, headers=headers)


def test_a_drawing_is_measured_and_its_wards_are_named_for_the_day(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "776")
    told = _check(client, shape=ALLEY, on="01/02/2012").json
    assert told["measure"] == "Dài 78 m, ít nhất 20 m."
    assert told["is_fine"] is True
    assert told["wards_title"] == "Ngày 01/02/2012 thuộc:"
    assert told["wards"] == [{"code": "27391", "name": "Phường 2", "words": "Phường 2 100\u00a0%"}]
    today = _check(client, shape=ALLEY, on="hôm qua").json
    assert (today["wards_title"], today["wards"][0]["name"]) == (
        "Ngày 22/11/2026 thuộc:",
        "Phường Chánh Hưng",
    )
    assert today["shape"] == ALLEY


@pytest.mark.parametrize(
    ("body", "code", "has_spot"),
    [
        ({"shape": _line([106.688, 10.745], [106.68805, 10.745])}, "extent_too_small", False),
        ({"kind": "area", "shape": ALLEY}, "kind_geometry_mismatch", False),
        ({"shape": _line([10.745, 106.688], [10.7455, 106.6885])}, "axes_swapped", False),
        ({"shape": _line([1, 2], [3, 4])}, "geometry_outside_country", False),
        ({"shape": _line(*[[106.6, 10.7]] * 20_000)}, "geometry_too_large", False),
        ({"shape": "x"}, "geometry_not_object", False),
        (
            {"kind": "area", "shape": {"type": "Polygon", "coordinates": [
                [[106.68, 10.74], [106.69, 10.75], [106.69, 10.74], [106.68, 10.75], [106.68, 10.74]]]}},
            "geometry_invalid",
            True,
        ),
        ({"coordinates": "106.6 10.7\n106.7 10.8"}, "coordinates_swapped", False),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words_and_saves_nothing(
    client: FlaskClient, sign_in: SignIn, body: dict[str, object], code: str, has_spot: bool
) -> None:
    sign_in("supervisor", "776")
    answer = _check(client, **body)
    assert answer.status_code == 200
    assert answer.json["is_fine"] is False
    fault = answer.json["faults"][0]
    assert fault["code"] == code
    assert " " in fault["words"]
    assert "{" not in fault["words"]
    assert (fault["at"] is not None) == has_spot


def test_typed_coordinates_become_the_shape(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("reporter", "776")
    told = _check(client, coordinates="10.745, 106.688\n10,7455; 106,6885", coordinates_crs="EPSG:4326").json
    assert told["shape"] == ALLEY
    grid = _check(client, coordinates="1187654.3 598765.4", coordinates_crs="EPSG:9210", kind="point").json
    assert grid["shape"]["type"] == "Point"
    assert grid["measure"] is None


def test_places_nearby_are_linked_but_not_the_one_that_is_redrawn(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "776")
    shape = client.get("/api/collections/hotspots/items/DB00001").json["geometry"]
    near = _check(client, shape=shape).json["neighbours"]
    assert [(one["code"], one["url"], one["words"]) for one in near] == [
        ("DB00001", "/hotspots/DB00001", "trùng hoặc chạm hình đang vẽ")
    ]
    assert _check(client, shape=shape, code="DB00001").json["neighbours"] == []


def test_snapping_looks_at_what_would_be_kept(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    (x, y), *rest = client.get("/api/collections/hotspots/items/DB00001").json["geometry"]["coordinates"]
    beside = {"type": "LineString", "coordinates": [[x + 0.00002, y], [x + 0.001, y + 0.002]]}
    assert rest
    drawn = _check(client, shape=beside).json
    assert drawn["shape"]["coordinates"][0] == [round(x + 0.00002, 7), y]
    assert drawn["snapped"] is None
    kept = _check(client, shape=beside, snap=True).json
    assert kept["shape"]["coordinates"][0] == [x, y]
    assert kept["snapped"]["at"] == [[x, y]]
    assert "1 đỉnh được bắt dính" in kept["snapped"]["words"]
    assert "2,2 m" in kept["snapped"]["words"]
    assert _check(client, shape=kept["shape"], snap=True).json["snapped"] is None


def test_what_lies_outside_his_area_is_said_before_saving(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "27424@2025-07-01")
    refused = _check(client, shape=ALLEY).json
    assert [fault["code"] for fault in refused["faults"]] == ["outside_reach"]
    assert refused["faults"][0]["words"] == "Hình nằm ngoài khu vực bạn được giao: không lưu được."
    assert (refused["is_fine"], refused["outside"]) == (False, {"words": None, "shape": ALLEY})
    partly = _check(client, shape=_line([106.648, 10.739], [106.65, 10.735])).json
    assert (partly["is_fine"], partly["faults"]) == (True, [])
    assert "của hình nằm ngoài khu vực bạn được giao" in partly["outside"]["words"]
    assert partly["outside"]["shape"]["coordinates"][0] == [106.648, 10.739]
    inside = _check(client, shape=_line([106.65, 10.733], [106.6505, 10.7335])).json
    assert inside["outside"] is None


@pytest.mark.parametrize(
    "body",
    [{}, {"kind": "house", "shape": ALLEY}, {"kind": "alley"}, {"kind": 7, "shape": ALLEY},
     {"kind": "alley", "coordinates": "1" * (LONGEST_LINES + 1)}],
    ids=["nothing", "no kind of ours", "no shape", "a number", "endless"],
)  # fmt: skip
def test_half_a_question_is_refused(client: FlaskClient, sign_in: SignIn, body: dict[str, object]) -> None:
    sign_in("officer", "776")
    headers = {"X-CSRFToken": csrf_token(client), **JSON}
    assert client.post("/drawing/check", json=body, headers=headers).status_code == 422
    assert client.post("/drawing/check", json=[body], headers=headers).status_code == 422


def test_fifty_thousand_typed_corners_are_told_that_they_are_too_many(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "776")
    typed = "\n".join(f"10.73{n:05d}, 106.65{n:05d}" for n in range(50_000))
    told = _check(client, coordinates=typed).json
    assert [fault["code"] for fault in told["faults"]] == ["coordinates_too_many"]


def test_a_question_from_another_site_or_without_proof_is_refused(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "776")
    body = {"kind": "alley", "shape": ALLEY}
    bare = client.post("/drawing/check", json=body, headers=JSON)
    assert (bare.status_code, bare.json["code"]) == (400, "form_expired")
    headers = {"X-CSRFToken": csrf_token(client), **JSON, "Sec-Fetch-Site": "cross-site"}
    foreign = client.post("/drawing/check", json=body, headers=headers)
    assert (foreign.status_code, foreign.json["code"]) == (400, "other_site")


def test_what_lies_around_is_told_for_small_boxes(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    answer = client.get(AROUND)
    assert answer.mimetype == "application/geo+json"
    found = answer.json["features"]
    kinds = {one["properties"]["kind"] for one in found}
    assert {"ward", "canal", "hotspot"} <= kinds
    names = {one["properties"]["name"] for one in found if one["properties"]["kind"] == "ward"}
    assert "Phường Bình Đông" in names
    assert all(len(one["properties"]["label"]) == 2 for one in found if one["properties"]["kind"] == "ward")
    before = {one["properties"]["name"] for one in client.get(AROUND + "&on=2012-02-01").json["features"]}
    assert "Phường 6" in before


@pytest.mark.parametrize(
    "query",
    ["", "bbox=106,10,107,11", "bbox=1,2,3", "bbox=106.6,10.7,106.7,10.8&on=x", "bbox=170,1,-170,2", "x=1"],
)
def test_other_boxes_are_refused(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("officer", "776")
    assert client.get(f"/drawing/around?{query}", headers=JSON).status_code == 400


def test_places_out_of_reach_are_neither_near_nor_around(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "27397@2025-01-01")
    assert "DB00001" not in client.get(AROUND).text
    assert "DB0000" not in _check(client, shape=ALLEY, snap=True).text


@pytest.mark.parametrize("role", ["viewer", "partner", "admin", "auditor"])
def test_who_may_not_propose_checks_nothing_and_sees_around_only_what_he_reads(
    client: FlaskClient, sign_in: SignIn, role: str
) -> None:
    sign_in(role, "776")
    assert client.get(AROUND, headers=JSON).status_code == (200 if role == "viewer" else 403)
    assert _check(client, shape=ALLEY).status_code == 403


def test_the_page_is_told_where_to_begin_in_its_own_language(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "27424@2025-07-01")
    page = client.get("/hotspots/new").text
    assert 'data-part="drawing"' in page
    assert "leaflet-geoman.js" in page
    assert '"check_url": "/drawing/check"' in page or '"check_url":"/drawing/check"' in page
