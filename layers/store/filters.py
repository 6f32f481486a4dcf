"""Turns what a filter says into SQL over the queryable columns of a collection: never over anything else."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import shapely
from shapely import GeometryCollection
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Double,
    Select,
    Text,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    true,
)

from geo.types import DATE_MAX, DATE_MIN
from layers.store.comparisons import FOLDS, by_code_point, folded, looks_like, relates
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
    Property,
    Related,
    Shape,
    Span,
    Timed,
    Value,
)

Columns: TypeAlias = Mapping[str, Any]
"""Column of each queryable property; of a list, the SELECT of its elements in a row of the collection."""

Sql: TypeAlias = ColumnElement[Any]

_TYPES: Final = {str: Text, float: Double, bool: Boolean, date: Date}
_COMPARED: Final[Mapping[str, Callable[[Sql, Sql], Sql]]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
_CONVERSE: Final = {"contains": "within", "within": "contains"}
_CONVERSE_OF_LISTS: Final = {"contains": "containedby", "containedby": "contains"}
_RELATIONS_IN_TIME: Final[Mapping[str, Callable[[Sql, Sql, Sql, Sql], Sql]]] = {
    "after": lambda start, _end, _other_start, other_end: start > other_end,
    "before": lambda _start, end, other_start, _other_end: end < other_start,
    "disjoint": lambda start, end, other_start, other_end: or_(start > other_end, end < other_start),
    "intersects": lambda start, end, other_start, other_end: and_(start <= other_end, end >= other_start),
    "equals": lambda start, end, other_start, other_end: and_(start == other_start, end == other_end),
    "contains": lambda start, end, other_start, other_end: and_(start < other_start, end > other_end),
    "during": lambda start, end, other_start, other_end: and_(start > other_start, end < other_end),
    "starts": lambda start, end, other_start, other_end: and_(start == other_start, end < other_end),
    "startedby": lambda start, end, other_start, other_end: and_(start == other_start, end > other_end),
    "finishes": lambda start, end, other_start, other_end: and_(start > other_start, end == other_end),
    "finishedby": lambda start, end, other_start, other_end: and_(start < other_start, end == other_end),
    "meets": lambda _start, end, other_start, _other_end: end == other_start,
    "metby": lambda start, _end, _other_start, other_end: start == other_end,
    "overlaps": lambda start, end, other_start, other_end: and_(
        start < other_start, end > other_start, end < other_end
    ),
    "overlappedby": lambda start, end, other_start, other_end: and_(
        start > other_start, start < other_end, end > other_end
    ),
}


def to_sql(condition: Condition, columns: Columns) -> Sql:
    """Return the condition as SQL; a property without a value makes a comparison unknown, which finds nothing.

    Parameters
    ----------
    condition
        Checked before: only properties that are in ``columns``, compared with what they can be compared with.
    columns
        Of the collection.
    """
    sql: Sql = _TRANSLATED[type(condition)](condition, columns)
    return sql


def _both(condition: Both, columns: Columns) -> Sql:
    return and_(true(), *(to_sql(part, columns) for part in condition.parts))


def _either(condition: Either, columns: Columns) -> Sql:
    return or_(false(), *(to_sql(part, columns) for part in condition.parts))


def _negation(condition: Negation, columns: Columns) -> Sql:
    return not_(to_sql(condition.part, columns).self_group())


def _constant(condition: Constant, _columns: Columns) -> Sql:
    return true() if condition.value else false()


def _comparison(condition: Comparison, columns: Columns) -> Sql:
    return _COMPARED[condition.operator](
        _ordered(condition.left, columns), _ordered(condition.right, columns)
    )


def _like(condition: Like, columns: Columns) -> Sql:
    return looks_like(_scalar(condition.text, columns), _text(condition.pattern))


def _between(condition: Between, columns: Columns) -> Sql:
    return _scalar(condition.value, columns).between(
        _scalar(condition.low, columns), _scalar(condition.high, columns)
    )


def _one_of(condition: OneOf, columns: Columns) -> Sql:
    return _scalar(condition.value, columns).in_([_scalar(option, columns) for option in condition.options])


def _is_null(condition: IsNull, columns: Columns) -> Sql:
    operand = condition.value
    if isinstance(operand, Shape | Span | Elements):
        return false()
    found = columns[operand.name] if isinstance(operand, Property) else _scalar(operand, columns)
    return false() if isinstance(found, Select) else found.is_(None)


def _scalar(operand: Operand, columns: Columns) -> Sql:
    match operand:
        case Property(name):
            column: Sql = columns[name]
            return column
        case Value(value):
            return literal(value, _TYPES[type(value)])
        case Folded(fold, text):
            return folded(fold, _scalar(text, columns))
        case _:
            raise AssertionError(operand)


def _ordered(operand: Operand, columns: Columns) -> Sql:
    sql = _scalar(operand, columns)
    return by_code_point(sql) if isinstance(sql.type, Text) else sql


def _text(pattern: Operand) -> str:
    match pattern:
        case Folded(fold, text):
            return FOLDS[fold][0](_text(text))
        case Value(value):
            return str(value)
        case _:
            raise AssertionError(pattern)


def _related(condition: Related, columns: Columns) -> Sql:
    relation, left, right = condition.relation, condition.left, condition.right
    if relation == "disjoint":
        return not_(_related(Related("intersects", left, right), columns).self_group())
    if isinstance(left, Shape) and isinstance(right, Shape):
        return true() if getattr(shapely, relation)(left.geometry, right.geometry) else false()
    if isinstance(left, Shape):
        return _related(Related(_CONVERSE.get(relation, relation), right, left), columns)
    if isinstance(right, Shape) and isinstance(left, Property):
        return or_(*(relates(columns[left.name].table, relation, part) for part in _parts(right.geometry)))
    # Of itself, the one geometry of a feature: it neither touches, crosses nor overlaps what it is.
    return false() if relation in {"touches", "crosses", "overlaps"} else true()


def _parts(shape: BaseGeometry) -> Sequence[BaseGeometry]:
    # PostGIS relates no collections; what intersects one intersects a part of it, and nothing else is asked of one.
    return (
        [one for part in shape.geoms for one in _parts(part)]
        if isinstance(shape, GeometryCollection)
        else [shape]
    )


def _timed(condition: Timed, columns: Columns) -> Sql:
    return _RELATIONS_IN_TIME[condition.relation](
        *_ends(condition.left, columns), *_ends(condition.right, columns)
    )


def _ends(operand: Operand, columns: Columns) -> tuple[Sql, Sql]:
    if not isinstance(operand, Span):
        day = _scalar(operand, columns)
        return day, day
    return _end(operand.start, DATE_MIN, columns), _end(operand.end, DATE_MAX, columns)


def _end(operand: Property | Value | None, open_at: date, columns: Columns) -> Sql:
    if operand is None:
        return literal(open_at, Date)
    return func.coalesce(_scalar(operand, columns), literal(open_at, Date), type_=Date())


def _listed(condition: Listed, columns: Columns) -> Sql:
    relation, left, right = condition.relation, condition.left, condition.right
    if isinstance(left, Elements) and isinstance(right, Elements):
        return true() if _RELATIONS_OF_SETS[relation](set(left.values), set(right.values)) else false()
    if isinstance(left, Elements):
        return _listed(Listed(_CONVERSE_OF_LISTS.get(relation, relation), right, left), columns)
    if isinstance(right, Elements) and isinstance(left, Property):
        return _has_elements(relation, _members(left, columns), right.values)
    return exists(_members(left, columns)) if relation == "overlaps" else true()


def _members(operand: Operand, columns: Columns) -> "Select[Any]":
    assert isinstance(operand, Property)  # noqa: S101 - for the type checker: lists are elements or properties
    members: Select[Any] = columns[operand.name]
    return members


def _has_elements(relation: str, members: "Select[Any]", values: Sequence[str]) -> Sql:
    [element] = members.selected_columns
    has_others = exists(members.where(element.not_in(values)))
    has_all = and_(true(), *(exists(members.where(element == value)) for value in dict.fromkeys(values)))
    match relation:
        case "overlaps":
            return exists(members.where(element.in_(values)))
        case "contains":
            return has_all
        case "containedby":
            return ~has_others
        case _:
            return and_(has_all, ~has_others)


_RELATIONS_OF_SETS: Final[Mapping[str, Callable[[set[str], set[str]], bool]]] = {
    "equals": lambda left, right: left == right,
    "contains": lambda left, right: left >= right,
    "containedby": lambda left, right: left <= right,
    "overlaps": lambda left, right: bool(left & right),
}
_TRANSLATED: Final[Mapping[type, Callable[..., Sql]]] = {
    Both: _both,
    Either: _either,
    Negation: _negation,
    Constant: _constant,
    Comparison: _comparison,
    Like: _like,
    Between: _between,
    OneOf: _one_of,
    IsNull: _is_null,
    Related: _related,
    Timed: _timed,
    Listed: _listed,
}
