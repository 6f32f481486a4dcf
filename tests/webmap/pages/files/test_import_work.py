"""Small files are examined at once, large and slow ones by a worker; both lead to the same pages."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.files.samples import old_table, sent, two_layers
from webmap.jobs.running import Workshop
from webmap.pages.files import import_work

Send = Callable[..., str]


@pytest.fixture
def shop(app: Flask) -> Iterator[Workshop]:
    """Return a worker's tools."""
    opened = Workshop(app)
    yield opened
    opened.database.close()


@pytest.fixture
def send(client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Return a function by which an officer sends a file that is too large to be examined at once."""
    sign_in("officer", "776")
    monkeypatch.setattr(import_work, "LARGE_BYTES", 0)

    def sending(body: bytes, name: str) -> str:
        answer = post(client, "/imports", **sent(body, name))
        assert answer.status_code == 303, answer.text
        assert answer.location.startswith("/downloads/")
        return str(answer.location).rsplit("/", 1)[1]

    return sending


def test_what_a_worker_examined_leads_to_its_batch(
    client: FlaskClient, send: Send, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = send(old_table(), "toan-quoc.csv")
    page = client.get(f"/downloads/{uuid}").text
    assert "toan-quoc.csv" in page
    assert "<progress" in page
    assert client.get(f"/imports/work/{uuid}").location == f"/downloads/{uuid}"
    shop.do(uuid)
    assert client.get(f"/downloads/{uuid}.json").get_json()["shown_at"] == f"/imports/work/{uuid}"
    assert f'href="/imports/work/{uuid}"' in client.get(f"/downloads/{uuid}").text
    assert "1 tệp đã xong" in client.get("/account").text
    assert client.get(f"/imports/work/{uuid}").location == "/imports/NT00001"
    assert "1 tệp đã xong" not in client.get("/account").text
    again = post(
        client, "/imports/NT00001/again", version="1", target="hotspots", **{"column-name": "TEN_DIADIEM"}
    )
    assert again.location.startswith("/downloads/")
    shop.do(again.location.rsplit("/", 1)[1])
    assert client.get(again.location.replace("/downloads", "/imports/work")).location == "/imports/NT00002"
    assert "Đã bỏ" in client.get("/imports/NT00001").text
    monkeypatch.setattr(import_work, "LARGE_BYTES", 1_000_000)
    monkeypatch.setattr(import_work, "AT_ONCE_SECONDS", 0.0)  # small, and slow all the same
    assert post(client, "/imports", **sent(old_table())).location.startswith("/downloads/")


def test_a_worker_asks_for_one_of_several_layers_too(client: FlaskClient, send: Send, shop: Workshop) -> None:
    uuid = send(two_layers(), "hai-lop.zip")
    shop.do(uuid)
    form = client.get(f"/imports/work/{uuid}").text
    assert form.count('name="layer"') == 2
    kept = form.split('name="kept" value="')[1].split('"')[0]
    layer = form.split('name="layer"')[1].split('value="')[1].split('"')[0]
    chosen = post(client, "/imports", target="hotspots", kept=kept, layer=layer).location
    shop.do(chosen.rsplit("/", 1)[1])
    assert client.get(chosen.replace("/downloads", "/imports/work")).location == "/imports/NT00001"


def test_what_a_worker_refused_is_told_beside_the_form(
    client: FlaskClient, send: Send, shop: Workshop
) -> None:
    uuid = send(b"%PDF-1.4 not a map", "ban-do.pdf")
    shop.do(uuid)
    assert "Sửa và gửi lại" in client.get(f"/downloads/{uuid}").text
    told = client.get(f"/imports/work/{uuid}").text.split('role="alert"')[1].split("</div>")[0]
    assert "PDF" in told
