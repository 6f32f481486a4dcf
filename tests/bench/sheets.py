"""Map sheets: an A3 PNG of 300 dots per inch, 20 wards and 50 places, beside Mapnik and a headless browser."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from geo.formats.geojson import geometry_text
from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from tests.bench.district import DPI, make_district
from tests.bench.figures import Figure
from tests.chromium import chromium
from webmap.config import Config
from webmap.factory import create_app
from webmap.http.frozen_map import write_frozen_sheet
from webmap.maps.sheet import Sheet
from webmap.maps.shown import Shown, choose
from webmap.maps.symbols import SYMBOLS
from webmap.render.paper.fonts import font_folder
from webmap.render.paper.map_sheet import make_map_sheet
from webmap.render.paper.sheet_frame import frame_sheet
from webmap.render.paper.sheet_layout import lay_out

ROUNDS: Final = 5
MOST_TIMES_MAPNIK, LEAST_TIMES_BROWSER = 2.0, 2.0
MOST_MB, MOST_PDF_KB = 400.0, 300.0

_SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
_PX_PER_MM: Final = DPI / 25.4
_PAGE_PX: Final = (round(420 * _PX_PER_MM), round(297 * _PX_PER_MM))
_SCREEN_DPI: Final = 96
_MB: Final = 1024
_MEMORY: Final = (
    "from tests.bench.district import make_district; from webmap.render.paper.map_sheet import make_map_sheet; "
    "make_map_sheet(make_district(), 'png'); print(open('/proc/self/status').read())"
)
"""A new process tells its own peak there; what ``resource`` tells is no less than the peak of the one that began it."""


def measure() -> Iterable[Figure]:
    """Draw the same district by each, and weigh what comes out."""
    sheet = make_district()
    make_map_sheet(sheet, "png")  # puts the type together, once in the life of a process
    ours = _seconds(lambda: make_map_sheet(sheet, "png"), time.process_time)
    yield from _beside_mapnik(sheet, ours)
    yield from _beside_browser(sheet)
    told = subprocess.run([sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True)
    peak_kb = int(told.stdout.split("VmHWM:")[1].split()[0])
    yield Figure("peak memory of a process that draws it", peak_kb / _MB, "MB", most=MOST_MB)
    pdf = make_map_sheet(sheet)
    yield Figure("the same as a vector PDF", len(pdf) / _MB, "kB", most=MOST_PDF_KB)


def _seconds(draw: Callable[[], object], clock: Callable[[], float]) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = clock()
        draw()
        took.append(clock() - begun)
    return statistics.median(took)


def _beside_mapnik(sheet: Sheet, ours: float) -> Iterator[Figure]:
    """Yield our processor time in times of Mapnik's, which draws the map alone: no heading, no legend, no table."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "map.json", Path(folder) / "map.png"
        data.write_text(json.dumps(_tell_mapnik(sheet, out)), encoding="utf-8")
        program = Path(__file__).with_name("mapnik_sheet.py")
        made = subprocess.run([_SYSTEM_PYTHON, program, data], capture_output=True, text=True, check=False)
    if made.returncode:
        print(f"  no Mapnik (apt-get install python3-mapnik): {made.stderr.strip().splitlines()[-1]}")
        return
    theirs = statistics.median(json.loads(made.stdout)["took"])
    told = f"{ours:.2f} s against {theirs:.2f} s of processor time; median of {ROUNDS}"
    yield Figure("A3 PNG, times of Mapnik", ours / theirs, "", most=MOST_TIMES_MAPNIK, told=told)


def _tell_mapnik(sheet: Sheet, out: Path) -> dict[str, Any]:
    """Return what Mapnik draws: the same areas, water, places, signs and names, in dots of the same size."""
    shown = choose(sheet.scene.feed or {}, sheet.spec.map)
    room = lay_out("A3", "landscape").room(is_flexible=False)
    frame = frame_sheet(shown, sheet.spec, None, VN2000_HCMC, room)
    wide_m, high_m = frame.width_mm * frame.scale / 1000, frame.height_mm * frame.scale / 1000
    return {
        "srs": "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs",
        "extent": (frame.west_m, frame.north_m - high_m, frame.west_m + wide_m, frame.north_m),
        "width": _PAGE_PX[0],
        "height": _PAGE_PX[1],
        "fonts": [str(font_folder())],
        "layers": list(_layers(shown)),
        "rounds": ROUNDS,
        "out": str(out),
    }


