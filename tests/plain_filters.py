"""Filters answered feature by feature in plain Python, as the standard defines them: what SQL is held against."""

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import shapely

from geo.types import DATE_MAX, DATE_MIN
from layers.store.conditions import (
    Between,
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    Elements,
    Folded,
    IsNull,
    Like,
    Listed,
    Negation,
    OneOf,
    Operand,
    Predicate,
    Property,
    Related,
    Shape,
    Span,
    Timed,
    Value,
)
from layers.store.query import Feature

_COMPARED = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_IN_TIME: dict[str, Callable[[Any, Any, Any, Any], bool]] = {
    "after": lambda a, _b, _c, d: a > d,
    "before": lambda _a, b, c, _d: b < c,
    "disjoint": lambda a, b, c, d: a > d or b < c,
    "intersects": lambda a, b, c, d: a <= d and b >= c,
    "equals": lambda a, b, c, d: (a, b) == (c, d),
    "contains": lambda a, b, c, d: a < c and d < b,
    "during": lambda a, b, c, d: c < a and b < d,
    "starts": lambda a, b, c, d: a == c and b < d,
    "startedby": lambda a, b, c, d: a == c and b > d,
    "finishes": lambda a, b, c, d: a > c and b == d,
    "finishedby": lambda a, b, c, d: a < c and b == d,
    "meets": lambda _a, b, c, _d: b == c,
    "metby": lambda a, _b, _c, d: a == d,
    "overlaps": lambda a, b, c, d: a < c < b < d,
    "overlappedby": lambda a, b, c, d: c < a < d < b,
}
_OF_SETS: dict[str, Callable[[set[str], set[str]], bool]] = {
    "equals": operator.eq,
    "contains": operator.ge,
    "containedby": operator.le,
    "overlaps": lambda a, b: not a.isdisjoint(b),
}


def holds(condition: Condition, feature: Feature) -> bool | None:
    """Tell whether a filter is true of a feature; None where that is unknown, since a value is missing."""
    match condition:
        case Both(parts):
            return _least([holds(part, feature) for part in parts])
        case Either(parts):
            return _contrary(_least([_contrary(holds(part, feature)) for part in parts]))
        case Negation(part):
            return _contrary(holds(part, feature))
        case Constant(value):
            return value
        case _:
            return _agrees(condition, feature)


def _agrees(condition: Predicate, feature: Feature) -> bool | None:
    told: bool | None
    match condition:
        case IsNull(value):
            told = _value(value, feature) is None
        case Like(text, pattern):
            told = _looks(_value(text, feature), _value(pattern, feature))
        case Timed(relation, left, right):
            ends = (*_ends(left, feature), *_ends(right, feature))
            told = None if None in ends else _IN_TIME[relation](*ends)
        case Related(relation, left, right):
            told = bool(getattr(shapely, relation)(_value(left, feature), _value(right, feature)))
        case Listed(relation, left, right):
            told = bool(_OF_SETS[relation](set(_value(left, feature)), set(_value(right, feature))))
        case _:
            told = _compare(condition, feature)
    return told


def _looks(text: str | None, pattern: str) -> bool | None:
    return None if text is None else bool(re.fullmatch(_regular(pattern), text, re.DOTALL))


def _compare(condition: Comparison | Between | OneOf, feature: Feature) -> bool | None:
    match condition:
        case Comparison(sign, left, right):
            a, b = _value(left, feature), _value(right, feature)
            return None if a is None or b is None else bool(_COMPARED[sign](a, b))
        case Between(value, low, high):
            ends = Comparison(">=", value, low), Comparison("<=", value, high)
            return _least([_compare(end, feature) for end in ends])
        case OneOf(value, options):
            others = [_compare(Comparison("<>", value, option), feature) for option in options]
            return _contrary(_least(others))


def _least(told: list[bool | None]) -> bool | None:
    return False if False in told else None if None in told else True


def _contrary(told: bool | None) -> bool | None:
    return None if told is None else not told


def _value(operand: Operand, feature: Feature) -> Any:
    match operand:
        case Property("geometry"):
            return shapely.from_geojson(feature.geometry)
        case Property(name):
            return feature.properties[name]
        case Value(value):
            return value
        case Shape(geometry):
            return geometry
        case Elements(values):
            return values
        case Folded(fold, text):
            told = _value(text, feature)
            return None if told is None else _FOLDS[fold](told)
        case Span():
            raise AssertionError(operand)


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_FOLDS: Mapping[str, Callable[[str], str]] = {"case": str.lower, "accents": _bare}


def _ends(operand: Operand, feature: Feature) -> tuple[date | None, date | None]:
    if not isinstance(operand, Span):
        day = _value(operand, feature)
        return day, day
    start = None if operand.start is None else _value(operand.start, feature)
    end = None if operand.end is None else _value(operand.end, feature)
    return start or DATE_MIN, end or DATE_MAX


def _regular(pattern: str) -> str:
    def write(match: re.Match[str]) -> str:
        word = match.group()
        return {"%": ".*", "_": "."}.get(word, re.escape(word[-1]))

    return re.sub(r"\\.|.", write, pattern, flags=re.DOTALL)
