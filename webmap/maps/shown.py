"""Owns what a map shows of its feed: the areas of its vintage, the places of its day that pass its filters.

The twin of static/js/model/{feed,choice}.js: paper shows what the screen shows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from shapely.geometry.base import BaseGeometry

from geo.formats.columns import unpack, unpack_integers
from geo.text.search import is_hit, query_tokens, search_terms
from geo.types import DATE_MIN
from webmap.maps.asked import Asked, ask_places
from webmap.maps.columns import each_row, from_number
from webmap.maps.feed import Feed
from webmap.maps.spec import MapSpec
from webmap.maps.symbols import HIDDEN_BY_DEFAULT

WARD: Final = "ward"
_OLDEST: Final = "start"


class Area(NamedTuple):
    """An area of the vintage on show; its geometry in WGS 84, degrees."""

    id: str
    code: str
    name: str
    level: str
    is_partial: bool
    geometry: BaseGeometry


class Vintage(NamedTuple):
    """A set of boundaries: its first day (None: since before anyone recorded it), its name, its ground, its source."""

    start: date | None
    title: str
    basis: str
    source: str


class Landmark(NamedTuple):
    """Water or a crossing, WGS 84."""

    kind: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class ShownPlace:
    """A place on the map.

    Attributes
    ----------
    code, name, kind, topics
        As the register has them.
    state, since
        Its status on the day, and since when; None where that is not known.
    accuracy_m, size
        Of its position; its length in metres or its area in square metres, 0 for a point.
    wards
        Of the vintage on show, the one that leads first.
    asked
        What supervision asks of it; None where the map does not show supervision.
    geometry
        WGS 84, degrees.
    """

    code: str
    name: str
    kind: str
    topics: tuple[str, ...]
    state: str
    since: date | None
    accuracy_m: int
    size: int
    wards: tuple[Area, ...]
    asked: Asked | None
    geometry: BaseGeometry


@dataclass(frozen=True)
class Shown:
    """What a map shows.

    Attributes
    ----------
    on
        The day.
    vintage
        The set of boundaries; None where there is none.
    areas
        Its areas of all levels, in Vietnamese order.
    places
        What passes the filters, in Vietnamese order.
    total
        How many places there are on that day whatever the filters say.
    landmarks
        Water and crossings.
    """

    on: date
    vintage: Vintage | None
    areas: tuple[Area, ...]
    places: tuple[ShownPlace, ...]
    total: int
    landmarks: tuple[Landmark, ...]

    @property
    def wards(self) -> tuple[Area, ...]:
        """The wards of the vintage."""
        return tuple(area for area in self.areas if area.level == WARD)


class _Row(NamedTuple):
    """What filters ask of a version of a place that holds on the day; ``areas`` are rows of the feed."""

    nth: int
    state: str
    since: date | None
    areas: tuple[int, ...]
    asked: Asked | None


def choose(feed: Feed, spec: MapSpec) -> Shown:
    """Return what a map shows of its feed."""
    on = spec.on or from_number(feed["today"])
    vintages = [_vintage(told) for told in feed["vintages"]]
    day = _boundary_day(spec, on)
    areas = {nth: area for nth, area, start, end in _read_areas(feed) if start <= day < end}
    places = feed["hotspots"]
    numbers = {name: unpack_integers(places[name]) for name in ("kind", "topics", "accuracy", "size")}
    shapes = unpack(places["geometry"], decimals=feed["decimals"])
    passes = _make_filter(feed, spec, numbers)
    present = [row for row in _rows_on(feed, on, spec) if _is_drawn(row.state, spec)]
    return Shown(
        on,
        _vintage_on(vintages, day),
        tuple(areas.values()),
        tuple(_place(feed, numbers, shapes, row, areas) for row in present if passes(row)),
        len(present),
        _landmarks(feed),
    )


def find_places(places: Sequence[ShownPlace], area: Area | None) -> list[ShownPlace]:
    """Return the places that a page about an area tells of; of a page about no area, all."""
    if area is None or area.level != WARD:
        return list(places)
    return [place for place in places if any(ward.id == area.id for ward in place.wards)]


def _boundary_day(spec: MapSpec, on: date) -> date:
    """Return the day whose boundaries are drawn: of the chosen vintage, or else the day on show."""
    if spec.vintage is None:
        return on
    return DATE_MIN if spec.vintage == _OLDEST else date.fromisoformat(spec.vintage)


def _vintage(told: Feed) -> Vintage:
    start = None if told["from"] is None else from_number(told["from"])
    return Vintage(start, told["title"], told["basis"] or "", told["source"] or "")


def _vintage_on(vintages: Sequence[Vintage], day: date) -> Vintage | None:
    begun = [vintage for vintage in vintages if (vintage.start or DATE_MIN) <= day]
    return begun[-1] if begun else next(iter(vintages), None)


def _read_areas(feed: Feed) -> Iterator[tuple[int, Area, date, date]]:
    """Yield every area with its row, and from when until when it held."""
    told = feed["areas"]
    starts, ends = (unpack_integers(told[name]) for name in ("from", "to"))
    shapes = unpack(told["geometry"], decimals=feed["decimals"])
    names = zip(*(told[name] for name in ("id", "code", "name", "level", "partial")), strict=True)
    for nth, (key, code, name, level, partial) in enumerate(names):
        area = Area(key, code, name, level, bool(partial), shapes[nth])
        yield nth, area, from_number(starts[nth]), from_number(ends[nth])


def _rows_on(feed: Feed, on: date, spec: MapSpec) -> Iterator[_Row]:
    """Yield the versions that hold on a day and have a state then."""
    told = feed["hotspots"]
    starts, ends = (unpack_integers(told[name]) for name in ("from", "to"))
    asked = ask_places(feed, on, is_shown=spec.supervision)
    wards, spans = each_row(told["wards"]), each_row(told["status"])
    for nth, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if not from_number(start) <= on < from_number(end):
            continue
        state, since = _state_on(spans[nth], int(start), on)
        if state >= 0:
            began_on = None if since == DATE_MIN else since
            yield _Row(nth, feed["states"][state], began_on, tuple(wards[nth]), asked[nth] if asked else None)


def _state_on(pairs: Sequence[int], start: int, on: date) -> tuple[int, date | None]:
    """Return the state that holds on a day and its first day; -1 where none does that a map draws."""
    state, since, day = -1, None, start
    for code, step in zip(pairs[::2], pairs[1::2], strict=True):
        day += step
        if from_number(day) > on:
            break
        state, since = code, from_number(day)
    return state, since


def _is_drawn(state: str, spec: MapSpec) -> bool:
    return state not in HIDDEN_BY_DEFAULT or state in spec.status


def _make_filter(feed: Feed, spec: MapSpec, numbers: dict[str, Any]) -> Callable[[_Row], bool]:
    """Return the test that a row must pass; codes that the data does not know do not count."""
    states = set(spec.status) & set(feed["states"])
    kinds = {feed["kinds"].index(code) for code in spec.kind if code in feed["kinds"]}
    topics = sum(1 << feed["topics"].index(code) for code in set(spec.topic) & set(feed["topics"]))
    ward = feed["areas"]["id"].index(spec.ward) if spec.ward in feed["areas"]["id"] else None
    answers = _make_search(feed, spec.q)
    return lambda row: (
        (not states or row.state in states)
        and (not kinds or numbers["kind"][row.nth] in kinds)
        and (not topics or bool(numbers["topics"][row.nth] & topics))
        and (ward is None or ward in row.areas)
        and _meets_asked(row.asked, spec)
        and answers(row)
    )


def _meets_asked(asked: Asked | None, spec: MapSpec) -> bool:
    """Tell whether a place is asked for what the map filters by; where supervision is not shown, none is."""
    wanted = [(wish, name) for name, wish in (("due", spec.due), ("reply", spec.reply)) if wish]
    return all(asked is not None and set(wish) & set(getattr(asked, name)) for wish, name in wanted)


def _make_search(feed: Feed, query: str) -> Callable[[_Row], bool]:
    """Return the test of a search: a place answers by its own terms, or by those of an area it lies or lay in."""
    if not query:
        return lambda _row: True
    areas = {nth for nth, terms in enumerate(_terms(feed["areas"])) if is_hit(query, terms)}
    areas = areas if query_tokens(query) else set()
    terms = _terms(feed["hotspots"])
    return lambda row: is_hit(query, terms[row.nth]) or not areas.isdisjoint(row.areas)


def _terms(told: Feed) -> list[str]:
    return [
        f"{search_terms(name)}{also} "
        for name, also in zip(told["name"], each_row(told["also"]), strict=True)
    ]


def _place(
    feed: Feed, numbers: dict[str, Any], shapes: Sequence[BaseGeometry], row: _Row, areas: dict[int, Area]
) -> ShownPlace:
    told, nth = feed["hotspots"], row.nth
    return ShownPlace(
        code=told["code"][nth],
        name=told["name"][nth],
        kind=feed["kinds"][numbers["kind"][nth]],
        topics=tuple(code for bit, code in enumerate(feed["topics"]) if numbers["topics"][nth] >> bit & 1),
        state=row.state,
        since=row.since,
        accuracy_m=int(numbers["accuracy"][nth]),
        size=int(numbers["size"][nth]),
        wards=tuple(areas[at] for at in row.areas if at in areas and areas[at].level == WARD),
        asked=row.asked,
        geometry=shapes[nth],
    )


def _landmarks(feed: Feed) -> tuple[Landmark, ...]:
    told = feed["landmarks"]
    shapes = unpack(told["geometry"], decimals=feed["decimals"])
    return tuple(map(Landmark, told["kind"], told["name"], shapes))
