"""The command that does long work, up to the point where it waits for some."""

import pytest
from flask import Flask

from tests.webmap.command_line import run
from webmap.config import Config
from webmap.factory import create_app


def test_a_worker_waits_for_work_on_a_database_that_is_ready(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr("webmap.jobs.worker.run_worker", lambda _shop, **how: asked.append(how))
    assert "Đang chờ việc" in run(app, "worker", "--threads", "3")
    assert run(app, "worker", "--attached") == ""
    assert asked == [{"threads": 3, "attached": False}, {"threads": 1, "attached": True}]


def test_a_worker_without_a_database_says_what_to_do(config: Config) -> None:
    new = create_app(Config(data_dir=config.data_dir / "new", secret_key="k" * 32, testing=True))
    assert "init-db" in run(new, "worker", code=1)
