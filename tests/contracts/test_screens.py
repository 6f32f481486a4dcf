"""Every page of the service is among the screens that browsers judge, so that a new one cannot be forgotten."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import NotFound

from tests.browser.no_pages import NO_PAGES
from tests.browser.screens import SCREENS
from webmap.config import Config
from webmap.factory import create_app


def _seen(app: Flask) -> set[str]:
    """Return the endpoints that the screens open."""
    urls = app.url_map.bind("localhost")
    found = set()
    for screen in SCREENS:
        try:
            found.add(urls.match(urlsplit(screen.path).path, method="GET")[0])
        except NotFound:
            assert "404" in screen.faults, f"{screen.name} leads nowhere"
    return found


def test_every_page_is_a_screen(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="k" * 32, testing=True))
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert pages - _seen(app) - set(NO_PAGES) == set(), "add them to SCREENS, or to NO_PAGES with the reason"
    assert set(NO_PAGES) <= pages - _seen(app), "no longer there, or seen after all"


def test_screens_have_names_of_their_own() -> None:
    names = [screen.name for screen in SCREENS]
    assert len(set(names)) == len(names)
