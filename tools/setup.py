"""Makes a checkout ready to run: virtual environment, locked Python libraries, locked JavaScript libraries.

Needs Python only, on any system. What is already right is left alone, so that it costs nothing to ask twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / "diaban-setup.json"
OLDEST_PYTHON = (3, 11)
RUN, TEST, NODE = "requirements.txt", "requirements-dev.txt", "requirements-node.txt"
NO_NODE = 3
SOURCES = ("webmap/static/js", "webmap/static/css")
BUILT = "webmap/static/build/map.js"
JAVASCRIPT = ("package.json", "package-lock.json", ".npmrc")


class SetupFailed(Exception):
    """A step that did not succeed, and what to do about it."""


def main(words: list[str]) -> int:
    """Set up for running, or with ``--test`` for testing as well."""
    if sys.version_info < OLDEST_PYTHON:
        print(
            "setup: this is Python {}.{}; Địa bàn needs Python {}.{} or newer. Install it, then run the same "
            "command with it.".format(*sys.version_info[:2], *OLDEST_PYTHON)
        )
        return 1
    if words not in ([], ["--test"]):
        print("usage: python tools/setup.py [--test]")
        return 2
    try:
        prepare(with_tests=bool(words))
    except SetupFailed as problem:
        print(f"setup: {problem}")
        return 1
    return 0


def prepare(*, with_tests: bool) -> None:
    """Do what is missing, and remember the content it was done for."""
    stamps = _ready_venv()
    wanted = TEST if with_tests else RUN
    # The test set holds every library of the run set at the same version (tests/contracts sees to it).
    if not any(stamps.get(name) == _hash(name) for name in {wanted, TEST}):
        _install(wanted)
        _remember(stamps, wanted, _hash(wanted))
    _ready_javascript(stamps, with_tests=with_tests)
    _ready_build(stamps)


def _ready_venv() -> dict[str, str]:
    """Return what is installed in the virtual environment, after making it where there is none to use."""
    here = {"place": str(ROOT), "python": "{}.{}".format(*sys.version_info)}
    stamps = _read_stamps()
    if PYTHON.exists() and (not stamps or {**stamps, **here} == stamps):
        return {**stamps, **here}
    print(f"setup: making .venv with Python {sys.version.split()[0]}", flush=True)
    _run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "the virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv",
    )
    return here


def _install(name: str) -> None:
    print(f"setup: installing the Python libraries of {name}", flush=True)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    _run(
        [str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", "--requirement", str(ROOT / name)],
        "pip did not succeed (its reason stands above). Without internet, point PIP_FIND_LINKS or "
        "PIP_INDEX_URL to a copy of the packages.",
    )


def _ready_javascript(stamps: dict[str, str], *, with_tests: bool) -> None:
    lock, present = _hash(*JAVASCRIPT), (ROOT / "node_modules").is_dir()
    done = {lock, lock + " run"} if not with_tests else {lock}
    if present and stamps.get("javascript") in done:
        return
    if _install_javascript(with_tests=with_tests) == NO_NODE:
        _install(NODE)
        if _install_javascript(with_tests=with_tests) == NO_NODE:
            raise SetupFailed("the Node.js of the package index does not start; install Node.js 20 or newer.")
    _remember(stamps, "javascript", lock if with_tests else lock + " run")


def _ready_build(stamps: dict[str, str]) -> None:
    """Make the scripts and sheets that pages load, where the sources changed since."""
    sources = sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*") if path.is_file())
    wanted = _hash(
        "tools/javascript.py", "package-lock.json", *(path.relative_to(ROOT).as_posix() for path in sources)
    )
    if stamps.get("build") == wanted and (ROOT / BUILT).is_file():
        return
    words = [sys.executable, str(ROOT / "tools" / "javascript.py"), "build"]
    _run(words, "esbuild did not succeed (its reason stands above).")
    _remember(stamps, "build", wanted)


def _install_javascript(*, with_tests: bool) -> int:
    words = [sys.executable, str(ROOT / "tools" / "javascript.py"), "install"]
    answer = subprocess.run([*words, "--test"] if with_tests else words, cwd=ROOT, check=False).returncode
    if answer not in {0, NO_NODE}:
        raise SetupFailed("npm did not succeed (its reason stands above).")
    return answer


def _run(words: list[str], otherwise: str) -> None:
    try:
        subprocess.run(words, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupFailed(otherwise) from error


def _hash(*names: str) -> str:
    content = b"\0".join((ROOT / name).read_bytes() for name in names)
    return hashlib.sha256(content).hexdigest()


def _read_stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _remember(stamps: dict[str, str], name: str, value: str) -> None:
    stamps[name] = value
    STAMPS.write_text(json.dumps(stamps, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
