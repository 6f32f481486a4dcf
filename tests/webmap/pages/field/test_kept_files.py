"""What a phone keeps of the field page, and the version of it."""

from pathlib import Path

import pytest
from flask import Flask

from webmap.pages.field import kept_files
from webmap.render import assets


def test_the_version_is_that_of_what_is_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.test_request_context():
        before = kept_files.describe_kept()
        assert kept_files.describe_kept() == before
        monkeypatch.setattr(assets, "fingerprint", lambda path: "new" if path == kept_files.SCRIPT else "old")
        assert kept_files.describe_kept()["version"] != before["version"]


def test_every_font_of_the_styles_is_kept(app: Flask) -> None:
    with app.test_request_context():
        files = kept_files.list_files()
    css = Path(assets.STATIC / "build" / "page.css").read_text()
    asked = {part.split(")")[0].strip("\"'") for part in css.split("url(")[1:] if "woff2" in part}
    assert asked
    assert {f"/static/vendor/{name.rsplit('/', 1)[1]}" for name in asked} <= set(files)
