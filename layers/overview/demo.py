"""The default data: Quận 8 with its boundaries over time, and the four places that plan 09/KH-UBMT-BTT names."""

import json
from collections.abc import Sequence
from datetime import date
from importlib import resources
from typing import Any, TypeAlias
from uuid import UUID, uuid5

import shapely
from shapely.geometry import shape
from sqlalchemy import ColumnElement, Table, delete, insert, select, union_all

from geo.types import DATE_MIN
from layers.areas.boundaries import has_boundaries
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.conversion.status import StatusChange
from layers.errors import Refused
from layers.places.hotspots import Extent, Place, open_hotspot
from layers.records.documents import Document, add_document
from layers.store.database import Write
from layers.store.schema import (
    document,
    document_file,
    hotspot,
    hotspot_area,
    hotspot_lineage,
    hotspot_topic,
    hotspot_version,
    landmark,
    recommendation,
    recommendation_version,
    recommendation_visit,
    status_event,
    status_span,
    visit,
    visit_answer,
    visit_image,
    visit_version,
)

_NAMESPACE = UUID("5b1c0e0a-5d3b-4c51-9f0e-2f0f6d1a8a08")

Figures: TypeAlias = dict[str, Any]


def read_figures() -> Figures:
    """Return the figures of Quận 8 as they stand in ``layers/data/quan8.json``."""
    return dict(json.loads(resources.files("layers.data").joinpath("quan8.json").read_text(encoding="utf-8")))


def read_vintages(figures: Figures) -> list[tuple[Vintage, list[Area]]]:
    """Return the sets of boundaries of Quận 8, oldest first, with their areas (WGS 84, lon lat)."""
    nodes = figures["nodes"]
    drawn: dict[str, Any] = {}
    vintages: list[tuple[Vintage, list[Area]]] = []
    for told in figures["vintages"]:
        areas = [_area(entry, _ring(nodes, entry["ring"])) for entry in told.get("areas", ())]
        areas += [_area(entry, _merged(entry, drawn)) for entry in told.get("merges", ())]
        if not vintages:
            areas.append(_grouping(figures["grouping"], areas))
        drawn |= {area.name: area.geometry for area in areas}
        valid_from = date.fromisoformat(told["valid_from"]) if told["valid_from"] else DATE_MIN
        vintages.append((Vintage(valid_from, told["title"], told["legal_basis"], figures["source"]), areas))
    return vintages


def load_demo(change: Write) -> list[str]:
    """Load the default data, leaving alone what is there already; return the codes of the four places."""
    figures = read_figures()
    if not has_boundaries(change.connection):
        for vintage, areas in read_vintages(figures):
            publish_vintage(change, vintage, areas)
        _add_landmarks(change, figures)
    plan_uuid = _uuid(figures["document"]["number"])
    plan_id = change.connection.execute(select(document.c.id).where(document.c.uuid == plan_uuid)).scalar()
    issued_on = date.fromisoformat(figures["document"]["issued_on"])
    if plan_id is None:
        plan_id = add_document(
            change, Document(**{**figures["document"], "issued_on": issued_on}, uuid=plan_uuid)
        )
    codes = [_open_place(change, entry, plan_id, issued_on) for entry in figures["hotspots"]]
    change.note("demo", "quan8", after={"hotspots": codes})
    return codes


def remove_demo(change: Write) -> int:
    """Remove the four places with their history, and the plan where nothing else cites it; return how many places.

    Boundaries stay: accounts and other places stand on them. The audit keeps what was removed.

    Raises
    ------
    Refused
        ``demo_in_use``, where one of the four was merged with a place that is none of them.
    """
    figures = read_figures()
    uuids = [_uuid(entry["name"]) for entry in figures["hotspots"]]
    rows = change.connection.execute(
        select(hotspot.c.id, hotspot.c.code).where(hotspot.c.uuid.in_(uuids))
    ).all()
    ids = [row.id for row in rows]
    line = hotspot_lineage.c
    if change.connection.execute(select(line.id).where(line.from_id.in_(ids) | line.to_id.in_(ids))).first():
        raise Refused("demo_in_use")
    _remove_work(change, ids)
    versions = select(hotspot_version.c.id).where(hotspot_version.c.hotspot_id.in_(ids))
    _delete(change, status_span, status_span.c.hotspot_id.in_(ids))
    _delete(change, status_event, status_event.c.hotspot_id.in_(ids))
    for table in (hotspot_topic, hotspot_area):
        _delete(change, table, table.c.hotspot_version_id.in_(versions))
    _delete(change, hotspot_version, hotspot_version.c.hotspot_id.in_(ids))
    _delete(change, hotspot, hotspot.c.id.in_(ids))
    plan = document.c.uuid == _uuid(figures["document"]["number"])
    _delete(change, document, plan & document.c.id.not_in(_cited_documents()))
    change.note("demo", "quan8", before={"hotspots": [row.code for row in rows]})
    change.touch("hotspots")
    return len(rows)


