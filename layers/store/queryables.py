"""The column of each property that filters may ask for, by collection."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Text, cast, func, select

from layers.store.filters import Columns
from layers.store.identifiers import OPEN_START
from layers.store.periods import open_end, open_start
from layers.store.schema import (
    boundary,
    boundary_vintage,
    hotspot,
    hotspot_topic,
    hotspot_version,
    status_span,
    visit,
    visit_version,
)
from layers.store.visited import day_of_visit

_BOUNDARY_START = func.coalesce(cast(open_start(boundary.c.valid_from), Text), OPEN_START)

COLUMNS: Final[Mapping[str, Columns]] = {
    "boundaries": {
        **{
            name: boundary.c[name]
            for name in ("code", "name", "full_name", "level", "population", "is_partial")
        },
        "id": boundary.c.code + "@" + _BOUNDARY_START,
        "valid_from": open_start(boundary.c.valid_from),
        "valid_to": open_end(boundary.c.valid_to),
        "legal_basis": boundary_vintage.c.legal_basis,
        "source": boundary_vintage.c.source,
        "geometry": boundary.c.geom,
    },
    "hotspots": {
        **{
            name: hotspot_version.c[name]
            for name in ("name", "kind", "position_accuracy_m", "length_m", "area_m2", "source")
        },
        "id": hotspot.c.uuid,
        "code": hotspot.c.code,
        "version": hotspot.c.version,
        "status": status_span.c.state,
        "status_since": status_span.c.valid_from,
        "topics": select(hotspot_topic.c.topic)
        .where(hotspot_topic.c.hotspot_version_id == hotspot_version.c.id)
        .correlate(hotspot_version),
        "valid_from": open_start(hotspot_version.c.valid_from),
        "valid_to": open_end(hotspot_version.c.valid_to),
        "geometry": hotspot_version.c.geom,
    },
    "visits": {
        **{
            name: visit_version.c[name]
            for name in (
                "state",
                "planned_on",
                "visited_on",
                "form",
                "head_count",
                "result",
                "note",
                "next_on",
            )
        },
        "id": visit.c.uuid,
        "code": visit.c.code,
        "version": visit.c.version,
        "day": day_of_visit,
        "hotspot": hotspot.c.code,
        "hotspot_name": hotspot_version.c.name,
        "kind": hotspot_version.c.kind,
        "geometry": hotspot_version.c.geom,
    },
}
"""The statements of `layers.store.features` join the tables; what an actor may see is not asked for here."""