def _layers(shown: Shown) -> Iterator[dict[str, Any]]:
    wards = [(ward.name.upper(), ward.geometry) for ward in shown.wards]
    water = [(one.name, one.geometry) for one in shown.landmarks if one.kind == "canal"]
    yield _layer(wards, {"kind": "area", "color": "#FFFFFF", "opacity": 1}, _line("#E4E6E4", 3.0))
    yield _layer(water, _line("#8FAEBD", 2.4))
    yield _layer(water, _line("#DCE8EE", 1.9))
    yield _layer(wards, _line("#8F9496", 0.4, (2.2, 0.9, 0.4, 0.9)))
    for state, symbol in SYMBOLS.items():
        places = [(place.name, place.geometry) for place in shown.places if place.state == state]
        areas = [one for one in places if one[1].area]
        lines = [one for one in places if one[1].length and not one[1].area]
        yield _layer(areas, {"kind": "area", "color": symbol.color, "opacity": 0.35})
        for some in (areas, lines):
            yield _layer(some, _line("#1B2126", 1.4))
            yield _layer(some, _line("#FFFFFF", 1.0))
            yield _layer(some, _line(symbol.color, 1.0, (3, 1)))
        yield _layer(places, _dot("#1B2126", 4.4, 0.4), _dot(symbol.color, 4.0, 0.6))
        yield _layer([(symbol.sign, one[1]) for one in places], _text(2.6, 0, "interior", "#1B2126"))
    yield _layer(wards, _text(2.4, 0.35, "interior", "#5A656E"))
    named = [(place.name, place.geometry) for place in shown.places]
    yield _layer(named, _text(2.5, 0.35, "interior", "#1B2126", away_mm=2.6))
    yield _layer(water, _text(2.4, 0.35, "line", "#2F5D73"))


def _layer(things: Iterable[tuple[str, BaseGeometry]], *symbols: dict[str, Any]) -> dict[str, Any]:
    """Return things in metres of the grid, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": json.loads(
                geometry_text(transform_geometry(shape, WGS84_LONLAT, VN2000_HCMC), decimals=2)
            ),
        }
        for name, shape in things
    ]
    return {"data": json.dumps({"type": "FeatureCollection", "features": features}), "symbols": list(symbols)}


def _line(color: str, width_mm: float, dashes_mm: tuple[float, ...] = ()) -> dict[str, Any]:
    steps = ",".join(f"{dash * _PX_PER_MM:.1f}" for dash in dashes_mm)
    more = f' stroke-dasharray="{steps}"' if steps else ""
    return {"kind": "line", "color": color, "width": width_mm * _PX_PER_MM, "more": more}


def _dot(color: str, width_mm: float, edge_mm: float) -> dict[str, Any]:
    return {
        "kind": "dot",
        "color": color,
        "width": width_mm * _PX_PER_MM,
        "edge": edge_mm * _PX_PER_MM,
        "ignored": "false",
    }


def _text(size_mm: float, halo_mm: float, placement: str, color: str, away_mm: float = 0) -> dict[str, Any]:
    return {
        "kind": "text",
        "face": "DejaVu Sans Book",
        "size": size_mm * _PX_PER_MM,
        "halo": halo_mm * _PX_PER_MM,
        "placement": placement,
        "color": color,
        "away": away_mm * _PX_PER_MM,
    }


def _beside_browser(sheet: Sheet) -> Iterator[Figure]:
    """Yield how much sooner ours is there than a screenshot of the same map by a browser that runs already."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(data_dir=Path(folder), secret_key="k" * 32))
        page = Path(folder) / "map.html"
        with app.app_context():
            page.write_bytes(write_frozen_sheet(sheet))
        with chromium() as browser:
            width, height = (round(side * _SCREEN_DPI / DPI) for side in _PAGE_PX)
            context = browser.new_context(
                viewport={"width": width, "height": height}, device_scale_factor=DPI / _SCREEN_DPI
            )

            def shoot() -> None:
                tab = context.new_page()
                tab.goto(page.as_uri())
                tab.wait_for_selector(".list__name")
                tab.screenshot()
                tab.close()

            shoot()
            theirs = _seconds(shoot, time.perf_counter)
            ours = _seconds(lambda: make_map_sheet(sheet, "png"), time.perf_counter)
    told = f"{ours:.2f} s against {theirs:.2f} s on the clock; median of {ROUNDS}"
    yield Figure(
        "A3 PNG, times as fast as a browser", theirs / ours, "", least=LEAST_TIMES_BROWSER, told=told
    )
