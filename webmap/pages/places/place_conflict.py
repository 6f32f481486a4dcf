"""Two people changed one place: what of a place is compared, and how each of its fields is told."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from flask import url_for
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2, length_m
from layers.areas.boundaries import describe_area
from layers.places.drafts import Place
from layers.places.references import PlaceRef
from layers.places.versions import read_draft
from layers.records.documents import get_document
from layers.store.database import Reading
from webmap.http import auth, conflicts
from webmap.http.conflicts import About, Dispute, Pairs, Telling
from webmap.http.forms import sent_values
from webmap.http.i18n import t
from webmap.pages.places.place_form import PlaceForm, form_of
from webmap.pages.records.citing import paper_line

FIELDS = ("name", "kind", "geometry", "topics", "alley_number", "alley_branch", "street", "aliases",
          "position_source", "position_accuracy_m", "document_id", "source", "note", "lead")  # fmt: skip
"""What two people may have changed, in the order of the form; the day and the reason belong to each change."""

_CODES = frozenset({"shape", "version", "kind", "topics", "position_source", "position_accuracy_m", "document",
                    "lead", "valid_from"})  # fmt: skip
"""Fields of the form in which nobody writes words."""

_BOX = 100
_MARGIN = 6


def choose(mine: Place, theirs: Place) -> Place | None:
    """Return the place with what was chosen on the page of the conflict; None while something is undecided."""
    yielding = conflicts.read_choice(FIELDS)
    return None if yielding is None else _taking(mine, theirs, yielding)


def dispute_about(
    connection: Reading, form: PlaceForm, ref: PlaceRef, mine: Place, versions: tuple[int, int]
) -> Dispute:
    """Return the dispute about a place.

    Parameters
    ----------
    connection
        A transaction.
    form
        As it was sent.
    ref
        The place.
    mine
        What the sender wants.
    versions
        Version from which both sides started, and the one that is to be changed now.
    """
    base, theirs = (read_draft(connection, ref.id, version) or mine for version in versions)

    def carry(yielding: Collection[str], version: int) -> Pairs:
        result = _taking(mine, theirs, yielding)
        with auth.database().read() as reading:
            carried = form_of(reading, result, version=version, valid_from=form.valid_from.data,
                              reason=form.reason.data, snap=False)  # fmt: skip
        return sent_values(carried)

    return Dispute(
        About("hotspot", ref.code, theirs.name, url_for("hotspots.show", code=ref.code),
              url_for("places.show_edit", code=ref.code)),
        versions, values_of(base), values_of(mine), values_of(theirs),
        _telling((base, mine, theirs)), carry, _CODES,
    )  # fmt: skip


def _taking(mine: Place, theirs: Place, yielding: Collection[str]) -> Place:
    return replace(mine, **{name: getattr(theirs, name) for name in yielding})


def _telling(states: tuple[Place, Place, Place]) -> Telling:
    def sketches(name: str) -> tuple[str, ...]:
        return _sketches([state.geometry for state in states]) if name == "geometry" else ()

    def words(name: str, value: Any) -> str:
        with auth.database().read() as connection:
            return _words(connection, name, value)

    return Telling(lambda name: t(f"places.field.{name}"), words, sketches)


def values_of(place: Place) -> dict[str, object]:
    """Return what of a place is compared."""
    told = {"topics": tuple(sorted(place.topics)), "geometry": geometry_text(place.geometry)}
    return {name: told.get(name, getattr(place, name)) for name in FIELDS}


def _words(connection: Reading, name: str, value: Any) -> str:
    if value is None or value in ("", ()):
        return t("conflicts.nothing")
    tellers = {
        "kind": lambda: t(f"codes.kind.{value}"),
        "topics": lambda: ", ".join(t(f"codes.topic.{topic}") for topic in value),
        "aliases": lambda: "; ".join(value),
        "geometry": lambda: _shape_words(shapely.from_geojson(value)),
        "position_source": lambda: t(f"places.found_by.{value}"),
        "position_accuracy_m": lambda: t("places.metres", value=round(value)),
        "document_id": lambda: paper_line(get_document(connection, value)),
        "lead": lambda: describe_area(connection, value),
    }
    return tellers[name]() if name in tellers else str(value)


def _shape_words(geometry: BaseGeometry) -> str:
    n = int(shapely.get_num_coordinates(geometry))
    dimension = int(shapely.get_dimensions(geometry))
    if dimension == 0:
        return t("places.shape_point", lat=round(geometry.y, 5), lon=round(geometry.x, 5))
    if dimension == 1:
        return t("places.shape_line", length=round(length_m(geometry)), n=n)
    return t("places.shape_area", area=round(area_m2(geometry)), n=n)


def _sketches(geometries: list[BaseGeometry]) -> tuple[str, ...]:
    """Draw geometries as SVG paths in one square, north up, so that they can be compared."""
    west, south, east, north = shapely.total_bounds(geometries)
    scale = (_BOX - 2 * _MARGIN) / (max(east - west, north - south) or 1)
    drawn = []
    for geometry in geometries:
        parts = [line for part in shapely.get_parts(geometry) for line in shapely.get_rings(part)]
        lines = parts or list(shapely.get_parts(geometry))
        steps = [_step((shapely.get_coordinates(line) - [west, south]) * scale) for line in lines]
        drawn.append(" ".join(steps))
    return tuple(drawn)


def _step(xy: NDArray[np.float64]) -> str:
    dots = [f"{_MARGIN + x:.1f},{_BOX - _MARGIN - y:.1f}" for x, y in xy.tolist()]
    return (
        "M" + " L".join(dots) if len(dots) > 1 else f"M{dots[0]} h0.1"
    )  # a short stroke is drawn, a dot is not
