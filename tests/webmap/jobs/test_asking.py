"""Asking for long work: once for each form, in the reader's language, and only by whoever may have the result."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.store.database import Database
from layers.work.job_records import find_job
from tests.layers.work.waiting import PACK
from tests.webmap.applications import Prepare
from tests.webmap.conftest import SignIn
from tests.webmap.jobs.asked import KIND, TEXT, TITLE, add_page
from webmap.jobs.kinds import KINDS, Kind
from webmap.jobs.queue import queue_of


@pytest.fixture
def prepare() -> Prepare:
    return add_page


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_given: object) -> None:
        raise AssertionError("no worker runs")

    monkeypatch.setitem(KINDS, KIND, Kind(never, "map.export"))


def test_a_form_sent_twice_is_asked_once(
    app: Flask, client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("viewer")
    assert [client.get(f"/ask?uuid={PACK.uuid}").text for _ in range(2)] == [PACK.uuid] * 2
    with store.read() as connection:
        found = find_job(connection, PACK.uuid)
    assert (found.kind, found.arguments, found.title, found.locale) == (KIND, {"text": TEXT}, TITLE, "vi")
    assert queue_of(app)._huey.pending_count() == 1


def test_who_may_not_have_the_result_asks_in_vain(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("auditor")
    assert client.get(f"/ask?uuid={PACK.uuid}").status_code == 403
    with store.read() as connection:
        assert find_job(connection, PACK.uuid) is None
