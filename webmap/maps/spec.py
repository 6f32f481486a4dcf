"""The one definition of a map: what is shown, as of when, through which filters. Pure data, JSON and URL both ways."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from geo.types import LonLat

DUE = ("overdue", "soon", "planned")
"""What a place may ask of visits: one is overdue, one is due soon, one is planned."""

REPLY = ("waiting", "overdue")
"""How recommendations about a place may stand: one waits for an answer, one has waited too long."""

SORTS = ("name", "due")
"""Orders of the list: by name, or the visit that is longest overdue first."""


@dataclass(frozen=True)
class MapSpec:
    """What a map shows.

    Attributes
    ----------
    title
        Heading of the page, the file and the sheet.
    center
        Middle of the frame, WGS 84.
    zoom
        Web Mercator zoom level.
    on
        Day whose status and places are shown; None is the day on which the map is opened.
    vintage
        First day of the set of boundaries shown, ``start`` for the oldest; None follows the day.
    status, kind, topic
        Only these codes; empty is all that is shown by default.
    ward
        Only places in this boundary (public identifier).
    due, reply
        Only places with a visit of these (`DUE`), with recommendations of these (`REPLY`); empty is all.
    q
        Words searched for.
    selected
        Code of the place whose card is open.
    sort
        Order of the list, one of `SORTS`.
    supervision
        Whether visits and recommendations are shown at all.
    """

    title: str
    center: LonLat
    zoom: float
    on: date | None = None
    vintage: str | None = None
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    ward: str | None = None
    q: str = ""
    selected: str | None = None
    due: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()
    sort: str = "name"
    supervision: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return values that JSON can hold; `from_json` gives the same map back."""
        told = asdict(self)
        told["center"] = list(self.center)
        told["on"] = self.on.isoformat() if self.on else None
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        lists = {name: tuple(told[name]) for name in ("status", "kind", "topic", "due", "reply")}
        day = date.fromisoformat(told["on"]) if told["on"] else None
        return cls(**{**told, **lists, "center": LonLat(*told["center"]), "on": day})
