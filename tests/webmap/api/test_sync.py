"""The addresses that a device without a network uses: sign-in, its part of the register, entries, pictures."""

import hashlib
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.overview.defaults import load_defaults
from layers.store.database import Database
from layers.supervision.visits import cancel_visit, plan_visit, redate_visit
from layers.sync.digests import digest_of
from tests.conftest import Clock
from tests.pictures import make_photo
from tests.webmap.conftest import PASSWORD, SignIn, post

DEVICE = "1b4e28ba-2fa1-4d2f-883f-0016d3cca427"
INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


@pytest.fixture
def phone(client: FlaskClient, sign_in: SignIn, store: Database) -> FlaskClient:
    """Return a browser signed in as a supervisor of Bình Đông, with a registered device."""
    with store.write(SYSTEM, "lists.load") as change:
        load_defaults(change)
    sign_in("supervisor", INSIDE)
    assert send(client, "/devices", {"uuid": DEVICE, "name": "Android, Chrome"}).status_code == 201
    return client


def token(client: FlaskClient) -> str:
    return str(client.get(f"/api/sync/session?device={DEVICE}").json["csrf"])


def send(client: FlaskClient, path: str, body: Any, **headers: str) -> Any:
    """Send JSON as the page does."""
    proof = {"X-CSRFToken": token(client), **headers}
    return client.post(f"/api/sync{path}", json=body, headers=proof)


def entry(body: dict[str, Any], kind: str = "visit", **told: Any) -> dict[str, Any]:
    own = {
        "uuid": str(uuid4()),
        "seq": 1,
        "format": 1,
        "kind": kind,
        "recorded_at": "2026-11-22T08:15:00+07:00",
    }
    return {**own, "digest": digest_of(body), "body": body, **told}


def visit(**told: Any) -> dict[str, Any]:
    common = {"hotspot": "DB00001", "form": "on_site", "result": "same", "units": [], "head_count": 2}
    return {**common, **told}


def submit(client: FlaskClient, *entries: Any, sent_at: str = "2026-11-22T09:00:05+07:00") -> list[Any]:
    answer = send(client, "/entries", {"device": DEVICE, "sent_at": sent_at, "entries": list(entries)})
    assert answer.status_code == 200, answer.text
    return answer.json["answers"]  # type: ignore[no-any-return]


def put(client: FlaskClient, uuid: str, offset: int, piece: bytes) -> Any:
    headers = {"X-CSRFToken": token(client), "Upload-Offset": str(offset)}
    kind = "application/offset+octet-stream"
    return client.patch(f"/api/sync/uploads/{uuid}", data=piece, headers=headers, content_type=kind)


def test_the_session_tells_who_is_signed_in_and_what_is_known(phone: FlaskClient) -> None:
    told = phone.get(f"/api/sync/session?device={DEVICE}").json
    assert told["account"] == {"name": "lan", "locale": "vi"}
    assert told["device"] == {"uuid": DEVICE, "state": "known"}
    assert told["formats"] == [1]
    assert {"visit.record", "count.enter"} <= set(told["may"])
    assert phone.get(f"/api/sync/session?device={uuid4()}").json["device"]["state"] == "unknown"


