"""The default figures of Quận 8 as geometries, by vintage."""

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

_DATA: dict[str, Any] = json.loads(Path("layers/data/quan8.json").read_text(encoding="utf-8"))

HOTSPOTS: dict[str, BaseGeometry] = {row["name"]: shape(row["geometry"]) for row in _DATA["hotspots"]}

WATER: dict[str, BaseGeometry] = {
    row["name"]: shapely.LineString([_DATA["nodes"][node] for node in row["line"]])
    for row in _DATA["landmarks"]
    if row["kind"] == "canal"
}
CROSSINGS: dict[str, BaseGeometry] = {
    row["name"]: shapely.Point(row["at"]) for row in _DATA["landmarks"] if row["kind"] == "bridge"
}

Areas = dict[str, BaseGeometry]


def _drawn(vintage: dict[str, Any]) -> Areas:
    nodes = _DATA["nodes"]
    return {row["name"]: shapely.Polygon([nodes[node] for node in row["ring"]]) for row in vintage["areas"]}


def _merged(vintage: dict[str, Any], old: Areas) -> Areas:
    """Return the areas in force after some of the old ones were merged; the others go on."""
    merges = {row["name"]: row["of"] for row in vintage["merges"]}
    gone = {name for names in merges.values() for name in names}
    kept = {name: area for name, area in old.items() if name not in gone}
    return kept | {name: shapely.union_all([old[part] for part in parts]) for name, parts in merges.items()}


_first, _second, _third = _DATA["vintages"]
TO_2024 = _drawn(_first)
JANUARY_2025 = _merged(_second, TO_2024)
JULY_2025 = _drawn(_third)
