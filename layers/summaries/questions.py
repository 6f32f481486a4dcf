"""What is asked of a figure, what figures are called, and the condition on the places that they are about."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, select

from layers.actor import Actor
from layers.conversion.states import STATES
from layers.places.drafts import KINDS, TOPICS
from layers.store import scope
from layers.store.features import hotspot_conditions
from layers.store.periods import held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import area_span, hotspot_version

ACTION = "hotspot.read"
"""Entry of `layers.store.scope.ACTIONS` that counting places asks for."""

LEVELS = ("ward", "neighbourhood", "district", "province", "grouping")
"""Kinds of areas of which a table can be made."""


@dataclass(frozen=True)
class Question:
    """Which places are counted, when, and by what areas.

    Attributes
    ----------
    on
        The day.
    area
        Only what lies in this boundary or ward cluster (public identifier); None is all that the reader sees.
    since
        Day with which ``on`` is compared; None where no change is asked for.
    known_at
        As the register knew it at this aware time; None is now.
    vintage
        Day whose boundaries make up the rows; None is ``on``.
    level
        Kind of the areas that make up the rows, one of `LEVELS`.
    kind, topic
        Only places of these; empty is all.
    """

    on: date
    area: str | None = None
    since: date | None = None
    known_at: datetime | None = None
    vintage: date | None = None
    level: str = "ward"
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()

    @property
    def boundaries_on(self) -> date:
        """Day whose boundaries make up the rows."""
        return self.vintage or self.on

    def query(self, on: date | None = None) -> FeatureQuery:
        """Return the same question about the places of the day, or of another one."""
        return FeatureQuery(
            on or self.on,
            known_at=self.known_at,
            vintage=self.boundaries_on,
            area=self.area,
            kind=self.kind,
            topic=self.topic,
        )


_PLAIN = ("all", "open", "shared", "nowhere", "moved", "found", "closed", "relapsed", "redrawn", "gone", "overdue",
          "soon", "unplanned", "suspected", "term_ends")  # fmt: skip
_CODED = {"state": frozenset(STATES), "kind": frozenset(KINDS), "topic": frozenset(TOPICS)}


@dataclass(frozen=True)
class Figure:
    """A figure that counts places, so that the places behind it can be listed.

    Attributes
    ----------
    name
        ``all``; ``open`` (under supervision); ``state``, ``kind`` or ``topic`` with a code; ``shared`` (in several
        rows) or ``nowhere`` (in none); ``moved`` (another state than on ``since``; with a code, to that state),
        ``found``, ``closed``, ``relapsed``, ``redrawn``, ``gone``; ``overdue``, ``soon``, ``suspected``,
        ``term_ends``, ``unplanned`` (asks for visits and is in no supervision plan).
    code
        Which state, kind or topic; for ``moved``, state after.
    source
        For ``moved``, state before.
    row
        Only in this row of the table (public identifier); None is the total.
    """

    name: str
    code: str | None = None
    source: str | None = None
    row: str | None = None

    @classmethod
    def find(cls, text: str, row: str | None = None) -> Self | None:
        """Return the figure of a text such as ``all``, ``state.THEO_DOI``, ``moved.THEO_DOI.CHO_KE_HOACH``; or None."""
        name, *codes = text.split(".")
        if name in _CODED and len(codes) == 1 and codes[0] in _CODED[name]:
            return cls(name, codes[0], row=row)
        if name == "moved" and 1 <= len(codes) <= 2 and all(code in STATES for code in codes):  # noqa: PLR2004
            return cls(name, codes[-1], codes[0] if codes[1:] else None, row)
        return cls(name, row=row) if name in _PLAIN and not codes else None

    @property
    def text(self) -> str:
        """What `find` reads."""
        return ".".join(part for part in (self.name, self.source, self.code) if part)


EVERYWHERE = 0
"""Stands in ``area_span`` for all areas: there each place counts once."""


def counted(connection: Connection, actor: Actor, question: Question, *, on: date | None = None) -> list[Any]:
    """Return the conditions on rows of ``area_span`` that are counted, whatever the area; one row a place and area.

    A place counts from its first state on.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks: only what he sees is counted.
    question
        What is asked.
    on
        Day on which places and states are to hold; None is ``question.on``.
    """
    query = question.query(on)
    # All states are named, so that an index finds what holds in each, and passes over what is long past.
    held = [known_at(area_span, query.known_at), area_span.c.state.in_(STATES), held_on(area_span, query.on)]
    return [*held, *of_versions(connection, actor, query, area_span.c.hotspot_version_id)]


def of_versions(
    connection: Connection, actor: Actor, query: FeatureQuery, version_id: ColumnElement[int]
) -> list[Any]:
    """Return the conditions that a version of a place answers a query and that the actor sees it; none if all do."""
    is_narrow = query.area or query.kind or query.topic
    if not is_narrow and scope.reaches_areas(connection, actor, ACTION, ()):
        return []
    return [version_id.in_(select(hotspot_version.c.id).where(*hotspot_conditions(query, actor)))]
