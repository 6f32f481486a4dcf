"""``flask boundaries``: public sources, and a draft that is checked, mended and published without a page."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from layers.actor import SYSTEM
from layers.areas.draft_edits import replace_areas
from layers.areas.vintage_drafts import DraftRef, begin_draft, get_draft
from layers.store.database import Database
from tests.conftest import START, Clock
from tests.layers.areas.mosaic import SET, draw_province
from tests.webmap.command_line import run
from webmap import boundaries_command
from webmap.config import Config
from webmap.factory import create_app


def test_sources_are_listed_and_a_fetched_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="k" * 32, testing=True), clock=Clock(START))
    listed = run(app, "boundaries", "sources", "--json").splitlines()
    assert [json.loads(line)["licence"] for line in listed] == ["MIT", "MIT"]

    def fetch(url: str, sha256: str, target: Path) -> Path:
        assert (url, sha256) == ("https://a.example/a.gpkg", "a" * 64)
        target.write_bytes(b"12")
        return target

    monkeypatch.setattr(boundaries_command, "fetch_file", fetch)
    words = (
        "fetch",
        "https://a.example/a.gpkg",
        "--sha256",
        "A" * 64,
        "--out",
        str(tmp_path / "a.gpkg"),
        "--json",
    )
    assert json.loads(run(app, "boundaries", *words))["size"] == 2


def test_a_draft_is_checked_mended_and_published(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="k" * 32, testing=True), clock=Clock(START))
    run(app, "init-db")
    areas = draw_province(2, 2, seed=7)
    apart = shapely.affinity.translate(areas[0].geometry, 5e-5)
    database: Database = app.extensions["database"]
    with database.write(SYSTEM, "boundary.draft") as change:
        draft = begin_draft(change, SET, uuid="u")
        held = [one.area for one in get_draft(change.connection, draft).areas]
        replace_areas(change, DraftRef(draft, 1), [*held, replace(areas[0], geometry=apart), *areas[1:]])
    checked = json.loads(run(app, "boundaries", "check", str(draft), "--json"))
    assert checked["overlap"] >= 1
    assert checked["blocking"] == checked["overlap"] + checked["gap"]
    assert checked["apart"] == 1, "the district, of which the province is made"
    assert "chồng lên nhau" in run(app, "boundaries", "publish", str(draft), "--acknowledged", code=1)
    mended = json.loads(run(app, "boundaries", "mend", str(draft), "--under", "1000000", "--json"))
    assert (mended["blocking"], mended["apart"]) == (0, 0)
    assert "7 khu vực" in run(app, "boundaries", "publish", str(draft), "--as-drawn", "--acknowledged")
