"""Reads the GeoJSON feature by which a program describes a visit, and says what it makes of the register's visit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from layers.errors import Refused
from layers.store.catalog import get_collection
from layers.store.database import Reading
from layers.supervision.checklists import get_current_checklist
from layers.supervision.visit_drafts import FORMS, LONGEST_NOTE, MOST_HEADS, RESULTS, STATES, Visit
from layers.supervision.visit_records import VisitRecord
from layers.sync.bodies import Body
from webmap.api import sent_features

MADE = ("visited_on", "result", "head_count")
"""Properties without which no visit was made."""

HIDDEN = ("answers", "reason")
"""Properties that a program may write although the collection does not tell them."""

NAMES = frozenset({*(one.name for one in get_collection("visits").properties), *HIDDEN})
"""Every property that may be sent; what the register works out by itself is not read."""

_MOST_UNITS = 40
_LONGEST_REASON = 1000


@dataclass(frozen=True)
class SentVisit:
    """What a program says of a visit.

    Attributes
    ----------
    values
        Of the visit, by field: only what was sent.
    told
        The properties, for what does not describe what was seen.
    feature
        All that was sent.
    is_whole
        Whether what was not sent is not so; else it stays as it is.
    """

    values: Mapping[str, Any]
    told: Body
    feature: Mapping[str, Any]
    is_whole: bool

    @property
    def hotspot(self) -> str | None:
        """Code of the place."""
        return None if self.told.get("hotspot") is None else self.told.code("hotspot")

    @property
    def state(self) -> str | None:
        """State that was sent."""
        return None if self.told.get("state") is None else self.told.choice("state", STATES)

    @property
    def planned_on(self) -> date | None:
        """Day for which it is planned."""
        return self.told.day("planned_on")

    @property
    def version(self) -> int | None:
        """Version that the program started from, as its properties tell it."""
        return self.told.optional_whole("version")

    @property
    def reason(self) -> str | None:
        """Why, in words."""
        return self.told.text("reason", _LONGEST_REASON)


def read_sent(body: object, *, is_whole: bool) -> SentVisit:
    """Return what a feature says of a visit; where it lies is its place's to say.

    Raises
    ------
    Refused
        ``feature_not_geojson``, ``feature_incomplete`` and ``entry_malformed``, with the field.
    """
    feature = sent_features.open_feature(body)
    sent, told = sent_features.read_properties(feature, NAMES)
    sent_features.require_given(sent, ("hotspot",), is_whole=is_whole)
    if not is_whole:  # a whole one of a planned visit tells that nothing was seen yet
        sent_features.require_given(sent, (*MADE, "form"), is_whole=False)
    values = {name: read(told) for name, read in _READERS.items() if sent.get(name) is not None}
    values |= {name: None for name in _OPTIONAL if name in sent and sent[name] is None}
    return SentVisit(values, told, feature, is_whole)


def describe_visit(connection: Reading, sent: SentVisit, before: VisitRecord | None) -> Visit:
    """Return what was seen, as it becomes by what was sent.

    Parameters
    ----------
    before
        What the register knows of the visit; None for a new one. Answers are kept where none are sent.

    Raises
    ------
    Refused
        ``feature_incomplete``, with what is missing to a visit that was made.
    """
    values = dict(sent.values)
    if values.get("answers"):
        answered = before and before.checklist_id
        values["checklist_id"] = answered or get_current_checklist(connection).id
    draft = None if before is None or before.visited_on is None else _as_seen(before)
    if draft is None or sent.is_whole:
        for name in MADE:
            if values.get(name) is None:
                raise Refused("feature_incomplete", field=name)
    if draft is None:
        planned = {"units": before.units} if before else {}
        return Visit(**(planned | values))
    if not sent.is_whole:
        return replace(draft, **values)
    kept = {name: getattr(draft, name) for name in ("checklist_id", "answers", "position", "device_at")}
    return Visit(**(kept | values))


def is_same_visit(record: VisitRecord, draft: Visit) -> bool:
    """Tell whether a visit says already what was sent."""
    return _as_seen(record) == draft


def _as_seen(record: VisitRecord) -> Visit:
    return Visit(
        record.visited_on or record.day,
        record.form,
        record.result or "",
        record.units,
        record.head_count,
        record.checklist_id,
        dict(record.answers),
        record.note,
        record.next_on,
        record.position,
        record.device_at,
    )


_OPTIONAL = ("note", "next_on")

_READERS: dict[str, Any] = {
    "visited_on": lambda told: told.day("visited_on"),
    "form": lambda told: told.choice("form", FORMS),
    "result": lambda told: told.choice("result", RESULTS),
    "units": lambda told: sent_features.as_list(told, "units").codes("units", _MOST_UNITS),
    "head_count": lambda told: told.whole("head_count", least=1, most=MOST_HEADS),
    "note": lambda told: told.text("note", LONGEST_NOTE),
    "next_on": lambda told: told.day("next_on"),
    "answers": lambda told: told.pairs("answers"),
}
