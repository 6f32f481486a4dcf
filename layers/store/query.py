"""What may be asked of a collection: one frozen value that travels from the URL down to the SQL."""

from dataclasses import dataclass
from datetime import date, datetime

from geo.types import BBox, Interval
from layers.store.conditions import Condition


@dataclass(frozen=True)
class FeatureQuery:
    """A question to a collection.

    Attributes
    ----------
    on
        Day for which status and wards are told; the last day of ``valid`` where that is given.
    valid
        Only what held on some day of the span; None stands for the day ``on`` alone.
    bbox
        Only what shares a point with the box, WGS 84 degrees.
    is_rough
        Whether what only comes near the box may be told too, which the index alone can say: for whoever cuts it off.
    known_at
        As the register knew it at this aware time; None is now.
    vintage
        Day whose boundaries the wards are told in; None is ``on``.
    limit
        Features of a page at most.
    after
        Row after which the page begins, from the page before.
    status, kind, topic, level
        Only these codes; empty is all.
    area
        Only what lies in this boundary (row of ``boundary``).
    tokens
        Only what has a word beginning with each of these folded words (`geo.text.names.query_tokens`).
    where
        Only what this is true of, as it is told; its properties are queryables of the collection.
    """

    on: date
    valid: Interval | None = None
    bbox: BBox | None = None
    is_rough: bool = False
    known_at: datetime | None = None
    vintage: date | None = None
    limit: int = 100
    after: int = 0
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    area: str | None = None
    tokens: tuple[str, ...] = ()
    where: Condition | None = None

    @property
    def span(self) -> Interval:
        """Days of which one is enough for a row to be told."""
        return self.valid or Interval.instant(self.on)


@dataclass(frozen=True)
class Feature:
    """One feature.

    Attributes
    ----------
    id
        Public identifier.
    geometry
        GeoJSON text, WGS 84, longitude first, 6 decimals.
    properties
        Values that JSON can hold, in the order in which they are told.
    """

    id: str
    geometry: str
    properties: dict[str, object]


@dataclass(frozen=True)
class FeaturePage:
    """A page of features in a stable order; ``next_after`` is where the next page begins, None on the last."""

    features: tuple[Feature, ...]
    next_after: int | None
