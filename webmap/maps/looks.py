"""How layers look in other programs: the legend of each collection and of each layer that is handed out.

Styles of QGIS, styles of MapLibre and the colours of files are all written from this one table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from layers.places.hotspots import KINDS
from layers.supervision.recommendation_steps import KINDS as RECOMMENDATION_KINDS
from layers.supervision.visit_drafts import FORMS, STATES
from webmap.maps.symbols import (
    CANCELLED,
    DRAWN_STATES,
    HIDDEN_BY_DEFAULT,
    LANDMARK_LINES,
    LEVEL_BORDERS,
    PLANNED_VISITS,
    RECOMMENDATION_STATES,
    SYMBOLS,
    VISIT_RESULTS,
    Pen,
    Symbol,
)

SHAPES: Final = ("point", "line", "area")
"""Shapes that a layer can have; programs draw one at a time. Points lie on lines, and lines on areas."""

LEFT: Final = -1
RIGHT: Final = 1
"""Sides of a place, for what lies on it and is told small beside its sign: left what is to come, right what was."""


@dataclass(frozen=True)
class Entry:
    """A line of a legend: which features it is of, and how these look.

    Attributes
    ----------
    code
        Unique in its look.
    text
        Key of what it is called.
    symbol
        A pen draws the line alone.
    wants
        What the properties of a feature have to be.
    is_late
        Whether its day must have passed, or must not have; None where its day is of no account.
    side
        `LEFT` or `RIGHT` of the place that it lies on; 0 for what has its place to itself.
    is_shown
        Whether it is seen before anybody asks for it.
    """

    code: str
    text: str
    symbol: Symbol | Pen
    wants: Mapping[str, str]
    is_late: bool | None = None
    side: int = 0
    is_shown: bool = True

    def is_of(self, values: Mapping[str, Any], day: str, on: date) -> bool:
        """Tell whether it is of a feature, on a day; ``day`` names the property with the feature's own day."""
        if any(values.get(name) != wanted for name, wanted in self.wants.items()):
            return False
        return self.is_late is None or (str(values[day]) < on.isoformat()) == self.is_late


@dataclass(frozen=True)
class Look:
    """How the features of a layer look.

    Attributes
    ----------
    entries
        In the order of the legend; what comes first lies on top.
    shapes
        Those of `SHAPES` that its collection has.
    label
        Property that is written beside each feature; empty for none.
    codes
        By property that holds codes: where the texts of these are, and which codes there are.
    day
        Property with the day of a feature, by which it is late, and the later lies on top; empty where they have none.
    is_held
        Whether its features hold for days, of which a map shows one.
    """

    entries: tuple[Entry, ...]
    shapes: tuple[str, ...] = SHAPES
    label: str = ""
    codes: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    day: str = ""
    is_held: bool = False

    @property
    def column(self) -> str:
        """Property by which alone features are told apart; empty where it takes several, or their day."""
        asked = {name for entry in self.entries for name in entry.wants}
        is_plain = all(entry.wants == dict.fromkeys(asked, entry.code) for entry in self.entries)
        return asked.pop() if is_plain and len(asked) == 1 else ""

    def find_entry(self, values: Mapping[str, Any], on: date) -> Entry | None:
        """Return the entry of a feature by its properties, as of a day; None where the legend has none for it."""
        return next((entry for entry in self.entries if entry.is_of(values, self.day, on)), None)


def _by_code(
    column: str,
    topic: str,
    symbols: Mapping[str, Symbol | Pen],
    *,
    side: int = 0,
    hidden: Iterable[str] = (),
    **wants: str,
) -> tuple[Entry, ...]:
    """Return an entry for each code that a property may be."""
    return tuple(
        Entry(
            code, f"{topic}.{code}", symbol, {**wants, column: code}, side=side, is_shown=code not in hidden
        )
        for code, symbol in symbols.items()
    )


def _visit_entries() -> tuple[Entry, ...]:
    text, planned = "codes.visit_state", {"state": "planned"}
    return (
        Entry("overdue", "qgis.visit.overdue", PLANNED_VISITS["overdue"], planned, is_late=True, side=LEFT),
        Entry("planned", f"{text}.planned", PLANNED_VISITS["planned"], planned, is_late=False, side=LEFT),
        *_by_code("result", "codes.visit_result", VISIT_RESULTS, side=RIGHT, state="made"),
        *_by_code("state", text, {"cancelled": CANCELLED}, side=RIGHT, hidden=("cancelled",)),
    )


_STATES: Final = {code: SYMBOLS[code] for code in DRAWN_STATES}
_KIND: Final = ("codes.kind", tuple(KINDS))

LOOKS: Final[Mapping[str, Look]] = {
    "hotspots": Look(
        _by_code("status", "codes.status", _STATES, hidden=HIDDEN_BY_DEFAULT),
        label="name",
        codes={"status": ("codes.status", DRAWN_STATES), "kind": _KIND},
        is_held=True,
    ),
    "boundaries": Look(
        _by_code("level", "codes.level", LEVEL_BORDERS),
        shapes=("area",),
        label="name",
        codes={"level": ("codes.level", tuple(LEVEL_BORDERS))},
        is_held=True,
    ),
    "visits": Look(
        _visit_entries(),
        codes={
            "kind": _KIND,
            "state": ("codes.visit_state", STATES),
            "result": ("codes.visit_result", tuple(VISIT_RESULTS)),
            "form": ("codes.visit_form", FORMS),
        },
        day="day",
    ),
    "recommendations": Look(
        _by_code(
            "state", "codes.recommendation_state", RECOMMENDATION_STATES, side=RIGHT, hidden=("withdrawn",)
        ),
        shapes=("point",),
        codes={
            "state": ("codes.recommendation_state", tuple(RECOMMENDATION_STATES)),
            "kind": ("codes.recommendation_kind", tuple(RECOMMENDATION_KINDS)),
        },
        day="drafted_on",
    ),
    "crossings": Look(
        _by_code("kind", "crossings.kind", LANDMARK_LINES),
        label="name",
        codes={"kind": ("crossings.kind", tuple(LANDMARK_LINES))},
    ),
}
"""By collection of the API, and by layer of exports."""
