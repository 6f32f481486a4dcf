"""Draws the map of the sheet benchmark with Mapnik: run by the system's Python, which has its bindings.

``python3 mapnik_sheet.py DATA.json`` draws and writes a PNG in memory several times, and prints the seconds of each
(imports and the reading of the file not counted) and the bytes.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import mapnik  # type: ignore[import-not-found]

_LINE = '<LineSymbolizer stroke="{color}" stroke-width="{width}" stroke-linejoin="round" stroke-linecap="butt"{more}/>'
_AREA = '<PolygonSymbolizer fill="{color}" fill-opacity="{opacity}"/>'
_DOT = (
    '<MarkersSymbolizer fill="#ffffff" stroke="{color}" stroke-width="{edge}" width="{width}" height="{width}" '
    'placement="interior" allow-overlap="true" ignore-placement="{ignored}"/>'
)
_TEXT = (
    '<TextSymbolizer face-name="{face}" size="{size}" fill="{color}" halo-fill="#ffffff" halo-radius="{halo}" '
    'placement-type="simple" placements="E,W,N,S,NE,SE,NW,SW" dx="{away}" dy="{away}" placement="{placement}">'
    "[name]</TextSymbolizer>"
)
_SYMBOLS = {"line": _LINE, "area": _AREA, "dot": _DOT, "text": _TEXT}


def draw(told: dict[str, Any]) -> bytes:
    """Return the map as a PNG."""
    made = mapnik.Map(told["width"], told["height"])
    for folder in told["fonts"]:
        mapnik.register_fonts(folder)
    mapnik.load_map_from_string(made, _document(told), True)
    made.zoom_to_box(mapnik.Box2d(*told["extent"]))
    image = mapnik.Image(told["width"], told["height"])
    mapnik.render(made, image)
    body: bytes = image.tostring("png")
    return body


def _document(told: dict[str, Any]) -> str:
    """Return layers and styles as Mapnik reads them; the data are inside."""
    styles, layers = [], []
    for nth, layer in enumerate(told["layers"]):
        drawn = "".join(_SYMBOLS[one["kind"]].format(**one) for one in layer["symbols"])
        styles.append(f'<Style name="s{nth}"><Rule>{drawn}</Rule></Style>')
        layers.append(
            f'<Layer name="l{nth}" srs="{told["srs"]}"><StyleName>s{nth}</StyleName><Datasource>'
            f'<Parameter name="type">geojson</Parameter>'
            f'<Parameter name="inline"><![CDATA[{layer["data"]}]]></Parameter></Datasource></Layer>'
        )
    return f'<Map srs="{told["srs"]}" background-color="#F1F3F1">{"".join(styles + layers)}</Map>'


def main() -> None:
    """Draw as often as asked, and print what it took."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    took, body = [], b""
    for _ in range(told["rounds"]):
        begun = time.process_time()
        body = draw(told)
        took.append(time.process_time() - begun)
    Path(told["out"]).write_bytes(body)
    print(json.dumps({"took": took, "bytes": len(body)}))


main()
