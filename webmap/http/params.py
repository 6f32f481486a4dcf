"""Turns the query parameters of a request into frozen values, once, naming whatever cannot be understood."""

import base64
import binascii
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import orjson
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidGeometry, UnknownCrs
from geo.geodesy.crs import WGS84, WGS84_LONLAT, Crs, find_crs, transform_coordinates
from geo.text.search import query_tokens
from geo.types import DATE_MAX, DATE_MIN, VIETNAM, BBox, Interval, local_day
from layers.areas.boundaries import LEVELS
from layers.conversion.states import STATES
from layers.places.hotspots import KINDS, TOPICS
from layers.store.catalog import Collection
from layers.store.query import FeatureQuery
from webmap.errors import BadParameter
from webmap.http.cql2 import reading as cql2
from webmap.http.days import DAY, TIME, is_moment, parse_day, parse_moment

FORMATS = ("json", "html")
LIMIT_DEFAULT = 100
LIMIT_MOST = 10_000
LONGEST_SEARCH = 200

DESCRIPTION = ("f", "kind")
"""Parameters of what describes the API: QGIS sends those of a connection's address with every request, and a layer of
one kind of places, which alone it can draw, is such a connection."""

CODES: dict[str, tuple[str, ...]] = {
    "status": tuple(STATES),
    "kind": tuple(KINDS),
    "topic": TOPICS,
    "level": LEVELS,
}
"""Values of the parameters that are lists of codes."""

_END = rf"({DAY}({TIME})?|\.\.)?"
PATTERNS = {
    "datetime": rf"^({DAY}({TIME})?|{_END}/{_END})$",
    "as-known-on": rf"^{DAY}({TIME})?$",
    "vintage": rf"^(start|{DAY}({TIME})?)$",
    "area": rf"^[0-9A-Za-z_.-]{{1,40}}(@(start|{DAY}))?$",
}
"""What the texts of some parameters look like, as the description of the API tells it."""

