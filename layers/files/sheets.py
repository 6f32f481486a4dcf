"""What the columns of a bare table mean: where its header is, and which columns hold a shape or a position."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from statistics import median

import shapely

from geo.formats.wkb import from_mapping
from geo.text.names import fold_key
from geo.text.values import read_number
from layers.files.frames import Row
from layers.files.sources import Value

SAMPLE_ROWS = 200
_HEADER_WITHIN = 20
_HEADER_SHARE = 0.6
_NUMBER_SHARE = 0.8

_WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_X_NAMES = frozenset(["lon", "long", "lng", "longitude", "kinhdo", "e", "east", "easting", "dong"])
_Y_NAMES = frozenset(["lat", "latitude", "vido", "n", "north", "northing", "bac"])
_X_LETTERS = frozenset(["x", "toadox", "tdx", "pointx", "xcoord", "coordx", "xm", "toadoxm"])
_Y_LETTERS = frozenset(["y", "toadoy", "tdy", "pointy", "ycoord", "coordy", "ym", "toadoym"])
_DEGREES_EAST, _DEGREES_NORTH = (101.0, 118.0), (6.0, 24.0)
_METRES_EAST, _METRES_NORTH = (100_000.0, 880_000.0), (880_000.0, 2_700_000.0)


def find_header(rows: Sequence[Sequence[Value]]) -> int:
    """Give the index of the row that names the columns: the first that is nearly as full as the fullest.

    Tables of offices open with titles and empty rows, which fill a cell or two.
    """
    filled = [sum(not _is_blank(cell) for cell in row) for row in rows[:_HEADER_WITHIN]]
    enough = max(filled, default=0) * _HEADER_SHARE
    return next((nth for nth, cells in enumerate(filled) if cells and cells >= enough), 0)


def name_fields(header: Sequence[Value], width: int) -> list[str]:
    """Give every column a name of its own: what the header says, numbered where it says nothing or the same twice."""
    names: list[str] = []
    for nth in range(max(width, len(header))):
        cell = header[nth] if nth < len(header) else None
        name = f"cot_{nth + 1}" if _is_blank(cell) else str(cell).strip()
        names.append(f"{name}_{nth + 1}" if name in names else name)
    return names


def find_shape(names: Sequence[str], rows: Sequence[Sequence[Value]]) -> dict[str, str]:
    """Find the columns that hold shapes or positions, by their names and what stands in them.

    Parameters
    ----------
    names
        As in the file; bytes as characters are read as UTF-8 where they are.
    rows
        The first rows of the table.

    Returns
    -------
    dict
        ``{"wkt": name}``, or ``{"x": name, "y": name}`` with x to the east. In a survey table of VN-2000 the column
        called X is the northing: what stands in the columns decides. Empty where there is no position.
    """
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    for name, cells in columns.items():
        told = [str(cell) for cell in cells if not _is_blank(cell)]
        if told and sum(bool(_WKT.match(text)) for text in told) * 2 > len(told):
            return {"wkt": name}
    middles = {name: middle for name, cells in columns.items() if (middle := _middle(cells)) is not None}
    return _by_name(middles) or _by_letter(middles) or _by_content(middles)


def shape_rows(
    rows: Iterable[Sequence[Value]], names: Sequence[str], shape_from: Mapping[str, str]
) -> Iterator[Row]:
    """Give the rows with the shapes that their columns tell; none where a cell cannot be read."""
    if "wkt" in shape_from:
        at = names.index(shape_from["wkt"])
        yield from ((_wkt_shape(row[at]), row) for row in rows)
    elif shape_from:
        at_x, at_y = names.index(shape_from["x"]), names.index(shape_from["y"])
        yield from ((_position(row[at_x], row[at_y]), row) for row in rows)
    else:
        yield from ((None, row) for row in rows)


def _by_name(middles: Mapping[str, float]) -> dict[str, str]:
    x, y = _first_called(middles, _X_NAMES), _first_called(middles, _Y_NAMES)
    return {"x": x, "y": y} if x and y else {}


def _by_letter(middles: Mapping[str, float]) -> dict[str, str]:
    x, y = _first_called(middles, _X_LETTERS), _first_called(middles, _Y_LETTERS)
    if not x or not y:
        return {}
    is_surveyors = any(
        _is_within(middles[x], north) and _is_within(middles[y], east)
        for east, north in ((_METRES_EAST, _METRES_NORTH), (_DEGREES_EAST, _DEGREES_NORTH))
    )
    return {"x": y, "y": x} if is_surveyors else {"x": x, "y": y}


def _by_content(middles: Mapping[str, float]) -> dict[str, str]:
    """Take two columns that nobody named, if no third could be meant."""
    for east, north in ((_DEGREES_EAST, _DEGREES_NORTH), (_METRES_EAST, _METRES_NORTH)):
        xs = [name for name, middle in middles.items() if _is_within(middle, east) and middle % 1]
        ys = [name for name, middle in middles.items() if _is_within(middle, north) and middle % 1]
        if len(xs) == len(ys) == 1:
            return {"x": xs[0], "y": ys[0]}
    return {}


def _first_called(names: Iterable[str], wanted: frozenset[str]) -> str | None:
    return next((name for name in names if _bare(name) in wanted), None)


def _bare(name: str) -> str:
    with suppress(UnicodeError):  # Unicode already, or an encoding that only `geo.text.legacy` knows
        name = name.encode("latin-1").decode("utf-8")
    return re.sub(r"[^a-z0-9]", "", fold_key(name))


def _middle(cells: Sequence[Value]) -> float | None:
    """Give the median of a column that holds numbers, else None."""
    told = [cell for cell in cells if not _is_blank(cell)]
    numbers = [number for cell in told if (number := _number(cell)) is not None]
    return median(numbers) if numbers and len(numbers) >= _NUMBER_SHARE * len(told) else None


def _number(cell: Value) -> float | None:
    if not isinstance(cell, str):
        return None if cell is None else float(cell)
    try:
        return float(cell)  # a single point is decimal in a coordinate, whatever it is elsewhere
    except ValueError:
        comma = read_number(cell, "comma")
        return read_number(cell, "dot") if comma is None else comma


def _is_within(number: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= number <= ends[1]


def _is_blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _position(x: Value, y: Value) -> bytes | None:
    east, north = _number(x), _number(y)
    return (
        None
        if east is None or north is None
        else from_mapping({"type": "Point", "coordinates": (east, north)})
    )


def _wkt_shape(cell: Value) -> bytes | None:
    if not isinstance(cell, str):
        return None
    shape = shapely.from_wkt(cell.rpartition(";")[2].strip(), on_invalid="ignore")
    return None if shape is None else bytes(shapely.to_wkb(shape, flavor="iso"))
