from collections.abc import Iterator

import psycopg
import pytest
from _pytest.outcomes import Failed, Skipped
from sqlalchemy import make_url

from tests.servers import PostgisServer, skip_or_fail


@pytest.fixture(scope="module")
def server() -> Iterator[PostgisServer]:
    with PostgisServer() as started:
        yield started


def ask(url: str, question: str) -> object:
    parts = make_url(url)
    with psycopg.connect(
        host=str(parts.query["host"]), user=parts.username, dbname=parts.database, autocommit=True
    ) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row[0] if row else None


@pytest.mark.postgis
class TestPostgisServer:
    def test_a_new_database_has_postgis(self, server: PostgisServer) -> None:
        url = server.create_database()
        assert (
            ask(url, "SELECT ST_AsText(ST_SetSRID(ST_MakePoint(106.6, 10.7), 4326))") == "POINT(106.6 10.7)"
        )

    def test_each_database_is_its_own(self, server: PostgisServer) -> None:
        first, second = server.create_database(), server.create_database()
        ask(first, "CREATE TABLE place (id integer)")
        assert ask(second, "SELECT to_regclass('place')") is None

    def test_a_copy_holds_what_its_model_held(self, server: PostgisServer) -> None:
        model = server.create_database()
        ask(model, "CREATE TABLE place AS SELECT 7 AS id")
        assert ask(server.create_database(like=model), "SELECT id FROM place") == 7

    def test_a_dropped_database_is_gone(self, server: PostgisServer) -> None:
        url = server.create_database()
        server.drop_database(url)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            ask(url, "SELECT 1")

    def test_nothing_listens_on_the_network(self, server: PostgisServer) -> None:
        assert ask(server.create_database(), "SHOW listen_addresses") == ""

    def test_a_stopped_server_leaves_nothing(self) -> None:
        with PostgisServer() as other:
            folder = make_url(other.create_database()).query["host"]
        other.stop()
        assert isinstance(folder, str)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host=folder, user="diaban", dbname="postgres")


def test_a_missing_server_is_skipped_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(Skipped, match="no server: install it"):
        skip_or_fail("no server", "install it")


def test_a_missing_server_fails_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Failed, match="no server: install it"):
        skip_or_fail("no server", "install it")
