"""Vector tiles: what is written is read back, valid, within half a unit of where it is, and nothing more."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.formats.mvt import BUFFER, EXTENT, encode_layer, place
from geo.formats.tiles import Tile, tile_at, tile_bounds
from geo.types import LonLat
from tests.bench.shapes import make_places
from tests.geo.formats.tile_reader import read_features, read_tile

TILE = tile_at(LonLat(106.65, 10.73), 13)
WINDOW = shapely.box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)


def in_tile(*xy: tuple[float, float], tile: Tile = TILE) -> np.ndarray:
    """Return degrees of positions in units of a tile, y to the south."""
    west, south, east, north = tile_bounds(tile).metres
    x, y = np.array(xy, dtype=float).T / EXTENT
    metres = np.column_stack([west + x * (east - west), north - y * (north - south)]) / 20037508.342789244
    return np.column_stack([metres[:, 0] * 180, np.degrees(np.arctan(np.sinh(metres[:, 1] * np.pi)))])


def seen(shape: BaseGeometry) -> BaseGeometry | None:
    found = read_features(encode_layer("layer", TILE, [shape], [7], {}), "layer")
    return found[7].geometry if found else None


def test_made_up_places_come_back_with_everything_they_carry() -> None:
    places = make_places(400, 3, tile_bounds(TILE).degrees)
    shapes = [one.geometry for one in places]
    columns = {
        "name": [one.name for one in places],
        "kind": [one.kind for one in places],
        "length_m": [None if one.kind != "alley" else index / 7 for index, one in enumerate(places)],
        "version": [index % 3 for index in range(400)],
        "change": [index % 3 - 300 for index in range(400)],
        "is_known": [index % 2 == 0 for index in range(400)],
        "share": [float(index % 2) for index in range(400)],
    }
    tile = encode_layer("hotspots", TILE, shapes, range(1_000_000, 1_000_400), columns)
    layer = read_tile(tile)["hotspots"]
    assert (layer.version, layer.extent) == (2, EXTENT)
    found = read_features(tile, "hotspots")
    assert sorted(found) == list(range(1_000_000, 1_000_400))
    exact = place_exactly(shapes)
    for index, shape in enumerate(exact):
        feature = found[1_000_000 + index]
        told = {name: values[index] for name, values in columns.items() if values[index] is not None}
        assert feature.properties == told
        assert [type(value) for value in feature.properties.values()] == [
            type(value) for value in told.values()
        ]
        clipped = shapely.intersection(shape, WINDOW)
        assert shapely.hausdorff_distance(feature.geometry, clipped) <= 1.3
        assert feature.geometry.is_valid


def place_exactly(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return shapes in units of the tile, neither rounded nor cut."""
    west, _, east, north = tile_bounds(TILE).metres

    def to_units(lonlat: np.ndarray) -> np.ndarray:
        x = lonlat[:, 0] / 180 * 20037508.342789244
        y = np.log(np.tan(np.pi / 4 + np.radians(lonlat[:, 1]) / 2)) / np.pi * 20037508.342789244
        return np.column_stack([x - west, north - y]) / (east - west) * EXTENT

    return [shapely.transform(shape, to_units) for shape in shapes]


def test_another_reader_reads_the_same(tmp_path: Path) -> None:
    places = make_places(100, 5, tile_bounds(TILE).degrees)
    shapes = [one.geometry for one in places]
    names = [one.name for one in places]
    file = tmp_path / f"{TILE.z}-{TILE.col}-{TILE.row}.mvt"
    file.write_bytes(encode_layer("places", TILE, shapes, range(100), {"name": names}))
    options = {"X": TILE.col, "Y": TILE.row, "Z": TILE.z}
    told, _, wkb, (ids, read_names) = pyogrio.raw.read(file, layer="places", **options)
    assert told["crs"] == "EPSG:3857"
    assert [names[number] for number in ids] == list(read_names)
    assert sorted(ids) == list(range(100))
    assert shapely.is_valid(shapely.from_wkb(wkb)).all()


