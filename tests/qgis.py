"""Runs scripts in the real QGIS of this machine: Debian's, without a screen, in a process of its own."""

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from tests.servers import skip_or_fail

PYTHON = "/usr/bin/python3"
"""The system's own Python, which has the bindings; no virtual environment can have them."""

LONGEST_S = 120

_BEGIN = """
import json, sys
from qgis.core import *
QgsApplication.setPrefixPath("/usr", True)
qgis = QgsApplication([], False)
qgis.initQgis()
asked = json.loads(sys.stdin.read())
told = {}

def find_categories(layer):
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    renderer.startRender(context, layer.fields())
    found = []
    for one in layer.getFeatures():
        context.expressionContext().setFeature(one)
        keys = renderer.legendKeysForFeature(one, context)
        found += [renderer.categories()[int(key)].value() for key in keys]
    renderer.stopRender(context)
    return found
"""
_END = """
print("TOLD " + json.dumps(told))
sys.stdout.flush()
import os
os._exit(0)  # QGIS takes its time to end, and may fall over on the way
"""


@cache
def can_run() -> bool:
    """Tell whether the bindings of QGIS are on this machine."""
    found = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    return found.returncode == 0


def require_qgis() -> None:
    """End the test where there is no QGIS, as `tests.servers.skip_or_fail` does."""
    if not can_run():
        skip_or_fail("no QGIS here", "apt install python3-qgis")


def run_in_qgis(script: str, folder: Path, **asked: object) -> dict[str, Any]:
    """Run a script in QGIS and return what it put into ``told``.

    Parameters
    ----------
    script
        Python, with the names of ``qgis.core``, ``asked``, ``told``, and ``find_categories(layer)``: by which
        categories of its style the features of a layer are drawn.
    folder
        Where QGIS keeps its settings, so that those of the machine play no part.
    asked
        Values that JSON can hold.
    """
    require_qgis()
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [PYTHON, "-c", _BEGIN + script + _END],
        input=orjson.dumps(asked),
        capture_output=True,
        env=environ,
        timeout=LONGEST_S,
        check=False,
    )
    lines = [line for line in done.stdout.decode().splitlines() if line.startswith("TOLD ")]
    assert lines, (done.returncode, done.stderr.decode()[-3000:])
    told: dict[str, Any] = orjson.loads(lines[-1].removeprefix("TOLD "))
    return told
