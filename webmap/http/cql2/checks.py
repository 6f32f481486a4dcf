"""Holds a filter against the queryables of a collection: known properties, and like compared with like."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

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
from webmap.http.cql2.faults import DEEPEST, LONGEST_PATTERN, MOST_PREDICATES, MOST_VALUES, BadFilter

_KINDS: Final = {"integer": "number", "array": "list"}
_IN_ORDER: Final = ("string", "number", "date")
_SCALARS: Final = (*_IN_ORDER, "boolean")
_OF_TIME: Final = ("date", "interval")


def require_fit(condition: Condition, queryables: Mapping[str, str]) -> None:
    """Refuse a filter that the collection cannot answer.

    Parameters
    ----------
    queryables
        Type of each property that may be asked for.

    Raises
    ------
    BadParameter
        ``filter_property_unknown``, ``filter_type``, ``filter_value``, ``filter_too_deep`` or ``filter_too_long``.
    """
    predicates = list(_predicates(condition))
    values = sum(len(one.options) for one in predicates if isinstance(one, OneOf))
    values += sum(
        len(one.values) for each in predicates for one in _operands(each) if isinstance(one, Elements)
    )
    if len(predicates) > MOST_PREDICATES or values > MOST_VALUES:
        raise BadFilter("filter_too_long", "1", predicates=MOST_PREDICATES, values=MOST_VALUES)
    for predicate in predicates:
        _Checks(queryables).require(predicate)


def _predicates(condition: Condition) -> Iterator[Condition]:
    waiting = [(condition, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise BadFilter("filter_too_deep", "1", maximum=DEEPEST)
        match one:
            case Both(parts) | Either(parts):
                waiting += [(part, depth + 1) for part in parts]
            case Negation(part):
                waiting.append((part, depth + 1))
            case _:
                yield one


def _operands(predicate: Condition) -> tuple[Operand, ...]:
    match predicate:
        case (
            Comparison(_, left, right)
            | Related(_, left, right)
            | Timed(_, left, right)
            | Listed(_, left, right)
        ):
            return left, right
        case Like(text, pattern):
            return text, pattern
        case Between(value, low, high):
            return value, low, high
        case OneOf(value, options):
            return value, *options
        case IsNull(value):
            return (value,)
        case _:
            return ()


class _Checks:
    def __init__(self, queryables: Mapping[str, str]) -> None:
        self._queryables = queryables

    def require(self, predicate: Condition) -> None:
        """Refuse a predicate whose operands do not go together."""
        operands = _operands(predicate)
        match predicate:
            case Comparison(operator, _, _):
                self._alike(operands, _SCALARS if operator in {"=", "<>"} else _IN_ORDER)
            case OneOf():
                self._alike(operands, _SCALARS)
            case Between():
                self._alike(operands, ("number", "date"))
            case Like(_, pattern):
                self._alike(operands, ("string",))
                _require_literal(pattern)
            case Related(relation, left, right):
                self._alike(operands, ("geometry",))
                _require_one_kind_of_shape(relation, (left, right))
            case Timed():
                self._each(operands, _OF_TIME)
            case Listed():
                self._alike(operands, ("list",))
            case IsNull(value):
                self._kind(value)
            case Constant():
                pass

    def _each(self, operands: Iterable[Operand], allowed: tuple[str, ...]) -> None:
        for operand in operands:
            if self._kind(operand) not in allowed:
                raise BadFilter(
                    "filter_type", operand.at, found=self._kind(operand), wanted=" | ".join(allowed)
                )

    def _alike(self, operands: tuple[Operand, ...], allowed: tuple[str, ...]) -> None:
        self._each(operands, allowed)
        kind = self._kind(operands[0])
        for operand in operands[1:]:
            if self._kind(operand) != kind:
                raise BadFilter("filter_type", operand.at, found=self._kind(operand), wanted=kind)

    def _kind(self, operand: Operand) -> str:
        match operand:
            case Property(name, at):
                return self._kind_of_property(name, at)
            case Value(value):
                return {str: "string", float: "number", bool: "boolean"}.get(type(value), "date")
            case Folded(_, text):
                self._each((text,), ("string",))
                return "string"
            case Span():
                self._require_days(operand)
                return "interval"
            case Shape():
                return "geometry"
            case Elements():
                return "list"

    def _require_days(self, span: Span) -> None:
        self._each((end for end in (span.start, span.end) if end is not None), ("date",))
        days = [end.value for end in (span.start, span.end) if isinstance(end, Value)]
        if days != sorted(days):
            raise BadFilter("filter_value", span.at, expected="filter_interval")

    def _kind_of_property(self, name: str, at: str) -> str:
        if name not in self._queryables:
            raise BadFilter(
                "filter_property_unknown", at, property=name[:80], allowed=", ".join(self._queryables)
            )
        kind = self._queryables[name]
        return _KINDS.get(kind, kind)


def _require_literal(pattern: Operand) -> None:
    inner = pattern
    while isinstance(inner, Folded):
        inner = inner.text
    if not isinstance(inner, Value) or len(str(inner.value)) > LONGEST_PATTERN:
        raise BadFilter("filter_value", pattern.at, expected="filter_pattern")


def _require_one_kind_of_shape(relation: str, operands: Iterable[Operand]) -> None:
    if relation in {"intersects", "disjoint"}:
        return
    for operand in operands:
        if isinstance(operand, Shape) and operand.geometry.geom_type == "GeometryCollection":
            raise BadFilter("filter_value", operand.at, expected="filter_geometry_plain")
