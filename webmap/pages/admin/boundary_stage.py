"""What the pages of a set of boundaries show: the map of it, the steps of the work, and sizes in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson
import shapely
from flask import render_template, url_for
from shapely.geometry.base import BaseGeometry

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2
from geo.shapes.topology import label_point
from layers.areas.vintage_drafts import DraftArea, DraftVintage
from webmap.http.i18n import t, translator

STEPS = (
    ("draft", "boundaries.show"),
    ("check", "boundaries.check"),
    ("succession", "boundary_successions.show"),
    ("publication", "boundaries.show_publication"),
)
"""The work in its order, each step with its page."""

QUAN_8 = (106.59, 10.69, 106.69, 10.75)
"""What the map of an empty set shows: west, south, east, north."""

_WIDEST_DEGREES = 0.198
_HA_M2 = 10_000
_HARDLY_M2 = 0.5
_TEXTS = ("drawing", "map.locate", "boundaries.stage")


@dataclass(frozen=True)
class Stage:
    """What the map is for.

    Attributes
    ----------
    mode
        ``look``, ``choose``, ``area`` (one is drawn), ``cut`` (a line is), ``faults``, ``successors`` or ``compare``
        (what becomes over what is).
    drawn
        Key of the area that is drawn anew or cut.
    more
        What the script needs for it besides.
    areas
        Which areas of the set are drawn; None for all.
    """

    mode: str = "look"
    drawn: int | None = None
    more: dict[str, Any] = field(default_factory=dict)
    areas: Sequence[DraftArea] | None = None


def show_page(template: str, draft: DraftVintage, step: str, stage: Stage, **facts: object) -> str:
    """Return a page of a draft.

    Parameters
    ----------
    template
        Below ``templates/boundaries``.
    draft
        What the page is about.
    step
        Which of `STEPS` it belongs to.
    stage
        What its map is for.
    facts
        What the template needs besides.
    """
    return render_template(
        f"boundaries/{template}.html",
        draft={"id": draft.id, "version": draft.version, "last_step": draft.last_step, **vars(draft.vintage)},
        step=step,
        steps=[(name, url_for(endpoint, draft_id=draft.id)) for name, endpoint in STEPS],
        stage={"mode": stage.mode, "draws": stage.mode in {"area", "cut"}, "config": _config(draft, stage)},
        **facts,
    )


def tell_area(one: DraftArea) -> dict[str, Any]:
    """Return an area as lists show it."""
    size_m2 = area_m2(one.area.geometry)
    return {
        "key": one.key,
        "code": one.area.code,
        "name": one.area.name,
        "level": one.area.level,
        "changed": one.changed,
        "partial": one.area.is_partial,
        "area_m2": size_m2,
        "size": size_words(size_m2),
    }


def size_words(size_m2: float) -> str:
    """Write an area as people here do: hectares, or square metres where it is less than one."""
    if size_m2 >= _HA_M2:
        return t("boundaries.size_ha", value=round(size_m2 / _HA_M2, 2))
    return t("boundaries.size_m2", value=round(size_m2) if size_m2 >= 1 else round(size_m2, 2))


def change_words(change_m2: float) -> str:
    """Write by how much an area grows or, with a minus sign, shrinks; hardly anything is 0 m²."""
    sign = "+" if change_m2 > 0 else "\N{MINUS SIGN}"
    return (
        t("boundaries.size_m2", value=0)
        if abs(change_m2) < _HARDLY_M2
        else f"{sign}{size_words(abs(change_m2))}"
    )


def shape_json(geometry: BaseGeometry) -> orjson.Fragment:
    """Return a geometry as the page's script reads it."""
    return orjson.Fragment(geometry_text(geometry))


def map_config(bounds: Sequence[float], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what the script of every such map needs: what it shows at first, what lies around, its words.

    Parameters
    ----------
    bounds
        West, south, east, north.
    texts
        By key, what is said differently than on the map of a set of boundaries.
    """
    return {
        "areas": [],
        "bounds": bounds,
        "around_url": url_for("drawing.around"),
        "widest": _WIDEST_DEGREES,
        "locale": translator().locale,
        "texts": {**translator().catalogue(_TEXTS), **texts},
    }


def _config(draft: DraftVintage, stage: Stage) -> dict[str, Any]:
    hints = {
        "drawing.hint.line": t("boundaries.stage.cut"),
        "drawing.hint.area": t("boundaries.stage.outline"),
    }
    areas = draft.areas if stage.areas is None else stage.areas
    return {
        **map_config(bounds_of([one.area.geometry for one in areas]), hints),
        "areas": [_shown(one) for one in areas],
        "drawn": stage.drawn,
        **stage.more,
    }


def _shown(one: DraftArea) -> dict[str, Any]:
    label = label_point(one.area.geometry)
    place = [round(label.lon, 6), round(label.lat, 6)]
    return {**tell_area(one), "label": place, "geometry": shape_json(one.area.geometry)}


def bounds_of(shapes: Sequence[BaseGeometry]) -> list[float]:
    """Return what a map of shapes shows: west, south, east, north; where there are none, Quận 8."""
    return (
        [float(side) for side in shapely.total_bounds(np.array(shapes, dtype=object))]
        if shapes
        else list(QUAN_8)
    )


def by_level(
    areas: Iterable[dict[str, Any]], levels: Sequence[str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the areas in groups of one level each, without empty groups."""
    listed = list(areas)
    groups = [(level, [one for one in listed if one["level"] == level]) for level in levels]
    return [(level, members) for level, members in groups if members]
