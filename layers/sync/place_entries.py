"""Stores a place that somebody proposed without a network, as a proposal that the office decides about."""

import math
from dataclasses import dataclass, field
from datetime import date

from layers.conversion.status import StatusChange
from layers.errors import Refused
from layers.places.drafts import KINDS, TOPICS, Extent, Place, read_shape
from layers.places.hotspots import open_hotspot
from layers.store.database import Write
from layers.sync.answers import Stored
from layers.sync.bodies import Body
from layers.sync.clocks import Clocks
from layers.sync.entries import Entry

FIELDS = frozenset(
    {"name", "kind", "geometry", "topics", "accuracy_m", "source", "note", "is_different", "not_person"}
)
"""What the body of a place may tell."""

SOURCES = ("gps", "text")
"""How its position was found: by the device, or drawn by hand."""

LONGEST_NAME = 200
LONGEST_NOTE = 2000
_LEAST_ACCURACY_M, _WIDEST_ACCURACY_M = 1.0, 10_000.0


@dataclass(frozen=True)
class ProposalRules:
    """What holds for every place that is proposed without a network.

    Attributes
    ----------
    source
        Where it comes from, in words of the register's language; also why it is proposed, where its note does not say.
    least
        The least that a place may measure.
    """

    source: str
    least: Extent = field(default_factory=Extent)


def read_place(body: Body, day: date, source: str) -> Place:
    """Return the place that a body tells, from a day on.

    Raises
    ------
    Refused
        ``entry_malformed``, ``entry_incomplete``, with the field.
    InvalidGeometry
        What `layers.places.drafts.read_shape` finds.
    """
    name, topics = body.text("name", LONGEST_NAME), body.codes("topics", most=len(TOPICS))
    if name is None or not topics:
        raise Refused("entry_incomplete", field="topics" if name else "name")
    accuracy_m = body.number("accuracy_m", most=_WIDEST_ACCURACY_M)
    return Place(
        name=name,
        kind=body.choice("kind", KINDS),
        geometry=read_shape(body.get("geometry")),
        topics=tuple(sorted(set(topics))),
        position_accuracy_m=float(math.ceil(max(accuracy_m, _LEAST_ACCURACY_M))),
        position_source=body.choice("source", SOURCES),
        source=source,
        valid_from=day,
        note=body.text("note", LONGEST_NOTE),
    )


def store_place(change: Write, entry: Entry, clocks: Clocks, rules: ProposalRules) -> Stored:
    """Propose the place of an entry.

    Raises
    ------
    Refused, PersonalData, InvalidGeometry, OutsideScope
        As `read_place` and `layers.places.hotspots.open_hotspot`.
    """
    body = Body(entry.body, FIELDS)
    day = clocks.true_day(None)
    place = read_place(body, day, rules.source)
    first = StatusChange("DE_XUAT", day, reason=place.note or rules.source)
    is_different = body.switch("is_different")
    code = open_hotspot(change, place, first, least=rules.least, uuid=entry.uuid, is_different=is_different)
    return Stored("hotspot", code)
