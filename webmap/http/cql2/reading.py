"""Reads the filter of a request: parsed, placed, and held against what the collection can be asked."""

from collections.abc import Callable, Mapping
from typing import Final

from geo.geodesy.crs import WGS84_LONLAT, Crs
from layers.store.catalog import Collection
from layers.store.conditions import Both, Comparison, Condition, Property, Value
from webmap.errors import BadParameter
from webmap.http.cql2.checks import require_fit
from webmap.http.cql2.faults import MOST_CHARACTERS, BadFilter
from webmap.http.cql2.json_form import read_json
from webmap.http.cql2.literals import Literals
from webmap.http.cql2.text import read_text

LANGUAGES: Final[Mapping[str, Callable[[str, Literals], Condition]]] = {
    "cql2-text": read_text,
    "cql2-json": read_json,
}
"""Languages of filters; the first where none is named."""

PARAMETERS: Final = ("filter", "filter-lang", "filter-crs")
_EXPECTED: Final = {
    "string": "text",
    "integer": "queryable_integer",
    "number": "queryable_number",
    "boolean": "queryable_boolean",
    "date": "queryable_date",
}
"""Types of queryables that are query parameters too, and what is expected of each."""


def queryable_parameters(collection: Collection) -> tuple[str, ...]:
    """Return the queryables that are query parameters too, each by its name, where no other parameter has it."""
    return tuple(
        name
        for name, kind in collection.queryables.items()
        if kind in _EXPECTED and name not in collection.filters
    )


def read_where(args: Mapping[str, str], collection: Collection, crs: Crs) -> Condition | None:
    """Return what a request asks for by its filter and by properties as parameters; None where by neither.

    Parameters
    ----------
    crs
        Of the coordinates in the filter.
    """
    languages = tuple(LANGUAGES)
    language = args.get("filter-lang", languages[0])
    if language not in languages:
        raise BadParameter("filter-lang", "one_of", allowed=", ".join(languages))
    conditions = read_queryables(args, collection)
    if "filter" in args:
        conditions.append(read_filter(args["filter"], language, crs, collection))
    return Both(tuple(conditions)) if conditions else None


def read_filter(text: str, language: str, crs: Crs, collection: Collection) -> Condition:
    """Return what a filter says.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    crs
        Of the coordinates in the filter.

    Raises
    ------
    BadParameter
        ``filter_too_large``, or what else is wrong and where (`webmap.http.cql2.faults`).
    """
    if len(text) > MOST_CHARACTERS:
        raise BadFilter("filter_too_large", str(MOST_CHARACTERS), maximum_kb=MOST_CHARACTERS // 1024)
    condition = LANGUAGES[language](text, Literals(crs))
    require_fit(condition, collection.queryables)
    return condition


def read_queryables(args: Mapping[str, str], collection: Collection) -> list[Condition]:
    """Return the conditions that properties equal the query parameters of their names."""
    return [
        Comparison("=", Property(name), _read_value(name, args[name], collection.queryables[name]))
        for name in queryable_parameters(collection)
        if name in args
    ]


def _read_value(name: str, text: str, kind: str) -> Value:
    literals = Literals(WGS84_LONLAT)
    try:
        match kind:
            case "string":
                return literals.text(text, name)
            case "boolean":
                return Value({"true": True, "false": False}[text], name)
            case "date":
                return literals.day(text, name, is_time=False)
            case _:
                return literals.number(_number(text, kind), name)
    except (ValueError, KeyError, BadParameter) as error:
        raise BadParameter(name, _EXPECTED[kind]) from error


def _number(text: str, kind: str) -> float:
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return float(text) if kind == "number" else int(text)
