"""The files that somebody asked for: how far they are, fetched once they are there, nobody else's."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.work.doing import begin_job
from layers.work.job_records import find_job
from tests.clock import Clock
from tests.webmap.applications import Prepare
from tests.webmap.conftest import SignIn, post
from tests.webmap.jobs.asked import KIND, TEXT, TITLE, add_page
from webmap.jobs.kinds import KINDS, Kind
from webmap.jobs.queue import Progress
from webmap.jobs.results import result_files
from webmap.jobs.running import Workshop
from webmap.jobs.work import File, Work


def _make(_work: Work, arguments: Mapping[str, Any]) -> File:
    return File(arguments["text"].encode(), "gói họp.txt", "text/plain")


@pytest.fixture
def shop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    """Return a worker's tools."""
    monkeypatch.setitem(KINDS, KIND, Kind(_make, "map.export"))
    opened = Workshop(app)
    yield opened
    opened.database.close()


@pytest.fixture
def prepare() -> Prepare:
    return add_page


@pytest.fixture
def asked(client: FlaskClient, shop: Workshop) -> Callable[[], str]:
    """Return a function by which whoever is signed in asks for work; it gives what the page answers."""
    return lambda: client.get("/ask").text


def test_a_file_is_asked_for_made_fetched_and_deleted(
    client: FlaskClient, sign_in: SignIn, shop: Workshop, asked: Callable[[], str], store: Database
) -> None:
    sign_in("viewer")
    assert "Chưa có tệp nào" in client.get("/downloads").text
    uuid = asked()
    page = client.get(f"/downloads/{uuid}").text
    for words in (TITLE, "Đang chờ đến lượt", f'data-job="/downloads/{uuid}.json"'):
        assert words in page
    assert client.get(f"/downloads/{uuid}/file").status_code == 404
    shop.do(uuid)
    assert 'title="1 tệp đã xong"' in client.get("/").text
    assert "tệp đã xong" not in client.get("/map").text
    with client.get(f"/downloads/{uuid}/file") as answer:
        assert (answer.get_data(as_text=True), answer.mimetype) == (TEXT, "text/plain")
        assert "attachment" in answer.headers["Content-Disposition"]
    assert 'title="1 tệp đã xong"' not in client.get("/").text
    with store.read() as connection:
        done = find_job(connection, uuid)
    result_files(shop.config).forget(done.file.sha256)
    assert "không còn trên máy chủ" in client.get(f"/downloads/{uuid}/file").text
    assert post(client, f"/downloads/{uuid}/delete").status_code == 303
    assert client.get(f"/downloads/{uuid}").status_code == 404


def test_work_is_cancelled_and_asked_for_again_by_who_asked(
    client: FlaskClient, sign_in: SignIn, shop: Workshop, asked: Callable[[], str], clock: Clock
) -> None:
    sign_in("viewer")
    uuid = asked()
    told = []
    for deed in ("delete", "cancel", "cancel", "retry"):
        post(client, f"/downloads/{uuid}/{deed}")
        told.append(client.get("/downloads").text)
    for page, words in zip(
        told, ("Hãy hủy trước", "Đã hủy.", "không còn gì để hủy", "đang chờ"), strict=True
    ):
        assert words in page
    assert not shop.queue.is_empty()
    with shop.database.write(SYSTEM, "job.begin") as change:
        begin_job(change, uuid)
    shop.queue.tell(uuid, Progress(0.42, "downloads.doing.begin", clock(), shop.name))
    assert client.get(f"/downloads/{uuid}.json").json == {
        "state": "running",
        "percent": 42,
        "doing": "Đang bắt đầu…",
        "is_open": True,
        "shown_at": "",
    }
    sign_in("viewer", name="minh")
    for path in ("", ".json", "/file"):
        assert client.get(f"/downloads/{uuid}{path}").status_code == 404
    assert post(client, f"/downloads/{uuid}/cancel").status_code == 404
    assert TITLE not in client.get("/downloads").text
