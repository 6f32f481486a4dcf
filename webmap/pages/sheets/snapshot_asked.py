"""Reads the address of a sheet: the map that it shows, by the parameters of maps, and the paper, by its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from geo.text.names import to_nfc
from webmap.errors import BadParameter
from webmap.http import map_params, params
from webmap.http.i18n import translator
from webmap.maps.sheet import GRIDS, KINDS, LONGEST_TITLE, ORIENTATIONS, PAPERS, SheetSpec
from webmap.pages.overview.map import read_spec
from webmap.render.overview_figures import COLUMNS

MAP_NAMES: Final = (*map_params.NAMES, "as-known-on", "since")
"""Parameters that say what is shown; the form of a sheet carries them along."""

SHOWN: Final = "shown"
"""Value of ``show`` for a map of how many of the places on the map there are; else one of the dashboard's figures."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "sheet": KINDS,
    "show": (SHOWN, *COLUMNS),
    "paper": PAPERS,
    "orientation": ORIENTATIONS,
    "grid": GRIDS,
    "table": ("1", "0"),
    "restricted": ("0", "1"),
}
"""Values of the parameters that are choices; the first holds where the address does not say."""

LONGEST: Final = {"title": LONGEST_TITLE, "subtitle": 200}
"""Characters; an address, which may hold both, must pass through the servers that stand before ours."""

OWN_NAMES: Final = (*CHOICES, *LONGEST, "area")


@dataclass(frozen=True)
class AskedSheet:
    """What an address asks of a sheet.

    Attributes
    ----------
    spec
        The sheet; its title may be empty, the day of its map open.
    show
        Figure of the dashboard that it shows by area; None for none of these.
    since
        Day after which the figure counts what is counted over a period; None is a month before the day.
    known_at
        As the register knew it at this aware time; None is now.
    """

    spec: SheetSpec
    show: str | None
    since: date | None
    known_at: datetime | None


def read_asked_sheet(args: MultiDict[str, str]) -> AskedSheet:
    """Return what the parameters of an address ask; those left empty count as not given.

    Raises
    ------
    BadParameter
        Naming the parameter.
    """
    params.require_known(args, (*MAP_NAMES, *OWN_NAMES))
    given = {name: value for name, value in args.items() if value.strip()}
    shown = read_spec(MultiDict({name: given[name] for name in map_params.NAMES if name in given}))
    chosen = {
        name: params.read_one_of(name, given.get(name, values[0]), values) for name, values in CHOICES.items()
    }
    spec = SheetSpec(
        shown,
        kind=chosen["sheet"],
        area=params.read_area(given["area"]) if "area" in given else None,
        paper=chosen["paper"],
        orientation=chosen["orientation"],
        grid=chosen["grid"],
        title=_read_words("title", given),
        subtitle=_read_words("subtitle", given),
        locale=translator().locale,
        has_table=chosen["table"] == "1",
        is_restricted=chosen["restricted"] == "1",
    )
    is_figure = spec.kind == "figure" and chosen["show"] != SHOWN
    return AskedSheet(
        spec,
        chosen["show"] if is_figure else None,
        params.read_day("since", given["since"]) if "since" in given else None,
        params.read_known_at(given["as-known-on"]) if "as-known-on" in given else None,
    )


def tell_given(args: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters of the address of the same sheet, without those that say what is so anyhow."""
    usual = {name: values[0] for name, values in CHOICES.items()}
    return {name: value for name, value in args.items() if value and value != usual.get(name)}


def _read_words(name: str, given: Mapping[str, str]) -> str:
    words = " ".join(to_nfc(given.get(name, "")).split())
    if len(words) > LONGEST[name]:
        raise BadParameter(name, "search", maximum=LONGEST[name])
    return words
