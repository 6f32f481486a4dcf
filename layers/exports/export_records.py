"""Reads what else is recorded as layers for export: visits and recommendations at their places, water, crossings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.formats.geojson import geometry_text, geometry_texts
from geo.types import DATE_MAX, DATE_MIN, VIETNAM, Interval
from layers.actor import Actor
from layers.exports.export_rows import (
    PAGE,
    ExportField,
    ExportLayer,
    ExportRow,
    read_as_layer,
    read_collection,
)
from layers.store import scope
from layers.store.catalog import get_collection
from layers.store.query import FeatureQuery
from layers.supervision.ledger import Asked, list_recommendations
from layers.travel.landmarks import Landmark, list_landmarks_at

_READ_CROSSINGS: Final = "crossing.read"
_DAYS: Final = frozenset(
    {
        "drafted_on",
        "sent_on",
        "reply_due_on",
        "answered_on",
        "closed_on",
    }
)
_RECOMMENDATION: Final = (
    "code", "hotspot", "hotspot_name", "kind", "state", "content", "body", "body_name", "drafted_on", "sent_on",
    "reply_due_on", "answered_on", "closed_on", "outcome",
)  # fmt: skip
_STEPS: Final = {"sent_on": ("reply_due_on",), "answered_on": ("outcome",), "closed_on": ()}
"""Days of the steps of a recommendation, and what each step brings along."""

_CROSSING: Final = ("id", "kind", "name", "modes", "position_accuracy_m", "source", "version")
_KINDS: Final = {
    **dict.fromkeys(_DAYS, "day"),
    "modes": "list",
    "version": "integer",
    "position_accuracy_m": "number",
}


def _read_visits(connection: Connection, actor: Actor, query: FeatureQuery) -> Iterator[ExportRow]:
    """Yield the visits up to a day, each as a point on its place."""
    until = Interval(DATE_MIN, Interval.instant(query.on).end)
    rows = read_collection(connection, actor, "visits", replace(query, valid=query.valid or until))
    while page := list(islice(rows, PAGE)):
        points = _points_on([str(row.geometry) for row in page])
        yield from (replace(row, geometry=point) for row, point in zip(page, points, strict=True))


def _read_recommendations(connection: Connection, actor: Actor, query: FeatureQuery) -> Iterator[ExportRow]:
    """Yield the recommendations made up to a day, each at its place and with what had come of it by then."""
    scope.require(connection, actor, "recommendation.read")
    places, after = _find_places(connection, actor, query), None
    while True:
        rows, after = list_recommendations(
            connection, actor, Asked(query.on, area=query.area), after=after, limit=PAGE
        )
        for row in rows:
            if (
                min(row.drafted_on, row.sent_on or row.drafted_on) <= query.on
            ):  # entered late: it was sent before
                yield ExportRow(places.get(row.hotspot), _tell_recommendation(row, query.on))
        if after is None:
            return


def _tell_recommendation(row: Any, on: date) -> Mapping[str, object]:
    """Return what is recorded of a recommendation, but for the steps that were taken after a day."""
    told = {name: getattr(row, name) for name in _RECOMMENDATION}
    later = [day for day in _STEPS if told[day] is not None and told[day] > on]
    for day in later:
        told |= dict.fromkeys((day, *_STEPS[day]))
    if later:
        told["state"] = "answered" if told["answered_on"] else "sent" if told["sent_on"] else "draft"
    return told


def _read_crossings(connection: Connection, actor: Actor, query: FeatureQuery) -> Iterator[ExportRow]:
    """Yield water and crossings as they counted at the end of a day; they lie on every map, whatever the area."""
    scope.require(connection, actor, _READ_CROSSINGS)
    evening = datetime.combine(query.on, time.max, VIETNAM)
    yield from map(_tell_crossing, list_landmarks_at(connection, evening))


def _tell_crossing(one: Landmark) -> ExportRow:
    drawing = one.drawing
    told: dict[str, object] = {
        "id": one.uuid,
        "kind": drawing.kind,
        "name": drawing.name,
        "modes": sorted(drawing.modes),
        "position_accuracy_m": drawing.position_accuracy_m,
        "source": drawing.source,
        "version": one.version,
    }
    return ExportRow(geometry_text(drawing.geometry), told)


def _find_places(connection: Connection, actor: Actor, query: FeatureQuery) -> dict[str, str]:
    """Return a point on every place that the actor sees, as GeoJSON text by its code; a place is where it was last."""
    always = FeatureQuery(query.on, valid=Interval(DATE_MIN, DATE_MAX))
    rows = list(read_collection(connection, actor, "hotspots", always))
    points = _points_on([str(row.geometry) for row in rows])
    return {str(row.values["code"]): point for row, point in zip(rows, points, strict=True)}


def _points_on(shapes: Sequence[str]) -> Sequence[str]:
    """Return a point on each of some shapes; all as GeoJSON text."""
    drawn: Any = shapely.from_geojson(np.array(shapes, dtype=object))
    return geometry_texts(shapely.point_on_surface(drawn))


def _fields(names: tuple[str, ...]) -> tuple[ExportField, ...]:
    return tuple(ExportField(name, _KINDS.get(name, "text")) for name in names)


RECORDS: Final = (
    replace(
        read_as_layer(get_collection("visits")), shapes=("point",), read=_read_visits, place_field="hotspot"
    ),
    ExportLayer(
        "recommendations",
        "recommendation.read",
        ("point",),
        _fields(_RECOMMENDATION),
        _read_recommendations,
        place_field="hotspot",
    ),
    ExportLayer("crossings", _READ_CROSSINGS, ("point", "line", "area"), _fields(_CROSSING), _read_crossings),
)
"""The layers."""