_MONTH = re.compile(r"(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_AREA = re.compile(PATTERNS["area"])
_OPEN = frozenset({"", ".."})
_FARTHEST_M = 1e8  # a projection farther out is not a place any more
_EDGE_POINTS = 21
_LONGEST_CURSOR = 400
_LAST_ROW = 2**63 - 1
_OF_A_PAGE = frozenset({"bbox", "bbox-crs", "crs", "limit", "cursor"})


@dataclass(frozen=True)
class ItemsRequest:
    """A question to a collection, and how the answer is to be written.

    Attributes
    ----------
    query
        What is asked.
    crs
        Coordinates of the answer.
    key
        Short text that is the same for the same question, whatever the page; cursors carry it.
    """

    query: FeatureQuery
    crs: Crs
    key: str


def require_known(args: MultiDict[str, str], allowed: Iterable[str]) -> None:
    """Refuse parameters that the resource does not know, and those given twice.

    Raises
    ------
    BadParameter
        ``parameter_unknown`` with the allowed names, or ``parameter_repeated``.
    """
    names = sorted(allowed)
    for name, values in args.lists():
        if name not in names:
            raise BadParameter(name, "known_parameter", code="parameter_unknown", allowed=", ".join(names))
        if len(values) > 1:
            raise BadParameter(name, "once", code="parameter_repeated")


def read_items(args: MultiDict[str, str], collection: Collection, now: datetime) -> ItemsRequest:
    """Read the parameters of a page of features.

    Parameters
    ----------
    now
        Aware present time; without ``datetime`` the answer is about this day in Viet Nam.
    """
    require_known(args, items_parameters(collection))
    return _read_question(args, collection, now)


def read_tile(args: MultiDict[str, str], collection: Collection, now: datetime) -> ItemsRequest:
    """Read the parameters of a tile: those of a page of features, but for its box, its size and its CRS."""
    require_known(args, tile_parameters(collection))
    return _read_question(args, collection, now)


def _read_question(args: MultiDict[str, str], collection: Collection, now: datetime) -> ItemsRequest:
    key = _question_key(collection, args)
    after, on = read_cursor(args["cursor"], key) if "cursor" in args else (0, None)
    valid = read_interval("datetime", args["datetime"]) if "datetime" in args else None
    query = FeatureQuery(
        on=on or _day_told(valid, local_day(now)),
        valid=valid,
        bbox=_read_bbox(args),
        limit=read_limit(args["limit"]) if "limit" in args else LIMIT_DEFAULT,
        after=after,
        tokens=read_words(args["q"]) if "q" in args else (),
        where=cql2.read_where(args, collection, read_crs("filter-crs", args.get("filter-crs"))),
        **_read_filters(args, collection),
    )
    return ItemsRequest(query, read_crs("crs", args.get("crs")), key)


def read_item(args: MultiDict[str, str], collection: Collection, now: datetime) -> ItemsRequest:
    """Read the parameters of a single feature."""
    require_known(args, item_parameters(collection))
    return _read_question(args, collection, now)


def read_description(args: MultiDict[str, str]) -> None:
    """Check the parameters of a resource that describes others."""
    require_known(args, DESCRIPTION)
    read_format(args)
    if "kind" in args:
        read_codes("kind", args["kind"])


def items_parameters(collection: Collection) -> tuple[str, ...]:
    """Return the names of the parameters of a page of the collection."""
    general = ("bbox", "bbox-crs", "crs", "datetime", "limit", "cursor", "f")
    return (*general, *cql2.PARAMETERS, *collection.filters, *cql2.queryable_parameters(collection))


def tile_parameters(collection: Collection) -> tuple[str, ...]:
    """Return the names of the parameters of a tile of the collection."""
    return tuple(name for name in items_parameters(collection) if name not in _OF_A_PAGE)


def item_parameters(collection: Collection) -> tuple[str, ...]:
    """Return the names of the parameters of one feature of the collection."""
    times = tuple(name for name in ("vintage", "as-known-on") if name in collection.filters)
    return ("crs", "datetime", "f", *times)


def read_format(args: Mapping[str, str]) -> str | None:
    """Return the format asked for by ``f``, if any."""
    asked = args.get("f")
    if asked is not None and asked not in FORMATS:
        raise BadParameter("f", "one_of", allowed=", ".join(FORMATS))
    return asked


def read_bbox(text: str, crs: Crs = WGS84_LONLAT) -> BBox:
    """Return a box in WGS 84 degrees, longitude first; the heights of a 3-D box are dropped.

    Parameters
    ----------
    text
        Lower corner then upper corner, in the axis order of the authority of ``crs``. In a geographic CRS
        west may be greater than east: the box then crosses the antimeridian.
    """
    parts = text.split(",")
    if len(parts) not in {4, 6}:
        raise BadParameter("bbox", "bbox")
    numbers = [_read_number("bbox", part, "bbox") for part in parts]
    half = len(numbers) // 2
    (x1, y1), (x2, y2) = numbers[:2], numbers[half : half + 2]
    if crs.north_first:
        x1, y1, x2, y2 = y1, x1, y2, x2
    _require_box((x1, y1, x2, y2), crs)
    if crs in (WGS84_LONLAT, WGS84) or x1 > x2:
        return BBox(x1, y1, x2, y2)
    return _to_degrees((x1, y1, x2, y2), crs)


def read_interval(name: str, text: str) -> Interval:
    """Return the calendar days (Viet Nam) that an RFC 3339 date, time or interval speaks of.

    Both ends of an interval belong to it; ``..`` or nothing leaves an end open.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return Interval.instant(read_day(name, start, expected="interval"))
    if start in _OPEN and end in _OPEN:
        return Interval()
    first = DATE_MIN if start in _OPEN else read_day(name, start, expected="interval")
    last = DATE_MAX if end in _OPEN else read_day(name, end, expected="interval")
    if first > last:
        raise BadParameter(name, "interval_order")
    return Interval(first, last if last == DATE_MAX else last + timedelta(days=1))


def read_day(name: str, text: str, *, expected: str = "day") -> date:
    """Return a calendar day from a date, or from a time with its offset (its day in Viet Nam)."""
    try:
        return parse_day(text)
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, expected) from error


def read_known_at(text: str) -> datetime:
    """Return the aware time up to which the register is believed; a day counts to its end in Viet Nam."""
    name = "as-known-on"
    try:
        if is_moment(text):
            return parse_moment(text).astimezone(UTC)
        day = read_day(name, text)
        return datetime.combine(day + timedelta(days=1), time(), VIETNAM).astimezone(UTC) - timedelta(
            milliseconds=1
        )
    except (ValueError, OverflowError) as error:
        raise BadParameter(name, "day") from error


def read_month(name: str, text: str) -> date:
    """Return the first day of a month such as ``2026-11``."""
    if not _MONTH.fullmatch(text):
        raise BadParameter(name, "month")
    return date.fromisoformat(f"{text}-01")


def read_vintage(text: str) -> date:
    """Return the day whose boundaries are meant; ``start`` is before the first known change."""
    return DATE_MIN if text == "start" else read_day("vintage", text, expected="vintage")


def read_limit(text: str) -> int:
    """Return the number of features of a page; more than `LIMIT_MOST` becomes that (OGC)."""
    if not re.fullmatch(r"[0-9]{1,100}", text) or int(text) < 1:
        raise BadParameter("limit", "limit", maximum=LIMIT_MOST)
    return min(int(text), LIMIT_MOST)


def read_codes(name: str, text: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Return codes of a list separated by commas, in the order of the code list: that of `CODES`, or the one given."""
    allowed = CODES[name] if allowed is None else allowed
    asked = set(text.split(","))
    if not asked <= set(allowed):
        raise BadParameter(name, "codes", allowed=", ".join(allowed))
    return tuple(code for code in allowed if code in asked)


def read_one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    """Return one of a few words."""
    if text not in allowed:
        raise BadParameter(name, "one_of", allowed=", ".join(allowed))
    return text


def read_area(text: str, *, name: str = "area") -> str:
    """Return the public id of an area, ``code@valid_from``, or a bare code."""
    if not _AREA.fullmatch(text):
        raise BadParameter(name, "area")
    return text


def read_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a search."""
    if len(text) > LONGEST_SEARCH:
        raise BadParameter("q", "search", maximum=LONGEST_SEARCH)
    return query_tokens(text)


def read_crs(name: str, text: str | None) -> Crs:
    """Return an accepted CRS; CRS 84 (longitude, latitude) where none is named."""
    if text is None:
        return WGS84_LONLAT
    try:
        return find_crs(text)
    except UnknownCrs as error:
        raise BadParameter(name, "crs", code=error.code, **{**error.facts, "crs": text[:80]}) from error


def write_cursor(key: str, after: int, on: date) -> str:
    """Return an opaque text that continues a question behind a row, on the same day as its first page."""
    body = {"a": after, "d": on.isoformat(), "k": _seal(key, after, on)}
    return base64.urlsafe_b64encode(orjson.dumps(body)).decode().rstrip("=")


def read_cursor(text: str, key: str) -> tuple[int, date]:
    """Return the row and the day of a cursor that was written for the same question.

    Raises
    ------
    BadParameter
        ``cursor``: not one of ours, changed, or of another question.
    """
    try:
        padded = text[:_LONGEST_CURSOR].encode("ascii") + b"=" * (-len(text) % 4)
        body: Any = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        after, on, seal = body["a"], date.fromisoformat(body["d"]), body["k"]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise BadParameter("cursor", "cursor") from error
    if not isinstance(after, int) or not 0 <= after <= _LAST_ROW or seal != _seal(key, after, on):
        raise BadParameter("cursor", "cursor")
    return after, on


def _read_filters(args: Mapping[str, str], collection: Collection) -> dict[str, Any]:
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "area": ("area", read_area),
        "vintage": ("vintage", read_vintage),
        "as-known-on": ("known_at", read_known_at),
        **{name: (name, lambda text, name=name: read_codes(name, text)) for name in CODES},  # type: ignore[misc]
    }
    return {
        readers[name][0]: readers[name][1](args[name])
        for name in collection.filters
        if name in readers and name in args
    }


def _read_bbox(args: Mapping[str, str]) -> BBox | None:
    crs = read_crs("bbox-crs", args.get("bbox-crs"))
    return read_bbox(args["bbox"], crs) if "bbox" in args else None


def _read_number(name: str, text: str, expected: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise BadParameter(name, expected) from error
    if not math.isfinite(number) or "_" in text:
        raise BadParameter(name, expected)
    return number


def _require_box(sides: tuple[float, float, float, float], crs: Crs) -> None:
    x1, y1, x2, y2 = sides
    is_geographic = crs.kind == "geographic"
    if y1 > y2 or (x1 > x2 and not is_geographic):
        raise BadParameter("bbox", "bbox_order")
    farthest = (180, 90) if is_geographic else (_FARTHEST_M, _FARTHEST_M)
    if max(abs(x1), abs(x2)) > farthest[0] or max(abs(y1), abs(y2)) > farthest[1]:
        if is_geographic:
            raise BadParameter("bbox", "bbox_degrees")
        raise BadParameter("bbox", "bbox_inside", crs=crs.name)


def _to_degrees(sides: tuple[float, float, float, float], crs: Crs) -> BBox:
    x1, y1, x2, y2 = sides
    along = np.linspace(0, 1, _EDGE_POINTS)
    x, y = x1 + (x2 - x1) * along, y1 + (y2 - y1) * along
    edges = [
        (x, np.full_like(x, y1)),
        (x, np.full_like(x, y2)),
        (np.full_like(y, x1), y),
        (np.full_like(y, x2), y),
    ]
    outline = np.concatenate([np.column_stack(edge) for edge in edges])
    try:
        lonlat = transform_coordinates(outline, crs, WGS84_LONLAT)
    except InvalidGeometry as error:
        raise BadParameter("bbox", "bbox_inside", crs=crs.name) from error
    (west, south), (east, north) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
    return BBox(west, south, east, north)


def _day_told(valid: Interval | None, today: date) -> date:
    if valid is None:
        return today
    return max(valid.start, today) if valid.end == DATE_MAX else valid.end - timedelta(days=1)


def _question_key(collection: Collection, args: MultiDict[str, str]) -> str:
    asked = sorted((name, value) for name, value in args.items() if name not in {"cursor", "limit", "f"})
    return hashlib.sha256(orjson.dumps([collection.id, asked])).hexdigest()[:16]


def _seal(key: str, after: int, on: date) -> str:
    return hashlib.sha256(f"{key}|{after}|{on.isoformat()}".encode()).hexdigest()[:16]
