"""Loads the invented history into a database that holds nothing real, and removes it whole."""

from dataclasses import asdict, dataclass
from typing import Any

import shapely
from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select

from geo.types import DATE_MIN
from layers.demo.erasing import (
    add_heirs,
    erase_documents,
    erase_empty_plans,
    erase_places,
    erase_rules,
    list_ties,
)
from layers.demo.mark import find_demo
from layers.demo.outings import add_outings
from layers.demo.places import Ground
from layers.demo.player import Player
from layers.demo.rules import add_rules
from layers.demo.story import Invention, invent
from layers.errors import Refused
from layers.overview.chronicle import read_landmarks
from layers.overview.quan8 import default_uuids
from layers.store.blobs import BlobStore
from layers.store.database import Write
from layers.store.schema import (
    boundary,
    demo,
    document,
    document_file,
    hotspot,
    hotspot_version,
    recommendation,
    status_event,
    visit,
)

TOUCHED = ("day_plans", "documents", "hotspots", "recommendations", "visits")
LEAST_WARDS = 16


@dataclass(frozen=True)
class Real:
    """What a database holds besides its default data; a default place that somebody changed counts too."""

    places: int
    visits: int
    recommendations: int
    documents: int

    @property
    def is_any(self) -> bool:
        """Whether there is anything at all."""
        return any(asdict(self).values())


def find_real(connection: Connection) -> Real:
    """Return what was recorded besides the default data."""
    uuids = default_uuids()
    h, d = hotspot.c, document.c
    is_default = h.uuid.in_(uuids)
    own_document = (
        d.uuid.not_in(uuids) | (d.version != 1) | exists().where(document_file.c.document_id == d.id)
    )
    numbers = (
        select(func.count()).select_from(hotspot).where(~is_default | _is_changed()),
        select(func.count()).select_from(visit),
        select(func.count()).select_from(recommendation),
        select(func.count()).select_from(document).where(own_document),
    )
    return Real(*(int(connection.execute(number).scalar_one()) for number in numbers))


def load_demo(change: Write, files: BlobStore, wanted: Invention) -> int:
    """Load the invented history and return how many places it has.

    All is written in this one change: records are dated to the day on which they would have been made, the audit
    tells when it was really done.

    Parameters
    ----------
    change
        The transaction.
    files
        Where scans and pictures are kept.
    wanted
        What is to be invented.

    Raises
    ------
    Refused
        ``demo_loaded``; ``demo_refused`` with what was found; ``demo_needs_wards`` where Quận 8 is not drawn.
    """
    if find_demo(change.connection) is not None:
        raise Refused("demo_loaded")
    real = find_real(change.connection)
    if real.is_any:
        raise Refused("demo_refused", **asdict(real))
    story = invent(wanted, _read_ground(change.connection))
    marked: dict[str, Any] = {"seed": wanted.seed, "until_on": wanted.until_on}
    marked |= {"places": story.places, "documents": story.documents}
    by = {"recorded_at": change.now, "recorded_by": change.actor.account_id}
    change.connection.execute(insert(demo).values(**marked, **by))
    change.note("demo", str(wanted.seed), after=marked)
    Player(change, files, wanted.seed).play(story.deeds)
    add_rules(change, wanted.until_on)
    add_outings(change, wanted.until_on)
    _touch(change)
    return story.places


@dataclass(frozen=True)
class Taken:
    """What was removed: how many places, and the digests of files that the register may need no longer."""

    places: int
    digests: frozenset[str]


def remove_demo(change: Write) -> Taken:
    """Remove the invented history with all that was added to its places; what is real stays.

    A document of it on which something real came to stand is kept.

    Raises
    ------
    Refused
        ``demo_not_loaded``; ``demo_in_use`` where a real place was merged with one of its places, or split from
        one: with the codes of the real ones.
    """
    loaded = find_demo(change.connection)
    if loaded is None:
        raise Refused("demo_not_loaded")
    found = select(hotspot.c.id).where(hotspot.c.uuid.in_(loaded.place_uuids))
    ids = add_heirs(change.connection, set(change.connection.execute(found).scalars()))
    ties = list_ties(change.connection, ids)
    if ties:
        raise Refused("demo_in_use", places=ties)
    erase_rules(change)
    digests = erase_places(change, ids) | erase_documents(change, loaded.document_uuids)
    erase_empty_plans(change)
    change.connection.execute(delete(demo))
    change.note("demo", str(loaded.seed), before={"places": loaded.places, "documents": loaded.documents})
    _touch(change)
    return Taken(len(ids), frozenset(digests))


def _touch(change: Write) -> None:
    for collection in TOUCHED:
        change.touch(collection)


def _is_changed() -> ColumnElement[bool]:
    """Return the condition that something was recorded of a place after it was opened."""
    v, e = hotspot_version.c, status_event.c
    versions = select(func.count()).where(v.hotspot_id == hotspot.c.id).correlate(hotspot).scalar_subquery()
    events = select(func.count()).where(e.hotspot_id == hotspot.c.id).correlate(hotspot).scalar_subquery()
    return (versions != 1) | (events != 1)


def _read_ground(connection: Connection) -> Ground:
    """Return the sixteen wards as they were at first, the canals, and where real places lie."""
    b, v = boundary.c, hotspot_version.c
    rows = connection.execute(
        select(b.name, b.geom)
        .where(b.level == "ward", b.valid_from == DATE_MIN, ~b.is_partial)
        .order_by(b.code)
    )
    wards = {row.name: row.geom for row in rows}
    if len(wards) < LEAST_WARDS:
        raise Refused("demo_needs_wards", found=len(wards), wanted=LEAST_WARDS)
    water = [geometry for kind, _, geometry in read_landmarks(connection) if kind == "canal"]
    taken = list(connection.execute(select(v.geom).order_by(v.id)).scalars())
    return Ground(wards, [shapely.force_2d(one) for one in water], taken)
