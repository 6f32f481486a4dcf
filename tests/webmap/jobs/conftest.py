"""Work as its kinds are given it, and what it told on its way."""

from typing import Any

import pytest
from flask import Flask

from layers.actor import SYSTEM
from layers.store.database import Database
from webmap.jobs.work import Work
from webmap.texts import Translator


@pytest.fixture
def told() -> list[tuple[float, str, dict[str, object]]]:
    """Return what work tells of its progress: the share that is done, a text, its facts."""
    return []


@pytest.fixture
def work(app: Flask, store: Database, told: list[Any]) -> Work:
    """Return work of the system on the store of the test."""
    words = Translator("vi", is_strict=True)
    files, config = app.extensions["files"], app.config["DIABAN"]
    return Work(store, SYSTEM, files, config, words, "", lambda *said, **facts: told.append((*said, facts)))
