"""How far a collection reaches, to whoever may see it: worked out once, and anew after a change."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store import features
from layers.store.database import Database

Headers = Callable[..., dict[str, str]]


def test_an_extent_is_worked_out_once_for_each_reader_and_revision(
    client: FlaskClient, bearer: Headers, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []
    work_out = features.get_extent

    def note(connection: Any, actor: Any, collection_id: str) -> Any:
        worked_out.append(collection_id)
        return work_out(connection, actor, collection_id)

    monkeypatch.setattr(features, "get_extent", note)
    headers = bearer()

    def box() -> list[float]:
        told = client.get("/api/collections/hotspots", headers=headers).get_json()
        return list(told["extent"]["spatial"]["bbox"][0])

    first = box()
    assert first == box()
    assert 106 < first[0] < first[2] < 107
    assert worked_out == ["hotspots"]
    with store.write(SYSTEM, "hotspot.edit") as change:
        change.note("hotspot", "DB00001")
        change.touch("hotspots")
    box()
    assert worked_out == ["hotspots"] * 2
