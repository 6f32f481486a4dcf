import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, dotted_name, imported_modules, modules, name_of, parse

TESTED_ELSEWHERE = {
    "layers/errors.py": "class names only",
    "layers/actor.py": "a value; its rights are tested in tests/layers/store/test_scope.py",
    "layers/store/query.py": "values without behaviour: tests/layers/store/test_features.py asks them",
    "layers/demo/deeds.py": "values without behaviour: tests/layers/demo/test_story.py reads them",
    "layers/demo/player.py": "tests/layers/demo/test_loading.py plays whole histories",
    "layers/outings/day_shapes.py": "values without behaviour: tests/layers/planning makes and compares them",
    "layers/outings/day_questions.py": "tests/layers/outings/test_day_records.py asks them",
    "layers/store/schema.py": "tables as data: test_database builds them, test_docs reads them",
    **{
        f"layers/store/tables/{name}.py": "tables as data: test_database builds them, test_docs reads them"
        for name in (
            "boundaries",
            "boundary_drafts",
            "clusters",
            "conflicts",
            "day_plans",
            "demo",
            "figures",
            "hotspots",
            "people",
            "landmarks",
            "planning_rules",
            "recommendations",
            "records",
            "standard_columns",
            "sync",
            "visits",
        )
    },
    "layers/store/migrations/env.py": "run by every test that makes a database",
}
"""Modules without a test file of the mirrored name, and where they are tested."""


def wings_and_rooms() -> list[Path]:
    return [path for path in modules() if path.name != "__init__.py" and "versions" not in path.parts]


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {dotted_name(path): imported_modules(path) - {dotted_name(path)} for path in modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("path", wings_and_rooms(), ids=name_of)
def test_every_room_has_its_test_file(path: Path) -> None:
    mirrored = ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")
    if name_of(path) in TESTED_ELSEWHERE:
        assert not mirrored.exists(), f"{name_of(mirrored)} exists: take the module off the list"
    else:
        assert mirrored.exists(), f"write {name_of(mirrored)}"


def test_the_list_of_exceptions_names_real_modules() -> None:
    assert [name for name in TESTED_ELSEWHERE if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", [path for path in modules() if path.name == "__init__.py"], ids=name_of)
def test_init_holds_only_a_docstring_that_lists_the_rooms(path: Path) -> None:
    tree = parse(path)
    about = ast.get_docstring(tree) or ""
    assert about
    assert len(tree.body) == 1, "an __init__.py holds only its docstring"
    rooms = {other.stem for other in path.parent.glob("*.py")} - {"__init__", "env"}
    wings = {other.parent.name for other in path.parent.glob("*/__init__.py")}
    assert sorted(room for room in rooms | wings if room not in about) == []


@pytest.mark.parametrize("path", wings_and_rooms(), ids=name_of)
def test_every_module_says_what_it_owns(path: Path) -> None:
    about = ast.get_docstring(parse(path)) or ""
    assert about.split("\n\n", maxsplit=1)[0].rstrip().endswith("."), "begin with one sentence"


def test_app_exposes_create_app_and_nothing_else() -> None:
    tree = parse(ROOT / "app.py")
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["from webmap.factory import create_app"]
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
