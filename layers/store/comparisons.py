"""The comparisons of filters that SQLite and PostgreSQL word differently: patterns, folded texts, geometries."""

import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Boolean, ColumnElement, FromClause, Text, cast, literal, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

from geo.formats import gpkg
from geo.text import folding
from geo.types import BBox
from layers.store.columns import Geometry
from layers.store.conditions import Fold
from layers.store.spatial import near_box

FOLDS: Final[Mapping[Fold, tuple[Callable[[str], str], Mapping[int, str]]]] = {
    "case": (folding.fold_case, folding.CASE),
    "accents": (folding.fold_accents, folding.ACCENTS),
}
"""Each way to fold a text: as Python does it, and the table of letters by which a database does it alike."""

_WILDCARD = re.compile(r"\\(.)|(%+)|(_)|(.)", re.DOTALL)


class _Pattern(TypeDecorator[str]):
    """A pattern of LIKE, given to SQLite as the pattern of GLOB: its LIKE takes a and A for the same letter."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Write the pattern as the database reads it."""
        return value if value is None else write_pattern(value, is_glob=dialect.name == "sqlite")


def write_pattern(pattern: str, *, is_glob: bool) -> str:
    """Return a pattern of ``%``, ``_`` and backslash in the words of GLOB, or of LIKE in its plainest form."""
    many, one = ("*", "?") if is_glob else ("%", "_")

    def write(match: re.Match[str]) -> str:
        escaped, several, single, plain = match.groups()
        if several:
            return many
        if single:
            return one
        letter = escaped or plain
        if is_glob:
            return f"[{letter}]" if letter in "*?[" else letter
        return f"\\{letter}" if letter in "%_\\" else letter

    return _WILDCARD.sub(write, pattern)


class _Looks(FunctionElement[bool]):
    """Arguments: text, pattern."""

    inherit_cache = True
    name = "looks_like"
    type = Boolean()


def looks_like(text: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
    """Return the condition that a text looks like a pattern (`layers.store.conditions.Like`), case and accents too."""
    return _Looks(text, literal(pattern, _Pattern()))


@compiles(_Looks, "sqlite")
def _looks_on_sqlite(element: _Looks, compiler: SQLCompiler, **options: Any) -> str:
    return "({} GLOB {})".format(*(compiler.process(one, **options) for one in element.clauses))


@compiles(_Looks, "postgresql")
def _looks_on_postgresql(element: _Looks, compiler: SQLCompiler, **options: Any) -> str:
    return "({} LIKE {})".format(*(compiler.process(one, **options) for one in element.clauses))


class _Folded(FunctionElement[str]):
    """Arguments: name of the fold, text."""

    inherit_cache = True
    name = "folded"
    type = Text()


def folded(fold: Fold, text: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text folded as `FOLDS` does it."""
    return _Folded(literal_column(f"'{fold}'"), text)


@compiles(_Folded, "sqlite")
def _folded_on_sqlite(element: _Folded, compiler: SQLCompiler, **options: Any) -> str:
    return "folded({}, {})".format(*(compiler.process(one, **options) for one in element.clauses))


@compiles(_Folded, "postgresql")
def _folded_on_postgresql(element: _Folded, compiler: SQLCompiler, **options: Any) -> str:
    fold, text = (compiler.process(one, **options) for one in element.clauses)
    return f"translate({text}, {', '.join(_translation(fold))})"


@lru_cache
def _translation(quoted_fold: str) -> tuple[str, str]:
    _, table = FOLDS[quoted_fold.strip("'")]  # type: ignore[index] # one of the two, written by `folded`
    kept = {code: letter for code, letter in table.items() if letter}
    gone = [code for code, letter in table.items() if not letter]
    # PostgreSQL drops the letters that find none in the second list: they come last.
    return f"'{''.join(map(chr, [*kept, *gone]))}'", f"'{''.join(kept.values())}'"


class _ByCodePoint(FunctionElement[str]):
    """Arguments: text."""

    inherit_cache = True
    name = "by_code_point"
    type = Text()


def by_code_point(text: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text that is put in order by code point on every database."""
    return _ByCodePoint(text)


@compiles(_ByCodePoint, "sqlite")
def _by_code_point_on_sqlite(element: _ByCodePoint, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_ByCodePoint, "postgresql")
def _by_code_point_on_postgresql(element: _ByCodePoint, compiler: SQLCompiler, **options: Any) -> str:
    return f'({compiler.process(element.clauses, **options)} COLLATE "C")'


class _Relates(FunctionElement[Any]):
    """Arguments: name of the relation, geometry column, geometry."""

    inherit_cache = True
    name = "relates"
    # Not Boolean: SQLAlchemy would write "= 1" after it for SQLite.
    type = NullType()


def relates(table: FromClause, relation: str, shape: BaseGeometry) -> ColumnElement[bool]:
    """Return the condition that a row's geometry stands in a relation to a given one; uses the spatial index.

    Parameters
    ----------
    table
        Feature table.
    relation
        One of `layers.store.conditions.SPATIAL` but ``disjoint``, which no index helps to find: ask for what does
        not intersect.
    shape
        WGS 84, degrees; not empty.
    """
    given = cast(literal(shape, Geometry()), Geometry())
    related = _Relates(literal_column(f"'{relation}'"), table.c.geom, given)
    return near_box(table, BBox(*shape.bounds)) & related


@compiles(_Relates, "sqlite")
def _relates_on_geopackage(element: _Relates, compiler: SQLCompiler, **options: Any) -> str:
    relation, column, given = element.clauses
    shape = getattr(given, "clause", given)  # SQLite would read a cast to its name for geometries as a number
    words = (compiler.process(one, **options) for one in (relation, column, shape))
    return f"relates({', '.join(words)})"


@compiles(_Relates, "postgresql")
def _relates_on_postgis(element: _Relates, compiler: SQLCompiler, **options: Any) -> str:
    relation, column, given = (compiler.process(one, **options) for one in element.clauses)
    return f"ST_{relation.strip(chr(39)).capitalize()}({column}, {given})"


_SEEN_FROM_THE_OTHER: Final = {"contains": "within", "within": "contains"}


def _relates(relation: str, blob: bytes, shape: bytes) -> bool:
    seen = _SEEN_FROM_THE_OTHER.get(relation, relation)
    given = _prepared(threading.get_ident(), shape)  # a prepared geometry is no thing for two threads
    return bool(getattr(shapely, seen)(given, gpkg.decode(blob)))


@lru_cache(maxsize=64)
def _prepared(_thread: int, blob: bytes) -> BaseGeometry:
    shape = gpkg.decode(blob)
    shapely.prepare(shape)
    return shape


def _folded(fold: Fold, text: str | None) -> str | None:
    return None if text is None else FOLDS[fold][0](text)


SQLITE_FUNCTIONS: Final[Mapping[str, tuple[int, Callable[..., Any]]]] = {
    "relates": (3, _relates),
    "folded": (2, _folded),
}
"""What SQLite lacks: name, number of arguments, function."""
