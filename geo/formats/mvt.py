"""Owns the bytes of a Mapbox Vector Tile 2.1, written by whole columns at a time.

Every field of a feature is a sequence of varints: the tags of its fields, lengths, commands and steps alike. So the
numbers of all features of a layer are laid out in one array, and turned into bytes at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.formats.tiles import Tile

EXTENT: Final = 4096
"""Units across a tile."""

BUFFER: Final = 64
"""Units beyond each side that are told as well, so that no edge shows where tiles meet."""

MEDIA_TYPE: Final = "application/vnd.mapbox-vector-tile"

Value: TypeAlias = str | float | int | bool | None

_Integers = npt.NDArray[np.int64]
_Shapes = npt.NDArray[np.object_]

_POINT, _LINE, _POLYGON = 1, 2, 3
_MOVE_TO, _LINE_TO, _CLOSE_PATH = 1, 2, 15
_KINDS: Final = np.array([_POINT, _LINE, _LINE, _POLYGON, _POINT, _LINE, _POLYGON, 0])
"""Geometry type of the format by that of GEOS; 0 is none."""

_TOLERANCE: Final = 0.5  # units: what is less cannot be seen
_LEVEL_BITS: Final = 7
_MORE: Final = 1 << _LEVEL_BITS

# Tags of the fields (number << 3 | wire type), as the schema of the format has them.
_TILE_LAYER, _LAYER_VERSION, _LAYER_NAME, _LAYER_FEATURE = 0x1A, 0x78, 0x0A, 0x12
_LAYER_KEY, _LAYER_VALUE, _LAYER_EXTENT = 0x1A, 0x22, 0x28
_FEATURE_ID, _FEATURE_TAGS, _FEATURE_TYPE, _FEATURE_GEOMETRY = 0x08, 0x12, 0x18, 0x22
_VALUE_STRING, _VALUE_DOUBLE, _VALUE_UNSIGNED, _VALUE_SIGNED, _VALUE_BOOLEAN = 0x0A, 0x19, 0x28, 0x30, 0x38

_BEFORE_DOUBLE: Final = (_LAYER_VALUE, 9, _VALUE_DOUBLE)


@dataclass(frozen=True)
class _Runs:
    """Numbers of several owners, one after the other: ``counts`` says how many each owner has."""

    values: _Integers
    counts: _Integers


def encode_layer(
    name: str,
    tile: Tile,
    shapes: Sequence[BaseGeometry] | _Shapes,
    ids: Sequence[int],
    columns: Mapping[str, Sequence[Value]],
) -> bytes:
    """Return a tile with one layer, or nothing at all where nothing of it can be seen.

    Parameters
    ----------
    name
        Of the layer.
    tile
        Which tile.
    shapes
        Points, lines and polygons, single or multi, valid, WGS 84 (longitude, latitude).
    ids
        Numbers of the features, not negative.
    columns
        Values of each property, in the order of the features; None is left out. The values of one column are of one
        type, beside None.
    """
    placed = place(shapes, tile)
    kept = np.flatnonzero(~shapely.is_empty(placed))
    if not kept.size:
        return b""
    placed = placed[kept]
    values, tags = _number_values(columns, kept)
    features = _features(np.asarray(ids, dtype=np.int64)[kept], tags, placed)
    layer = b"".join(
        [
            bytes([_LAYER_VERSION, 2]),
            _field(_LAYER_NAME, name.encode()),
            features,
            *(_field(_LAYER_KEY, key.encode()) for key in columns),
            values,
            bytes([_LAYER_EXTENT]) + _varint(EXTENT),
        ]
    )
    return _field(_TILE_LAYER, layer)


def place(shapes: Sequence[BaseGeometry] | _Shapes, tile: Tile) -> _Shapes:
    """Return shapes in whole units of a tile, x to the east and y to the south from its north-western corner.

    What lies outside the tile and its buffer, or is smaller than a unit, is empty; polygons are valid, and their outer
    rings have a positive area by the surveyor's formula, as the format asks.

    Parameters
    ----------
    shapes
        Valid, WGS 84 (longitude, latitude).
    tile
        Which tile.
    """
    placed = shapely.transform(np.array(shapes, dtype=object), lambda lonlat: _to_units(lonlat, tile))
    placed = _clip(shapely.simplify(placed, _TOLERANCE, preserve_topology=False))
    placed = shapely.remove_repeated_points(shapely.transform(placed, np.rint), 0)
    kinds = _KINDS[shapely.get_type_id(placed)]
    is_gone = (kinds == 0) | ((kinds == _LINE) & (shapely.length(placed) == 0))
    placed[is_gone] = shapely.Point()
    polygons = np.flatnonzero(kinds == _POLYGON)
    placed[polygons] = _mend(placed[polygons])
    return np.asarray(placed)


def _to_units(lonlat: npt.NDArray[np.float64], tile: Tile) -> npt.NDArray[np.float64]:
    across = float(1 << tile.z)
    east = (lonlat[:, 0] + 180) / 360
    south = 0.5 - np.arcsinh(np.tan(np.radians(lonlat[:, 1]))) / (2 * np.pi)
    return np.column_stack([(east * across - tile.col) * EXTENT, (south * across - tile.row) * EXTENT])


def _clip(shapes: _Shapes) -> _Shapes:
    """Cut off what lies beyond the buffer, of the few shapes that reach there."""
    low, high = -BUFFER, EXTENT + BUFFER
    sides = shapely.bounds(shapes)
    out = np.flatnonzero((sides[:, :2] < low).any(axis=1) | (sides[:, 2:] > high).any(axis=1))
    if out.size:
        kinds = _KINDS[shapely.get_type_id(shapes[out])]
        window = shapely.box(low, low, high, high)
        cut = shapely.intersection(shapely.make_valid(shapes[out]), window)
        shapes[out] = [_only(kind, shape) for kind, shape in zip(kinds.tolist(), cut.tolist(), strict=True)]
    return shapes


def _mend(polygons: _Shapes) -> _Shapes:
    """Make polygons valid again after their corners moved, and turn their rings as the format asks."""
    for number in np.flatnonzero(~shapely.is_valid(polygons)):
        polygons[number] = _only(
            _POLYGON, shapely.set_precision(shapely.make_valid(polygons[number]), grid_size=1)
        )
    return np.asarray(shapely.orient_polygons(polygons, exterior_cw=False))


def _only(kind: int, shape: BaseGeometry) -> BaseGeometry:
    """Return what is of one kind in a shape: where lines or borders touch, cutting leaves points and lines too."""
    if _KINDS[shapely.get_type_id(shape)] == kind:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    same = parts[_KINDS[shapely.get_type_id(parts)] == kind]
    return shapely.union_all(same) if same.size else shapely.Point()


def _number_values(columns: Mapping[str, Sequence[Value]], kept: _Integers) -> tuple[bytes, _Runs]:
    """Return the fields of all values, each once, and for each feature the numbers of its keys and values."""
    written: list[bytes] = []
    numbers: dict[type, dict[Value, int]] = {}
    count = 0
    table = np.empty((kept.size, len(columns)), dtype=np.int64)
    rows = kept.tolist()
    for position, column in enumerate(columns.values()):
        values = [column[row] for row in rows]
        kind = next((type(value) for value in values if value is not None), str)
        own = numbers.setdefault(kind, {None: -1})  # True and 1 are one key of a dictionary, and two values
        new = [value for value in dict.fromkeys(values) if value not in own]
        own.update(zip(new, range(count, count + len(new)), strict=True))
        written.append(_write_values(kind, new))
        count += len(new)
        table[:, position] = np.fromiter(map(own.__getitem__, values), np.int64, kept.size)
    is_told = table >= 0
    pairs = np.stack([np.broadcast_to(np.arange(len(columns)), table.shape), table], axis=2)
    return b"".join(written), _Runs(pairs[is_told].ravel(), 2 * is_told.sum(axis=1))


def _write_values(kind: type, values: Sequence[Any]) -> bytes:
    """Return the fields of values of one type."""
    if kind is str:
        texts = [value.encode() for value in values]
        return b"".join(part for text in texts for part in (_before_text(len(text)), text))
    if kind is float:
        fields = np.empty((len(values), len(_BEFORE_DOUBLE) + 8), dtype=np.uint8)
        fields[:, : len(_BEFORE_DOUBLE)] = _BEFORE_DOUBLE
        fields[:, len(_BEFORE_DOUBLE) :] = np.array(values, dtype="<f8").view(np.uint8).reshape(-1, 8)
        return fields.tobytes()
    write = _write_boolean if kind is bool else _write_integer
    return b"".join(_field(_LAYER_VALUE, write(value)) for value in values)


@cache
def _before_text(size: int) -> bytes:
    """Return what stands before a text of so many bytes."""
    own = bytes((_VALUE_STRING,)) + _varint(size)
    return bytes((_LAYER_VALUE,)) + _varint(len(own) + size) + own


def _write_boolean(value: bool) -> bytes:
    return bytes((_VALUE_BOOLEAN, value))


def _write_integer(value: int) -> bytes:
    if value < 0:
        return bytes((_VALUE_SIGNED,)) + _varint((value << 1) ^ (value >> 63))
    return bytes((_VALUE_UNSIGNED,)) + _varint(value)


def _features(ids: _Integers, tags: _Runs, shapes: _Shapes) -> bytes:
    """Return the features of a layer: the numbers of each, field by field, laid out in one array."""
    drawn = _draw(shapes)
    kinds = _KINDS[shapely.get_type_id(shapes)]
    tags_bytes, drawn_bytes = _bytes_of(tags), _bytes_of(drawn)
    lengths = (
        5 + _sizes(ids) + _sizes(tags_bytes) + tags_bytes + _sizes(drawn_bytes) + drawn_bytes
    )  # 5: four tags, and the type
    before = [np.full_like(ids, _LAYER_FEATURE), lengths, np.full_like(ids, _FEATURE_ID), ids,
              np.full_like(ids, _FEATURE_TAGS), tags_bytes]  # fmt: skip
    between = [np.full_like(ids, _FEATURE_TYPE), kinds, np.full_like(ids, _FEATURE_GEOMETRY), drawn_bytes]
    numbers = _weave(
        _Runs(np.column_stack(before).ravel(), np.full_like(ids, len(before))),
        tags,
        _Runs(np.column_stack(between).ravel(), np.full_like(ids, len(between))),
        drawn,
    )
    return _varints(numbers)


def _draw(shapes: _Shapes) -> _Runs:
    """Return the commands and steps of each shape (section 4.3 of the format)."""
    rings, owners, is_ring = _take_apart(shapes)
    xy, line = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    # A ring ends where it began: the format leaves that corner to the command that closes it.
    is_told = np.ones(len(line), dtype=bool)
    is_told[(np.append(starts[1:], len(line)) - 1)[is_ring]] = False
    xy, line = xy[is_told].astype(np.int64), line[is_told]
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    counts = np.diff(np.append(starts, len(line)))
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    first_of_shape = starts[np.flatnonzero(np.diff(owners, prepend=-1))]
    steps[first_of_shape] = xy[first_of_shape]
    is_points = np.array(shapely.get_type_id(rings) == shapely.GeometryType.MULTIPOINT.value)
    moves = np.where(is_points, counts, 1) << 3 | _MOVE_TO
    lines = np.where(is_points | (counts == 1), 0, (counts - 1) << 3 | _LINE_TO)
    return _command(_zigzag(steps), counts, np.column_stack([moves, lines, is_ring * _CLOSE_PATH]), owners)


def _take_apart(shapes: _Shapes) -> tuple[_Shapes, _Integers, npt.NDArray[np.bool_]]:
    """Return what is drawn in one stroke (all points of a shape, a line, a ring), whose it is, and which are rings."""
    is_point = _KINDS[shapely.get_type_id(shapes)] == _POINT
    points, of_points = shapes[is_point], np.flatnonzero(is_point)
    parts, of_parts = shapely.get_parts(shapes[~is_point], return_index=True)
    of_parts = np.flatnonzero(~is_point)[of_parts]
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON.value
    is_line = ~is_polygon & (shapely.length(parts) > 0)
    rings, of_rings = shapely.get_rings(parts[is_polygon], return_index=True)
    strokes = np.concatenate([_as_multi(points), parts[is_line], rings])
    owners = np.concatenate([of_points, of_parts[is_line], of_parts[is_polygon][of_rings]])
    is_ring = np.arange(len(strokes)) >= len(strokes) - len(rings)
    order = np.argsort(owners, kind="stable")
    return strokes[order], owners[order], is_ring[order]


def _as_multi(points: _Shapes) -> _Shapes:
    vertices, owners = shapely.get_coordinates(points, return_index=True)
    return shapely.multipoints(vertices, indices=owners) if len(points) else points


def _command(steps: _Integers, counts: _Integers, commands: _Integers, owners: _Integers) -> _Runs:
    """Put the commands of each stroke before its first step, before its second one and after its last one."""
    moves, lines, closes = commands.T
    has_line, has_close = lines > 0, closes > 0
    first_steps = np.where(has_line, 2, 2 * counts)
    whole = _weave(
        _Runs(moves, np.ones_like(counts)),
        *_split(steps, 2 * counts, first_steps, _Runs(lines[has_line], has_line.astype(np.int64))),
        _Runs(closes[has_close], has_close.astype(np.int64)),
    )
    sizes = 1 + has_line + 2 * counts + has_close
    of_shape = np.flatnonzero(np.diff(owners, prepend=-1))
    return _Runs(whole, np.add.reduceat(sizes, of_shape))


def _split(
    steps: _Integers, counts: _Integers, heads: _Integers, middle: _Runs
) -> tuple[_Runs, _Runs, _Runs]:
    """Cut the steps of each stroke behind its head, and lay something between."""
    place = np.arange(len(steps)) - np.repeat(np.cumsum(counts) - counts, counts)
    is_head = place < np.repeat(heads, counts)
    return _Runs(steps[is_head], heads), middle, _Runs(steps[~is_head], counts - heads)


def _weave(*runs: _Runs) -> _Integers:
    """Lay runs of the same owners behind each other, owner by owner."""
    counts = np.column_stack([run.counts for run in runs])
    ends = np.cumsum(counts.ravel()).reshape(counts.shape)
    woven = np.empty(int(counts.sum()), dtype=np.int64)
    for number, run in enumerate(runs):
        starts = ends[:, number] - run.counts
        own = np.cumsum(run.counts) - run.counts
        woven[np.arange(len(run.values)) + np.repeat(starts - own, run.counts)] = run.values
    return woven


def _bytes_of(runs: _Runs) -> _Integers:
    """Return how many bytes the numbers of each owner take."""
    ends = np.cumsum(runs.counts)
    upto = np.concatenate([[0], np.cumsum(_sizes(runs.values))])
    return np.asarray(upto[ends] - upto[ends - runs.counts])


def _zigzag(numbers: _Integers) -> _Integers:
    folded: _Integers = (numbers << 1) ^ (numbers >> 63)
    return folded.ravel()


def _sizes(numbers: _Integers) -> _Integers:
    """Return how many bytes each number takes as a varint."""
    sizes = np.ones(len(numbers), dtype=np.int64)
    limit = _MORE
    while (is_larger := numbers >= limit).any():
        sizes += is_larger
        limit <<= _LEVEL_BITS
    return sizes


def _varints(numbers: _Integers) -> bytes:
    """Return numbers, none negative, as varints: seven bits to a byte, the lowest first."""
    sizes = _sizes(numbers)
    starts = np.cumsum(sizes) - sizes
    written = np.empty(int(sizes.sum()), dtype=np.uint8)
    for level in range(int(sizes.max(initial=0))):
        is_here = sizes > level
        bits = numbers[is_here] >> (_LEVEL_BITS * level) & (_MORE - 1)
        written[starts[is_here] + level] = bits | (sizes[is_here] > level + 1) * _MORE
    return written.tobytes()


def _varint(number: int) -> bytes:
    written = bytearray()
    while number >= _MORE:
        written.append(number & (_MORE - 1) | _MORE)
        number >>= _LEVEL_BITS
    written.append(number)
    return bytes(written)


def _field(tag: int, body: bytes) -> bytes:
    size = len(body)
    return (bytes((tag, size)) if size < _MORE else bytes((tag,)) + _varint(size)) + body
