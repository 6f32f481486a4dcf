"""OGC API - Features, part 4: each requirement class by its name, and what must not change anything."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
import shapely
from flask.testing import FlaskClient

from geo.formats.geojson import geometry_text
from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_geometry
from layers.store.database import Database
from tests.webmap.api.program import Program
from tests.webmap.conftest import SignIn, csrf_token

Headers = Callable[..., dict[str, str]]
ITEMS = "/api/collections/hotspots/items"
ONE = f"{ITEMS}/DB00001"
LINE = shapely.LineString([(106.6300, 10.7080), (106.6310, 10.7090)])
INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


def feature(geometry: Any = LINE, **properties: object) -> dict[str, Any]:
    """Return a feature that may be sent."""
    told = {
        "name": "Hẻm 77 Bến Bình Đông",
        "kind": "alley",
        "topics": ["ma_tuy"],
        "position_accuracy_m": 10,
        "source": "khảo sát của phường",
        "reason": "người dân và tổ dân phố phản ánh",
        **properties,
    }
    return {"type": "Feature", "geometry": orjson.loads(geometry_text(geometry)), "properties": told}


@pytest.fixture
def officer(client: FlaskClient, bearer: Headers) -> Program:
    return Program(client, bearer("officer", INSIDE))


def _audits(store: Database) -> int:
    with store.read() as connection:
        sql = "SELECT count(*) FROM audit WHERE action LIKE 'hotspot%'"
        return int(
            connection.exec_driver_sql(sql.replace("%", "%%") if not store.is_file else sql).scalar_one()
        )


def test_features_4_create_replace_delete_proposes_a_place(officer: Program) -> None:
    assert officer.send("OPTIONS", ITEMS).headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    sent = {**feature(), "id": str(uuid4())}
    made = officer.send("POST", ITEMS, sent)
    assert made.status_code == 201, made.text
    told = made.json["properties"]
    assert (told["name"], told["status"], told["kind"]) == ("Hẻm 77 Bến Bình Đông", "DE_XUAT", "alley")
    assert made.headers["Location"].endswith(f"{ITEMS}/{sent['id']}")
    there = officer.read(made.headers["Location"])
    assert there["geometry"] == sent["geometry"]
    again = officer.send("POST", ITEMS, sent)
    assert (again.status_code, again.json["properties"]["code"]) == (200, told["code"])  # the same request
    near = officer.send("POST", ITEMS, feature(name="Hẻm 78 Bến Bình Đông"))
    assert (near.status_code, near.json["code"]) == (422, "place_nearby")
    assert officer.send("POST", ITEMS, feature(name="Hẻm 78", is_different=True)).status_code == 201


def test_features_4_create_replace_delete_keeps_history_and_what_is_not_told(
    officer: Program, store: Database
) -> None:
    before = officer.read(ONE)
    del before["links"]
    before["properties"] |= {"name": "Hẻm 1678 Phạm Thế Hiển (đầu hẻm)", "reason": "đo lại"}
    answer = officer.send("PUT", ONE, before, If_Match=officer.tag(ONE))
    assert answer.status_code == 200, answer.text
    after = officer.read(ONE)
    assert after["properties"]["name"] == "Hẻm 1678 Phạm Thế Hiển (đầu hẻm)"
    assert after["geometry"] == before["geometry"]
    assert after["properties"]["version"] == before["properties"]["version"] + 1
    assert after["properties"]["valid_from"] == before["properties"]["valid_from"]
    with store.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT alley_number, document_id FROM hotspot_version WHERE hotspot_id = 1 ORDER BY id"
        ).all()
    assert len(rows) == 2
    assert rows[0] == rows[1]  # the address and the document stand


def test_features_4_features_in_another_crs(officer: Program) -> None:
    vn2000 = find_crs(9210)
    line = shapely.LineString([(106.6550, 10.7360), (106.6560, 10.7370)])
    drawn = shapely.geometry.mapping(transform_geometry(line, WGS84_LONLAT, vn2000))
    if vn2000.north_first:
        drawn["coordinates"] = [pair[::-1] for pair in drawn["coordinates"]]
    sent = {"geometry": drawn}
    answer = officer.send("PATCH", ONE, sent, If_Match=officer.tag(ONE), Content_Crs=f"<{vn2000.uri}>")
    assert answer.status_code == 200, answer.text
    told = shapely.geometry.shape(officer.read(ONE)["geometry"])
    assert shapely.equals_exact(told, line, 2e-6)


def test_features_4_update_changes_what_is_sent_and_nothing_else(officer: Program) -> None:
    before = officer.read(ONE)
    sent = {"properties": {"note": "đường đất", "position_accuracy_m": 5.5}}
    assert officer.send("PATCH", ONE, sent, If_Match=officer.tag(ONE)).status_code == 200
    after = officer.read(ONE)
    assert after["geometry"] == before["geometry"]
    changed = {"position_accuracy_m": 5.5, "version": before["properties"]["version"] + 1}
    assert after["properties"] == before["properties"] | changed


def test_features_4_create_replace_delete_erases_nothing(officer: Program, store: Database) -> None:
    assert officer.send("DELETE", ONE, If_Match=officer.tag(ONE)).json["code"] == "evidence_missing"
    assert (
        officer.send("DELETE", f"{ONE}?reason=ghi+tr%C3%B9ng", If_Match=officer.tag(ONE)).status_code == 204
    )
    assert officer.send("GET", ONE).status_code == 404
    with store.read() as connection:
        sql = "SELECT count(*) FROM hotspot_version WHERE hotspot_id = 1"
        assert connection.exec_driver_sql(sql).scalar_one() == 1


def test_features_4_optimistic_locking_etags_refuse_a_stale_writer(officer: Program) -> None:
    tag = officer.tag(ONE)
    patch = {"properties": {"source": "biên bản khảo sát"}}
    missing = officer.send("PATCH", ONE, patch)
    assert (missing.status_code, missing.json["code"]) == (428, "precondition_required")
    assert officer.send("DELETE", f"{ONE}?reason=x").status_code == 428
    assert officer.send("PATCH", ONE, patch, If_Match='"strange"').status_code == 412
    assert officer.send("PATCH", ONE, patch, If_Match=tag).status_code == 200
    stale = officer.send("PATCH", ONE, patch, If_Match=tag)
    assert (stale.status_code, stale.json["code"]) == (412, "version_stale")
    assert officer.send("PATCH", ONE, patch, If_Match="*").status_code == 200
    fresh = officer.tag(ONE)
    assert officer.send("GET", ONE, If_None_Match=fresh).status_code == 304
    assert officer.send("GET", ONE, If_None_Match=tag).status_code == 200


def test_qgis_puts_whole_features_and_overwrites_nobody(officer: Program) -> None:
    """QGIS sends no If-Match: the version among the properties stands for it, and two changes are brought together."""
    qgis = {"User-Agent": "Mozilla/5.0 QGIS/34003"}
    assert officer.client.open(ONE, method="OPTIONS", headers={**officer.headers, **qgis}).headers[
        "Allow"
    ] == ("GET, HEAD, OPTIONS, PUT")
    assert "PATCH" in officer.send("OPTIONS", ONE).headers["Allow"]
    loaded = officer.read(ONE)
    sent = {"type": "Feature", "id": loaded["id"], "geometry": loaded["geometry"]}
    others = {"properties": {"source": "nguồn khác"}}
    assert officer.send("PATCH", ONE, others, If_Match="*").status_code == 200
    mine = {**sent, "properties": {**loaded["properties"], "position_accuracy_m": 7}}
    assert officer.send("PUT", ONE, mine).status_code == 200
    told = officer.read(ONE)["properties"]
    assert (told["source"], told["position_accuracy_m"]) == ("nguồn khác", 7)
    clash = {**sent, "properties": {**loaded["properties"], "source": "nguồn thứ ba"}}
    answer = officer.send("PUT", ONE, clash)
    assert (answer.status_code, answer.json["code"]) == (409, "version_stale")
    assert officer.read(ONE)["properties"]["source"] == "nguồn khác"


@pytest.mark.databases("geopackage", "postgis")
def test_what_may_not_be_changes_nothing(
    client: FlaskClient, bearer: Headers, officer: Program, store: Database
) -> None:
    before = (officer.read(ONE), _audits(store))
    tag = officer.tag(ONE)
    bow_tie = {"type": "Polygon", "coordinates": [[[106.65, 10.74], [106.651, 10.741], [106.651, 10.74], [106.65, 10.741], [106.65, 10.74]]]}  # noqa: E501  # fmt: skip
    swapped = {"type": "LineString", "coordinates": [[10.7265, 106.6310], [10.7280, 106.6330]]}
    metres = {"type": "LineString", "coordinates": [[1.0, 2.0], [3.0, 4.0]]}
    long = {"type": "LineString", "coordinates": [[106.6 + n * 1e-7, 10.7] for n in range(200_000)]}
    bad: list[tuple[object, int]] = [
        (b"{", 400),
        (b"[]", 422),
        (b"", 400),
        ({"type": "FeatureCollection", "features": []}, 422),
        ({"geometry": None}, 422),
        ({"geometry": bow_tie}, 400),
        ({"geometry": swapped}, 400),
        ({"geometry": metres}, 400),
        ({"geometry": long}, 400),  # 5 MB
        ({"properties": {"name": "x" * 5_000_000}}, 422),
        ({"properties": {"name": "Nhà ông Nguyễn Văn Tám, 0903 123 456"}}, 422),
        ({"properties": {"status": "ON_DINH", "reason": "x"}}, 422),  # no move leads there
        ({"properties": {"status": "DANG_CHUYEN_HOA"}}, 422),  # without the decision that it needs
        ({"properties": {"status": "XONG"}}, 422),
        ({"properties": {"kind": "house"}}, 422),
        ({"properties": {"topics": []}}, 422),
        ({"properties": {"name": None}}, 422),
        ({"properties": {"owner": "x"}}, 422),
        ({"properties": {"valid_from": "2031-01-01"}}, 422),
    ]
    for body, status in bad:
        answer = officer.send("PATCH", ONE, body, If_Match=tag)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), str(body)[:200]
    assert officer.send("PATCH", ONE, {}, If_Match=tag, Content_Crs="EPSG:1").status_code == 400
    elsewhere = Program(client, bearer("officer", OUTSIDE, name="khac"))
    reader = Program(client, bearer("viewer", INSIDE, name="xem"))
    for program, status in ((elsewhere, 404), (reader, 403)):
        for method in ("PUT", "PATCH", "DELETE"):
            assert program.send(method, ONE, feature(), If_Match="*").status_code == status
    far = shapely.LineString([(106.70, 10.80), (106.702, 10.801)])  # of a ward that is nobody's here
    assert officer.send("POST", ITEMS, feature(far)).status_code == 403
    assert reader.send("POST", ITEMS, feature()).status_code == 403
    assert reader.send("OPTIONS", ITEMS).headers["Allow"] == "GET, HEAD, OPTIONS"
    assert officer.send("POST", "/api/collections/boundaries/items", feature()).status_code == 405
    assert (officer.read(ONE), _audits(store)) == before


def test_a_status_moves_as_the_state_table_says(officer: Program) -> None:
    made = officer.send("POST", ITEMS, feature())
    one = made.headers["Location"]
    refused = {"properties": {"status": "KHONG_CHAP_NHAN"}}
    assert officer.send("PATCH", one, refused, If_Match=officer.tag(one)).json["code"] == "evidence_missing"
    moved = {"properties": {"status": "KHONG_CHAP_NHAN", "reason": "không phải điểm phức tạp"}}
    answer = officer.send("PATCH", one, moved, If_Match=officer.tag(one))
    assert answer.status_code == 200, answer.text
    assert officer.read(one)["properties"]["status"] == "KHONG_CHAP_NHAN"


def test_a_session_needs_its_proof(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", INSIDE)
    plain = client.patch(ONE, json={"properties": {"source": "x"}}, headers={"If-Match": "*"})
    assert plain.status_code == 400
    proof = {"If-Match": "*", "X-CSRFToken": csrf_token(client)}
    assert client.patch(ONE, json={"properties": {"source": "sổ phường"}}, headers=proof).status_code == 200
