import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, files_below, name_of, parse, repository_files
from tools.notebooks import NOTEBOOKS, has_outputs

LARGEST_BYTES = 400_000
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json", ".npmrc")
OUTSIDE = re.compile(
    r"""(?:src|href)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    r"""|from\s+["']https?://|import\(\s*["']https?://|cdn\.|unpkg\.com|cdnjs|jsdelivr|fonts\.g(?:oogleapis|static)"""
)
PINNED = re.compile(
    r"^(?P<name>[a-z0-9._-]+)(?:\[.*\])?==(?P<version>\S+)(?P<marker> ;.*?)? \\$", re.MULTILINE
)
CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)
TEXT = {".py", ".js", ".html", ".css", ".md", ".toml", ".po", ".txt", ".json", ".yml", ".cfg", ""}
CURE = re.compile(r"apt install (?P<packages>[a-z0-9. +-]+)")


def texts() -> list[Path]:
    return [path for path in repository_files() if path.suffix in TEXT]


def pins(name: str) -> dict[tuple[str, str], str]:
    found = PINNED.finditer((ROOT / name).read_text(encoding="utf-8"))
    return {(one["name"], one["marker"] or ""): one["version"] for one in found}


def packages_tests_ask_for() -> set[str]:
    """Return the Debian packages that tests name where they cannot run without one."""
    calls = [
        node
        for path in files_below("tests", suffix=".py")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "skip_or_fail"
    ]
    words = [part.value for call in calls for part in call.args if isinstance(part, ast.Constant)]
    return {name for word in words if (cure := CURE.match(word)) for name in cure["packages"].split()}


def test_no_file_is_large() -> None:
    large = {name_of(path): path.stat().st_size for path in repository_files()}
    assert {name: size for name, size in large.items() if size > LARGEST_BYTES} == {}


def test_nothing_is_fetched_from_elsewhere() -> None:
    folders = ("webmap", "geo", "layers")
    sources = [
        path for kind in (".html", ".js", ".css", ".py") for path in files_below(*folders, suffix=kind)
    ]
    assert [name_of(path) for path in sources if OUTSIDE.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"index-url|find-links|registry *=", text)


def test_every_python_library_is_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"(?m)^(?=[a-z0-9])", text.split("\n", maxsplit=2)[2])
        assert [block[:40] for block in blocks if block.strip() and "--hash=sha256:" not in block] == []


def test_the_test_set_holds_the_run_set() -> None:
    run, test = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {key: version for key, version in run.items() if test.get(key) != version} == {}


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted, lock in (
        (project["dependencies"], "requirements.txt"),
        (project["optional-dependencies"]["test"], "requirements-dev.txt"),
    ):
        names = {re.match(r"[a-z0-9._-]+", one)[0] for one in wanted}
        assert names - {name for name, _ in pins(lock)} == set()


def test_the_javascript_lock_holds_hashes_for_what_package_json_asks_for() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    own = lock.pop("")
    assert own.get("dependencies") == asked.get("dependencies")
    assert own.get("devDependencies") == asked.get("devDependencies")
    assert [name for name, entry in lock.items() if not entry.get("integrity")] == []


def test_the_licence_is_there_and_permissive() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_the_changelog_tells_what_is_not_released_yet() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.split("## [Unreleased]", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    assert re.search(r"(?m)^- \S", unreleased)


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert project["version"] == package["version"]


def test_no_merge_was_left_half_done() -> None:
    assert [name_of(path) for path in texts() if CONFLICT.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=name_of)
def test_a_notebook_holds_no_results(path: Path) -> None:
    assert not has_outputs(path)


def test_readme_and_docs_link_to_files_that_exist() -> None:
    broken = []
    for path in (*files_below("docs", suffix=".md"), ROOT / "README.md", ROOT / "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{name_of(path)}: {target}")
    assert broken == []


def test_the_build_machine_gets_every_package_that_a_test_asks_for() -> None:
    asked = packages_tests_ask_for()
    assert {"redis-server", "chromium", "postgresql-15-postgis-3"} <= asked
    assert asked - set((ROOT / ".ci" / "run").read_text(encoding="utf-8").split()) == set()
