"""Packs everything that the map replays into columns: small to send, drawn without a second request."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from geo.formats.columns import pack, pack_integers
from geo.text.search import further_terms
from geo.types import DATE_MIN, Interval, local_day
from layers.actor import Actor
from layers.areas import boundaries
from layers.overview import chronicle
from layers.overview.parts import WHOLE, Part
from layers.overview.points import Point
from layers.places.hotspots import KINDS, TOPICS
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Reading
from layers.store.identifiers import boundary_id
from layers.supervision.due import SOON_DAYS
from layers.supervision.intervals import NO_PACE, Intervals, Traits, find_due_day
from webmap.errors import TooMuchForAMap
from webmap.maps.columns import each_once, to_number
from webmap.maps.symbols import DRAWN_STATES

DECIMALS = 5
"""Decimals of a degree that are sent: about a metre, finer than any position of a place."""

MOST_VERSIONS = 20_000
"""Versions of places that one page replays; more want vector tiles or a smaller area."""

Feed = dict[str, Any]
Turns: TypeAlias = tuple[int | None, ...]
Told: TypeAlias = chronicle.Replay | Point
"""A place one by one, or as a point."""


@dataclass(frozen=True)
class FeedRequest:
    """What a feed is asked for.

    Attributes
    ----------
    actor
        Who asks.
    today
        The present day.
    known
        Aware time as of which the register is read; None is now.
    revision
        Text that changes with the data.
    intervals
        Days between visits; None leaves out all of supervision.
    only
        Rows of ``hotspot_version`` to which it is limited; None is all that the actor may see.
    part
        Part of what the actor may see to which it is limited.
    """

    actor: Actor
    today: date
    known: datetime | None = None
    revision: str = ""
    intervals: Intervals | None = None
    only: frozenset[int] | None = None
    part: Part = WHOLE


def build_feed(connection: Reading, request: FeedRequest) -> Feed:
    """Return the feed of all that the actor may see; its form is told in docs/map-feed.md.

    Raises
    ------
    TooMuchForAMap
        ``too_many_places``, with the limit.
    """
    if chronicle.has_more_than(
        connection, request.actor, MOST_VERSIONS, known=request.known, part=request.part
    ):
        raise TooMuchForAMap("too_many_places", limit=MOST_VERSIONS)
    areas = chronicle.read_areas(connection, known=request.known)
    replays = _read_places(connection, request)
    return {
        **build_ground(connection, request, areas),
        "hotspots": hotspot_columns(replays, {row.id: index for index, row in enumerate(areas)}),
        **tell_supervision(connection, request, replays),
    }


def build_ground(connection: Reading, request: FeedRequest, areas: Sequence[AnyRow]) -> Feed:
    """Return all of a feed that is not of places: boundaries, water, and the lists that numbers point into."""
    landmarks = chronicle.read_landmarks(connection)
    return {
        "revision": request.revision,
        "today": to_number(request.today),
        "known_on": request.known.isoformat() if request.known else None,
        "decimals": DECIMALS,
        "vintages": [
            {
                "from": None if row.valid_from == DATE_MIN else to_number(row.valid_from),
                "title": row.title,
                "basis": row.legal_basis,
                "source": row.source,
            }
            for row in boundaries.list_vintages(connection)
        ],
        "areas": _area_columns(areas),
        "landmarks": {
            "kind": [kind for kind, _, _ in landmarks],
            "name": [name for _, name, _ in landmarks],
            "geometry": pack([geometry for _, _, geometry in landmarks], decimals=DECIMALS),
        },
        "kinds": list(KINDS),
        "topics": list(TOPICS),
        "states": list(DRAWN_STATES),
    }


def _read_places(connection: Reading, request: FeedRequest) -> list[chronicle.Replay]:
    seen = chronicle.read_hotspots(connection, request.actor, known=request.known, part=request.part)
    return [one for one in seen if request.only is None or one.row.id in request.only]


def tell_supervision(connection: Reading, request: FeedRequest, replays: Sequence[Told]) -> Feed:
    """Return what supervision asks of the places, one for each row; nothing of what the actor may not read."""
    if request.intervals is None:
        return {}
    since = date(request.today.year - 1, 1, 1)
    told: Feed = {}
    if scope.allowed(connection, request.actor, "recommendation.read"):
        replies = chronicle.read_replies(
            connection, request.actor, since, known=request.known, part=request.part
        )
        waits = [_waits(replies.get(replay.row.hotspot_id, ())) for replay in replays]
        told |= _unless_empty("replies", waits)
    if scope.allowed(connection, request.actor, "visit.read"):
        told |= _visits(connection, request, since, replays)
    return {"supervision": {"since": to_number(since), **told}} if told else {}


def _visits(connection: Reading, request: FeedRequest, since: date, replays: Sequence[Told]) -> Feed:
    present = local_day(request.known) if request.known else request.today
    span = Interval(min(since, present), present)
    visits = chronicle.read_visits(connection, request.actor, span, known=request.known, part=request.part)
    intervals = request.intervals or Intervals()
    asked: list[Turns | None] = []
    planned: list[Turns] = []
    for replay in replays:
        days = visits.get(replay.row.hotspot_id)
        asked.append(None if days is None else _turns(replay, days.made, intervals))
        planned.append(_steps(days.planned) if days else ())
    return {
        "soon": SOON_DAYS,
        "plans_from": to_number(present),
        **_unless_empty("asked", asked),
        **_unless_empty("planned", planned),
    }


def _turns(replay: Told, made: Sequence[date], intervals: Intervals) -> Turns:
    """Return how a place came to be due: each visit and each state told, and how long until the next visit was due.

    Three numbers for each: the days since the one before (the first counts from the start of the version, so that
    places alike are told once), 1 for a visit, and the days from there until the next visit is due, None where the
    state asks for none. A visit of the day on which a state begins comes behind it.
    """
    topics, areas = frozenset(replay.topics), intervals.named_areas.intersection(replay.areas)
    place = replay.row.hotspot_id
    named = place if place in intervals.named_places else None
    happened = sorted([(day, 0, state) for day, state in replay.spans] + [(day, 1, "") for day in made])
    told: list[int | None] = []
    before, pace, since, last_on = to_number(replay.row.valid_from), NO_PACE, None, None
    for day, is_visit, state in happened:
        number = to_number(day)
        if is_visit:
            last_on = day
        else:
            since, pace = day, intervals.pace(Traits(state, topics, areas, named))
        if is_visit and len(pace) == 1:
            wait: int | None = pace[0][1]  # what nearly all of them are, at a tenth of the cost
        else:
            due_on = find_due_day(pace, since, last_on, day)
            wait = None if due_on is None else (due_on - day).days
        told += (number - before, is_visit, wait)
        before = number
    return tuple(told)


def _unless_empty(name: str, values: Sequence[Hashable]) -> Feed:
    """Return a column, left out where every row of it is empty."""
    return {} if all(value == () for value in values) else {name: each_once(values)}


def _steps(days: Iterable[date]) -> tuple[int, ...]:
    """Return days, each from the one before; the first counts from 1970-01-01."""
    told = [to_number(day) for day in days]
    return tuple(day - before for before, day in zip([0, *told], told, strict=False))


def _waits(replies: Iterable[chronicle.Reply]) -> tuple[int | None, ...]:
    """Return of each reply the day it was asked for, and from there the days until it was due and until it came."""
    told: list[int | None] = []
    for sent_on, due_on, ended_on in replies:
        told += [to_number(sent_on), (due_on - sent_on).days, (ended_on - sent_on).days if ended_on else None]
    return tuple(told)


def _days(days: Iterable[date]) -> str:
    return pack_integers([to_number(day) for day in days])


def _area_columns(areas: Sequence[AnyRow]) -> Feed:
    return {
        "id": [boundary_id(row.code, row.valid_from) for row in areas],
        "code": [row.code for row in areas],
        "name": [row.name for row in areas],
        "level": [row.level for row in areas],
        "from": _days(row.valid_from for row in areas),
        "to": _days(row.valid_to for row in areas),
        "partial": [int(row.is_partial) for row in areas],
        "label": [[round(row.label_lon, DECIMALS), round(row.label_lat, DECIMALS)] for row in areas],
        "also": each_once(further_terms(row.search_terms, row.name) for row in areas),
        "population": [row.population for row in areas],
        "geometry": pack([row.geom for row in areas], decimals=DECIMALS),
    }


def hotspot_columns(replays: Sequence[chronicle.Replay], area_index: Mapping[int, int]) -> Feed:
    """Return what is told of places: who they are, what they look like, and all that filters ask for."""
    rows = [replay.row for replay in replays]
    return {
        "code": [row.code for row in rows],
        "name": [row.name for row in rows],
        **trait_columns(replays, area_index),
        "accuracy": pack_integers([round(row.position_accuracy_m) for row in rows]),
        "size": pack_integers([round(row.length_m or row.area_m2 or 0) for row in rows]),
        "also": each_once(further_terms(row.search_terms, row.name) for row in rows),
        "geometry": pack([row.geom for row in rows], decimals=DECIMALS),
    }


def trait_columns(replays: Sequence[Told], area_index: Mapping[int, int]) -> Feed:
    """Return what a day and filters ask of places, whoever they are."""
    rows = [replay.row for replay in replays]
    kinds, topics = list(KINDS), {topic: 1 << bit for bit, topic in enumerate(TOPICS)}
    return {
        "kind": pack_integers([kinds.index(row.kind) for row in rows]),
        "topics": pack_integers([sum(topics[topic] for topic in replay.topics) for replay in replays]),
        "from": _days(row.valid_from for row in rows),
        "to": _days(row.valid_to for row in rows),
        "wards": each_once(tuple(area_index[area] for area in replay.areas) for replay in replays),
        "status": each_once(_status(replay) for replay in replays),
    }


def _status(replay: Told) -> tuple[int, ...]:
    """Return state and days since the one before, state and days ...; the first counts from the start of the version.

    An end state, which no map draws, is -1.
    """
    told: list[int] = []
    before = replay.row.valid_from
    for day, state in replay.spans:
        told += [DRAWN_STATES.index(state) if state in DRAWN_STATES else -1, (day - before).days]
        before = day
    return tuple(told)
