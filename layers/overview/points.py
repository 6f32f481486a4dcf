"""Places of which a map of many tells no more than where they are and what a day and filters ask of them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, Text, cast, func, select

from layers.actor import Actor
from layers.overview.parts import Part, select_versions
from layers.store.periods import known_at
from layers.store.schema import hotspot_area, hotspot_topic, hotspot_version, status_span
from layers.store.spatial import box_middle, read_rows

_BETWEEN: Final = ","
_ISO_DAY: Final = 10

_One = TypeVar("_One")


class PointRow(NamedTuple):
    """A version of a place; its position is the middle of its box, WGS 84 degrees."""

    hotspot_id: int
    kind: str
    valid_from: date
    valid_to: date
    lon: float
    lat: float


class Point(NamedTuple):
    """A version of a place with what belongs to it, as in `layers.overview.chronicle.Replay`."""

    row: PointRow
    topics: tuple[str, ...]
    areas: tuple[int, ...]
    spans: tuple[tuple[date, str], ...]


def read_points(connection: Connection, actor: Actor, *, known: datetime | None, part: Part) -> list[Point]:
    """Return every version of every place of a part that the actor may see, in no order, by one statement.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    known
        As the register knew it at this aware time; None is now.
    part
        Of which places.
    """
    v = hotspot_version.c
    lon, lat = box_middle(hotspot_version)
    told = (
        v.hotspot_id,
        v.kind,
        v.valid_from,
        v.valid_to,
        lon.label("lon"),
        lat.label("lat"),
        _topics().label("topics"),
        _areas().label("areas"),
        _spans(known).label("spans"),
    )
    rows = read_rows(connection, select_versions(v.id, actor, known, part).with_only_columns(*told))
    topics, areas, spans = cache(_split(str)), cache(_split(int)), cache(_split(_read_span))
    return [Point(PointRow(*row[:6]), topics(row[6]), areas(row[7]), spans(row[8])) for row in rows]


def _split(read: Callable[[str], _One]) -> Callable[[str | None], tuple[_One, ...]]:
    """Return what reads a joined text; many places are alike, so each text is worth to be read once."""
    return lambda text: tuple(map(read, text.split(_BETWEEN))) if text else ()


def _read_span(text: str) -> tuple[date, str]:
    return date.fromisoformat(text[:_ISO_DAY]), text[_ISO_DAY:]


def _topics() -> Any:
    t = hotspot_topic.c
    return _joined(t.topic, t.hotspot_version_id == hotspot_version.c.id, order=[t.topic])


def _areas() -> Any:
    a = hotspot_area.c
    order = [a.is_lead.desc(), a.share.desc(), a.boundary_id]
    return _joined(cast(a.boundary_id, Text), a.hotspot_version_id == hotspot_version.c.id, order=order)


def _spans(known: datetime | None) -> Any:
    s = status_span.c
    own = (s.hotspot_id == hotspot_version.c.hotspot_id) & known_at(status_span, known)
    return _joined(cast(s.valid_from, Text) + s.state, own, order=[s.valid_from])


def _joined(column: Any, *own: Any, order: Sequence[Any]) -> Any:
    ordered = select(column.label("one")).where(*own).order_by(*order).correlate(hotspot_version)
    texts = ordered.subquery("ordered")
    joined = func.aggregate_strings(texts.c.one, _BETWEEN)
    return select(joined).select_from(texts).correlate(hotspot_version).scalar_subquery()
