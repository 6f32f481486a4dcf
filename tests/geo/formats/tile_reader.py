"""Reads vector tiles back, as the standard words it: for tests only, and by other means than what writes them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

_MOVE_TO, _LINE_TO, _CLOSE_PATH = 1, 2, 7
_POINT, _LINE = 1, 2


@dataclass(frozen=True)
class ReadFeature:
    """A feature: its number, properties, and geometry in units of the tile."""

    id: int
    properties: dict[str, Any]
    geometry: BaseGeometry


@dataclass(frozen=True)
class ReadLayer:
    """A layer: ``version`` and ``extent`` as written."""

    name: str
    version: int
    extent: int
    features: tuple[ReadFeature, ...]


def read_tile(tile: bytes) -> dict[str, ReadLayer]:
    """Return the layers of a tile by name."""
    layers = [_read_layer(body) for tag, body in _fields(tile) if tag == 3]
    assert len({layer.name for layer in layers}) == len(layers)
    return {layer.name: layer for layer in layers}


def read_features(tile: bytes, layer: str) -> dict[int, ReadFeature]:
    """Return the features of a layer by number; none where the tile has no such layer."""
    layers = read_tile(tile)
    if layer not in layers:
        return {}
    found = {feature.id: feature for feature in layers[layer].features}
    assert len(found) == len(layers[layer].features)
    return found


def _read_layer(body: bytes) -> ReadLayer:
    fields = list(_fields(body))
    keys = [value.decode() for tag, value in fields if tag == 3]
    values = [_read_value(value) for tag, value in fields if tag == 4]
    one = {tag: value for tag, value in fields if tag in {1, 5, 15}}
    features = tuple(_read_feature(value, keys, values) for tag, value in fields if tag == 2)
    return ReadLayer(one[1].decode(), one[15], one[5], features)


def _read_value(body: bytes) -> Any:
    ((tag, value),) = _fields(body)
    match tag:
        case 1:
            return value.decode()
        case 2:
            return struct.unpack("<f", value)[0]
        case 3:
            return struct.unpack("<d", value)[0]
        case 4 | 5:
            return value
        case 6:
            return _unfold(value)
    return bool(value)


def _read_feature(body: bytes, keys: list[str], values: list[Any]) -> ReadFeature:
    fields = dict(_fields(body))
    tags = list(_varints(fields.get(2, b"")))
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return ReadFeature(fields[1], properties, _build(fields[3], _strokes(list(_varints(fields[4])))))


def _strokes(numbers: list[int]) -> list[list[tuple[int, int]]]:
    """Follow the commands; a closed stroke ends with its first corner again."""
    x = y = at = 0
    strokes: list[list[tuple[int, int]]] = []
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        if command == _CLOSE_PATH:
            assert count == 1
            strokes[-1].append(strokes[-1][0])
            continue
        assert command in {_MOVE_TO, _LINE_TO}
        for _ in range(count):
            x, y = x + _unfold(numbers[at]), y + _unfold(numbers[at + 1])
            at += 2
            if command == _MOVE_TO:
                strokes.append([])
            strokes[-1].append((x, y))
    return strokes


def _build(kind: int, strokes: list[list[tuple[int, int]]]) -> BaseGeometry:
    if kind == _POINT:
        parts = [shapely.Point(stroke[0]) for stroke in strokes]
        return parts[0] if len(parts) == 1 else shapely.MultiPoint(parts)
    if kind == _LINE:
        lines = [shapely.LineString(stroke) for stroke in strokes]
        return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
    return _polygons(strokes)


def _polygons(rings: list[list[tuple[int, int]]]) -> BaseGeometry:
    """Tell outer rings, of positive area, from the holes that follow them."""
    shells: list[tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]] = []
    for ring in rings:
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        assert area != 0
        if area > 0:
            shells.append((ring, []))
        else:
            shells[-1][1].append(ring)
    polygons = [shapely.Polygon(shell, holes) for shell, holes in shells]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _fields(body: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(body):
        tag, at = _varint(body, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(body, at)
            yield number, value
            continue
        size, at = (8, at) if wire == 1 else (4, at) if wire == 5 else _varint(body, at)
        yield number, body[at : at + size]
        at += size
    assert at == len(body)


def _varints(body: bytes) -> Iterator[int]:
    at = 0
    while at < len(body):
        number, at = _varint(body, at)
        yield number


def _varint(body: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = body[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at


def _unfold(number: int) -> int:
    return (number >> 1) ^ -(number & 1)
