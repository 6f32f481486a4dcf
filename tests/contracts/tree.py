"""What the contract tests read: the files of the repository, its modules and their functions."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("geo", "layers", "webmap")
_HIDDEN_BUT_OURS = {".ci", ".npmrc", ".gitignore"}


@cache
def repository_files() -> tuple[Path, ...]:
    """Return the files that belong to the repository: what git holds or would take, else what lies there."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        told = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        found = [ROOT / name for name in told.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not _is_made(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def _is_made(parts: tuple[str, ...]) -> bool:
    hidden = parts[0].startswith(".") and parts[0] not in _HIDDEN_BUT_OURS
    return hidden or parts[0] in {"node_modules", "data", "build"} or "__pycache__" in parts


def files_below(*folders: str, suffix: str) -> tuple[Path, ...]:
    """Return the repository's files with a suffix that lie in the folders."""
    roots = [ROOT / folder for folder in folders]
    return tuple(
        path
        for path in repository_files()
        if path.suffix == suffix and any(path.is_relative_to(root) for root in roots)
    )


def modules(*storeys: str) -> tuple[Path, ...]:
    """Return the Python files of the storeys, of all where none is named."""
    return files_below(*(storeys or STOREYS), suffix=".py")


def name_of(path: Path) -> str:
    """Return the path of a file as the repository writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a Python file, methods and inner ones too."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_modules(path: Path) -> set[str]:
    """Return the dotted names that a module imports, as far as they name project modules."""
    found: set[str] = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found & _known_modules()


@cache
def _known_modules() -> frozenset[str]:
    return frozenset(dotted_name(module) for module in modules())


def dotted_name(path: Path) -> str:
    """Return the name under which a module is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
