"""A worker in a process of its own, which can do one thing: ``python -m tests.webmap.jobs.worker_process``."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webmap.config import Config
from webmap.factory import create_app
from webmap.jobs.kinds import Kind
from webmap.jobs.running import Workshop
from webmap.jobs.work import File, Work
from webmap.jobs.worker import Rhythm, run_worker

STEPS = 1000
_STEP_S = 0.05


def slow(work: Work, arguments: Mapping[str, Any]) -> File:
    """Say who is at it and go on for long; whoever begins it again is done at once."""
    mark = Path(arguments["mark"])
    is_first = not mark.exists()
    with mark.open("a") as file:
        file.write(f"{os.getpid()}\n")
    for step in range(STEPS if is_first else 1):
        work.report(step / STEPS, "downloads.doing.running")
        time.sleep(_STEP_S)
    return File(b"made after all", "ket-qua.txt", "text/plain")


KINDS = {"slow": Kind(slow, "map.export")}

if __name__ == "__main__":
    application = create_app(Config.from_env(os.environ))
    application.extensions["database"].is_migrated()
    run_worker(Workshop(application, KINDS), threads=1, rhythm=Rhythm(0.1, 1.0, 0.2), attached=True)
    sys.exit(0)
