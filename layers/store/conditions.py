"""What a filter says of a feature: a tree of frozen values, whatever language it was written in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from shapely.geometry.base import BaseGeometry

Compared: TypeAlias = Literal["=", "<>", "<", ">", "<=", ">="]
Fold: TypeAlias = Literal["case", "accents"]

SPATIAL = ("intersects", "disjoint", "contains", "within", "touches", "crosses", "overlaps", "equals")
"""Relations of two geometries (OGC Simple Features)."""
TEMPORAL = (
    "after",
    "before",
    "contains",
    "disjoint",
    "during",
    "equals",
    "finishedby",
    "finishes",
    "intersects",
    "meets",
    "metby",
    "overlappedby",
    "overlaps",
    "startedby",
    "starts",
)
"""Relations of two days or spans of days (Allen)."""
LISTED = ("equals", "contains", "containedby", "overlaps")
"""Relations of two lists taken as sets."""


@dataclass(frozen=True)
class Property:
    """A queryable property of the feature, and where the filter names it."""

    name: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Value:
    """A text (NFC), number, truth value or calendar day, and where the filter has it."""

    value: str | float | bool | date
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Shape:
    """A geometry in WGS 84 degrees, longitude first, and where the filter has it."""

    geometry: BaseGeometry
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Span:
    """The days from one end to the other, both included; None is an open end, as is a property without a value."""

    start: "Property | Value | None"
    end: "Property | Value | None"
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Elements:
    """A list of texts."""

    values: tuple[str, ...]
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Folded:
    """A text without its case or without its accents (`geo.text.folding`)."""

    fold: Fold
    text: "Operand"
    at: str = field(default="", compare=False)


Operand: TypeAlias = Property | Value | Shape | Span | Elements | Folded


@dataclass(frozen=True)
class Comparison:
    """Two texts, numbers, truth values or days compared."""

    operator: Compared
    left: Operand
    right: Operand


@dataclass(frozen=True)
class Like:
    """A text that looks like a pattern: ``%`` any characters, ``_`` one, a backslash before either means itself."""

    text: Operand
    pattern: Operand


@dataclass(frozen=True)
class Between:
    """A number or day from one to another, both included."""

    value: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True)
class OneOf:
    """A value equal to one of several."""

    value: Operand
    options: tuple[Operand, ...]


@dataclass(frozen=True)
class IsNull:
    """A property without a value."""

    value: Operand


@dataclass(frozen=True)
class Related:
    """Two geometries in one of the relations `SPATIAL`."""

    relation: str
    left: Operand
    right: Operand


@dataclass(frozen=True)
class Timed:
    """Two days or spans in one of the relations `TEMPORAL`."""

    relation: str
    left: Operand
    right: Operand


@dataclass(frozen=True)
class Listed:
    """Two lists in one of the relations `LISTED`."""

    relation: str
    left: Operand
    right: Operand


@dataclass(frozen=True)
class Both:
    """All of some conditions."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    """At least one of some conditions."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Negation:
    """The contrary of a condition; unknown stays unknown."""

    part: "Condition"


@dataclass(frozen=True)
class Constant:
    """What is always true, or never."""

    value: bool


Predicate: TypeAlias = Comparison | Like | Between | OneOf | IsNull | Related | Timed | Listed
Condition: TypeAlias = Predicate | Both | Either | Negation | Constant
