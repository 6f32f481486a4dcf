"""Writes the looks of layers as MapLibre styles (version 8) for vector tiles: day and filters are expressions.

Only those operators are used that QGIS reads as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from geo.types import LonLat
from webmap.maps.looks import LOOKS, Entry, Look
from webmap.maps.symbols import INK, Pen, Symbol, list_strokes
from webmap.texts import Translator

MEDIA_TYPE: Final = "application/vnd.mapbox.style+json"

FIRST_ZOOM: Final = 8
"""Before it a frame may show the whole nation, which is drawn with its archipelagos and their names or not at all."""

_GROUND: Final = "#F4F4F1"
_OPACITIES: Final = {"solid": 0.35}
_OTHER_OPACITY: Final = 0.18
_SHAPES: Final = {  # the lowest first
    "area": ["Polygon", "MultiPolygon"],
    "line": ["LineString", "MultiLineString"],
    "point": ["Point", "MultiPoint"],
}
_BESIDE_PX: Final = 9
"""How far from the point of a place lies what is told beside it: to its side and up."""

_ALONG_PX: Final = 5
"""How far from the line of a place, or from the edge of its area, runs what is told beside it."""

_LEAST_RADIUS_PX: Final = 5
_RADIUS_PX: Final = ["step", ["coalesce", ["get", "count"], 1], _LEAST_RADIUS_PX, 2, 7, 10, 10, 100, 14]


@dataclass(frozen=True)
class Sheet:
    """What a style is of.

    Attributes
    ----------
    collection
        One of `webmap.maps.looks.LOOKS`: source, and layer of its tiles.
    title
        Name of the style.
    tilejson
        Address of the description of the tiles.
    on
        Day that is shown.
    center
        Where a map begins.
    zoom
        How near it begins.
    first_zoom
        From which zoom on anything is drawn.
    filters
        Codes by property, of which a feature must have one.
    """

    collection: str
    title: str
    tilejson: str
    on: date
    center: LonLat
    zoom: float
    first_zoom: int = FIRST_ZOOM
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_style(sheet: Sheet, translator: Translator) -> dict[str, Any]:
    """Return the style, with the texts of its legend as metadata of the layers."""
    ground = {"id": "ground", "type": "background", "paint": {"background-color": _GROUND}}
    return {
        "version": 8,
        "name": sheet.title,
        "center": [sheet.center.lon, sheet.center.lat],
        "zoom": sheet.zoom,
        "sources": {sheet.collection: {"type": "vector", "url": sheet.tilejson}},
        "layers": [ground, *_draw(sheet, translator)],
    }


def held_on(day: date) -> list[Any]:
    """Return the expression that a feature held on a day: days are text, which sorts as they do."""
    began = ["any", ["!", ["has", "valid_from"]], ["<=", ["get", "valid_from"], day.isoformat()]]
    lasts = ["any", ["!", ["has", "valid_to"]], [">", ["get", "valid_to"], day.isoformat()]]
    return ["all", began, lasts]


def _draw(sheet: Sheet, translator: Translator) -> Iterator[dict[str, Any]]:
    """Yield all areas, then all lines, then all points, so that none lies under a larger one."""
    look = LOOKS[sheet.collection]
    for shape in (shape for shape in _SHAPES if shape in look.shapes):
        for entry in reversed(look.entries):
            condition = _condition(sheet, look, entry, shape)
            for part, paint in _paints(shape, entry):
                layer = _layer(sheet, f"{entry.code}-{shape}-{part}", paint, condition)
                layer["layout"] = {"visibility": "visible" if entry.is_shown else "none"}
                layer["metadata"] = {"diaban:legend": translator.text(entry.text)}
                yield layer


def _condition(sheet: Sheet, look: Look, entry: Entry, shape: str) -> list[Any]:
    wanted = [["==", ["get", name], value] for name, value in entry.wants.items()]
    if entry.is_late is not None:
        wanted.append(["<" if entry.is_late else ">=", ["get", look.day], sheet.on.isoformat()])
    held = [held_on(sheet.on)] if look.is_held else []
    chosen = [_is_one_of(["get", name], codes) for name, codes in sheet.filters.items()]
    return ["all", _is_one_of(["geometry-type"], _SHAPES[shape]), *wanted, *held, *chosen]


def _is_one_of(value: list[Any], codes: Sequence[str]) -> list[Any]:
    return ["any", *(["==", value, code] for code in codes)]


def _layer(sheet: Sheet, part: str, paint: Mapping[str, Any], condition: list[Any]) -> dict[str, Any]:
    (kind,) = {name.split("-")[0] for name in paint}
    return {
        "id": f"{sheet.collection}-{part}",
        "type": kind,
        "source": sheet.collection,
        "source-layer": sheet.collection,
        "minzoom": sheet.first_zoom,
        "filter": condition,
        "paint": dict(paint),
    }


def _paints(shape: str, entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the parts of a symbol, the lowest first."""
    symbol = entry.symbol
    if shape == "point":
        yield "disc", _disc(symbol.color, entry.side)
        return
    if shape == "area" and isinstance(symbol, Symbol) and symbol.fill != "none":
        opacity = _OPACITIES.get(symbol.fill, _OTHER_OPACITY)
        yield "fill", {"fill-color": symbol.color, "fill-opacity": opacity}
    beside = {"line-offset": entry.side * _ALONG_PX} if entry.side else {}
    for part, pen in list_strokes(symbol, shape):
        yield part, {**_stroke(pen), **beside}


def _disc(color: str, side: int) -> dict[str, Any]:
    disc = {"circle-color": color, "circle-stroke-color": INK, "circle-stroke-width": 1.5}
    if side:
        place = [side * _BESIDE_PX, -_BESIDE_PX]
        return {**disc, "circle-radius": _LEAST_RADIUS_PX, "circle-translate": place}
    return {**disc, "circle-radius": _RADIUS_PX}


def _stroke(pen: Pen) -> dict[str, Any]:
    stroke: dict[str, Any] = {"line-color": pen.color, "line-width": pen.width}
    if pen.dashes:
        stroke["line-dasharray"] = [
            round(dash / pen.width, 2) for dash in pen.dashes
        ]  # in widths of the line
    return stroke
