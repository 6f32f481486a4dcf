"""Merging and splitting at their pages: what goes on, what ends, and that an old page changes nothing."""

import json
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.conversion.status import read_status
from layers.places.references import get_place
from layers.places.versions import read_draft
from layers.store.database import Database
from tests.webmap.conftest import SignIn, csrf_token, post
from tests.webmap.pages.places.test_places import fields_of

_TODAY = date(2026, 11, 22)
_CUT = {"type": "LineString", "coordinates": [[106.6480, 10.7364], [106.6512, 10.7366]]}


def _status(store: Database, code: str) -> str | None:
    with store.read() as connection:
        return read_status(connection, get_place(connection, SYSTEM, code).id, _TODAY)


def _draft(store: Database, code: str) -> Any:
    with store.read() as connection:
        return read_draft(connection, get_place(connection, SYSTEM, code).id, 99)


def _form(client: FlaskClient, path: str) -> dict[str, Any]:
    page = client.get(path)
    assert page.status_code == 200, page.text
    return {**fields_of(page.text), "reason": "theo kế hoạch mới", "csrf_token": csrf_token(client)}


def test_two_places_become_one(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("coordinator", "776")
    chosen = client.get("/hotspots/merge?with=DB00001")
    assert 'value="DB00001"' in chosen.text
    assert 'value="DB00002"' in chosen.text
    sent = _form(client, "/hotspots/merge?with=DB00001&with=DB00002")
    assert sent["with"] == ["DB00001", "DB00002"]
    answer = client.post("/hotspots/merge", data={**sent, "name": "Hai hẻm Phạm Thế Hiển"})
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/hotspots/DB00005"), answer.text
    assert [_status(store, code) for code in ("DB00001", "DB00002")] == ["GOP_TACH"] * 2
    assert "Hẻm 1678 Phạm Thế Hiển" in _draft(store, "DB00005").aliases
    again = client.post("/hotspots/merge", data={**sent, "name": "Hai hẻm Phạm Thế Hiển"})
    assert again.headers["Location"] == "/hotspots/DB00005"


@pytest.mark.parametrize("codes", [[], ["DB00001"], ["DB00001", "DB00001"]])
def test_one_place_is_not_merged(
    client: FlaskClient, sign_in: SignIn, store: Database, codes: list[str]
) -> None:
    sign_in("coordinator", "776")
    answer = post(client, "/hotspots/merge", **{"with": codes})
    assert answer.status_code == 422
    assert "ít nhất hai" in answer.text
    assert _status(store, "DB00001") == "THEO_DOI"


def test_a_merger_from_an_old_page_changes_nothing(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("coordinator", "776")
    sent = _form(client, "/hotspots/merge?with=DB00001&with=DB00002")
    edit = {**_form(client, "/hotspots/DB00002/edit"), "valid_from": "20/11/2026"}
    assert client.post("/hotspots/DB00002/edit", data=edit).status_code == 303
    assert client.post("/hotspots/merge", data=sent).status_code == 409
    assert _status(store, "DB00001") == "THEO_DOI"
    wrong = client.post("/hotspots/merge", data={**sent, "reason": ""})
    assert wrong.status_code == 422
    assert fields_of(wrong.text)["from"] == sent["from"]
    assert client.post("/hotspots/merge", data={**sent, "from": ["x", "y"]}).status_code == 409


def test_places_that_nobody_may_merge_there_are_not_named(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("coordinator", "27424@2025-07-01")
    assert client.get("/hotspots/merge?with=DB00001&with=DB00003").status_code == 404
    too_many = "&".join(f"with=DB{number:05d}" for number in range(30))
    assert client.get(f"/hotspots/merge?{too_many}").status_code == 422


def _split(client: FlaskClient, **changes: Any) -> Any:
    sent = _form(client, "/hotspots/DB00001/split")
    names = {"west_name": "Hẻm 1678 đoạn đầu", "east_name": "Hẻm 1678 đoạn cuối"}
    return client.post(
        "/hotspots/DB00001/split", data={**sent, **names, "shape": json.dumps(_CUT), **changes}
    )


def test_a_place_becomes_two(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("coordinator", "776")
    whole = _draft(store, "DB00001").geometry
    answer = _split(client)
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/hotspots/DB00005"), answer.text
    assert _status(store, "DB00001") == "GOP_TACH"
    west, east = _draft(store, "DB00005"), _draft(store, "DB00006")
    assert west.geometry.length + east.geometry.length == pytest.approx(whole.length)
    assert (west.name, east.name) == ("Hẻm 1678 đoạn đầu", "Hẻm 1678 đoạn cuối")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"shape": ""}, "Hãy vẽ"),
        ({"shape": json.dumps({**_CUT, "coordinates": [[106.60, 10.70], [106.61, 10.70]]})}, "thành 1 phần"),
        ({"west_name": "12/3 Phạm Thế Hiển"}, "số nhà"),
        ({"east_name": ""}, "Cần điền"),
        ({"reason": ""}, "Cần điền"),
        ({"first": "THEO_DOI", "valid_from": "31/12/2026"}, "tương lai"),
    ],
)
def test_a_split_that_cannot_be_is_explained(
    client: FlaskClient, sign_in: SignIn, store: Database, changes: dict[str, str], words: str
) -> None:
    sign_in("coordinator", "776")
    answer = _split(client, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert _status(store, "DB00001") == "THEO_DOI"


def test_an_officer_neither_merges_nor_splits(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    assert client.get("/hotspots/merge").status_code == 403
    assert client.get("/hotspots/DB00001/split").status_code == 403
    page = client.get("/hotspots/DB00001").text
    assert "/hotspots/DB00001/split" not in page
