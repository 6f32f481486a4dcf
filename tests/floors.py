"""Asks a branch coverage of each storey at the end of a whole test run (``-p tests.floors --cov``)."""

import tomllib
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest
from coverage.exceptions import NoDataError

ROOT = Path(__file__).resolve().parent.parent
_told: list[str] = []


def read_floors() -> dict[str, float]:
    """Return the percentage that pyproject.toml asks of each storey."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors: dict[str, float] = settings["tool"]["diaban"]["coverage-floors"]
    return floors


def measure(storey: str) -> float:
    """Return the branch coverage of a storey, in percent, from the data that the run left."""
    data = coverage.Coverage()
    data.load()
    with Path("/dev/null").open("w") as nowhere:
        return data.report(include=[f"{storey}/*"], file=nowhere)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Count a storey below its floor as a failed test, once coverage has put its parts together."""
    result = yield
    is_worker = hasattr(session.config, "workerinput")
    if is_worker or not session.config.pluginmanager.hasplugin("_cov"):
        return result
    for storey, floor in read_floors().items():
        try:
            reached = measure(storey)
        except NoDataError:
            reached = 0.0
        _told.append(f"{storey}: {reached:.1f} % of branches and lines covered, {floor} % asked")
        session.testsfailed += reached < floor
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what each storey reached."""
    if _told:
        terminalreporter.section("coverage by storey")
        for line in _told:
            terminalreporter.write_line(line)
