"""Meeting packs of 16 wards, 160 places of the invented history: a PDF and slides, from the register to the file."""

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flask import Flask

from layers.actor import SYSTEM
from layers.demo.loading import load_demo
from layers.demo.story import Invention
from tests.bench.figures import Figure
from tests.browser.service import make_default_data
from webmap.config import Config
from webmap.factory import create_app
from webmap.jobs.packs import FORMS, make_pack_file
from webmap.jobs.work import Work
from webmap.texts import Translator

NOW: Final = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PLACES: Final = 160
MOST_S: Final = 20.0
MOST_GAP: Final = 0.15
"""Share of its way that the bar may leap."""


def measure() -> Iterable[Figure]:
    """Make both, and see how the bar moves."""
    with _filled() as app, app.app_context():
        for form in FORMS:
            shares: list[float] = []
            begun, cpu = time.perf_counter(), time.process_time()
            made = make_pack_file(_work(app, shares), _arguments(form))
            cpu, took = time.process_time() - cpu, time.perf_counter() - begun
            told = (
                f"{took:.2f} s on the clock, {len(made.body) / 1024:,.0f} kB, {len(shares)} steps of the bar"
            )
            yield Figure(f"{form.upper()} of 16 wards, processor time", cpu, "s", most=MOST_S, told=told)
            gaps = [after - before for before, after in zip(shares, [*shares[1:], 1.0], strict=True)]
            yield Figure("its widest leap of the bar", max(gaps), "", most=MOST_GAP)


@contextmanager
def _filled() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        make_default_data(Path(folder))
        app = create_app(Config(data_dir=Path(folder), secret_key="k" * 32), clock=lambda: NOW)
        database = app.extensions["database"]
        with database.write(SYSTEM, "demo.load") as change:
            load_demo(change, app.extensions["files"], Invention(NOW.date(), places=PLACES))
        yield app
        database.close()


def _work(app: Flask, shares: list[float]) -> Work:
    extensions, words = app.extensions, Translator("vi")
    return Work(
        extensions["database"],
        SYSTEM,
        extensions["files"],
        app.config["DIABAN"],
        words,
        "",
        lambda share, _key, **_facts: shares.append(share),
    )


def _arguments(form: str) -> dict[str, object]:
    on = NOW.date()
    return {
        "form": form,
        "area": "776@start",
        "on": on.isoformat(),
        "since": on.replace(year=on.year - 1).isoformat(),
        "vintage": "start",
        "kind": [],
        "topic": [],
        "known_at": None,
        "url": "https://x.example/dashboard",
    }
