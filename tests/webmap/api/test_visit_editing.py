"""OGC API - Features, part 4, for visits: each requirement class by its name, and what must not change anything."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist, get_current_checklist
from layers.supervision.visit_records import read_history
from tests.webmap.api.program import Program
from tests.webmap.conftest import SignIn, csrf_token

Headers = Callable[..., dict[str, str]]
ITEMS = "/api/collections/visits/items"
INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"
SEEN = {"visited_on": "2026-11-20", "result": "better", "head_count": 4, "note": "Hẻm đã có đèn."}


def feature(**properties: object) -> dict[str, Any]:
    """Return a visit that may be sent; it has no geometry of its own."""
    return {"type": "Feature", "geometry": None, "properties": {"hotspot": "DB00001", **SEEN, **properties}}


@pytest.fixture
def officer(client: FlaskClient, bearer: Headers, store: Database) -> Program:
    with store.write(SYSTEM, "defaults.load") as change:
        add_default_bodies(change)
        add_default_checklist(change)
    return Program(client, bearer("officer", INSIDE))


def _made(program: Program, **properties: object) -> str:
    answer = program.send("POST", ITEMS, feature(**properties))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


def test_features_4_create_replace_delete_records_a_visit_once(officer: Program) -> None:
    assert officer.send("OPTIONS", ITEMS).headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    sent = {**feature(form="meeting", next_on="2026-12-20"), "id": str(uuid4())}
    made = officer.send("POST", ITEMS, sent)
    assert made.status_code == 201, made.text
    assert made.headers["Location"].endswith(f"{ITEMS}/{sent['id']}")
    there = officer.read(made.headers["Location"])
    told = there["properties"]
    assert told == told | SEEN | {"form": "meeting", "next_on": "2026-12-20", "state": "made", "version": 1}
    assert there["geometry"] == officer.read("/api/collections/hotspots/items/DB00001")["geometry"]
    again = officer.send("POST", ITEMS, sent)
    assert (again.status_code, again.json["properties"]["code"]) == (200, told["code"])
    page = officer.client.get(f"/visits/{told['code']}", headers={**officer.headers, "Accept": "text/html"})
    assert "Hẻm đã có đèn." in page.text


def test_features_4_create_replace_delete_plans_moves_and_fulfils(officer: Program) -> None:
    planned = {"state": "planned", "planned_on": "2026-11-25", **dict.fromkeys(SEEN)}
    one = _made(officer, **planned)
    moved = officer.send(
        "PATCH", one, {"properties": {"planned_on": "2026-11-26"}}, If_Match=officer.tag(one)
    )
    assert moved.json["properties"]["planned_on"] == "2026-11-26"
    bare = officer.send("PATCH", one, {"properties": {"state": "made"}}, If_Match=officer.tag(one))
    assert (bare.status_code, bare.json["code"]) == (422, "feature_incomplete")
    fulfilled = officer.send("PUT", one, feature(state="made", planned_on=None), If_Match=officer.tag(one))
    told = fulfilled.json["properties"]
    assert (told["state"], told["planned_on"], told["visited_on"]) == ("made", "2026-11-26", "2026-11-20")
    assert told["version"] == 3


def test_features_4_update_corrects_what_is_sent_and_keeps_what_was_said(
    officer: Program, store: Database
) -> None:
    one = _made(officer)
    before = officer.read(one)["properties"]
    with store.read() as connection:
        asked = get_current_checklist(connection).items[0]
    answers = {asked.code: asked.answers[0]}
    sent = {"properties": {"head_count": 6, "note": None, "answers": answers, "reason": "đếm lại"}}
    assert officer.send("PATCH", one, sent, If_Match=officer.tag(one)).status_code == 200
    after = officer.read(one)["properties"]
    assert after == before | {"head_count": 6, "note": None, "version": 2}
    with store.read() as connection:
        newest, oldest = read_history(connection, SYSTEM, after["code"], date(2026, 11, 22))
    assert (newest.reason, newest.answers, oldest.note) == ("đếm lại", answers, "Hẻm đã có đèn.")
    same = officer.send("PATCH", one, {"properties": {"head_count": 6}}, If_Match=officer.tag(one))
    assert same.json["properties"]["version"] == 2  # so already


def test_features_4_create_replace_delete_withdraws_with_a_reason_and_erases_nothing(
    officer: Program, client: FlaskClient, bearer: Headers
) -> None:
    one = _made(officer)
    assert officer.send("DELETE", one, If_Match=officer.tag(one)).json["code"] == "reason_missing"
    supervisor = Program(client, bearer("supervisor", INSIDE, name="giam_sat"))
    why = f"{one}?reason=ghi+nh%E1%BA%A7m"
    assert supervisor.send("DELETE", why, If_Match="*").status_code == 403  # what was made, officers withdraw
    assert officer.send("DELETE", why, If_Match=officer.tag(one)).status_code == 204
    assert officer.read(one)["properties"]["state"] == "cancelled"
    assert officer.send("DELETE", why, If_Match="*").json["code"] == "visit_cancelled"
    assert officer.send("PATCH", one, {"properties": {"head_count": 1}}, If_Match="*").json["code"] == (
        "visit_not_made"
    )


def test_features_4_optimistic_locking_etags_refuse_a_stale_writer(officer: Program) -> None:
    one = _made(officer)
    tag = officer.tag(one)
    patch = {"properties": {"head_count": 5}}
    assert officer.send("PATCH", one, patch).json["code"] == "precondition_required"
    assert officer.send("DELETE", f"{one}?reason=x").status_code == 428
    assert officer.send("PATCH", one, patch, If_Match='"strange"').status_code == 412
    assert officer.send("PATCH", one, patch, If_Match=tag).status_code == 200
    stale = officer.send("PATCH", one, {"properties": {"head_count": 7}}, If_Match=tag)
    assert (stale.status_code, stale.json["code"]) == (412, "version_stale")
    told = {**feature(head_count=7, version=1)}
    assert officer.send("PUT", one, told).status_code == 409  # the version among the properties
    assert officer.read(one)["properties"]["head_count"] == 5


def test_qgis_sends_back_what_it_was_told(officer: Program) -> None:
    one = _made(officer)
    qgis = {"User-Agent": "Mozilla/5.0 QGIS/34003"}
    methods = officer.client.open(one, method="OPTIONS", headers={**officer.headers, **qgis}).headers["Allow"]
    assert methods == "GET, HEAD, OPTIONS, PUT"
    loaded = officer.read(one)
    del loaded["links"]
    loaded["properties"] |= {"head_count": 9, "units": '["MAT_TRAN"]', "wards": "[]"}  # lists as text
    answer = officer.send("PUT", one, loaded)
    assert answer.status_code == 200, answer.text
    told = answer.json["properties"]
    assert (told["head_count"], told["units"], told["version"]) == (9, ["MAT_TRAN"], 2)
    loaded["properties"]["version"] = 2
    loaded["geometry"]["coordinates"][0][0] += 0.001
    moved = officer.send("PUT", one, loaded)
    assert (moved.status_code, moved.json["code"]) == (422, "visit_place_fixed")


@pytest.mark.databases("geopackage", "postgis")
def test_what_may_not_be_changes_nothing(client: FlaskClient, bearer: Headers, officer: Program) -> None:
    one = _made(officer)
    before, tag = officer.read(one), officer.tag(one)
    bad: list[tuple[object, int]] = [
        (b"{", 400),
        (b"[]", 422),
        ({"type": "FeatureCollection", "features": []}, 422),
        ({"geometry": {"type": "Point", "coordinates": [1, 2, 3, 4]}}, 400),
        *(({"properties": values}, 422) for values in (
            {"visited_on": "2026-02-30"}, {"visited_on": "2026-11-29"}, {"visited_on": None}, {"result": "good"},
            {"head_count": 0}, {"head_count": "4"}, {"units": ["KHONG_CO"]}, {"units": "[,"}, {"note": "x" * 5000},
            {"note": "Nhà ông Nguyễn Văn Tám, 0903 123 456"}, {"next_on": "2026-11-01"}, {"answers": {"x": "y"}},
            {"hotspot": "DB00002"}, {"state": "cancelled"}, {"owner": "x"},
        )),
    ]  # fmt: skip
    for body, status in bad:
        answer = officer.send("PATCH", one, body, If_Match=tag)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), str(body)[:200]
    for body in (
        feature(hotspot=None),
        feature(result=None),
        feature(state="cancelled"),
        {"type": "Feature"},
    ):
        assert officer.send("POST", ITEMS, body).json["code"] in {"feature_incomplete", "entry_malformed"}
    assert officer.send("POST", ITEMS, feature(hotspot="DB99999")).status_code == 404
    elsewhere = Program(client, bearer("officer", OUTSIDE, name="khac"))
    reader = Program(client, bearer("viewer", INSIDE, name="xem"))
    for program, status in ((elsewhere, 404), (reader, 403)):
        for method in ("PUT", "PATCH", "DELETE"):
            assert program.send(method, one, feature(), If_Match="*").status_code == status
    assert elsewhere.send("POST", ITEMS, feature()).status_code == 404
    assert reader.send("POST", ITEMS, feature()).status_code == 403
    assert reader.send("OPTIONS", one).headers["Allow"] == "GET, HEAD, OPTIONS"
    after = officer.read(one)
    assert after == before


def test_a_session_needs_its_proof(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", INSIDE)
    assert client.post(ITEMS, json=feature()).status_code == 400
    proof = {"X-CSRFToken": csrf_token(client)}
    assert client.post(ITEMS, json=feature(), headers=proof).status_code == 201
