import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup


class Machine:
    """Stands for pip, venv and npm: keeps what was asked of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.jobs: list[str] = []
        self.answer = 0

    def run(self, words: list[str], **_options: object) -> "subprocess.CompletedProcess[bytes]":
        if "venv" in words:
            self.jobs.append("venv")
            setup.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            setup.PYTHON.touch()
        elif "pip" in words:
            self.jobs.append(Path(words[-1]).name)
        else:
            self.jobs.append(" ".join(words[2:]))
            (self.root / "node_modules").mkdir(exist_ok=True)
            if words[2:] == ["build"]:
                (self.root / setup.BUILT).parent.mkdir(parents=True, exist_ok=True)
                (self.root / setup.BUILT).touch()
        return subprocess.CompletedProcess(words, self.answer)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    for name in (setup.RUN, setup.TEST, setup.NODE, *setup.JAVASCRIPT):
        (tmp_path / name).write_text(name, encoding="utf-8")
    for name in ("tools/javascript.py", f"{setup.SOURCES[0]}/app.js"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(setup, "STAMPS", tmp_path / ".venv" / "stamps.json")
    made = Machine(tmp_path)
    monkeypatch.setattr(subprocess, "run", made.run)
    return made


def test_a_fresh_checkout_gets_everything(machine: Machine) -> None:
    assert setup.main([]) == 0
    assert machine.jobs == ["venv", "requirements.txt", "install", "build"]


def test_asking_again_does_nothing(machine: Machine) -> None:
    setup.main(["--test"])
    machine.jobs.clear()
    assert setup.main(["--test"]) == 0
    assert setup.main([]) == 0
    assert machine.jobs == []


def test_a_changed_lock_is_installed(machine: Machine) -> None:
    setup.main([])
    machine.jobs.clear()
    (machine.root / setup.RUN).write_text("newer", encoding="utf-8")
    (machine.root / "package-lock.json").write_text("newer", encoding="utf-8")
    setup.main([])
    assert machine.jobs == ["requirements.txt", "install", "build"]


def test_the_tests_ask_for_more_than_a_run(machine: Machine) -> None:
    setup.main([])
    machine.jobs.clear()
    setup.main(["--test"])
    assert machine.jobs == ["requirements-dev.txt", "install --test"]


def test_a_moved_checkout_gets_a_new_environment(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    setup.main([])
    machine.jobs.clear()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    setup.main([])
    assert machine.jobs[:2] == ["venv", "requirements.txt"]


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert setup.main([]) == 1
    assert "this is Python 3.9; Địa bàn needs Python 3.11 or newer" in capsys.readouterr().out


def test_npm_that_fails_is_no_success(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.answer = 1
    assert setup.main([]) == 1
    assert "npm did not succeed" in capsys.readouterr().out
    machine.answer = 0
    machine.jobs.clear()
    setup.main([])
    assert machine.jobs == ["install", "build"]


def test_a_changed_module_is_built_again(machine: Machine) -> None:
    setup.main([])
    machine.jobs.clear()
    (machine.root / setup.SOURCES[0] / "app.js").write_text("newer", encoding="utf-8")
    setup.main([])
    assert machine.jobs == ["build"]
