"""Is it alive, can it serve."""

from pathlib import Path

from flask.testing import FlaskClient

from webmap.config import Config
from webmap.factory import create_app


def test_a_filled_service_is_ready(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})
        assert "Set-Cookie" not in answer.headers


def test_a_service_without_tables_lives_but_is_not_ready(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="k" * 32, testing=True))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (503, "storage_not_migrated")
    app.extensions["database"].close()
