"""Turns the parameters of the list of places into the question that they ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from layers.store.query import FeatureQuery
from webmap.http import params

NAMES = ("on", "status", "kind", "topic", "ward", "q", "sort", "cursor")
"""Parameters of the list; those that narrow it are the map's too."""

SORTS = ("name", "status", "due")


@dataclass(frozen=True)
class PlaceList:
    """A page of the list of places.

    Attributes
    ----------
    query
        Day and filters.
    sort
        One of `SORTS`.
    after
        Row of ``hotspot`` behind which the page begins; 0 for the first.
    given
        The filters as the address has them, without those left empty.
    """

    query: FeatureQuery
    sort: str
    after: int
    given: dict[str, str]

    @property
    def key(self) -> str:
        """Text that is the same for the same question, whatever the page."""
        return urlencode(sorted({**self.given, "sort": self.sort}.items()))

    def cursor(self, after: int) -> str:
        """Return the text that continues the list behind a row, on the same day."""
        return params.write_cursor(self.key, after, self.query.on)


def read_list(args: MultiDict[str, str], today: date) -> PlaceList:
    """Return what an address asks of the list of places; a filter left empty, as forms send it, is none.

    Raises
    ------
    BadParameter
        Naming the parameter.
    """
    params.require_known(args, NAMES)
    given = {name: args[name] for name in NAMES if args.get(name, "").strip()}
    cursor, sort = given.pop("cursor", None), params.read_one_of("sort", given.pop("sort", SORTS[0]), SORTS)
    query = FeatureQuery(
        on=params.read_day("on", given["on"]) if "on" in given else today,
        area=params.read_area(given["ward"], name="ward") if "ward" in given else None,
        tokens=params.read_words(given["q"]) if "q" in given else (),
        status=_codes("status", given),
        kind=_codes("kind", given),
        topic=_codes("topic", given),
    )
    first = PlaceList(query, sort, 0, given)
    if cursor is None:
        return first
    after, on = params.read_cursor(cursor, first.key)
    return replace(first, query=replace(query, on=on), after=after)


def _codes(name: str, given: Mapping[str, str]) -> tuple[str, ...]:
    return params.read_codes(name, given[name]) if name in given else ()