def test_nobody_hears_that_the_session_is_over(client: FlaskClient) -> None:
    answer = client.get(f"/api/sync/session?device={DEVICE}")
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_an_area_holds_what_the_account_sees_and_no_more(phone: FlaskClient) -> None:
    answer = phone.get(f"/api/sync/area?device={DEVICE}")
    area = answer.json
    assert [place["code"] for place in area["places"]] == ["DB00001"]
    assert area["feed"]["hotspots"]["code"] == ["DB00001"]
    assert area["places"][0]["wards"][0] == {"code": "27424", "name": "Phường Bình Đông"}
    assert [unit["id"] for unit in area["units"]] == [INSIDE]
    assert len(area["forms"][0]["items"]) == 8
    again = phone.get(f"/api/sync/area?device={DEVICE}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_an_area_changes_with_what_is_recorded(phone: FlaskClient) -> None:
    before = phone.get(f"/api/sync/area?device={DEVICE}").headers["ETag"]
    submit(phone, entry(visit()))
    area = phone.get(f"/api/sync/area?device={DEVICE}", headers={"If-None-Match": before})
    assert area.status_code == 200
    assert area.json["places"][0]["last_on"] == "2026-11-22"


def test_receipts_are_told_to_the_account_on_any_device(phone: FlaskClient) -> None:
    submit(phone, entry(visit()))
    told = phone.get("/api/sync/received").json["received"]
    assert told == [
        {
            "receipt": "BN00001",
            "kind": "visit",
            "about": "GS00001",
            "name": "Hẻm 1678 Phạm Thế Hiển",
            "recorded_at": "2026-11-22T01:15:00+00:00",
            "received_at": told[0]["received_at"],
        }
    ]


def test_entries_are_stored_once_and_get_a_receipt(phone: FlaskClient) -> None:
    sent = [entry(visit(note="Hẻm đã có đèn.")), entry(visit(hotspot="DB00002"), seq=2)]
    first, second = submit(phone, *sent)
    assert (first["outcome"], first["receipt"], first["object"]) == (
        "stored",
        "BN00001",
        {"type": "visit", "id": "GS00001"},
    )
    assert (second["outcome"], second["code"], second["receipt"]) == ("refused", "hotspot_not_found", None)
    assert second["message"]
    again = submit(phone, *sent)
    assert [(one["outcome"], one["receipt"]) for one in again] == [("already", "BN00001"), ("refused", None)]
    assert phone.get("/visits").text.count('href="/visits/GS0000') == 1
    told = phone.get(f"/api/sync/entries?device={DEVICE}").json["entries"]
    assert [(one["outcome"], one["receipt"]) for one in told] == [("already", "BN00001"), ("refused", None)]


def test_a_picture_comes_in_pieces_and_goes_on_where_it_broke_off(phone: FlaskClient) -> None:
    made, photo, uuid = entry(visit()), make_photo(640, 480), str(uuid4())
    told = {"device": DEVICE, "uuid": uuid, "entry": made["uuid"], "size": len(photo), "is_blurred": True}
    told |= {"sha256": hashlib.sha256(photo).hexdigest(), "media_type": "image/jpeg"}
    early = send(phone, "/uploads", told)
    assert (early.status_code, early.json["code"]) == (404, "entry_not_stored")
    (stored,) = submit(phone, made)
    assert send(phone, "/uploads", told).json == {"offset": 0, "receipt": None}
    piece = put(phone, uuid, 0, photo[:1000])
    assert (piece.status_code, piece.headers["Upload-Offset"]) == (204, "1000")
    lost = put(phone, uuid, 0, photo[:1000])
    assert (lost.status_code, lost.headers["Upload-Offset"], lost.json["code"]) == (
        409,
        "1000",
        "upload_offset",
    )
    assert send(phone, "/uploads", told).json["offset"] == 1000
    last = put(phone, uuid, 1000, photo[1000:])
    assert (last.status_code, last.json["outcome"], last.json["receipt"]) == (200, "stored", "BN00002")
    assert put(phone, uuid, 1000, photo[1000:]).json["outcome"] == "already"
    assert send(phone, "/uploads", told).json == {"offset": len(photo), "receipt": "BN00002"}
    picture = phone.get(f"/visits/{stored['object']['id']}/images/{uuid}.jpg")
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")


def test_a_picture_that_is_none_is_refused_and_begins_anew(phone: FlaskClient) -> None:
    made, body, uuid = entry(visit()), b"\xff\xd8\xff no picture", str(uuid4())
    submit(phone, made)
    told = {
        "device": DEVICE,
        "uuid": uuid,
        "entry": made["uuid"],
        "size": len(body),
        "media_type": "image/jpeg",
    }
    told["sha256"] = "0" * 64
    for digest, code in (("0" * 64, "upload_damaged"), (hashlib.sha256(body).hexdigest(), "image_broken")):
        send(phone, "/uploads", {**told, "sha256": digest})
        answer = put(phone, uuid, 0, body)
        assert (answer.status_code, answer.json["outcome"], answer.json["code"]) == (200, "refused", code)
    assert send(phone, "/uploads", told).json["offset"] == 0


@pytest.mark.parametrize(
    ("offset", "piece", "status"),
    [
        ("-1", b"x", 422),
        ("x", b"x", 422),
        ("9" * 30, b"x", 422),
        ("0", b"x" * 600_000, 422),
        ("0", b"x" * 50, 422),
    ],
    ids=["negative", "no number", "huge", "too large", "longer than told"],
)
def test_pieces_that_cannot_be_are_refused(
    phone: FlaskClient, offset: str, piece: bytes, status: int
) -> None:
    made, uuid = entry(visit()), str(uuid4())
    submit(phone, made)
    told = {"device": DEVICE, "uuid": uuid, "entry": made["uuid"], "size": 20, "media_type": "image/jpeg"}
    assert send(phone, "/uploads", {**told, "sha256": "0" * 64}).status_code == 200
    headers = {"X-CSRFToken": token(phone), "Upload-Offset": offset}
    kind = "application/offset+octet-stream"
    answer = phone.patch(f"/api/sync/uploads/{uuid}", data=piece, headers=headers, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_wiped_device_is_told_so_everywhere_and_may_come_back_anew(
    phone: FlaskClient, client: FlaskClient
) -> None:
    submit(phone, entry(visit()))
    assert post(phone, f"/account/devices/{DEVICE}/wipe").status_code == 303
    body = {"device": DEVICE, "sent_at": "2026-11-22T09:00:05+07:00", "entries": []}
    for answer in (
        phone.get(f"/api/sync/area?device={DEVICE}"),
        phone.get(f"/api/sync/entries?device={DEVICE}"),
        send(phone, "/entries", body),
        send(phone, "/devices", {"uuid": DEVICE, "name": "Android"}),
    ):
        assert (answer.status_code, answer.json["code"]) == (410, "device_wiped")
    assert phone.get(f"/api/sync/session?device={DEVICE}").json["device"]["state"] == "wiped"
    assert "GS00001" in phone.get("/visits").text
    assert send(phone, "/devices", {"uuid": str(uuid4()), "name": "Android"}).status_code == 201


def test_a_device_serves_the_account_that_registered_it(phone: FlaskClient, add_account: SignIn) -> None:
    add_account("officer", INSIDE, name="minh")
    post(phone, "/sign-out")
    assert post(phone, "/sign-in", name="minh", password=PASSWORD).status_code == 303
    assert phone.get(f"/api/sync/session?device={DEVICE}").json["device"]["state"] == "other"
    answer = phone.get(f"/api/sync/area?device={DEVICE}")
    assert (answer.status_code, answer.json["code"]) == (403, "device_of_another")


def test_changes_need_the_proof_that_the_page_is_ours(phone: FlaskClient) -> None:
    answer = phone.post("/api/sync/entries", json={"device": DEVICE, "entries": []})
    assert (answer.status_code, answer.json["code"]) == (400, "form_expired")


ODD = {
    "null": b"null",
    "a list": b"[]",
    "NaN": b'{"device": NaN}',
    "no entries": b'{"device": "%s"}' % DEVICE.encode(),
    "entries that are none": b'{"device": "%s", "sent_at": "2026-11-22T09:00:05+07:00", "entries": [1]}'
    % DEVICE.encode(),
    "a field too many": b'{"device": "%s", "sent_at": "2026-11-22T09:00:05+07:00", "entries": [], "x": 1}'
    % DEVICE.encode(),
    "a time without its zone": b'{"device": "%s", "sent_at": "2026-11-22T09:00:05", "entries": []}'
    % DEVICE.encode(),
    "a year that no clock means": b'{"device": "%s", "sent_at": "9999-12-31T23:59:59-12:00", "entries": []}'
    % DEVICE.encode(),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("path", ["entries", "devices", "uploads"])
def test_odd_json_is_refused(phone: FlaskClient, path: str, body: bytes) -> None:
    headers = {"X-CSRFToken": token(phone)}
    answer = phone.post(f"/api/sync/{path}", data=body, headers=headers, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]


def test_too_many_entries_are_refused_whole(phone: FlaskClient) -> None:
    body = {"device": DEVICE, "sent_at": "2026-11-22T09:00:05+07:00", "entries": [entry(visit())] * 51}
    answer = send(phone, "/entries", body)
    assert (answer.status_code, answer.json["code"]) == (422, "entries_too_many")


def test_a_clock_that_is_a_day_ahead_is_set_right(phone: FlaskClient, clock: Clock) -> None:
    clock.at = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    made = entry(visit(visited_on="2026-11-23"), recorded_at="2026-11-23T08:00:00+07:00")
    (answer,) = submit(phone, made, sent_at="2026-11-23T09:00:00+07:00")
    assert answer["outcome"] == "stored"
    page = phone.get("/visits/GS00001").text
    assert "22/11/2026" in page


def test_a_visit_whose_plan_was_moved_waits_in_the_inbox_and_is_settled_on_its_page(
    phone: FlaskClient, store: Database
) -> None:
    with store.write(SYSTEM, "visit.plan") as change:
        plan = plan_visit(change, "DB00001", date(2026, 11, 22))
    with store.write(SYSTEM, "visit.redate") as change:
        redate_visit(change, plan, date(2026, 11, 25), version=1, reason="Mưa lớn")
    (answer,) = submit(phone, entry(visit(head_count=7, planned={"visit": plan, "version": 1})))
    assert (answer["outcome"], answer["code"], answer["inbox"]) == (
        "conflict",
        "visit_plan_changed",
        "/conflicts",
    )
    assert answer["message"]
    page = phone.get("/conflicts").text
    path = unescape(re.search(r'action="(/visits/new[^"]+)"', page)[1])
    fields = dict(
        re.findall(r'name="(\w+)" value="([^"]*)"', page.split(path.split("?")[0])[1].split("</form>")[0])
    )
    opened = phone.post(path, data=fields)
    assert opened.status_code == 412
    assert "25/11/2026" in opened.text
    assert f'name="conflict" value="{fields["conflict"]}"' in opened.text
    saved = phone.post(path, data={**fields, "version": "2"})
    assert (saved.status_code, saved.headers["Location"]) == (303, f"/visits/{plan}")
    assert "conflict" not in re.findall(r'name="(\w+)"', phone.get("/conflicts").text)


def test_a_visit_whose_plan_was_cancelled_is_recorded_by_itself(phone: FlaskClient, store: Database) -> None:
    with store.write(SYSTEM, "visit.plan") as change:
        plan = plan_visit(change, "DB00001", date(2026, 11, 22))
    with store.write(SYSTEM, "visit.cancel") as change:
        cancel_visit(change, plan, version=1, reason="Mưa lớn")
    (answer,) = submit(phone, entry(visit(planned={"visit": plan, "version": 1})))
    assert (answer["outcome"], answer["current"]["state"]) == ("conflict", "cancelled")
    page = phone.get("/conflicts").text
    path = unescape(re.search(r'action="(/visits/new[^"]+)"', page)[1])
    fields = dict(
        re.findall(r'name="(\w+)" value="([^"]*)"', page.split(path.split("?")[0])[1].split("</form>")[0])
    )
    opened = phone.post(path, data=fields)
    assert opened.status_code == 422
    assert 'action="/visits/new?hotspot=DB00001"' in opened.text, "the form goes on without the plan"
    assert phone.post("/visits/new?hotspot=DB00001", data=fields).status_code == 303