def test_each_kind_of_geometry_is_drawn_as_the_format_asks() -> None:
    square = in_tile((10, 10), (10, 90), (90, 90), (90, 10))
    hole = in_tile((30, 30), (30, 50), (50, 50), (50, 30))
    far = in_tile((200, 200), (260, 200), (230, 260))
    shapes = {
        "POINT (5 7)": shapely.Point(in_tile((5, 7))[0]),
        "MULTIPOINT (5 7, 9 2)": shapely.MultiPoint(in_tile((5, 7), (9, 2))),
        "LINESTRING (0 0, 40 10, 50 70)": shapely.LineString(in_tile((0, 0), (40, 10), (50, 70))),
        "MULTILINESTRING ((0 0, 40 10), (50 70, 60 60))": shapely.MultiLineString(
            [in_tile((0, 0), (40, 10)), in_tile((50, 70), (60, 60))]
        ),
        "POLYGON ((10 10, 90 10, 90 90, 10 90, 10 10), (30 30, 30 50, 50 50, 50 30, 30 30))": shapely.Polygon(
            square, [hole]
        ),
        "MULTIPOLYGON (((10 10, 90 10, 90 90, 10 90, 10 10)), ((200 200, 260 200, 230 260, 200 200)))": (
            shapely.MultiPolygon([shapely.Polygon(square), shapely.Polygon(far)])
        ),
    }
    tile = encode_layer("all", TILE, list(shapes.values()), range(len(shapes)), {})
    for number, feature in read_features(tile, "all").items():
        expected = shapely.from_wkt(list(shapes)[number])
        assert shapely.normalize(feature.geometry) == shapely.normalize(expected)


def test_what_leaves_the_tile_is_cut_at_the_buffer() -> None:
    line = seen(shapely.LineString(in_tile((-5000, 100), (9000, 100))))
    assert line == shapely.LineString([(-BUFFER, 100), (EXTENT + BUFFER, 100)])
    area = seen(shapely.Polygon(in_tile((-9000, -9000), (9000, -9000), (9000, 9000), (-9000, 9000))))
    assert area is not None
    assert area.equals(WINDOW)
    comb = shapely.Polygon(in_tile((100, 100), (5000, 100), (5000, 300), (100, 120), (5000, 500), (100, 500)))
    cut = seen(comb)
    assert cut is not None
    assert cut.is_valid
    assert seen(shapely.Point(in_tile((EXTENT + BUFFER + 2, 5))[0])) is None
    assert seen(shapely.LineString(in_tile((-5000, -5000), (9000, -5000)))) is None
    # It touches the window in a corner only: nothing of an area is left.
    corner = -float(BUFFER)
    assert seen(shapely.Polygon(in_tile((corner, corner), (-200, corner), (-200, -200)))) is None


@pytest.mark.parametrize(
    "shape",
    [
        shapely.LineString(in_tile((10.1, 10.1), (10.3, 10.2))),
        shapely.Polygon(in_tile((10.1, 10.1), (10.3, 10.1), (10.2, 10.3))),
        shapely.Polygon(in_tile((10.1, 10.1), (900, 10.2), (10.1, 10.3))),
    ],
    ids=["line", "polygon", "sliver"],
)
def test_what_is_smaller_than_a_unit_vanishes(shape: BaseGeometry) -> None:
    assert seen(shape) is None
    assert encode_layer("layer", TILE, [], [], {}) == b""


def test_a_part_that_vanishes_takes_no_other_with_it() -> None:
    tiny = shapely.LineString(in_tile((10.1, 10.1), (10.3, 10.2)))
    long = shapely.LineString(in_tile((20, 20), (50, 20)))
    line = seen(shapely.MultiLineString([tiny, long]))
    assert line == shapely.LineString([(20, 20), (50, 20)])
    holed = seen(
        shapely.Polygon(
            in_tile((0, 0), (90, 0), (90, 90), (0, 90)), [in_tile((9, 9), (9.2, 9.1), (9.1, 9.2))]
        )
    )
    assert holed is not None
    assert holed.equals(shapely.box(0, 0, 90, 90))


@given(st.lists(st.tuples(st.floats(-300, 4400), st.floats(-300, 4400)), min_size=3, max_size=9))
def test_polygons_stay_valid_and_turn_rightly(corners: list[tuple[float, float]]) -> None:
    polygon = shapely.make_valid(shapely.Polygon(in_tile(*corners)))
    polygons = [part for part in shapely.get_parts(polygon).tolist() if part.geom_type == "Polygon"]
    (placed,) = place([shapely.union_all(polygons)], TILE)
    assert placed.is_valid
    assert placed.is_empty or WINDOW.covers(placed)
    for part in shapely.get_parts(placed):
        if part.geom_type == "Polygon" and not part.is_empty:
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
    found = read_features(encode_layer("layer", TILE, [shapely.union_all(polygons)], [1], {}), "layer")
    if not placed.is_empty:
        assert shapely.normalize(found[1].geometry) == shapely.normalize(placed)
