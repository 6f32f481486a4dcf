"""Two people changed one place: shows base, mine and theirs in words, and asks for what clashes and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from flask import render_template, request
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2, length_m
from layers.areas.boundaries import describe_area
from layers.places.conflicts import merge_three
from layers.places.drafts import Place
from layers.places.references import PlaceRef
from layers.places.versions import read_draft
from layers.records.documents import get_document
from layers.store.database import Reading
from webmap.http import auth
from webmap.http.i18n import t
from webmap.pages.places.place_form import PlaceForm, form_of, paper_line, sent_values

FIELDS = ("name", "kind", "geometry", "topics", "alley_number", "alley_branch", "street", "aliases",
          "position_source", "position_accuracy_m", "document_id", "source", "note", "lead")  # fmt: skip
"""What two people may have changed, in the order of the form; the day and the reason belong to each change."""

_BOX = 100
_MARGIN = 6


@dataclass(frozen=True)
class Line:
    """A field in which the three states differ.

    Attributes
    ----------
    name
        One of `FIELDS`.
    base, mine, theirs
        What it was and became, in words.
    takes
        Whose value stands: ``mine`` or ``theirs``, None where somebody has to decide.
    sketches
        Of a geometry: the three as paths in one square of 100, in the same order.
    """

    name: str
    base: str
    mine: str
    theirs: str
    takes: str | None
    sketches: tuple[str, ...] = ()


def is_same(one: Place, other: Place) -> bool:
    """Tell whether two people want the same."""
    return _values(one) == _values(other)


def choose(mine: Place, theirs: Place) -> Place | None:
    """Return the place with what was chosen on the page of the conflict; None while something is undecided.

    Where no conflict was shown that is just ``mine``.
    """
    for name in request.form.getlist("asked"):
        taken = request.form.get(f"take-{name}")
        if name not in FIELDS or taken not in {"mine", "theirs"}:
            return None
        if taken == "theirs":
            mine = replace(mine, **{name: getattr(theirs, name)})
    return mine


def show(form: PlaceForm, ref: PlaceRef, mine: Place, versions: tuple[int, int]) -> str:
    """Show what was changed on both sides; sending the page starts from the newer version.

    Parameters
    ----------
    form
        As it was sent.
    ref
        The place.
    mine
        What the sender wants.
    versions
        Version from which both sides started, and the one that is to be changed now.
    """
    with auth.database().read() as connection:
        base, theirs = (read_draft(connection, ref.id, version) or mine for version in versions)
        merged = merge_three(_values(base), _values(mine), _values(theirs))
        yielding = [name for name in merged.values if merged.values[name] != _values(mine)[name]]
        result = replace(mine, **{name: getattr(theirs, name) for name in yielding})
        lines = list(_lines(connection, (base, mine, theirs), merged.clashes))
        carried = form_of(connection, result, version=versions[1], valid_from=form.valid_from.data,
                          reason=form.reason.data, snap=False)  # fmt: skip
    undecided = [name for name in merged.clashes if name in request.form.getlist("asked")]
    return render_template(
        "hotspots/conflict.html",
        place=ref,
        name=theirs.name,
        lines=lines,
        clashes=merged.clashes,
        carried=sent_values(carried),
        started_from=versions[0],
        taken={name: request.form.get(f"take-{name}") for name in merged.clashes},
        is_undecided=bool(undecided),
    )


def _values(place: Place) -> dict[str, object]:
    plain = {name: getattr(place, name) for name in FIELDS if name != "geometry"}
    return {**plain, "topics": tuple(sorted(place.topics)), "geometry": geometry_text(place.geometry)}


def _lines(
    connection: Reading, states: tuple[Place, Place, Place], clashes: tuple[str, ...]
) -> Iterator[Line]:
    base, mine, theirs = (_values(state) for state in states)
    for name in FIELDS:
        if base[name] == mine[name] == theirs[name]:
            continue
        was, own, other = (_words(connection, name, getattr(state, name)) for state in states)
        takes = None if name in clashes else "theirs" if mine[name] == base[name] else "mine"
        shapes = _sketches([state.geometry for state in states]) if name == "geometry" else ()
        yield Line(name, was, own, other, takes, shapes)


def _words(connection: Reading, name: str, value: Any) -> str:
    if value is None or value in ("", ()):
        return t("places.nothing")
    tellers = {
        "kind": lambda: t(f"codes.kind.{value}"),
        "topics": lambda: ", ".join(t(f"codes.topic.{topic}") for topic in value),
        "aliases": lambda: "; ".join(value),
        "geometry": lambda: _shape_words(value),
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
