"""What the pages of water and crossings show: the map of all of them, and how each looks on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import render_template, url_for

from geo.formats.geojson import geometry_text
from layers.travel.effects import find_idle
from layers.travel.landmarks import CROSSING, EVERYONE, WATER, Landmark
from webmap.http.i18n import t
from webmap.pages.admin.boundary_stage import bounds_of, map_config

_AROUND_DEGREES = 0.006
_TOOLS = {CROSSING: "Line", WATER: "Line"}


@dataclass(frozen=True)
class Stage:
    """What the map is for.

    Attributes
    ----------
    this
        What the page is about; None for all.
    kind
        What is drawn; None where nothing is.
    """

    this: Landmark | None = None
    kind: str | None = None


def show_page(template: str, landmarks: Sequence[Landmark], stage: Stage, **facts: object) -> str:
    """Return a page of water and crossings.

    Parameters
    ----------
    template
        Below ``templates/crossings``.
    landmarks
        All of them.
    stage
        What the map of the page is for.
    facts
        What the template needs besides.
    """
    draws = stage.kind is not None
    config = _config(landmarks, stage)
    shown = {"mode": "area" if draws else "look", "draws": draws, "config": config}
    return render_template(f"crossings/{template}.html", stage=shown, everyone=EVERYONE, **facts)


def _config(landmarks: Sequence[Landmark], stage: Stage) -> dict[str, Any]:
    texts = {"boundaries.stage.map": t("crossings.map")}
    if stage.kind:
        texts["drawing.hint.line"] = t(f"crossings.draw.{stage.kind}")
    idle = find_idle(landmarks)
    return {
        **map_config(_bounds(landmarks, stage.this), texts),
        "landmarks": [_shown(one, stage, idle) for one in landmarks],
        "kind": stage.kind,
        "tool": _TOOLS.get(stage.kind or ""),
    }


def _shown(one: Landmark, stage: Stage, idle: frozenset[str]) -> dict[str, Any]:
    drawing = one.drawing
    is_this = stage.this is not None and one.uuid == stage.this.uuid
    marks = {
        "this": is_this,
        "idle": one.uuid in idle,
        "closed": not drawing.modes,
        "partly": bool(drawing.modes) and drawing.modes != EVERYONE,
    }
    return {
        "uuid": one.uuid,
        "kind": drawing.kind,
        "name": drawing.name,
        "geometry": orjson.Fragment(geometry_text(drawing.geometry)),
        "marks": [name for name, is_so in marks.items() if is_so],
        "url": url_for("crossings.show", uuid=one.uuid) if one.uuid and not is_this else None,
    }


def _bounds(landmarks: Sequence[Landmark], this: Landmark | None) -> list[float]:
    """Return what the map shows: the one that the page is about with what lies around it, or all."""
    if this is not None:
        margin = _AROUND_DEGREES if this.drawing.kind == CROSSING else 0.0
        west, south, east, north = this.drawing.geometry.bounds
        return [west - margin, south - margin, east + margin, north + margin]
    return bounds_of([one.drawing.geometry for one in landmarks])
