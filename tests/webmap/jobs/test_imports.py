"""Reading a file as work: its batch waits for a decision, and begun twice it is staged once."""

from typing import Any

import orjson
import pytest
from flask import Flask

from layers.actor import SYSTEM
from layers.files import reading
from layers.imports.batch_records import find_batch, list_batches
from layers.imports.file_findings import Wish
from layers.store.database import Database
from tests.layers.imports.reading_here import frames_here
from webmap.jobs.imports import make_import_report, read_wish, tell_wish
from webmap.jobs.work import Work
from webmap.texts import Translator

_UUID = "8e3b5bb2-6f2b-4f3c-9d62-0d1b0f6f7a01"


def test_a_file_is_staged_once_however_often_the_work_is_begun(
    app: Flask, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_frames", frames_here)
    files, told = app.extensions["files"], list[str]()
    digest = files.keep(b"ten,x,y\nHem 12 Pham The Hien,106.66,10.74\n")
    work = Work(
        store,
        SYSTEM,
        files,
        app.config["DIABAN"],
        Translator("vi", is_strict=True),
        "",
        lambda _share, key, **_facts: told.append(key),
    )
    wish: dict[str, Any] = tell_wish(Wish(crs="EPSG:4326", sender="Phòng Văn hóa"))
    assert tell_wish(read_wish(wish)) == wish
    asked = {
        "digest": digest,
        "name": "hem.csv",
        "layer": None,
        "uuid": _UUID,
        "target": "hotspots",
        "wish": wish,
        "instead": None,
        "seconds": None,
    }
    first, second = (make_import_report(work, asked) for _ in range(2))
    assert first.name == second.name == "NT00001.json"
    assert orjson.loads(first.body)["features"] == 1
    assert set(told) == {"imports.doing.reading", "imports.doing.staging"}
    with store.read() as connection:
        assert len(list_batches(connection, SYSTEM)) == 1
        assert find_batch(connection, SYSTEM, _UUID) is not None
