"""Saved maps: from the map just seen to a list, shared, sent as a link, and taken away."""

import re
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from flask.testing import FlaskClient

from tests.webmap.conftest import PASSWORD, SignIn, post
from tests.webmap.pages.sheets.saving import save

_SEEN = "http://localhost/map?at=10.73,106.65,14&status=THEO_DOI&due=overdue"


def test_the_map_just_seen_is_saved_and_opened(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer")
    assert (
        "Lưu bản đồ vừa xem"
        not in client.get("/maps", headers={"Referer": "http://elsewhere/map?at=1,1,3"}).text
    )
    page = client.get("/maps", headers={"Referer": _SEEN}).text
    form = client.get(re.search(r'href="(/maps/new[^"]+)"', page)[1].replace("&amp;", "&"))
    sent = dict(re.findall(r'name="(uuid|map)" value="([^"]+)"', form.text))
    save(client, uuid=sent["uuid"], map=sent["map"].replace("&amp;", "&"))
    save(client, uuid=sent["uuid"], map=sent["map"].replace("&amp;", "&"))
    page = client.get("/maps").text
    assert (page.count("Giao ban</a>"), "luôn là ngày mở" in page, "chỉ mình bạn" in page) == (1, True, True)
    opened = urlsplit(client.get("/maps/BD00001").headers["Location"])
    assert opened.path == "/map"
    assert parse_qs(opened.query) == {
        "at": ["10.73000,106.65000,14"],
        "status": ["THEO_DOI"],
        "due": ["overdue"],
    }
    for title in ("", "Nhà ông Nguyễn Văn Tám"):
        wrong = post(client, "/maps", uuid=str(uuid4()), map="", title=title, shared_with="readers")
        assert (wrong.status_code, wrong.text.count("field__error")) == (422, 1)
        assert 'value="readers" checked' in wrong.text
    assert post(client, "/maps", map="at=here", title="x", shared_with="nobody").status_code == 400


def test_a_map_is_shared_changed_and_taken_away(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", name="minh")
    sign_in("officer")
    save(client)
    changed = {"title": "Giao ban thứ Hai", "shared_with": "readers", "version": "1"}
    assert post(client, "/maps/BD00001/edit", **changed).status_code == 303
    late = post(client, "/maps/BD00001/edit", **changed)
    assert (late.status_code, 'name="version" value="2"' in late.text) == (412, True)
    post(client, "/sign-in", name="minh", password=PASSWORD)
    page = client.get("/maps").text
    assert ("do lan lưu" in page, "/maps/BD00001/edit" in page) == (True, False)
    assert client.get("/maps/BD00001/edit").status_code == 404
    post(client, "/sign-in", name="lan", password=PASSWORD)
    assert post(client, "/maps/BD00001/remove", version="1").status_code == 412
    assert post(client, "/maps/BD00001/remove", version="2").status_code == 303
    assert client.get("/maps/BD00001").status_code == 404


def test_only_readers_of_places_come_in(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("admin")
    assert client.get("/maps").status_code == 403
