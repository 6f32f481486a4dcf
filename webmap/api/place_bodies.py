"""Reads the GeoJSON feature by which a program describes a place, and says what it makes of the register's place."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from geo.geodesy.crs import Crs
from layers.conversion.states import STATES
from layers.conversion.status import StatusChange
from layers.errors import Refused, StaleVersion
from layers.places.drafts import KINDS, POSITION_SOURCES, TOPICS, Place, rename
from layers.records.documents import find_document_row
from layers.store.catalog import get_collection
from layers.store.database import Reading
from layers.store.merging import merge_three
from layers.sync.bodies import Body
from webmap.api import sent_features

REQUIRED = ("name", "kind", "topics", "position_accuracy_m", "source")
"""Properties without which no place can be told."""

HIDDEN = ("position_source", "note", "aliases")
"""Properties that a program may write although the collection does not tell them."""

DECISION = ("status_since", "reason", "document", "term_from", "term_to", "watch_to", "reply_due_on")
"""Properties that go along with a change of ``status``."""

NAMES = frozenset(
    {*(one.name for one in get_collection("hotspots").properties), *HIDDEN, *DECISION, "is_different"}
)
"""Every property that may be sent; what the register works out by itself is not read."""

_LONGEST = {"name": 200, "source": 300, "note": 2000, "reason": 1000}
_MOST_ALIASES = 20
_WIDEST_M = 10_000.0


@dataclass(frozen=True)
class SentPlace:
    """What a program says of a place.

    Attributes
    ----------
    values
        Of the place, by field: only what was sent.
    told
        The properties, for what does not describe the place but is decided about it.
    uuid
        Identifier given by whoever creates the place.
    """

    values: Mapping[str, Any]
    told: Body
    uuid: str | None

    @property
    def version(self) -> int | None:
        """Version of the place that the program started from, as its properties tell it."""
        return self.told.optional_whole("version")

    @property
    def reason(self) -> str | None:
        """Why, in words."""
        return self.told.text("reason", _LONGEST["reason"])

    @property
    def status(self) -> str | None:
        """State that was sent."""
        return None if self.told.get("status") is None else self.told.choice("status", STATES)


def read_sent(body: object, crs: Crs, *, is_whole: bool) -> SentPlace:
    """Return what a feature says of a place.

    Parameters
    ----------
    body
        A GeoJSON feature; or the part of one that is to change (RFC 7396).
    crs
        Of its coordinates, in the axis order of the authority.
    is_whole
        Whether everything that a place needs has to be there.

    Raises
    ------
    Refused
        ``feature_not_geojson``, ``feature_incomplete`` and ``entry_malformed``, with the field.
    InvalidGeometry
        What `layers.places.drafts.read_shape` finds.
    """
    feature = sent_features.open_feature(body)
    sent, told = sent_features.read_properties(feature, NAMES)
    sent_features.require_given(sent, REQUIRED, is_whole=is_whole)
    sent_features.require_given(feature, ("geometry",), is_whole=is_whole)
    values = {name: read(told) for name, read in _READERS.items() if _is_sent(sent, name, is_whole=is_whole)}
    if feature.get("geometry") is not None:
        values["geometry"] = sent_features.read_geometry(feature["geometry"], crs)
    return SentPlace(values, told, sent_features.read_identifier(feature) if is_whole else None)


def new_place(connection: Reading, sent: SentPlace, today: date) -> Place:
    """Return the place that a whole feature describes; a drawing by hand where it does not say how it was found."""
    given = {"position_source": "text", "valid_from": today, **sent.values}
    return Place(**given, document_id=_find_paper(connection, sent))


def changed_place(before: Place, sent: SentPlace) -> Place:
    """Return a place as it becomes by what was sent; a geometry that went out and came back is no change."""
    values = dict(sent.values)
    if "geometry" in values and sent_features.is_same_shape(values["geometry"], before.geometry):
        del values["geometry"]
    renamed = rename(before, values.pop("name", before.name))
    return replace(renamed, **values)


def bring_together(base: Place, mine: Place, present: Place, version: tuple[int, int]) -> Place:
    """Return a place as two changes make it that do not touch the same fields.

    Parameters
    ----------
    base
        What both started from.
    mine, present
        What this one makes of it, and what another one made of it meanwhile.
    version
        From which this one started, and the present one.

    Raises
    ------
    StaleVersion
        ``version_stale``: both changed the same, differently.
    """
    merged = merge_three(_values(base), _values(mine), _values(present))
    if merged.clashes:
        raise StaleVersion("version_stale", started_from=version[0], present=version[1])
    return replace(present, **merged.values)  # type: ignore[arg-type] # values of the same fields


def read_decision(connection: Reading, sent: SentPlace, state: str, today: date) -> StatusChange:
    """Return the change of status that goes along with a feature."""
    return StatusChange(
        state,
        sent.told.day("status_since") or today,
        document_id=_find_paper(connection, sent),
        reason=sent.reason,
        term_from=sent.told.day("term_from"),
        term_to=sent.told.day("term_to"),
        watch_to=sent.told.day("watch_to"),
        reply_due_on=sent.told.day("reply_due_on"),
    )


def _find_paper(connection: Reading, sent: SentPlace) -> int | None:
    return (
        None
        if sent.told.get("document") is None
        else find_document_row(connection, sent.told.uuid("document"))
    )


def _values(place: Place) -> dict[str, object]:
    return {one.name: getattr(place, one.name) for one in fields(place)}


def _is_sent(sent: Mapping[str, Any], name: str, *, is_whole: bool) -> bool:
    # In a merge patch null takes a value away; in a whole feature it says nothing of what the register keeps.
    return name in sent and (sent[name] is not None or (name in HIDDEN[1:] and not is_whole))


def _read_topics(told: Body) -> tuple[str, ...]:
    listed = sent_features.as_list(told, "topics")
    topics = listed.codes("topics", most=len(TOPICS))
    if not topics or not set(topics) <= set(TOPICS):
        raise Refused("entry_malformed", field="properties.topics")
    return tuple(sorted(set(topics)))


def _read_accuracy(told: Body) -> float:
    found = told.number("position_accuracy_m", most=_WIDEST_M)
    if found <= 0:
        raise Refused("entry_malformed", field="properties.position_accuracy_m")
    return found


def _read_line(name: str) -> Any:
    def read(told: Body) -> str:
        text = told.text(name, _LONGEST[name])
        if text is None:
            raise Refused("feature_incomplete", field=name)
        return text

    return read


_READERS: dict[str, Any] = {
    "name": _read_line("name"),
    "kind": lambda told: told.choice("kind", KINDS),
    "topics": _read_topics,
    "position_accuracy_m": _read_accuracy,
    "position_source": lambda told: told.choice("position_source", POSITION_SOURCES),
    "source": _read_line("source"),
    "note": lambda told: told.text("note", _LONGEST["note"]),
    "aliases": lambda told: sent_features.as_list(told, "aliases").texts(
        "aliases", _MOST_ALIASES, _LONGEST["name"]
    ),
    "valid_from": lambda told: told.day("valid_from"),
}
