"""Reads the address of the page: which area, on which day, compared with which, told on which boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from typing import Any, Final

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from layers.actor import Actor
from layers.people import grants
from layers.store import scope
from layers.store.database import Reading
from layers.summaries.questions import ACTION, LEVELS, Question
from webmap.errors import BadParameter
from webmap.http import auth, params
from webmap.http.today import add_months, today
from webmap.render.overview_figures import COLUMNS

EVERYWHERE: Final = "all"
"""Value of ``area`` for all that the reader sees; without the parameter it is the area of his grant."""

NAMES: Final = (
    "area", "on", "since", "vintage", "as-known-on", "level", "kind", "topic", "show", "sort", "months",
)  # fmt: skip
SPANS: Final = (6, 12, 24, 60)
"""Months of the trend that are offered."""

_LAST_DAY: Final = date(MAXYEAR - 1, 12, 31)
"""What is due is told by year, and a year ends where the next one begins."""

_USUAL_SPAN = 12
_BY_NAME = "name"


@dataclass(frozen=True)
class Asked:
    """What an address asks of the page.

    Attributes
    ----------
    question
        Area, day, day compared with, boundaries and filters.
    show
        Column that the map shows.
    sort
        Column by which the table is ordered, most first; ``name`` is by name.
    months
        Length of the trend.
    given
        The parameters as the address has them, without those left empty.
    """

    question: Question
    show: str
    sort: str
    months: int
    given: Mapping[str, str]

    @property
    def start(self) -> date:
        """First day of the trend."""
        return add_months(self.question.on, -self.months)

    def of_area(self, area: str) -> Question:
        """Return the same question about another area."""
        return replace(self.question, area=area)

    def url(self, endpoint: str, **changed: str | None) -> str:
        """Return the address of a page with the same question but for some parameters; None takes one out."""
        told: dict[str, Any] = {**self.given, **changed}
        return url_for(endpoint, **{name: value for name, value in told.items() if value is not None})

    def sheet_url(self) -> str:
        """Return where a sheet of the map of this page is made."""
        told = {"sheet": "figure", "show": self.show, "area": self.question.area}
        return self.url("snapshots.show_new", **told, level=None, months=None, sort=None)


def read_asked_of(connection: Reading, also: tuple[str, ...] = ()) -> Asked:
    """Return what the address of this request asks.

    Raises
    ------
    OutsideScope
        ``not_allowed``: the reader sees no places at all.
    BadParameter
        Naming the parameter.
    """
    scope.require(connection, auth.actor(), ACTION)
    return read_asked(request.args, today(), find_own_area(connection, auth.actor()), also)


def read_asked(
    args: MultiDict[str, str], present: date, own_area: str | None, also: tuple[str, ...] = ()
) -> Asked:
    """Return what an address asks; without a day today, compared with the day a month before it.

    Parameters
    ----------
    present
        Today.
    own_area
        Area where the address names none.
    also
        Further parameters that the page knows and reads by itself.

    Raises
    ------
    BadParameter
        Naming the parameter.
    """
    params.require_known(args, (*NAMES, *also))
    given = {name: args[name] for name in NAMES if args.get(name, "").strip()}
    on = params.read_day("on", given["on"]) if "on" in given else present
    since = params.read_day("since", given["since"]) if "since" in given else add_months(on, -1)
    if on > _LAST_DAY:
        raise BadParameter("on", "day")
    if since > on:
        raise BadParameter("since", "day_before", day=on)
    question = Question(
        on,
        area=choose_area(given.get("area"), own_area),
        since=since,
        known_at=params.read_known_at(given["as-known-on"]) if "as-known-on" in given else None,
        vintage=params.read_vintage(given["vintage"]) if "vintage" in given else None,
        level=params.read_one_of("level", given.get("level", LEVELS[0]), LEVELS),
        kind=_codes("kind", given),
        topic=_codes("topic", given),
    )
    return Asked(
        question,
        params.read_one_of("show", given.get("show", "open"), tuple(COLUMNS)),
        params.read_one_of("sort", given.get("sort", _BY_NAME), (_BY_NAME, *COLUMNS)),
        int(params.read_one_of("months", given.get("months", str(_USUAL_SPAN)), tuple(map(str, SPANS)))),
        given,
    )


def choose_area(text: str | None, own_area: str | None) -> str | None:
    """Return the area that an address names, None for everywhere; where it names none, the reader's own.

    Raises
    ------
    BadParameter
        ``area``.
    """
    if text is None:
        return own_area
    return None if text == EVERYWHERE else params.read_area(text)


def find_own_area(connection: Reading, actor: Actor) -> str | None:
    """Return the one area in which the actor holds grants; None where there are several, or one for everywhere."""
    areas = {grant.area for grant in grants.list_held(connection, actor)}
    return areas.pop() if len(areas) == 1 and grants.EVERYWHERE not in areas else None


def _codes(name: str, given: Mapping[str, str]) -> tuple[str, ...]:
    return params.read_codes(name, given[name]) if name in given else ()
