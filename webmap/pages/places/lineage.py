"""Merging places into one and splitting one in two, by whoever coordinates an area."""

import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import shapely
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from shapely.geometry.base import BaseGeometry

from geo.errors import AppError
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import find_crs
from geo.text.names import collation_key
from layers.conversion.states import STATES
from layers.errors import NotFound, OutsideScope, Refused
from layers.places.drafts import KINDS, Place, check_place, read_shape
from layers.places.lineage import LEAST_MERGED, Successor, cut_in_two, merge_hotspots, split_hotspot
from layers.places.references import PlaceRef, get_place
from layers.places.versions import read_draft
from layers.store import features, scope
from layers.store.database import Reading
from layers.store.query import FeatureQuery
from webmap.http import auth
from webmap.http.coordinates import read_coordinates
from webmap.http.forms import Given, LineField, UuidField
from webmap.http.i18n import t
from webmap.pages.places.place_form import (
    FAULTS,
    DrawnForm,
    Frame,
    PlaceForm,
    form_of,
    least,
    offer_choices,
    offer_first,
    read_first,
    read_if_valid,
    tell,
    today,
)

blueprint = Blueprint("lineage", __name__)

MOST_OFFERED = 500
MOST_MERGED = 20
"""More places than this are not one place."""


class SplitForm(DrawnForm):
    """Where a place is cut (``shape``: a line), and what its parts are called."""

    west_uuid = UuidField()
    east_uuid = UuidField()
    west_name = LineField(validators=[Given()])
    east_name = LineField(validators=[Given()])


@blueprint.get("/hotspots/merge")
def show_merge() -> ResponseReturnValue:
    """Ask which places are one, then show them as the one that goes on."""
    codes = _codes(request.args.getlist("with"))
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.merge")
        if len(codes) < LEAST_MERGED:
            return _choose(connection, codes)
        olds = _read_olds(connection, codes)
        merged = _one_of([place for _, place in olds])
        form = form_of(connection, merged, uuid=str(uuid4()), first="DE_XUAT", snap=False)
        offer_choices(connection, form, Frame(before=merged))
    return _show_merge(form, olds)


@blueprint.post("/hotspots/merge")
def merge() -> ResponseReturnValue:
    """Let one place go on instead of those that were chosen."""
    form, actor = PlaceForm.sent(), auth.actor()
    codes = _codes(request.form.getlist("with"))
    with auth.database().read() as connection:
        scope.require(connection, actor, "hotspot.merge")
        if len(codes) < LEAST_MERGED:
            return _choose(connection, codes, t("errors.merge_needs_two")), 422
        seen = dict(zip(request.form.getlist("with"), request.form.getlist("from"), strict=False))
        olds = [
            (replace(ref, version=_number(seen.get(ref.code, ""))), old)
            for ref, old in _read_olds(connection, codes)
        ]
        offer_choices(connection, form, Frame(before=olds[0][1]))
        place = read_if_valid(connection, form, Frame())
    if place is None:
        return _show_merge(form, olds, 422)
    refs = [ref for ref, _ in olds]
    try:
        new = Successor(place, read_first(form, place), form.uuid.data)
        is_different = bool(form.is_different.data)
        with auth.database().write(actor, "hotspot.merge", form.reason.data) as change:
            code = merge_hotspots(change, refs, new, least=least(), is_different=is_different)
    except (*FAULTS, OutsideScope) as error:
        return _show_merge(form, olds, tell(form, error))
    flash(t("places.merged", code=code, n=len(refs)), "good")
    return redirect(url_for("hotspots.show", code=code), 303)


@blueprint.get("/hotspots/<code>/split")
def show_split(code: str) -> ResponseReturnValue:
    """Ask where a place is to be cut."""
    with auth.database().read() as connection:
        ref, place = _read_old(connection, code)
        form = SplitForm(data={"version": ref.version, "valid_from": today(), "first": "DE_XUAT"})
        form.west_uuid.data, form.east_uuid.data = str(uuid4()), str(uuid4())
        offer_first(connection, form)
    return _show_split(form, ref, place)


@blueprint.post("/hotspots/<code>/split")
def split(code: str) -> ResponseReturnValue:
    """Let two parts go on instead of a place."""
    form, actor = SplitForm.sent(), auth.actor()
    with auth.database().read() as connection:
        ref, place = _read_old(connection, code)
        offer_first(connection, form)
    if not form.validate() or form.version.data is None:
        return _show_split(form, ref, place, 422)
    try:
        parts = _parts(form, place)
        with auth.database().write(actor, "hotspot.split", form.reason.data) as change:
            old = replace(ref, version=form.version.data)
            codes = split_hotspot(change, old, parts, least=least())
    except (*FAULTS, OutsideScope) as error:
        return _show_split(form, ref, place, tell(form, error))
    flash(t("places.was_split", code=ref.code, codes=", ".join(codes)), "good")
    return redirect(url_for("hotspots.show", code=codes[0]), 303)


