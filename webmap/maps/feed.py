"""Packs everything that the map replays into columns: small to send, drawn without a second request."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geo.formats.columns import pack, pack_integers
from geo.text.search import further_terms
from geo.types import DATE_MIN
from layers.actor import Actor
from layers.areas import boundaries
from layers.overview import chronicle
from layers.places.hotspots import KINDS, TOPICS
from layers.store.columns import AnyRow
from layers.store.database import Reading
from layers.store.identifiers import boundary_id
from webmap.errors import TooMuchForAMap
from webmap.maps.symbols import DRAWN_STATES

DECIMALS = 5
"""Decimals of a degree that are sent: about a metre, finer than any position of a place."""

MOST_VERSIONS = 20_000
"""Versions of places that one page replays; more want vector tiles or a smaller area."""

_EPOCH = date(1970, 1, 1).toordinal()

Feed = dict[str, Any]


@dataclass(frozen=True)
class FeedRequest:
    """What a feed is asked for: who asks, the present day, and the time as of which the register is read."""

    actor: Actor
    today: date
    known: datetime | None = None
    revision: str = ""


def build_feed(connection: Reading, request: FeedRequest) -> Feed:
    """Return the feed of all that the actor may see; its form is told in docs/map-feed.md.

    Raises
    ------
    TooMuchForAMap
        ``too_many_places``, with the limit.
    """
    if chronicle.has_more_than(connection, request.actor, MOST_VERSIONS, known=request.known):
        raise TooMuchForAMap("too_many_places", limit=MOST_VERSIONS)
    areas = chronicle.read_areas(connection, known=request.known)
    replays = chronicle.read_hotspots(connection, request.actor, known=request.known)
    landmarks = chronicle.read_landmarks(connection)
    return {
        "revision": request.revision,
        "today": _day(request.today),
        "known_on": request.known.isoformat() if request.known else None,
        "decimals": DECIMALS,
        "vintages": [
            {
                "from": None if row.valid_from == DATE_MIN else _day(row.valid_from),
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
        "hotspots": _hotspot_columns(replays, {row.id: index for index, row in enumerate(areas)}),
        "kinds": list(KINDS),
        "topics": list(TOPICS),
        "states": list(DRAWN_STATES),
    }


def _day(day: date) -> int:
    """Return days since 1970-01-01; an open start or end is the first or last date there is."""
    return day.toordinal() - _EPOCH


def _days(days: Iterable[date]) -> str:
    return pack_integers([_day(day) for day in days])


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
        "also": _each_once(further_terms(row.search_terms, row.name) for row in areas),
        "population": [row.population for row in areas],
        "geometry": pack([row.geom for row in areas], decimals=DECIMALS),
    }


def _hotspot_columns(replays: Sequence[chronicle.Replay], area_index: dict[int, int]) -> Feed:
    rows = [replay.row for replay in replays]
    kinds, topics = list(KINDS), {topic: 1 << bit for bit, topic in enumerate(TOPICS)}
    return {
        "code": [row.code for row in rows],
        "name": [row.name for row in rows],
        "kind": pack_integers([kinds.index(row.kind) for row in rows]),
        "topics": pack_integers([sum(topics[topic] for topic in replay.topics) for replay in replays]),
        "accuracy": pack_integers([round(row.position_accuracy_m) for row in rows]),
        "size": pack_integers([round(row.length_m or row.area_m2 or 0) for row in rows]),
        "from": _days(row.valid_from for row in rows),
        "to": _days(row.valid_to for row in rows),
        "wards": _each_once(tuple(area_index[area] for area in replay.areas) for replay in replays),
        "status": _each_once(_status(replay) for replay in replays),
        "also": _each_once(further_terms(row.search_terms, row.name) for row in rows),
        "geometry": pack([row.geom for row in rows], decimals=DECIMALS),
    }


def _each_once(values: Iterable[Hashable]) -> Feed:
    """Return values of which many are alike: each once, and which of them every row has."""
    place: dict[Hashable, int] = {}
    rows = [place.setdefault(value, len(place)) for value in values]
    return {"values": list(place), "row": pack_integers(rows)}


def _status(replay: chronicle.Replay) -> tuple[int, ...]:
    """Return state and days since the one before, state and days ...; the first counts from the start of the version.

    An end state, which no map draws, is -1.
    """
    told: list[int] = []
    before = replay.row.valid_from
    for day, state in replay.spans:
        told += [DRAWN_STATES.index(state) if state in DRAWN_STATES else -1, (day - before).days]
        before = day
    return tuple(told)
