"""The command that looks for what is wrong: here, what other programs changed in the file."""

import json
from functools import partial

import pytest
from flask import Flask

from layers.imports.taking_up import take_up
from layers.places.drafts import Extent
from layers.store.database import Database
from tests.layers.store.test_outside_edits import edit_outside


@pytest.mark.databases("geopackage")
def test_check_takes_up_what_was_changed_outside_and_tells_what_was_not(
    app: Flask, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "take_up", partial(take_up, least=Extent()))
    edit_outside(
        store,
        "UPDATE hotspot_version SET note = 'đường đất' WHERE id = 1",
        "DELETE FROM hotspot_topic WHERE hotspot_version_id = 2",
    )
    told = json.loads(app.test_cli_runner().invoke(args=["check", "--json"]).output)
    [problem] = [one for one in told["problems"] if one["id"] == "outside_refused"]
    assert "1 phần sửa" in problem["hint"]
    with store.read() as connection:
        notes = "SELECT note FROM hotspot_version WHERE hotspot_id = 1 ORDER BY id DESC LIMIT 1"
        assert connection.exec_driver_sql(notes).scalar_one() == "đường đất"
        topics = "SELECT count(*) FROM hotspot_topic WHERE hotspot_version_id = 2"
        assert connection.exec_driver_sql(topics).scalar_one() == 1
