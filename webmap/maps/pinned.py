"""Owns maps pinned to one moment: the same data again whenever they are opened, and the proof that it is so."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

import orjson

from layers.actor import Actor
from layers.sheets.snapshots import find_versions
from layers.store.database import Reading
from layers.supervision.intervals import Intervals
from webmap.maps.feed import Feed, FeedRequest, build_feed
from webmap.maps.shown import choose
from webmap.maps.spec import MapSpec

_VOLATILE = frozenset({"revision"})
"""What a feed says of itself and not of the register."""


@dataclass(frozen=True)
class Moment:
    """The moment to which a map is pinned.

    Attributes
    ----------
    known
        Aware time as of which the register is read.
    today
        The day that counted as today.
    intervals
        Days between visits, as the register knew them then.
    """

    known: datetime
    today: date
    intervals: Intervals


@dataclass(frozen=True)
class Pinned:
    """A map pinned to a moment.

    Attributes
    ----------
    spec
        The map, its day filled in.
    feed
        Its data, limited to the places that it shows.
    versions
        Rows of ``hotspot_version`` of these.
    digest
        SHA-256 of the data, hexadecimal.
    """

    spec: MapSpec
    feed: Feed
    versions: frozenset[int]
    digest: str


def pin_map(connection: Reading, actor: Actor, spec: MapSpec, moment: Moment) -> Pinned:
    """Return a map with what the actor may see of it at a moment: the places that pass its filters, and their past."""
    pinned = replace(spec, on=spec.on or moment.today)
    whole = build_feed(connection, _request(actor, pinned, moment))
    codes = {place.code for place in choose(whole, pinned).places}
    versions = find_versions(connection, actor, codes, moment.known)
    return open_pinned(connection, actor, pinned, moment, versions)


def open_pinned(
    connection: Reading, actor: Actor, spec: MapSpec, moment: Moment, versions: frozenset[int]
) -> Pinned:
    """Return a pinned map again; its digest is the same where nothing of what it shows became different."""
    feed = build_feed(connection, replace(_request(actor, spec, moment), only=versions))
    return Pinned(spec, feed, versions, find_digest(feed))


def find_digest(feed: Feed) -> str:
    """Return the SHA-256 of what a feed says of the register, hexadecimal."""
    told = {name: value for name, value in feed.items() if name not in _VOLATILE}
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _request(actor: Actor, spec: MapSpec, moment: Moment) -> FeedRequest:
    intervals = moment.intervals if spec.supervision else None
    return FeedRequest(actor, moment.today, moment.known, intervals=intervals)
