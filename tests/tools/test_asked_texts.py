from pathlib import Path

import pytest

from tools import asked_texts
from tools.asked_texts import Asked, collect, find_error_codes

CODE = '''
class Broken(AppError):
    """A thing that broke."""

def act(t, name, is_open):
    t("map.legend")
    t(f"map.layer.{name}")
    table = {"title": "map.title", "file": "map"}
    raise Broken("open" if is_open else "closed", name=name)
'''
PAGE = """{{ t("map.count", n=4) }} {{ t("map.accuracy_" ~ source) }} {# t("map.gone") #}"""
SCRIPT = """import { t } from "diaban/i18n"; t("map.zoom"); t(`map.state.${code}`); list.at("map.not")"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder, name, text in (
        ("webmap", "page.py", CODE),
        ("webmap/templates", "map.html", PAGE),
        ("webmap/static/js", "map.js", SCRIPT),
    ):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(asked_texts, "ROOT", tmp_path)
    monkeypatch.setattr(asked_texts, "CODE_TABLES", {})
    return tmp_path


@pytest.fixture
def asked(project: Path) -> Asked:
    return collect({"map", "errors"})


def test_a_key_that_is_translated_is_needed(asked: Asked) -> None:
    assert {"map.legend", "map.count", "map.zoom"} <= asked.needed
    assert "map.not" not in asked.needed


def test_a_key_in_a_table_is_in_use(asked: Asked) -> None:
    assert asked.known({"map.title", "map.nothing"}) == {"map.title"}


def test_a_key_that_is_put_together_covers_its_texts(asked: Asked) -> None:
    assert asked.prefixes == {"map.layer.", "map.accuracy_", "map.state."}
    assert asked.known({"map.layer.water", "map.accuracy_gps", "map.state.OPEN"}) == {
        "map.layer.water",
        "map.accuracy_gps",
        "map.state.OPEN",
    }


@pytest.mark.usefixtures("project")
def test_every_branch_of_an_error_is_found() -> None:
    assert find_error_codes() == {"open", "closed"}


def test_error_codes_need_a_text(asked: Asked) -> None:
    assert {"errors.open", "errors.closed"} <= asked.needed


def test_a_key_knows_who_asks(asked: Asked) -> None:
    assert asked.places["map.count"] == "webmap/templates/map.html"
