"""Reads CQL2 JSON."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from layers.store.conditions import (
    LISTED,
    SPATIAL,
    TEMPORAL,
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
from webmap.http.cql2.faults import DEEPEST, BadFilter
from webmap.http.cql2.literals import Literals

_GEOMETRIES: Final = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)
_COMPARED: Final = ("=", "<>", "<", ">", "<=", ">=")
_RELATIONS: Final[Mapping[str, tuple[Callable[[str, Operand, Operand], Condition], tuple[str, ...]]]] = {
    "s_": (Related, SPATIAL),
    "t_": (Timed, TEMPORAL),
    "a_": (Listed, LISTED),
}


def read_json(text: str, literals: Literals) -> Condition:
    """Return what a filter in CQL2 JSON says.

    Raises
    ------
    BadParameter
        ``filter_unreadable`` with the number of the character where it is no JSON; else that, ``filter_value`` or
        ``filter_too_deep`` with a JSON pointer.
    """
    try:
        body = orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        raise BadFilter(
            "filter_unreadable", str(error.pos + 1), near=text[error.pos : error.pos + 20]
        ) from error
    return _Reader(literals).condition(body, "")


class _Reader:
    def __init__(self, literals: Literals) -> None:
        self._literals = literals

    def condition(self, node: Any, at: str) -> Condition:
        """Read what is true or not; ``at`` is the JSON pointer of the node."""
        if at.count("/args/") > DEEPEST:
            raise BadFilter("filter_too_deep", at, maximum=DEEPEST)
        if isinstance(node, bool):
            return Constant(node)
        operator, args = _operation(node, at)
        match operator, args:
            case (("and" | "or"), [_, _, *_]):
                parts = tuple(self.condition(arg, f"{at}/args/{nth}") for nth, arg in enumerate(args))
                return Both(parts) if operator == "and" else Either(parts)
            case "not", [part]:
                return Negation(self.condition(part, f"{at}/args/0"))
            case "in", [value, [_, *_] as options]:
                found = (self.operand(one, f"{at}/args/1/{nth}") for nth, one in enumerate(options))
                return OneOf(self.operand(value, f"{at}/args/0"), tuple(found))
        return self._predicate(operator, args, at)

    def operand(self, node: Any, at: str) -> Operand:
        """Read a property or literal."""
        if isinstance(node, bool | int | float | str):
            return self._scalar(node, at)
        match node:
            case [*texts] if all(isinstance(text, str) for text in texts):
                return Elements(tuple(str(self._literals.text(text, at).value) for text in texts), at)
            case {"property": str(name), **others} if not others:
                return Property(name, at)
            case {"op": ("casei" | "accenti") as fold, "args": [text]}:
                return Folded(
                    "case" if fold == "casei" else "accents", self.operand(text, f"{at}/args/0"), at
                )
        return self._day_or_place(node, at)

    def _scalar(self, node: bool | float | str, at: str) -> Value:
        if isinstance(node, bool):
            return Value(node, at)
        return self._literals.text(node, at) if isinstance(node, str) else self._literals.number(node, at)

    def _predicate(self, operator: str, args: list[Any], at: str) -> Condition:
        found = [self.operand(arg, f"{at}/args/{nth}") for nth, arg in enumerate(args)]
        match operator, found:
            case _, [left, right] if operator in _COMPARED:
                return Comparison(operator, left, right)  # type: ignore[arg-type] # one of them
            case "like", [text, pattern]:
                return Like(text, pattern)
            case "between", [value, low, high]:
                return Between(value, low, high)
            case "isNull", [value]:
                return IsNull(value)
            case _, [left, right] if operator[:2] in _RELATIONS:
                condition, relations = _RELATIONS[operator[:2]]
                if operator[2:] in relations:
                    return condition(operator[2:], left, right)
        raise BadFilter("filter_unreadable", at or "/", near=operator[:20])

    def _day_or_place(self, node: Any, at: str) -> Operand:
        match node:
            case {"date": str(text), **others} if not others:
                return self._literals.day(text, at, is_time=False)
            case {"timestamp": str(text), **others} if not others:
                return self._literals.day(text, at, is_time=True)
            case {"interval": [start, end], **others} if not others:
                return self._span(start, end, at)
            case {"bbox": [*numbers], **others} if not others and all(map(_is_number, numbers)):
                return self._literals.box(numbers, at)
            case {"type": str(kind)} if kind in _GEOMETRIES:
                return self._shape(node, at)
        raise BadFilter("filter_unreadable", at or "/", near=_told(node))

    def _span(self, start: Any, end: Any, at: str) -> Span:
        ends = [self._end(one, f"{at}/interval/{nth}") for nth, one in enumerate((start, end))]
        return Span(ends[0], ends[1], at)

    def _end(self, node: Any, at: str) -> Property | Value | None:
        if isinstance(node, str):
            return self._literals.end(node, at)
        found = self.operand(node, at)
        if not isinstance(found, Property | Value):
            raise BadFilter("filter_value", at, expected="filter_date")
        return found

    def _shape(self, node: dict[str, Any], at: str) -> Shape:
        return self._literals.geojson(orjson.dumps(node), at)


def _operation(node: Any, at: str) -> tuple[str, list[Any]]:
    match node:
        case {"op": str(operator), "args": [*args]}:
            return operator, args
    raise BadFilter("filter_unreadable", at or "/", near=_told(node))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _told(node: Any) -> str:
    return orjson.dumps(node).decode()[:20]
