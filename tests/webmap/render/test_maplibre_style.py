"""The MapLibre style: the map's own table of symbols, with the day and the filters as expressions."""

import operator
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from geo.formats.mvt import encode_layer
from geo.formats.tiles import tile_at, tile_bounds
from geo.types import LonLat
from tests.bench.shapes import make_places
from tests.qgis import run_in_qgis
from webmap.maps.symbols import DRAWN_STATES, LEVEL_BORDERS, SYMBOLS
from webmap.render.maplibre_style import FIRST_ZOOM, Sheet, held_on, write_style
from webmap.texts import Translator

DAY = date(2026, 11, 22)


def make(collection: str, **filters: tuple[str, ...]) -> dict[str, Any]:
    sheet = Sheet(collection, "title", "/tiles?f=tilejson", DAY, LonLat(106.65, 10.74), 12, filters=filters)
    return write_style(sheet, Translator("vi"))


OPERATORS: dict[str, Callable[..., Any]] = {
    "==": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "!": operator.not_,
    "all": lambda *conditions: all(conditions),
}


def holds(expression: Any, feature: dict[str, Any]) -> Any:
    """Work an expression out as MapLibre does, for the operators that the style uses."""
    if not isinstance(expression, list):
        return expression
    name, *rest = expression
    if name == "has":
        return rest[0] in feature
    if name == "any":
        return any(holds(one, feature) for one in rest)
    if name in {"get", "geometry-type"}:
        return feature.get(rest[0] if rest else name)
    return OPERATORS[name](*(holds(one, feature) for one in rest))


def drawn(style: dict[str, Any], **feature: Any) -> set[str]:
    return {layer["id"] for layer in style["layers"] if "filter" in layer and holds(layer["filter"], feature)}


def test_every_state_is_drawn_in_its_colour_and_pattern_in_each_shape() -> None:
    style = make("hotspots")
    layers = {layer["id"]: layer for layer in style["layers"]}
    for state in DRAWN_STATES:
        assert layers[f"hotspots-{state}-line-stroke"]["paint"]["line-color"] == SYMBOLS[state].color
        assert layers[f"hotspots-{state}-point-disc"]["paint"]["circle-color"] == SYMBOLS[state].color
    assert layers["hotspots-DANG_CHUYEN_HOA-line-stroke"]["paint"]["line-dasharray"] == [3.2, 1.4]
    assert layers["hotspots-ON_DINH-line-stroke"]["layout"]["visibility"] == "none"
    assert len(layers) == len(style["layers"])
    assert all(layer["minzoom"] == FIRST_ZOOM for layer in style["layers"] if "source" in layer)
    shapes = {"Point": "point", "MultiLineString": "line", "Polygon": "area"}
    for kind, shape in shapes.items():
        found = drawn(style, **{"geometry-type": kind}, status="THEO_DOI", valid_from="2020-01-01")
        assert found
        assert all(one.startswith(f"hotspots-THEO_DOI-{shape}-") for one in found)


def test_day_and_filters_choose_features_without_other_tiles() -> None:
    assert holds(held_on(DAY), {"valid_from": "2026-11-22"})
    assert holds(held_on(DAY), {})
    assert not holds(held_on(DAY), {"valid_from": "2026-11-23"})
    assert not holds(held_on(DAY), {"valid_from": "2020-01-01", "valid_to": "2026-11-22"})
    alleys = make("hotspots", kind=("alley", "bridge"))
    line = {"geometry-type": "LineString", "status": "THEO_DOI"}
    assert drawn(alleys, **line, kind="alley")
    assert not drawn(alleys, **line, kind="area")


def test_each_level_of_boundaries_has_its_border_with_the_highest_on_top() -> None:
    style = make("boundaries")
    names = [layer["id"] for layer in style["layers"][1:]]
    assert names == [f"boundaries-{level}-area-stroke" for level in reversed(tuple(LEVEL_BORDERS))]
    assert style["sources"]["boundaries"]["url"] == "/tiles?f=tilejson"
    (ward,) = [layer for layer in style["layers"] if layer["id"] == "boundaries-ward-area-stroke"]
    assert ward["metadata"]["diaban:legend"]


def test_visits_are_told_by_state_result_and_day_beside_their_places() -> None:
    style = make("visits")
    layers = {layer["id"]: layer for layer in style["layers"]}
    told = {"state": "planned", "day": "2026-11-22"}
    for values, code in (
        (told, "planned"),
        ({**told, "day": "2026-11-21"}, "overdue"),
        ({"state": "made", "result": "worse", "day": "2026-11-21"}, "worse"),
        ({"state": "cancelled", "result": "worse", "day": "2026-11-21"}, "cancelled"),
    ):
        for kind, shape in (("Point", "point"), ("LineString", "line"), ("MultiPolygon", "area")):
            found = drawn(style, **{"geometry-type": kind}, **values)
            assert found
            assert all(one.startswith(f"visits-{code}-{shape}-") for one in found)
    to_come, was = layers["visits-planned-point-disc"]["paint"], layers["visits-worse-point-disc"]["paint"]
    assert to_come["circle-translate"][0] < 0 < was["circle-translate"][0]
    assert layers["visits-planned-line-stroke"]["paint"]["line-offset"] < 0
    assert layers["visits-cancelled-line-stroke"]["layout"]["visibility"] == "none"


IN_QGIS = """
converter = QgsMapBoxGlStyleConverter()
told["converted"] = converter.convert(asked["style"]) == QgsMapBoxGlStyleConverter.Result.Success
told["warnings"] = list(converter.warnings())
visits = QgsMapBoxGlStyleConverter()
visits.convert(asked["visits"])
told["visits"] = [list(visits.warnings()), len(visits.renderer().styles())]
layer = QgsVectorTileLayer("type=xyz&zmin=13&zmax=13&url=file://" + asked["tiles"], "tiles")
layer.setRenderer(converter.renderer())
settings = QgsMapSettings()
settings.setLayers([layer])
settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
settings.setExtent(QgsRectangle(*asked["box"]))
settings.setOutputSize(__import__("qgis.PyQt.QtCore").PyQt.QtCore.QSize(512, 512))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
colors = [image.pixelColor(x, y).name().upper() for x in range(512) for y in range(512)]
told["drawn"] = {color: colors.count(color) for color in asked["colors"]}
"""


def test_qgis_draws_our_tiles_by_our_style(tmp_path: Path) -> None:
    tile = tile_at(LonLat(106.65, 10.73), 13)
    bounds = tile_bounds(tile)
    shapes = [place.geometry for place in make_places(60, 2, bounds.degrees)]
    states = [("THEO_DOI", "DA_CHUYEN_HOA")[number % 2] for number in range(60)]
    drawn = encode_layer("hotspots", tile, shapes, range(60), {"status": states})
    file = tmp_path / "13" / str(tile.col) / f"{tile.row}.mvt"
    file.parent.mkdir(parents=True)
    file.write_bytes(drawn)
    visits = make("visits")
    colors = [SYMBOLS[state].color for state in ("THEO_DOI", "DA_CHUYEN_HOA", "TAI_PHUC_TAP")]
    told = run_in_qgis(
        IN_QGIS,
        tmp_path,
        style=orjson.dumps(make("hotspots")).decode(),
        visits=orjson.dumps(visits).decode(),
        tiles=f"{tmp_path}/{{z}}/{{x}}/{{y}}.mvt",
        box=list(bounds.metres),
        colors=colors,
    )
    assert told["converted"], told["warnings"]
    assert told["visits"] == [[], len(visits["layers"])]
    assert [told["drawn"][color] > 100 for color in colors] == [True, True, False]
