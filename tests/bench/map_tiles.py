"""The map of 100,000 places in headless Chromium, empty cache: ours in tiles, protomaps-leaflet on ready PMTiles."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pyogrio

from tests.bench import pages, service
from tests.bench.figures import Figure
from tests.bench.map_page import LISTED, WATCH_OURS, Candidate, Visit, median, sign_in, tell, visit
from tests.bench.plain import LAYER, get_plain
from tests.bench.register import NATIONAL, ROOT, get_register
from tests.chromium import chromium
from webmap.maps.symbols import SYMBOLS

ROUNDS: Final = 7
_ZOOMS: Final = {"MINZOOM": "4", "MAXZOOM": "6"}
_LIBRARIES: Final = {
    "/leaflet.js": "leaflet/dist/leaflet.js",
    "/leaflet.css": "leaflet/dist/leaflet.css",
    "/protomaps-leaflet.js": "protomaps-leaflet/dist/protomaps-leaflet.js",
}

# The whole country as ours shows it at first; "load" comes when every tile of the view is drawn.
_PAGE: Final = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>PMTiles</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="leaflet.css">
<style>html, body, #map { height: 100%; margin: 0 }</style></head>
<body><div id="map"></div><script src="leaflet.js"></script><script src="protomaps-leaflet.js"></script><script>
const colors = COLORS;
const color = (zoom, feature) => colors[feature?.props.status] ?? "#777";
const dot = new protomapsL.CircleSymbolizer({ radius: 3, fill: color, stroke: "#fff", width: 1 });
const line = new protomapsL.LineSymbolizer({ color, width: 3, perFeature: true });
const area = new protomapsL.PolygonSymbolizer({ fill: color, opacity: 0.5, perFeature: true });
const rule = (type, symbolizer) => ({
  dataLayer: "LAYER", symbolizer, filter: (zoom, feature) => feature.geomType === type,
});
const map = L.map("map").fitBounds([[8.5, 102.2], [23.3, 109.5]], { animate: false });
const layer = protomapsL.leafletLayer({
  url: "places.pmtiles", paintRules: [rule(1, dot), rule(2, line), rule(3, area)], labelRules: [],
});
layer.on("load", () => { window.drawn = true; MARK });
layer.addTo(map);
</script></body></html>"""


def measure() -> Iterable[Figure]:
    """Visit both pages in turns; our first visit is told apart, since the server has nothing ready yet."""
    register = get_register(NATIONAL)
    with tempfile.TemporaryDirectory() as folder, service.running(register) as ours, chromium() as browser:
        tiles = _write_tiles(register, Path(folder))
        with _serving(tiles) as port:
            own = f"http://127.0.0.1:{ours.port}"
            us = Candidate("ours", f"{own}/map", LISTED, sign_in(browser, own + ours.link), WATCH_OURS)
            them = Candidate(
                "pmtiles", f"http://127.0.0.1:{port}/index.html", f"window.drawn * {NATIONAL.count}"
            )
            first = visit(browser, us, NATIONAL.count)
            visits: list[tuple[Visit, Visit]] = [
                (visit(browser, us, NATIONAL.count), visit(browser, them, NATIONAL.count))
                for _ in range(ROUNDS)
            ]
        mine, peers = (median(list(one)) for one in zip(*visits, strict=True))
        yield from _figures(mine, peers, first)
        yield Figure("PMTiles, as a file", tiles.stat().st_size / 1e6, "MB")


def _figures(ours: Visit, theirs: Visit, first: Visit) -> Iterator[Figure]:
    told = f"ours {tell(ours)}, protomaps-leaflet {tell(theirs)}"
    yield Figure("time, ours to protomaps-leaflet", ours.drawn_ms / theirs.drawn_ms, "x", most=2, told=told)
    yield Figure("bytes, ours to protomaps-leaflet", ours.received / theirs.received, "x")
    yield Figure(
        "first visit after a start", first.drawn_ms / 1000, "s", told="the server has nothing ready yet"
    )


def _write_tiles(register: Path, folder: Path) -> Path:
    """Return the places as PMTiles, written by GDAL with its own limits for a tile."""
    sql = f"SELECT name, kind, status, geom FROM {LAYER}"
    meta, _, geometry, values = pyogrio.raw.read(get_plain(register), sql=sql)
    path = folder / "places.pmtiles"
    pyogrio.raw.write(
        path, geometry, values, meta["fields"], geometry_type="Unknown", crs="EPSG:4326", driver="PMTiles",
        layer=LAYER, dataset_options=_ZOOMS,
    )  # fmt: skip
    return path


@contextmanager
def _serving(tiles: Path) -> Iterator[int]:
    """Serve the page and the ranges of the file that its library asks for, on a port of 127.0.0.1."""
    colors = json.dumps({status: symbol.color for status, symbol in SYMBOLS.items()})
    page = _PAGE.replace("COLORS", colors).replace("MARK", pages.DRAWN).replace("LAYER", LAYER)
    modules = ROOT / "node_modules"
    files = {path: (modules / name).read_bytes() for path, name in _LIBRARIES.items()}
    files |= {"/index.html": page.encode(), "/places.pmtiles": tiles.read_bytes()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = files.get(self.path, b"")
            asked = self.headers.get("Range", "").removeprefix("bytes=")
            first, last = map(int, asked.split("-")) if asked else (0, len(body) - 1)
            part = body[first : last + 1]
            self.send_response(206 if asked else 200 if body else 404)
            if asked:
                self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(part)))
            self.send_header(
                "Content-Type", pages.MIME.get(self.path.rsplit(".", 1)[-1], "application/octet-stream")
            )
            self.end_headers()
            self.wfile.write(part)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
