import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.contracts.tree import files_below, functions, modules, name_of

FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 60, 6
TEMPLATE_LINES, SCRIPT_LINES = 150, 300
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
CODE = tuple(path for path in modules() if "versions" not in path.parts)  # a migration is never split again
PYTHON = (*CODE, *files_below("tools", "tests", suffix=".py"))
BANNER = re.compile(r"^\s*(#|//|/\*)\s*[-=#*~]{4,}", re.MULTILINE)


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def length_without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return length
    about = node.body[0]
    return length - ((about.end_lineno or about.lineno) - about.lineno + 1)


def parameter_count(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([argument for argument in named if argument.arg not in {"self", "cls"}])


def longer_than(most: int, files: Iterable[Path]) -> list[str]:
    return [f"{name_of(path)}: {count} lines" for path in files if (count := line_count(path)) > most]


def test_a_file_fits_in_a_head() -> None:
    assert longer_than(FILE_LINES, PYTHON) == []
    assert longer_than(TEMPLATE_LINES, files_below("webmap/templates", suffix=".html")) == []
    assert longer_than(SCRIPT_LINES, files_below("webmap/static", "tests/js", suffix=".js")) == []


def test_functions_are_short_and_take_few_parameters() -> None:
    every = [(name_of(path), node) for path in CODE for node in functions(path)]
    long = [
        f"{name}: {node.name}: {length} lines"
        for name, node in every
        if (length := length_without_docstring(node)) > FUNCTION_LINES
    ]
    wide = [
        f"{name}: {node.name}: {count} parameters"
        for name, node in every
        if (count := parameter_count(node)) > PARAMETERS
    ]
    assert long + wide == []


def test_every_module_has_a_name_that_says_something() -> None:
    scripts = files_below("webmap/static", suffix=".js")
    assert [name_of(path) for path in (*PYTHON, *scripts) if path.stem in NAMELESS] == []


def test_no_banner_comments() -> None:
    files = (
        *PYTHON,
        *files_below("webmap/static", suffix=".js"),
        *files_below("webmap/static", suffix=".css"),
    )
    assert [name_of(path) for path in files if BANNER.search(path.read_text(encoding="utf-8"))] == []
