import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from layers.store.schema import metadata
from tests.contracts.tree import ROOT
from tools.document import DOCS, PAGES
from webmap.config import Config
from webmap.factory import create_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Config(data_dir=tmp_path_factory.mktemp("data")))


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    assert read(name) == PAGES[name](), "run: make docs"


def test_every_table_and_column_has_a_meaning() -> None:
    silent = [table.name for table in metadata.tables.values() if not table.comment]
    silent += [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if not column.comment
    ]
    assert silent == []


def test_every_address_says_what_it_answers(app: Flask) -> None:
    rows = [line for line in read("addresses.md").splitlines() if line.startswith("| `")]
    assert len(rows) == len(list(app.url_map.iter_rules()))
    silent = {
        endpoint for endpoint, view in app.view_functions.items() if not inspect.getdoc(inspect.unwrap(view))
    }
    assert silent <= {"static"}, (
        "Flask's own; every view of ours begins with the sentence for docs/addresses.md"
    )


def commands(app: Flask) -> Iterator[str]:
    builtin = {"run", "shell", "routes"}
    for name, command in app.cli.commands.items():
        inner = getattr(command, "commands", None)
        if name not in builtin:
            yield from ([f"{name} {one}" for one in inner] if inner else [name])


def test_every_command_is_in_the_operator_guide(app: Flask) -> None:
    guide = read("operator.md")
    assert [name for name in commands(app) if f"flask --app app {name}" not in guide] == []


def test_every_make_target_is_in_make_help_and_in_the_docs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"(?m)^([a-z-]+):.*?## ", makefile)
    guides = (ROOT / "README.md").read_text(encoding="utf-8") + read("README.md")
    assert {"help", "run", "test", "check", "bench", "lock", "messages"} <= set(targets)
    assert [name for name in targets if f"make {name}" not in guides] == []


def test_every_page_of_docs_is_in_its_index() -> None:
    index = read("README.md")
    pages = [
        path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md")) if path != DOCS / "README.md"
    ]
    assert [page for page in pages if f"({page})" not in index] == []


def decisions() -> list[Path]:
    return sorted((DOCS / "decisions").glob("*.md"))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.stem)
def test_a_decision_says_context_choice_and_price(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+", path.stem)
    assert [part for part in ("## Context", "## Choice", "## Price") if part not in text] == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.stem[:4]) for path in decisions()] == list(range(1, len(decisions()) + 1))
