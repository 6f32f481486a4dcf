"""The command line: what a person and what a program gets, and exit code 0 only on success."""

import gc
import json
import re
import socket
import sqlite3
import warnings
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import BaseWSGIServer

from geo.types import local_day
from layers.actor import SYSTEM
from layers.errors import NotFound
from layers.people.grants import list_grants
from layers.people.users import get_user
from layers.store.database import Database
from layers.supervision.images import add_image
from layers.supervision.photos import prepare_image
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.conftest import Clock
from tests.pictures import make_photo
from tests.stock import Fill
from tests.webmap.command_line import run
from webmap import cli
from webmap.config import Config
from webmap.factory import create_app
from webmap.http.today import add_months
from webmap.render import assets


@pytest.fixture
def new_app(tmp_path: Path, clock: Clock) -> Flask:
    """Return a service whose database does not exist yet."""
    config = Config(data_dir=tmp_path / "mới", secret_key="k" * 32, testing=True)
    return create_app(config, clock=clock)


def fill_as_init_db_does(database: Database) -> None:
    """Load what ``flask init-db`` loads into a new database."""
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Config(database_url=url, secret_key="k" * 32, testing=True), clock=database.clock)
    run(app, "init-db")
    app.extensions["database"].close()


@pytest.fixture
def fill() -> Fill:
    """Return what fills the database of `app`, which is as ``flask init-db`` leaves it."""
    return fill_as_init_db_does


def test_init_db_makes_tables_and_default_data_once(new_app: Flask) -> None:
    assert "sẵn sàng" in run(new_app, "init-db")
    assert json.loads(run(new_app, "init-db", "--json"))["address"].startswith("sqlite:///")


def test_the_demo_comes_with_everything_it_needs_and_goes_with_its_files(new_app: Flask) -> None:
    small = ("demo", "load", "--places", "1", "--years", "1", "--json")
    loaded = json.loads(run(new_app, *small))
    files = new_app.config["DIABAN"].data_dir / "files"
    assert loaded["n"] > 1
    assert any(path.is_file() for path in files.rglob("*"))
    assert "đã có" in run(new_app, *small, code=1)
    assert json.loads(run(new_app, "demo", "remove", "--json")) == loaded
    assert not any(path.is_file() for path in files.rglob("*"))
    assert "không có dữ liệu mẫu" in run(new_app, "demo", "remove", code=1)


def test_a_user_gets_a_link_that_signs_in_once(app: Flask) -> None:
    told = json.loads(
        run(app, "user", "add", "lan", "--role", "viewer", "--area", "27424@2025-07-01", "--json")
    )
    assert told["name"] == "lan"
    client: FlaskClient = app.test_client()
    path = re.sub(r"^https?://[^/]+", "", told["link"])
    page = client.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    answer = client.post(path, data={"csrf_token": token[1]})
    assert answer.status_code == 303
    assert client.get("/map").status_code == 200


def test_a_partner_is_tied_to_a_body(app: Flask) -> None:
    run(app, "user", "add", "lan", "--role", "partner", "--area", "27424", "--body", "CA_PHUONG")
    with app.extensions["database"].read() as connection:
        (grant,) = list_grants(connection, get_user(connection, "lan"))
    assert (grant.role, grant.body_name) == ("partner", "Công an phường")
    refused = ("user", "add", "mai", "--role", "viewer", "--body", "CA_PHUONG")
    assert "cơ quan phối hợp" in run(app, *refused, code=1)


