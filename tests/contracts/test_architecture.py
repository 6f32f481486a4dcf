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
    "layers/files/drivers.py": "a table: test_sniffing finds each of its forms, test_reading counts the drivers loaded",
    "layers/files/sources.py": "values without behaviour: tests/layers/files/test_frames.py sends them",
    "layers/files/reading_records.py": "tests/layers/files/test_reading.py reads every format",
    "layers/files/reading_tables.py": "tests/layers/files/test_reading.py reads every format",
    "layers/files/reading_windows.py": "tests/layers/files/test_reading.py reads every format",
    "layers/store/conditions.py": "values without behaviour: test_filters makes and answers them",
    "layers/store/queryables.py": "columns as data: test_filters asks for each",
    **{
        f"webmap/http/cql2/{name}.py": "tests/webmap/http/cql2/test_reading.py reads filters and faults of every kind"
        for name in ("checks", "faults", "json_form", "literals", "text")
    },
    "webmap/api/conformance.py": "a list: tests/webmap/api/test_ogc.py finds a test for each class",
    "layers/store/schema.py": "tables as data: test_database builds them, test_docs reads them",
    **{
        f"layers/store/tables/{name}.py": "tables as data: test_database builds them, test_docs reads them"
        for name in (
            "area_spans",
            "boundaries",
            "boundary_drafts",
            "clusters",
            "conflicts",
            "day_plans",
            "demo",
            "figures",
            "hotspots",
            "imports",
            "people",
            "landmarks",
            "outside",
            "planning_rules",
            "jobs",
            "recommendations",
            "records",
            "reports",
            "sheets",
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


def test_every_room_has_its_test_file() -> None:
    mirrored = {
        name_of(path): ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")
        for path in wings_and_rooms()
    }
    untested = [name for name, test in mirrored.items() if not test.exists() and name not in TESTED_ELSEWHERE]
    assert untested == [], "write tests of these modules"
    listed = [name for name in TESTED_ELSEWHERE if name in mirrored and mirrored[name].exists()]
    assert listed == [], "take these modules off the list: they have a test file"


def test_the_list_of_exceptions_names_real_modules() -> None:
    assert [name for name in TESTED_ELSEWHERE if not (ROOT / name).exists()] == []


def rooms_and_wings_of(wing: Path) -> set[str]:
    rooms = {other.stem for other in wing.glob("*.py")} - {"__init__", "env"}
    return rooms | {other.parent.name for other in wing.glob("*/__init__.py")}


def test_init_holds_only_a_docstring_that_lists_the_rooms() -> None:
    wings = [path for path in modules() if path.name == "__init__.py"]
    about = {path: ast.get_docstring(parse(path)) or "" for path in wings}
    assert [name_of(path) for path in wings if not about[path]] == []
    assert [name_of(path) for path in wings if len(parse(path).body) != 1] == [], "more than a docstring"
    missing = [
        f"{name_of(path)}: {room}"
        for path in wings
        for room in sorted(rooms_and_wings_of(path.parent))
        if room not in about[path]
    ]
    assert missing == [], "name these rooms"


def test_every_module_says_what_it_owns() -> None:
    first = {
        name_of(path): (ast.get_docstring(parse(path)) or "").split("\n\n", maxsplit=1)[0].rstrip()
        for path in wings_and_rooms()
    }
    assert [name for name, sentence in first.items() if not sentence.endswith(".")] == [], (
        "begin with a sentence"
    )


def test_app_exposes_create_app_and_nothing_else() -> None:
    tree = parse(ROOT / "app.py")
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["from webmap.factory import create_app"]
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
