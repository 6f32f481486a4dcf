"""Applications that are built once in a test run: to register two hundred routes is most of a short test's time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from flask import Flask

from layers.store.blobs import BlobStore
from layers.store.database import Database
from webmap.config import Config
from webmap.factory import create_app
from webmap.http.security import limiter

Prepare: TypeAlias = Callable[[Flask], None]
"""Adds something to an application before its first request."""


@dataclass(frozen=True)
class _Built:
    app: Flask
    settings: dict[str, Any]
    extensions: dict[str, Any]


class Applications:
    """One application for each way of setting it up; every test moves into it with its own data and nothing kept."""

    def __init__(self) -> None:
        self._built: dict[tuple[Config, Prepare], _Built] = {}

    def move_in(self, config: Config, database: Database, prepare: Prepare) -> Flask:
        """Return the application with some settings on a database, as if it had just started."""
        way = replace(config, data_dir=Path(), database_url=""), prepare
        if way not in self._built:
            self._built[way] = _build(config, prepare)
        built = self._built[way]
        _renew(built.app.config, {**built.settings, "DIABAN": config})
        own = {"database": database, "files": BlobStore(config.data_dir / "files")}
        _renew(built.app.extensions, {**built.extensions, **own})
        limiter.reset()
        return built.app


def _build(config: Config, prepare: Prepare) -> _Built:
    app = create_app(config)
    app.extensions["database"].close()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    prepare(app)
    return _Built(app, dict(app.config), dict(app.extensions))


def _renew(values: dict[str, Any], first: dict[str, Any]) -> None:
    values.clear()
    values.update(first)
