"""Reads CQL2 text."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from webmap.http.cql2.faults import DEEPEST, BadFilter
from webmap.http.cql2.literals import Literals

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

_GRAMMAR = Path(__file__).with_name("grammar.lark")
_QUOTE = re.compile(r"''|\\'")
_BRACKETS = re.compile(r"'(?:[^'\\]|\\'|\\|'')*'|[()]")
_MOST_BRACKETS = DEEPEST + 10
"""Those of functions and geometries come on top of those that nest conditions."""
_NEAR = 20


def read_text(text: str, literals: Literals) -> Condition:
    """Return what a filter in CQL2 text says.

    Raises
    ------
    BadParameter
        ``filter_unreadable``, ``filter_value`` or ``filter_too_deep``, each with the number of the character.
    """
    from lark import UnexpectedInput, UnexpectedToken  # noqa: PLC0415 - a start does not wait for it

    _require_flat(text)
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            raise BadFilter("filter_unfinished", str(len(text) + 1)) from error
        start = error.pos_in_stream or 0
        raise BadFilter("filter_unreadable", str(start + 1), near=text[start : start + _NEAR]) from error
    condition: Condition = _Rules(literals).read(tree)
    return condition


def _require_flat(text: str) -> None:
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth > _MOST_BRACKETS:
            raise BadFilter("filter_too_deep", str(match.start() + 1), maximum=DEEPEST)


@cache
def _parser() -> "Lark":
    from lark import Lark  # noqa: PLC0415 - a start does not wait for it

    return Lark(
        _GRAMMAR.read_text("utf-8"), parser="lalr", propagate_positions=True, maybe_placeholders=False
    )


def _relation(token: "Token") -> str:
    return token.lower().partition("_")[2]


def _unquoted(token: "Token") -> str:
    return _QUOTE.sub("'", token[1:-1])


class _Rules:
    """Makes conditions of a tree of the grammar; each method is a rule, given its place and what it is made of."""

    def __init__(self, literals: Literals) -> None:
        self._literals = literals

    def read(self, tree: "Tree[Any]") -> Any:
        parts = [self.read(part) if hasattr(part, "children") else part for part in tree.children]
        return getattr(self, tree.data)(str(tree.meta.start_pos + 1), *parts)

    def start(self, _at: str, condition: Condition) -> Condition:
        return condition

    def either(self, _at: str, *parts: Condition) -> Condition:
        return Either(parts)

    def both(self, _at: str, *parts: Condition) -> Condition:
        return Both(parts)

    def negation(self, _at: str, part: Condition) -> Condition:
        return Negation(part)

    def constant(self, _at: str, word: "Token") -> Condition:
        return Constant(word.lower() == "true")

    def comparison(self, _at: str, left: Operand, operator: "Token", right: Operand) -> Condition:
        return Comparison(str(operator), left, right)  # type: ignore[arg-type] # the grammar knows only these

    def like(self, _at: str, text: Operand, pattern: Operand) -> Condition:
        return Like(text, pattern)

    def not_like(self, _at: str, text: Operand, pattern: Operand) -> Condition:
        return Negation(Like(text, pattern))

    def between(self, _at: str, value: Operand, low: Operand, high: Operand) -> Condition:
        return Between(value, low, high)

    def not_between(self, _at: str, value: Operand, low: Operand, high: Operand) -> Condition:
        return Negation(Between(value, low, high))

    def one_of(self, _at: str, value: Operand, *options: Operand) -> Condition:
        return OneOf(value, options)

    def not_one_of(self, _at: str, value: Operand, *options: Operand) -> Condition:
        return Negation(OneOf(value, options))

    def is_null(self, _at: str, value: Operand) -> Condition:
        return IsNull(value)

    def is_not_null(self, _at: str, value: Operand) -> Condition:
        return Negation(IsNull(value))

    def related(self, _at: str, word: "Token", left: Operand, right: Operand) -> Condition:
        return Related(_relation(word), left, right)

    def timed(self, _at: str, word: "Token", left: Operand, right: Operand) -> Condition:
        return Timed(_relation(word), left, right)

    def listed(self, _at: str, word: "Token", left: Operand, right: Operand) -> Condition:
        return Listed(_relation(word), left, right)

    def property(self, at: str, name: "Token") -> Property:
        return Property(name.strip('"'), at)

    def text(self, at: str, word: "Token") -> Value:
        return self._literals.text(_unquoted(word), at)

    def number(self, at: str, word: "Token") -> Value:
        return self._literals.number(float(word), at)

    def boolean(self, at: str, word: "Token") -> Value:
        return Value(word.lower() == "true", at)

    def folded(self, at: str, word: "Token", text: Operand) -> Folded:
        return Folded("case" if word.lower() == "casei" else "accents", text, at)

    def date(self, at: str, word: "Token") -> Value:
        return self._literals.day(_unquoted(word), at, is_time=False)

    def timestamp(self, at: str, word: "Token") -> Value:
        return self._literals.day(_unquoted(word), at, is_time=True)

    def interval(self, at: str, start: Property | Value | None, end: Property | Value | None) -> Span:
        return Span(start, end, at)

    def end_text(self, at: str, word: "Token") -> Value | None:
        return self._literals.end(_unquoted(word), at)

    def elements(self, at: str, *words: "Token") -> Elements:
        return Elements(tuple(str(self._literals.text(_unquoted(word), at).value) for word in words), at)

    def box(self, at: str, *numbers: "Token") -> Shape:
        return self._literals.box([float(number) for number in numbers], at)

    def geometry(self, at: str, text: str) -> Shape:
        return self._literals.wkt(text, at)

    def shape(self, _at: str, *words: str) -> str:
        return " ".join(words)

    def group(self, _at: str, *parts: str) -> str:
        return f"({', '.join(parts)})"

    def part(self, _at: str, *words: str) -> str:
        return " ".join(words)