def _codes(sent: Sequence[str]) -> list[str]:
    codes = list(dict.fromkeys(code.strip() for code in sent if code.strip()))
    if len(codes) > MOST_MERGED:
        raise Refused("merge_too_many", maximum=MOST_MERGED)
    return codes


def _number(text: str) -> int:
    """Return the version that a form began with; what is no number is no version and so never the present one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004


def _read_old(connection: Reading, code: str) -> tuple[PlaceRef, Place]:
    ref = get_place(connection, auth.actor(), code, "hotspot.merge")
    place = read_draft(connection, ref.id, ref.version)
    if place is None:
        raise NotFound("hotspot_not_found", hotspot=code)
    return ref, place


def _read_olds(connection: Reading, codes: Sequence[str]) -> list[tuple[PlaceRef, Place]]:
    found = {ref.id: (ref, place) for ref, place in (_read_old(connection, code) for code in codes)}
    return list(found.values())


def _one_of(places: Sequence[Place]) -> Place:
    """Return the draft of the place that goes on: the first one, with what all of them cover, are and are called."""
    first = places[0]
    geometry = shapely.line_merge(shapely.union_all([place.geometry for place in places]))
    fits = geometry.geom_type in KINDS[first.kind]
    names = [name for place in places for name in (place.name, *place.aliases)]
    return replace(
        first,
        geometry=geometry if fits else first.geometry,
        topics=tuple(sorted({topic for place in places for topic in place.topics})),
        aliases=tuple(dict.fromkeys(names)),  # that of the first stays where it is given another name
        position_accuracy_m=max(place.position_accuracy_m for place in places),
        lead=None,
    )


def _parts(form: SplitForm, place: Place) -> list[Successor]:
    cut = _read_cut(form)
    sent = form.data
    drafts = []
    for geometry, side in zip(cut_in_two(place.geometry, cut), ("west", "east"), strict=True):
        part = replace(
            place, name=sent[f"{side}_name"], geometry=geometry, valid_from=sent["valid_from"],
            aliases=(), lead=None, alley_number=None, alley_branch=None,
        )  # fmt: skip
        try:
            checked = check_place(part, least())
        except AppError as error:
            if error.facts.get("field") == "name":
                error.facts["field"] = f"{side}_name"
            raise
        drafts.append(Successor(checked, read_first(form, checked), sent[f"{side}_uuid"]))
    return drafts


def _read_cut(form: SplitForm) -> BaseGeometry:
    if form.shape.data is not None:
        return read_shape(form.shape.data)
    crs = find_crs(form.coordinates_crs.data or "EPSG:4326")
    return read_coordinates(form.coordinates.data or "", crs, kind="alley")


def _choose(connection: Reading, codes: Sequence[str], told: str | None = None) -> str:
    page = features.get_page(
        connection, auth.actor(), "hotspots", FeatureQuery(on=today(), limit=MOST_OFFERED)
    )
    going_on = [one.properties for one in page.features if not _has_ended(one.properties["status"])]
    named = [(str(told["code"]), str(told["name"])) for told in going_on]
    offered = sorted(named, key=lambda one: (one[0] not in codes, collation_key(one[1])))
    return render_template("hotspots/merge.html", chosen=codes, offered=offered, told=told)


def _has_ended(status: object) -> bool:
    return str(status) in STATES and STATES[str(status)].is_final


def _show_merge(
    form: PlaceForm, olds: Sequence[tuple[PlaceRef, Place]], status: int = 200
) -> ResponseReturnValue:
    merged = [{"code": ref.code, "name": place.name, "version": ref.version} for ref, place in olds]
    names = ", ".join(f"{place.name} ({ref.code})" for ref, place in olds)
    page = {"title": t("places.merge.title"), "lead": t("places.merge.lead", names=names), "has_first": True}
    back = url_for("hotspots.show", code=olds[0][0].code)
    return render_template(
        "hotspots/edit.html", form=form, place=None, back=back, merged=merged, **page
    ), status


def _show_split(form: SplitForm, ref: PlaceRef, place: Place, status: int = 200) -> ResponseReturnValue:
    shape = json.loads(geometry_text(place.geometry))
    return render_template("hotspots/split.html", form=form, place=ref, name=place.name, whole=shape), status