def _remove_work(change: Write, ids: Sequence[int]) -> None:
    """Remove visits and recommendations of places, with all that belongs to them."""
    visits = select(visit.c.id).where(visit.c.hotspot_id.in_(ids))
    seen = select(visit_version.c.id).where(visit_version.c.visit_id.in_(visits))
    asked = select(recommendation.c.id).where(recommendation.c.hotspot_id.in_(ids))
    _delete(change, recommendation_visit, recommendation_visit.c.recommendation_id.in_(asked))
    _delete(change, recommendation_version, recommendation_version.c.recommendation_id.in_(asked))
    _delete(change, recommendation, recommendation.c.hotspot_id.in_(ids))
    _delete(change, visit_answer, visit_answer.c.visit_version_id.in_(seen))
    _delete(change, visit_version, visit_version.c.visit_id.in_(visits))
    _delete(change, visit_image, visit_image.c.visit_id.in_(visits))
    _delete(change, visit, visit.c.hotspot_id.in_(ids))


def _cited_documents() -> Any:
    """Return the rows of documents that something stands on."""
    citing = (
        hotspot_version.c.document_id,
        status_event.c.document_id,
        recommendation_version.c.document_id,
        recommendation_version.c.reply_document_id,
        document_file.c.document_id,
    )
    return union_all(*(select(column).where(column.is_not(None)) for column in citing))


def _delete(change: Write, table: Table, condition: ColumnElement[bool]) -> None:
    change.connection.execute(delete(table).where(condition))


def _uuid(name: str) -> str:
    return str(uuid5(_NAMESPACE, name))


def _ring(nodes: dict[str, list[float]], ids: list[str]) -> shapely.Polygon:
    return shapely.Polygon([nodes[node] for node in ids])


def _merged(entry: Figures, drawn: dict[str, Any]) -> Any:
    return shapely.coverage_union_all([drawn[name] for name in entry["of"]])


def _area(entry: Figures, geometry: Any) -> Area:
    counted_on = entry.get("population_on")
    return Area(
        code=entry["code"],
        name=entry["name"],
        full_name=entry["full_name"],
        level="ward",
        geometry=geometry,
        is_partial=entry.get("is_partial", False),
        population=entry.get("population"),
        population_on=date.fromisoformat(counted_on) if counted_on else None,
        parent="776" if "Quận 8" in entry["full_name"] else None,
    )


def _grouping(entry: Figures, areas: list[Area]) -> Area:
    whole = shapely.coverage_union_all([area.geometry for area in areas if not area.is_partial])
    return Area(entry["code"], entry["name"], entry["full_name"], "grouping", whole)


def _add_landmarks(change: Write, figures: Figures) -> None:
    nodes = figures["nodes"]
    rows = [
        {
            "kind": entry["kind"],
            "name": entry["name"],
            "position_accuracy_m": entry.get("position_accuracy_m"),
            "source": figures["source"],
            "geom": shapely.Point(entry["at"])
            if entry["kind"] == "bridge"
            else shapely.LineString([nodes[node] for node in entry["line"]]),
        }
        for entry in figures["landmarks"]
    ]
    change.connection.execute(insert(landmark), rows)
    change.note("landmark", "quan8", after={"landmarks": [entry["name"] for entry in figures["landmarks"]]})


def _open_place(change: Write, entry: Figures, plan_id: int, issued_on: date) -> str:
    place = Place(
        name=entry["name"],
        kind=entry["kind"],
        geometry=shape(entry["geometry"]),
        topics=tuple(entry["topics"]),
        position_accuracy_m=entry["position_accuracy_m"],
        position_source="text",
        source=entry["source"],
        valid_from=issued_on,
        document_id=plan_id,
        note=entry["note"],
    )
    begun = _uuid(f"status of {entry['name']}")
    first = StatusChange(entry["status"], issued_on, document_id=plan_id, uuid=begun)
    return open_hotspot(change, place, first, least=Extent(), uuid=_uuid(entry["name"]))
