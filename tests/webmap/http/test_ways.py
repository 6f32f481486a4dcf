"""How ways are found in this service: by the settings, or by straight lines where somebody asks for that."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.travel.modes import WALKING
from layers.errors import Refused
from layers.store.database import Database
from layers.travel.ways import WaySettings
from tests.conftest import Clock
from tests.webmap.conftest import PASSWORD, SignIn, post
from webmap.config import Config
from webmap.factory import create_app
from webmap.http.ways import way_settings, way_source, ways


@pytest.fixture
def roads_app(config: Config, clock: Clock) -> Flask:
    """Return the application with a road file that is not there."""
    return create_app(replace(config, roads_file="none.osm.pbf"), clock=clock)


def test_nothing_set_is_straight_lines(app: Flask, store: Database) -> None:
    with app.app_context(), store.read() as connection:
        assert way_source() == "straight"
        assert ways(connection).source == "straight"


def test_the_settings_are_handed_on(roads_app: Flask, config: Config) -> None:
    with roads_app.app_context():
        assert way_source() == "roads"
        assert way_settings() == WaySettings(
            config.data_dir / "none.osm.pbf", "", "osrm", Path(config.data_dir), 5.0
        )


def test_straight_lines_are_taken_only_where_somebody_asks_for_them(roads_app: Flask) -> None:
    database: Database = roads_app.extensions["database"]
    with roads_app.test_request_context("/plans/new", method="POST"), database.read() as connection:
        assert ways(connection).source == "roads"
        assert ways(connection, "straight").source == "straight"
        assert ways(connection, "roads").source == "roads"
    asked = {"ways": "straight"}
    with (
        roads_app.test_request_context("/plans/new", method="POST", data=asked),
        database.read() as connection,
    ):
        assert ways(connection).source == "straight"
    database.close()


def test_the_form_of_a_plan_offers_straight_lines_where_roads_are_set(
    roads_app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("coordinator", "776")
    assert 'name="ways"' not in client.get("/plans/new").text
    browser = roads_app.test_client()
    assert post(browser, "/sign-in", name="lan", password=PASSWORD).status_code == 303
    page = browser.get("/plans/new").text
    assert 'name="ways"' in page
    roads_app.extensions["database"].close()


def test_a_missing_file_refuses_what_needs_it(roads_app: Flask) -> None:
    database: Database = roads_app.extensions["database"]
    with roads_app.app_context(), database.read() as connection:
        known = ways(connection)
        with pytest.raises(Refused, match="roads_missing"):
            known.matrix([], WALKING)
    database.close()
