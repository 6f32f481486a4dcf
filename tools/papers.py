"""Draws the printed pages of the README and of the guide: a browser without a screen shows no PDF."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pypdfium2
from flask import Flask

from geo.types import local_day
from layers.actor import SYSTEM
from layers.demo.loading import load_demo
from layers.demo.mark import LABEL
from layers.demo.story import Invention
from layers.people.users import get_user
from layers.sheets.snapshots import take_snapshot
from layers.store.database import Database
from tests.browser.service import make_default_data
from tests.conftest import START, Clock
from tools.picture_data import MIDDLE, READER
from webmap.config import Config
from webmap.factory import create_app
from webmap.http.moments import pin_now, to_taken
from webmap.jobs.packs import make_pack_file
from webmap.jobs.snapshots import make_snapshot_file
from webmap.jobs.work import Work
from webmap.maps.sheet import SheetSpec
from webmap.maps.spec import MapSpec
from webmap.texts import Translator

SCALE: Final = 1.5
COLOURS: Final = 256
CODE: Final = "AB23-CD45"

_LEGEND: Final = "Chú giải"
_ADDRESS: Final = "https://diaban.example"
_SINCE: Final = "2026-10-22"
_ALL: Final = SheetSpec(MapSpec("Quận 8", MIDDLE, 13.0), area="776", title="Tình hình địa bàn Quận 8")
_PACK: Final[Mapping[str, Any]] = {
    "form": "pdf", "on": local_day(START).isoformat(), "since": _SINCE, "area": "776", "vintage": None,
    "kind": [], "topic": [], "known_at": None, "url": f"{_ADDRESS}/dashboard?area=776",
}  # fmt: skip


def draw_papers(folder: Path) -> list[Path]:
    """Draw a map sheet of the default data, and pages of a meeting pack of an invented history; return the files."""
    with tempfile.TemporaryDirectory(prefix="diaban-papers-") as data:
        make_default_data(Path(data))
        app = create_app(Config(data_dir=Path(data), secret_key="k" * 32, testing=True), clock=Clock(START))
        database: Database = app.extensions["database"]
        sheet = _make_sheet(app)
        with database.write(SYSTEM, "demo.load") as change:
            load_demo(change, app.extensions["files"], Invention(local_day(START)))
        pack = make_pack_file(replace(_work(app), demo=LABEL), _PACK).body
        database.close()
    return [
        draw_page(sheet, 0, folder / "to-ban-do.png"),
        draw_page(pack, 0, folder / "ho-so-hop.png"),
        draw_page(pack, _find_ward(pack), folder / "ho-so-hop-phuong.png"),
    ]


def draw_page(pdf: bytes, nth: int, file: Path) -> Path:
    """Draw one page of a PDF, the first is 0, in few colours to be small; return the file."""
    picture = pypdfium2.PdfDocument(pdf)[nth].render(scale=SCALE).to_pil()
    picture.quantize(COLOURS).save(file, optimize=True)
    return file


def _make_sheet(app: Flask) -> bytes:
    """Take a snapshot of all places, its code always the same, and return its PDF."""
    work = _work(app)
    with app.app_context(), work.database.read() as connection:
        pinned, moment = pin_now(connection, work.actor, _ALL.map)
    with (
        patch("layers.sheets.snapshots.make_code", lambda: CODE),
        work.database.write(work.actor, "snapshot.take") as change,
    ):
        code = take_snapshot(change, to_taken("picture", _ALL, pinned, moment))
    return make_snapshot_file(work, {"code": code, "form": "pdf", "url": f"{_ADDRESS}/s/{code}"}).body


def _find_ward(pack: bytes) -> int:
    """Return the map of the ward with most on it."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pack)]
    wards = [nth for nth, words in enumerate(pages) if "\nPhường " in words[:40] and _LEGEND in words]
    return max(wards, key=lambda nth: len(pages[nth]))


def _work(app: Flask) -> Work:
    database: Database = app.extensions["database"]
    with database.read() as connection:
        reader = get_user(connection, READER).actor
    return Work(
        database,
        reader,
        app.extensions["files"],
        app.config["DIABAN"],
        Translator("vi"),
        "",
        lambda *_told, **_facts: None,
    )
