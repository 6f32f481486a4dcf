"""Executes the notebooks, to see that they still work; what they print is not kept."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
CELL_SECONDS = 300


def execute(path: Path) -> None:
    """Run every cell of a notebook in a fresh kernel, in the folder of the notebooks.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell failed; the error holds its trace.
    """
    notebook = _read(path)
    resources = {"metadata": {"path": str(NOTEBOOKS)}}
    # Without this the kernel warns, at each start, that it listens on a port of this machine.
    quiet = ["--log-level=ERROR"]
    client = NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", resources=resources, extra_arguments=quiet
    )
    client.execute()


def has_outputs(path: Path) -> bool:
    """Tell whether a notebook was saved with results, which may hold data that is not ours to keep."""
    return any(cell.get("outputs") or cell.get("execution_count") for cell in _read(path).cells)


def _read(path: Path) -> nbformat.NotebookNode:
    text = path.read_text(encoding="utf-8")
    notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def main() -> int:
    """Execute all notebooks, and name those that fail or hold results."""
    failed = 0
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if has_outputs(path):
            print(f"notebooks: {path.name} holds results; clear them before saving")
            failed += 1
            continue
        try:
            execute(path)
            print(f"notebooks: {path.name} runs")
        except CellExecutionError as error:
            print(f"notebooks: {path.name} fails\n{error}")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
