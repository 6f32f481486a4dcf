"""What a start does not wait for: libraries that only some pages, commands or settings need."""

import subprocess
import sys

HEAVY = ("fiona", "folium", "fontTools", "geopandas", "httpx", "matplotlib", "pandas", "pyogrio")


def test_a_start_loads_no_library_that_only_some_pages_need() -> None:
    asked = f"import sys, webmap.factory; print([name for name in {HEAVY!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
