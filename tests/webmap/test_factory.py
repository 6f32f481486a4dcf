"""The application as a whole."""

from pathlib import Path

import pytest

from webmap.errors import ConfigError
from webmap.factory import BLUEPRINTS, create_app


def test_it_is_made_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIABAN_DATA_DIR", str(tmp_path))
    app = create_app()
    assert app.config["DIABAN"].data_dir == tmp_path
    assert app.secret_key == (tmp_path / "secret_key").read_text()
    assert set(app.blueprints) == {blueprint.name for blueprint in BLUEPRINTS}
    app.extensions["database"].close()
    monkeypatch.setenv("DIABAN_PORT", "no")
    with pytest.raises(ConfigError):
        create_app()
