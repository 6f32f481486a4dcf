"""Programs that ours is measured against: how each is asked, and a virtual environment of its own for each."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Target
from tests.bench.register import FOLDER


@dataclass(frozen=True)
class Peer:
    """A program that serves the same features.

    Attributes
    ----------
    name
        Its name.
    target
        Where it is asked.
    to_path
        Turns what comes after ``items`` in a question to ours into its own path.
    """

    name: str
    target: Target
    to_path: Callable[[str], str]


def install(required: Sequence[str], python: str) -> Path:
    """Return the folder of the programs of some packages, installed now unless an earlier run did.

    Parameters
    ----------
    required
        The packages, as pip takes them.
    python
        Whose virtual environment it is.
    """
    wanted = hashlib.sha256("\n".join(required).encode()).hexdigest()[:8]
    folder = FOLDER / f"peer-{wanted}"
    programs = folder / "bin"
    mark = folder / "installed"
    if not mark.exists():
        print(f"installing {required[0]} ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([programs / "pip", "install", "--quiet", *required], check=True, capture_output=True)
        mark.touch()
    return programs
