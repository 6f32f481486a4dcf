"""The default data: Quận 8 with its boundaries over time, and the four places that plan 09/KH-UBMT-BTT names."""

import json
from datetime import date
from importlib import resources
from typing import Any, TypeAlias
from uuid import UUID, uuid5

import shapely
from shapely.geometry import shape
from sqlalchemy import insert, select

from geo.types import DATE_MIN
from layers.areas.boundaries import has_boundaries
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.conversion.status import StatusChange
from layers.places.hotspots import Extent, Place, open_hotspot
from layers.records.documents import Document, add_document
from layers.store.database import Write
from layers.store.schema import document, landmark

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


def load_quan8(change: Write) -> list[str]:
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
    change.note("quan8", "776", after={"hotspots": codes})
    return codes


def default_uuids() -> frozenset[str]:
    """Return the identifiers of the four places and of the plan that names them."""
    figures = read_figures()
    names = [figures["document"]["number"], *(entry["name"] for entry in figures["hotspots"])]
    return frozenset(map(_uuid, names))


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
            "uuid": _uuid(f"{entry['kind']} {entry['name']}"),
            "recorded_at": change.now,
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
