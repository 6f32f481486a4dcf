"""Pictures of visits: sending, seeing, hiding parts and removing, with and without a script, and who may not."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import ImageChops, ImageStat

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import plan_visit, record_visit
from tests.pictures import MAKER, make_photo, read
from tests.webmap.conftest import SignIn, csrf_token, post
from webmap.pages.supervision.images import _merge

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"
SCRIPT = {"Accept": "application/json"}

Send = Callable[..., Any]


@pytest.fixture
def code(store: Database) -> str:
    with store.write(SYSTEM, "visit.record") as change:
        return record_visit(change, "DB00001", Visit(date(2026, 11, 20)))


@pytest.fixture
def files(app: Flask) -> Callable[[], list[Path]]:
    """Return a function that lists the kept files."""
    return lambda: [path for path in app.extensions["files"].folder.rglob("*") if path.is_file()]


@pytest.fixture
def send(client: FlaskClient, code: str) -> Send:
    """Return a function that sends photos to the visit, as a form or as the script does."""

    def go(
        *bodies: bytes, uuids: tuple[str, ...] = (), blurs: tuple[str, ...] = (), script: bool = False
    ) -> Any:
        photos = [(BytesIO(body), f"{at}.jpg") for at, body in enumerate(bodies)]
        data = {"csrf_token": csrf_token(client), "photo": photos, "uuid": list(uuids), "blurs": list(blurs)}
        return client.post(f"/visits/{code}/images", data=data, headers=SCRIPT if script else {})

    return go


def _sources(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', page)


def _share_of_change(before: bytes, after: bytes, box: tuple[float, float, float, float]) -> float:
    one, other = read(before), read(after)
    left, top, right, bottom = box
    corners = (int(left * one.width), int(top * one.height), int(right * one.width), int(bottom * one.height))
    return sum(ImageStat.Stat(ImageChops.difference(one.crop(corners), other.crop(corners))).mean) / 3


def test_a_photo_is_sent_hidden_in_parts_and_removed_without_a_script(
    client: FlaskClient, sign_in: SignIn, send: Send, code: str, files: Callable[[], list[Path]]
) -> None:
    sign_in("supervisor", INSIDE)
    answer = send(make_photo())
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    assert page.text.count('name="cell"') == 48
    (source,) = _sources(page.text)
    before = client.get(source).data

    hidden = post(client, answer.location, cell=["0-0", "1-0", "0-1", "1-1"])
    assert hidden.status_code == 303
    after = client.get(source).data
    assert _share_of_change(before, after, (0.02, 0.02, 0.23, 0.31)) > 15
    assert _share_of_change(before, after, (0.4, 0.4, 1, 1)) < 3
    shown = client.get(hidden.location).text
    assert _sources(shown) == [source]
    assert "Đã che một phần" in shown
    assert len(files()) == 1, "the picture as it was is no longer kept"

    where = source.removesuffix(".jpg") + "/remove"
    refused = post(client, where, reason="")
    assert refused.status_code == 422
    refused = post(client, where, reason="thấy mặt anh Nguyễn Văn Bảy")
    assert refused.status_code == 422
    assert "Nguyễn Văn Bảy" in refused.text, "what was typed is kept"
    assert post(client, where, reason="ảnh mờ").status_code == 303
    assert client.get(source).status_code == 404
    assert client.get(answer.location).status_code == 404
    assert files() == []
    assert post(client, where, reason="ảnh mờ").status_code == 303, "asking twice does no harm"


def test_a_picture_is_served_safely(client: FlaskClient, sign_in: SignIn, send: Send) -> None:
    sign_in("supervisor", INSIDE)
    (source,) = _sources(client.get(send(make_photo()).location).text)
    answer = client.get(source)
    headers = answer.headers
    assert MAKER not in answer.data
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert "private" in headers["Cache-Control"]
    assert "public" not in headers["Cache-Control"]
    assert client.get(source, headers={"If-None-Match": headers["ETag"]}).status_code == 304


def test_a_script_sends_boxes_and_its_own_identifiers(
    client: FlaskClient, sign_in: SignIn, send: Send, code: str, files: Callable[[], list[Path]]
) -> None:
    sign_in("supervisor", INSIDE)
    uuids = (str(uuid4()), str(uuid4()))
    boxes = ("[]", json.dumps([[0.5, 0.5, 1, 1]]))
    photos = (make_photo(seed=1), make_photo(seed=2))
    for _ in range(2):
        answer = send(*photos, uuids=uuids, blurs=boxes, script=True)
        assert answer.status_code == 201
        assert [one["uuid"] for one in answer.json["images"]] == list(uuids)
    page = client.get(f"/visits/{code}/images").text
    assert _sources(page) == [f"/visits/{code}/images/{uuid}.jpg" for uuid in uuids]
    assert page.count("Đã che một phần") == 1
    assert len(files()) == 2
    assert _share_of_change(photos[1], client.get(_sources(page)[1]).data, (0.52, 0.52, 0.98, 0.98)) > 15


def test_boxes_added_before_a_retry_are_hidden(
    client: FlaskClient, sign_in: SignIn, send: Send, files: Callable[[], list[Path]]
) -> None:
    sign_in("supervisor", INSIDE)
    uuid, body = str(uuid4()), make_photo()
    send(body, uuids=(uuid,), script=True)
    answer = send(body, uuids=(uuid,), blurs=("[[0, 0, 1, 1]]",), script=True)
    assert answer.status_code == 201
    kept = client.get(answer.json["images"][0]["picture"]).data
    assert _share_of_change(body, kept, (0, 0, 1, 1)) > 15
    assert len(files()) == 1
    send(body, uuids=(uuid,), script=True)
    assert client.get(answer.json["images"][0]["picture"]).data == kept, "what is hidden stays hidden"


@pytest.mark.parametrize(
    ("body", "code_of_error"),
    [
        (b"<svg/>", "image_type_unknown"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "image_heic"),
        (make_photo()[:2000], "image_broken"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(
    sign_in: SignIn, send: Send, files: Callable[[], list[Path]], body: bytes, code_of_error: str
) -> None:
    sign_in("supervisor", INSIDE)
    answer = send(make_photo(), body, script=True)
    assert (answer.status_code, answer.json["code"]) == (422, code_of_error)
    page = send(body)
    assert page.status_code == 422
    assert answer.json["detail"] in page.text
    assert files() == [], "all or none"


@pytest.mark.parametrize(
    "boxes", ["[[0, 0, 2, 1]]", "[[1, 2]]", "{", '[["a", 0, 1, 1]]', "7", "[[0,0,NaN,1]]", "[" * 5000]
)
def test_boxes_that_are_none_are_refused(sign_in: SignIn, send: Send, boxes: str) -> None:
    sign_in("supervisor", INSIDE)
    answer = send(make_photo(), blurs=(boxes,), script=True)
    assert (answer.status_code, answer.json["code"]) == (422, "image_box_invalid")


@pytest.mark.parametrize("uuids", [("no uuid",), ("0" * 31,)])
def test_an_identifier_is_a_uuid(sign_in: SignIn, send: Send, uuids: tuple[str, ...]) -> None:
    sign_in("supervisor", INSIDE)
    assert send(make_photo(), uuids=uuids, script=True).status_code == 400
    same = str(uuid4())
    assert send(make_photo(), make_photo(), uuids=(same, same), script=True).status_code == 400


def test_nothing_sent_is_told(client: FlaskClient, sign_in: SignIn, send: Send) -> None:
    sign_in("supervisor", INSIDE)
    assert send().status_code == 422
    where = send(make_photo()).location
    assert post(client, where).status_code == 422
    assert post(client, where, cell="7-6").status_code == 422
    assert post(client, where, cell="x").status_code == 422
    assert post(client, where, blurs="[[0,0,0.5,0.5]]").status_code == 303


def test_a_visit_takes_eight(
    client: FlaskClient, sign_in: SignIn, send: Send, code: str, files: Callable[[], list[Path]]
) -> None:
    sign_in("supervisor", INSIDE)
    small = [make_photo(64, 48, seed=seed) for seed in range(9)]
    assert send(*small, script=True).json["code"] == "images_too_many"
    assert send(*small[:7], script=True).status_code == 201
    assert send(*small[7:], script=True).status_code == 422
    assert len(files()) == 7
    assert send(small[7], script=True).status_code == 201
    page = client.get(f"/visits/{code}/images").text
    assert "data-pictures" not in page
    assert "đã đủ 8 ảnh" in page


def test_a_planned_visit_takes_none(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    with store.write(SYSTEM, "visit.plan") as change:
        planned = plan_visit(change, "DB00001", date(2026, 12, 1))
    sign_in("supervisor", INSIDE)
    assert "data-pictures" not in client.get(f"/visits/{planned}/images").text
    data = {"csrf_token": csrf_token(client), "photo": (BytesIO(make_photo()), "a.jpg")}
    assert client.post(f"/visits/{planned}/images", data=data).status_code == 422


@pytest.fixture
def kept(client: FlaskClient, sign_in: SignIn, send: Send) -> str:
    """Return the address of a kept picture; whoever sent it is signed out again."""
    sign_in("supervisor", INSIDE, name="hoa")
    source = _sources(client.get(send(make_photo()).location).text)[0]
    post(client, "/sign-out")
    return source


@pytest.mark.parametrize(
    ("grant", "sees"),
    [
        (("viewer", INSIDE), 200), (("reporter", INSIDE), 200), (("officer", INSIDE), 200),
        (("coordinator", "776"), 200),
        (("viewer", OUTSIDE), 404), (("officer", OUTSIDE), 404), (("partner", INSIDE), 403), (("partner", "*"), 403),
        (("admin", INSIDE), 403), (("auditor", INSIDE), 403),
    ],
)  # fmt: skip
def test_only_who_sees_the_place_sees_its_pictures(
    client: FlaskClient, sign_in: SignIn, kept: str, code: str, grant: tuple[str, str], sees: int
) -> None:
    role, area = grant
    sign_in(role, area)
    assert client.get(kept).status_code == sees
    assert client.get(f"/visits/{code}/images").status_code == sees
    for deed in ("blur", "remove"):
        may = sees == 200 and role in {"officer", "coordinator"}
        status = post(client, f"{kept.removesuffix('.jpg')}/{deed}").status_code
        assert status == 422 if may else status in {403, 404}
    if role in {"viewer", "reporter"} and sees == 200:
        page = client.get(f"/visits/{code}/images").text
        assert not re.search("data-pictures|/remove|/blur", page), "what they may not do is not shown"


def test_a_picture_is_found_under_its_own_visit_only(
    client: FlaskClient, sign_in: SignIn, kept: str, store: Database
) -> None:
    with store.write(SYSTEM, "visit.record") as change:
        other = record_visit(change, "DB00002", Visit(date(2026, 11, 20)))
    sign_in("coordinator", "776")
    assert client.get(kept.replace("GS00001", other)).status_code == 404
    assert client.get("/visits/GS99999/images").status_code == 404
    assert client.get(f"/visits/{other}/images/{uuid4()}.jpg").status_code == 404
    assert client.get(f"/visits/{other}/images/no-uuid.jpg").status_code == 404


def test_cells_are_joined_to_large_boxes() -> None:
    joined = list(_merge({(0, 0), (1, 0), (0, 1), (1, 1), (5, 5)}, 8, 6))
    assert [(box.left, box.top, box.right, box.bottom) for box in joined] == [
        (0, 0, 2 / 8, 2 / 6), (5 / 8, 5 / 6, 6 / 8, 1),
    ]  # fmt: skip
    everything = {(x, y) for x in range(8) for y in range(6)}
    assert [(box.left, box.top, box.right, box.bottom) for box in _merge(everything, 8, 6)] == [(0, 0, 1, 1)]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_pages_read_in_both_languages(
    client: FlaskClient, sign_in: SignIn, send: Send, code: str, locale: str
) -> None:
    sign_in("supervisor", INSIDE)
    post(client, "/language", locale=locale)
    where = send(make_photo()).location
    words = {
        "vi": ("Ảnh hiện trường", "Che một phần ảnh"),
        "en": ("Pictures of the place", "Hide parts of a picture"),
    }
    assert words[locale][0] in client.get(f"/visits/{code}/images").text
    assert words[locale][1] in client.get(where).text


def test_the_page_tells_its_script_where_the_finder_of_faces_lies(
    client: FlaskClient, sign_in: SignIn, code: str
) -> None:
    sign_in("supervisor", INSIDE)
    told = re.search(r'id="images-config">(.*?)</script>', client.get(f"/visits/{code}/images").text)
    assert told
    finder = json.loads(told[1])["finder"]
    addresses = [finder["worker"], finder["model"], *finder["modern"].values(), *finder["plain"].values()]
    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200
    assert all("?v=" in address for address in addresses)