def test_a_token_is_printed_once_and_alone(app: Flask) -> None:
    secret = run(app, "token", "add", cli.FIRST_ACCOUNT).strip()
    assert re.fullmatch(r"dban_[\w-]{40,}", secret)
    answer = app.test_client().get(
        "/api/collections/hotspots/items", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("user", "add", "lan", "--role", "viewer", "--area", "99999"), "99999"),
        (("user", "add", "", "--role", "viewer"), ""),
        (("token", "add", "nobody"), "nobody"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(app: Flask, words: tuple[str, ...], told: str) -> None:
    output = run(app, *words, code=1)
    assert told in output
    assert "Traceback" not in output


def test_check_names_a_database_that_is_not_ready(new_app: Flask) -> None:
    told = json.loads(run(new_app, "check", "--json", code=1))
    assert "database_not_ready" in {problem["id"] for problem in told["problems"]}
    run(new_app, "init-db")
    left = new_app.test_cli_runner().invoke(args=["check", "--json"])
    assert "database_not_ready" not in left.output


@pytest.mark.databases("geopackage")
def test_check_tells_an_audit_that_was_altered(app: Flask) -> None:
    assert "audit_broken" not in app.test_cli_runner().invoke(args=["check", "--json"]).output
    with closing(sqlite3.connect(str(app.extensions["database"].url.database))) as file:
        file.execute("DROP TRIGGER audit_never_updated")
        file.execute("UPDATE audit SET actor_name = 'ai' WHERE id = 2")
        file.commit()
    told = json.loads(run(app, "check", "--json", code=1))
    broken = [problem["hint"] for problem in told["problems"] if problem["id"] == "audit_broken"]
    assert len(broken) == 1
    assert "dòng 2 " in broken[0]
    assert "audit_broken: " in run(app, "check", code=1)


@pytest.mark.databases("geopackage")
def test_check_tells_an_audit_that_was_cut(app: Flask) -> None:
    with closing(sqlite3.connect(str(app.extensions["database"].url.database))) as file:
        file.execute("DROP TRIGGER audit_never_deleted")
        file.execute("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")
        file.commit()
    told = json.loads(run(app, "check", "--json", code=1))
    assert any("thiếu những dòng cuối" in problem["hint"] for problem in told["problems"])


def test_serve_prepares_prints_a_link_and_serves(new_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[tuple[str, int]] = []

    def run_server(server: BaseWSGIServer) -> None:
        with socket.create_connection(
            (server.effective_host, int(server.effective_port)), timeout=5
        ) as taken:
            reached.append(taken.getpeername())
        server.close()

    monkeypatch.setattr(BaseWSGIServer, "run", run_server)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    new_app.config["DIABAN"] = replace(new_app.config["DIABAN"], port=port)
    output = run(new_app, "serve")
    assert re.search(rf"http://127\.0\.0\.1:{port}/link/[\w-]{{40,}}", output)
    assert "/link/" not in run(new_app, "serve", "--no-link")
    assert reached == [("127.0.0.1", port)] * 2


def test_serve_says_that_a_port_is_taken_before_any_link(new_app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        new_app.config["DIABAN"] = replace(new_app.config["DIABAN"], port=port)
        with warnings.catch_warnings():
            # waitress does not close the socket that it could not bind
            warnings.simplefilter("ignore", ResourceWarning)
            output = run(new_app, "serve", code=1)
            gc.collect()
    assert str(port) in output
    assert "/link/" not in output
    assert "Traceback" not in output


def test_serve_says_what_set_up_has_not_made(new_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "BUILT", ("none.js",))
    assert "make setup" in run(new_app, "serve", code=1)


def test_purge_removes_what_is_kept_for_a_time_only(app: Flask) -> None:
    database, files = app.extensions["database"], app.extensions["files"]
    prepared = prepare_image(make_photo(64, 48))
    day = add_months(local_day(database.clock()), -24)
    with database.write(SYSTEM, "visit.record") as change:
        code = record_visit(change, "DB00001", Visit(day - timedelta(days=1)))
    digest = files.keep(prepared.body)
    with database.write(SYSTEM, "visit_image.add") as change:
        add_image(change, code, prepared, digest, "6f9d3c1e-5a52-4c39-9a4e-0d2f0b1c7a11")
    told = json.loads(run(app, "purge", "--json"))
    assert told == {"day": day.isoformat(), "files": 1, "late": 0, "uploads": 0, "downloads": 0}
    with pytest.raises(NotFound):
        files.find_path(digest)
    assert "Đã xóa 0 tệp ảnh" in run(app, "purge")


@pytest.mark.databases("geopackage")
def test_figures_that_were_changed_by_hand_are_told_and_mended(app: Flask) -> None:
    assert "figures_differ" not in app.test_cli_runner().invoke(args=["check", "--json"]).output
    with closing(sqlite3.connect(str(app.extensions["database"].url.database))) as file:
        file.execute("DELETE FROM area_span WHERE boundary_id = 0")
        file.commit()
    told = json.loads(run(app, "check", "--json", code=1))
    assert any(one["id"] == "figures_differ" and "4 dòng" in one["hint"] for one in told["problems"])
    assert json.loads(run(app, "recount", "--json"))["rows"] > 4
    assert "figures_differ" not in app.test_cli_runner().invoke(args=["check", "--json"]).output
