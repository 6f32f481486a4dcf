"""The pages that ours is compared with: Leaflet by hand and plain folium, and a server that sends them compressed."""

import gzip
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any

import folium

from tests.bench.register import FOLDER, ROOT
from webmap.maps.symbols import SYMBOLS

PACKAGES = ("jquery@3.7.1", "bootstrap@5.2.2", "@fortawesome/fontawesome-free@6.2.0")
"""What folium asks public servers for, beside Leaflet; what is not had here is served empty, in its favour."""

MIME = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css", "json": "application/geo+json",
        "png": "image/png"}  # fmt: skip
MARK = "bench-drawn"

DRAWN = f"requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('{MARK}')));"
"""Script for the moment when a page has drawn everything: two frames later, that is on the screen."""

_LEAFLET = ROOT / "node_modules/leaflet/dist"
_BY_HAND = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Leaflet</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="leaflet.css"><link rel="preload" as="fetch" crossorigin href="hotspots.json">
<style>html, body, #map { height: 100%; margin: 0 }</style></head>
<body><div id="map"></div><script src="leaflet.js"></script><script>
const colors = COLORS;
const map = L.map("map", { preferCanvas: true }).setView([10.73, 106.65], 14);
async function draw() {
  const read = async (url) => (await fetch(url)).json();
  const [wards, hotspots] = await Promise.all([read("wards.json"), read("hotspots.json")]);
  const ground = L.geoJSON(wards, { style: { color: "#666", weight: 1.5, fillOpacity: 0.05 } }).addTo(map);
  map.fitBounds(ground.getBounds(), { animate: false });
  const style = ({ properties }) => ({ color: colors[properties.status] ?? "#777", weight: 4 });
  window.layer = L.geoJSON(hotspots, { style, pointToLayer: (feature, at) => L.circleMarker(at, { radius: 5 }) });
  window.layer.bindTooltip(({ feature }) => feature.properties.name).addTo(map);
  MARK
}
draw();
</script></body></html>"""


@dataclass(frozen=True)
class Site:
    """A running static server, and how many bytes each path weighs compressed."""

    port: int
    sizes: Mapping[str, int]


def by_hand(hotspots: dict[str, Any], wards: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of a map that somebody who knows Leaflet writes by hand: one GeoJSON layer on canvas."""
    colors = {status: symbol.color for status, symbol in SYMBOLS.items()}
    page = _BY_HAND.replace("COLORS", json.dumps(colors)).replace("MARK", DRAWN)
    return {
        "/hand/index.html": page.encode(),
        "/hand/leaflet.js": (_LEAFLET / "leaflet.js").read_bytes(),
        "/hand/leaflet.css": (_LEAFLET / "leaflet.css").read_bytes(),
        "/hand/hotspots.json": _json(hotspots),
        "/hand/wards.json": _json(wards),
    }


def plain_folium(hotspots: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of ``folium.Map`` with ``folium.GeoJson`` and a tooltip, its libraries served from here."""
    chart = folium.Map(location=(10.73, 106.65), zoom_start=14, tiles=None)
    flat = [{**one, "properties": _flat(one["properties"])} for one in hotspots["features"]]
    tooltip = folium.GeoJsonTooltip(fields=["name", "kind", "status"])
    layer = folium.GeoJson({"type": "FeatureCollection", "features": flat}, tooltip=tooltip)
    layer.add_to(chart)
    chart.fit_bounds(layer.get_bounds())
    page = chart.get_root().render()
    page = page.replace("</html>", f"<script>window.layer = {layer.get_name()}; {DRAWN}</script></html>")
    files = {f"/folium/images/{path.name}": path.read_bytes() for path in (_LEAFLET / "images").glob("*.png")}
    asked = re.findall(r'(?:src|href)="(https?://[^"]+)"', page)
    for number, url in enumerate(dict.fromkeys(asked)):
        name = f"{number}-{url.rsplit('/', 1)[1]}"
        page = page.replace(url, name)
        files[f"/folium/{name}"] = _library(url)
    return {**files, "/folium/index.html": page.encode()}


@contextmanager
def serving(files: Mapping[str, bytes]) -> Iterator[Site]:
    """Serve files, compressed once beforehand, with connections kept open."""
    packed = {path: body if path.endswith(".png") else gzip.compress(body, 6) for path, body in files.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = packed.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.send_header("Content-Type", MIME.get(self.path.rsplit(".", 1)[-1], "text/plain"))
            if not self.path.endswith(".png"):
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(server.server_port, {path: len(body) for path, body in packed.items()})
    finally:
        server.shutdown()
        server.server_close()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for name, value in properties.items()
    }


def _library(url: str) -> bytes:
    """Return a library that folium names, from the package client; empty where it has none."""
    name = url.rsplit("/", 1)[1]
    own = _LEAFLET / name
    if own.exists():
        return own.read_bytes()
    folder = FOLDER / "public"
    npm = which("npm")
    if npm and not (folder / "node_modules").exists():
        folder.mkdir(exist_ok=True)
        subprocess.run(
            [npm, "install", "--silent", "--prefix", str(folder), "--ignore-scripts", *PACKAGES], check=True
        )
    found = [path for path in Path(folder).rglob(name) if "dist" in path.parts or "css" in path.parts]
    return found[0].read_bytes() if found else b""
