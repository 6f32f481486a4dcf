"""What became what: decided otherwise than the geometry says; of many pairs those nobody decided about come first."""

import re

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.admin.drafting import begin, chosen_kinds, merge
from webmap.pages.admin import boundary_successions


@pytest.fixture
def draft(client: FlaskClient, sign_in: SignIn, store: Database) -> str:
    """Sign a coordinator in and return the address of a draft."""
    sign_in("coordinator")
    return f"/admin/boundaries/drafts/{begin(store)}"


def test_a_person_decides_otherwise_than_the_geometry(
    client: FlaskClient, draft: str, store: Database
) -> None:
    merge(client, store, draft)
    fields = re.findall(r'name="(became-\d+-\d+)"', client.get(f"{draft}/succession").text)
    names = sorted(set(fields))
    assert len(names) == 2
    answer = post(client, f"{draft}/succession", version="2", **{names[0]: "part", names[1]: "whole"})
    assert answer.status_code == 303
    page = client.get(f"{draft}/succession").text
    assert chosen_kinds(page) == ["part", "whole"]
    assert post(client, f"{draft}/succession", version="3", **{names[0]: "half"}).status_code == 422
    assert post(client, f"{draft}/succession", version="2", all="1").status_code == 409


def test_of_many_pairs_the_open_ones_come_up_first(
    client: FlaskClient, draft: str, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_successions, "MOST_PROPOSALS", 1)
    merge(client, store, draft)
    listed = []
    for version in ("2", "3"):
        page = client.get(f"{draft}/succession").text
        assert "Còn 1 cặp nữa chưa liệt kê" in page
        (field,) = set(re.findall(r'name="(became-\d+-\d+)"', page))
        listed.append(field)
        assert post(client, f"{draft}/succession", version=version, **{field: "whole"}).status_code == 303
    assert len(set(listed)) == 2, "what is decided makes room for the next"
    assert "Mọi kế thừa đã được xác nhận" in client.get(f"{draft}/succession").text
