"""Packs everything that the map replays into columns: small to send, drawn without a second request."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from geo.formats.columns import pack
from geo.types import DATE_MAX, DATE_MIN
from layers.actor import Actor
from layers.places import boundaries, chronicle
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
    areas = chronicle.read_areas(connection, known=request.known)
    replays = chronicle.read_hotspots(connection, request.actor, known=request.known, limit=MOST_VERSIONS + 1)
    if len(replays) > MOST_VERSIONS:
        raise TooMuchForAMap("too_many_places", limit=MOST_VERSIONS)
    landmarks = chronicle.read_landmarks(connection)
    return {
        "revision": request.revision,
        "today": _day(request.today),
        "known_on": request.known.isoformat() if request.known else None,
        "decimals": DECIMALS,
        "vintages": [
            {"from": _day(row.valid_from), "title": row.title, "basis": row.legal_basis, "source": row.source}
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


def _day(day: date) -> int | None:
    """Return days since 1970-01-01, None for an open start or end."""
    return None if day in {DATE_MIN, DATE_MAX} else day.toordinal() - _EPOCH


def _area_columns(areas: Sequence[AnyRow]) -> Feed:
    return {
        "id": [boundary_id(row.code, row.valid_from) for row in areas],
        "code": [row.code for row in areas],
        "name": [row.name for row in areas],
        "level": [row.level for row in areas],
        "from": [_day(row.valid_from) for row in areas],
        "to": [_day(row.valid_to) for row in areas],
        "partial": [int(row.is_partial) for row in areas],
        "label": [[round(row.label_lon, DECIMALS), round(row.label_lat, DECIMALS)] for row in areas],
        "terms": [row.search_terms for row in areas],
        "population": [row.population for row in areas],
        "geometry": pack([row.geom for row in areas], decimals=DECIMALS),
    }


def _hotspot_columns(replays: Sequence[chronicle.Replay], area_index: dict[int, int]) -> Feed:
    rows = [replay.row for replay in replays]
    kinds, topics = list(KINDS), {topic: 1 << bit for bit, topic in enumerate(TOPICS)}
    return {
        "code": [row.code for row in rows],
        "name": [row.name for row in rows],
        "kind": [kinds.index(row.kind) for row in rows],
        "topics": [sum(topics[topic] for topic in replay.topics) for replay in replays],
        "accuracy": [round(row.position_accuracy_m) for row in rows],
        "size": [round(row.length_m or row.area_m2 or 0) for row in rows],
        "from": [_day(row.valid_from) for row in rows],
        "to": [_day(row.valid_to) for row in rows],
        "wards": [[area_index[area] for area in replay.areas] for replay in replays],
        "status": [_status(replay.spans) for replay in replays],
        "terms": [row.search_terms for row in rows],
        "geometry": pack([row.geom for row in rows], decimals=DECIMALS),
    }


def _status(spans: Sequence[tuple[date, str]]) -> list[int | None]:
    """Return day and state, day and state ...; an end state, which no map draws, is -1."""
    pairs: list[int | None] = []
    for day, state in spans:
        pairs += [_day(day), DRAWN_STATES.index(state) if state in DRAWN_STATES else -1]
    return pairs


class FeedCache:
    """Keeps the last few feeds as bytes: the same reader asks for the same data at every visit of the map.

    Parameters
    ----------
    most
        Feeds kept at most.
    """

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, etag: str) -> bytes | None:
        """Return the feed with this tag, if it is kept."""
        with self._lock:
            if etag in self._kept:
                self._kept.move_to_end(etag)
            return self._kept.get(etag)

    def keep(self, etag: str, body: bytes) -> bytes:
        """Keep a feed under its tag, which names all that it depends on, and return it."""
        with self._lock:
            self._kept[etag] = body
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return body
