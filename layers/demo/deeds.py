"""What can happen in an invented history: plain values, each with its day, from which records are made."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Paper:
    """A document: its number in the history, its kind, its subject, and whether a scan of it is kept."""

    number: int
    kind: str
    title: str
    issuer: str
    issued_on: date
    has_scan: bool = False


@dataclass(frozen=True)
class Spot:
    """An invented place: its number in the history, what it is called and where it lies (WGS 84, lon lat)."""

    number: int
    name: str
    kind: str
    topics: tuple[str, ...]
    geometry: BaseGeometry
    accuracy_m: float


@dataclass(frozen=True)
class Turn:
    """A state that a place comes into, with what the move asks for."""

    on: date
    place: int
    state: str
    paper: Paper | None = None
    reason: str | None = None
    term_to: date | None = None
    watch_to: date | None = None
    reply_due_on: date | None = None
    original: int | None = None


@dataclass(frozen=True)
class Opened:
    """A place that is opened with its first state."""

    on: date
    spot: Spot
    first: Turn


@dataclass(frozen=True)
class Redrawn:
    """A place that is drawn anew, longer or wider than before, and gets another name beside its own."""

    on: date
    place: int
    geometry: BaseGeometry
    alias: str


@dataclass(frozen=True)
class Seen:
    """A visit that was made; ``worry`` says how bad it looked, 0 to 1, ``number`` is its own in the history."""

    on: date
    place: int
    number: int
    result: str
    worry: float
    form: str
    units: tuple[str, ...]
    head_count: int
    note: str | None = None
    next_on: date | None = None
    pictures: int = 0


@dataclass(frozen=True)
class Planned:
    """A visit that is planned on a day for a later one."""

    on: date
    place: int
    planned_on: date


@dataclass(frozen=True)
class Corrected:
    """A visit of which it is later said that it was otherwise: its result, or (None) that it was none."""

    on: date
    place: int
    visit: int
    result: str | None
    reason: str


@dataclass(frozen=True)
class Asked:
    """A recommendation or commendation that is drafted; ``number`` is its own in the history."""

    on: date
    place: int
    number: int
    kind: str
    body: str
    content: str
    visit: int | None = None
    group: str | None = None


@dataclass(frozen=True)
class Stepped:
    """A step of a recommendation: ``send``, ``answer``, ``done``, ``refused`` or ``withdraw``."""

    on: date
    place: int
    request: int
    step: str
    paper: Paper | None = None
    words: str | None = None


@dataclass(frozen=True)
class Merged:
    """Places that become one."""

    on: date
    places: tuple[int, ...]
    into: Spot
    first: Turn
    reason: str


@dataclass(frozen=True)
class Split:
    """A place that becomes several."""

    on: date
    place: int
    parts: tuple[tuple[Spot, Turn], ...]
    reason: str


@dataclass(frozen=True)
class Removed:
    """A place that turns out to be none."""

    on: date
    place: int
    reason: str


Deed: TypeAlias = (
    Opened | Redrawn | Turn | Seen | Planned | Corrected | Asked | Stepped | Merged | Split | Removed
)
"""Anything that happens."""


@dataclass(frozen=True)
class Story:
    """A whole history: its deeds in the order in which they happen, and how many places and documents they make."""

    deeds: tuple[Deed, ...]
    places: int
    documents: int
