"""The areas of a set of boundaries that is prepared: drawn, described, merged, cut, removed."""

import json
from collections.abc import Sequence
from functools import partial

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from geo.formats.geojson import geometry_text
from layers.areas.draft_edits import merge_areas, put_area, remove_area, split_area
from layers.areas.draft_repairs import draw_with_neighbours
from layers.areas.vintage_drafts import DraftArea, DraftVintage, get_draft
from layers.areas.vintages import Area
from layers.errors import NotFound
from layers.store.database import Write
from webmap.http import auth
from webmap.http.i18n import t
from webmap.pages.admin.boundary_forms import (
    DRAFT,
    AreaForm,
    MergeForm,
    SplitForm,
    VersionForm,
    facts_of,
    merged_facts,
    ref_of,
    send,
)
from webmap.pages.admin.boundary_stage import Stage, show_page, tell_area
from webmap.pages.admin.boundary_view import look_into, look_near

blueprint = Blueprint("boundary_areas", __name__, url_prefix=DRAFT)
blueprint.before_request(partial(auth.require_session, "boundary.publish"))

LEAST_MERGED = 2
_Areas = dict[int, Area]


@blueprint.get("/areas/new")
def show_new(draft_id: int) -> ResponseReturnValue:
    """Ask for a new area."""
    draft = _read(draft_id)
    form = AreaForm(data={"version": draft.version, "level": "ward", "follows": True})
    return _area_page(draft, form)


@blueprint.post("/areas/new")
def add(draft_id: int) -> ResponseReturnValue:
    """Add an area."""
    draft, form = _read(draft_id), AreaForm.sent()

    def keep(change: Write) -> None:
        area, others = form.facts(None).drawn(form.geometry("area")), _Areas()
        if form.follows.data:
            area, others = draw_with_neighbours(draft, None, area)
        put_area(change, ref_of(draft_id, form), area, others=others)

    if not send(form, "boundary.add_area", keep):
        return _area_page(draft, form), form.status
    return _back(draft_id, t("boundaries.added", name=form.name.data))


@blueprint.get("/areas/<int(max=2147483647):key>/edit")
def show_edit(draft_id: int, key: int) -> ResponseReturnValue:
    """Show an area, to be described and drawn anew."""
    draft = _read(draft_id)
    one = _get(draft, key)
    form = AreaForm(data={**facts_of(one.area), "version": draft.version, "follows": True,
                          "shape": json.loads(geometry_text(one.area.geometry))})  # fmt: skip
    return _area_page(draft, form, one)


@blueprint.post("/areas/<int(max=2147483647):key>/edit")
def revise(draft_id: int, key: int) -> ResponseReturnValue:
    """Describe and draw an area anew; its neighbours follow where that is wished."""
    draft, form = _read(draft_id), AreaForm.sent()
    one = _get(draft, key)

    def keep(change: Write) -> None:
        geometry, others = form.geometry("area", one.area.geometry), _Areas()
        area = form.facts(one.area.parent).drawn(geometry)
        if form.follows.data and geometry is not one.area.geometry:
            area, others = draw_with_neighbours(draft, key, area)
        put_area(change, ref_of(draft_id, form), area, key=key, others=others)

    if not send(form, "boundary.put_area", keep):
        return _area_page(draft, form, one), form.status
    return _back(draft_id, t("boundaries.kept_area", name=form.name.data))


@blueprint.post("/areas/<int(max=2147483647):key>/remove")
def remove(draft_id: int, key: int) -> ResponseReturnValue:
    """Take an area out."""
    draft, form = _read(draft_id), VersionForm.sent()
    one = _get(draft, key)

    if not send(
        form, "boundary.remove_area", lambda change: remove_area(change, ref_of(draft_id, form), key)
    ):
        flash(form.words(), "error")
        return redirect(url_for("boundary_areas.show_edit", draft_id=draft_id, key=key), 303)
    return _back(draft_id, t("boundaries.removed", name=one.area.name))


@blueprint.get("/merge")
def show_merge(draft_id: int) -> ResponseReturnValue:
    """Show what some areas become; too few lead back to the list."""
    draft = _read(draft_id)
    chosen = _chosen(draft, request.args.getlist("area"))
    if len(chosen) < LEAST_MERGED:
        flash(t("errors.merge_needs_two"), "warning")
        return redirect(url_for("boundaries.show", draft_id=draft_id), 303)
    return _merge_page(draft, MergeForm(data={**merged_facts(chosen), "version": draft.version}), chosen)


@blueprint.post("/merge")
def merge(draft_id: int) -> ResponseReturnValue:
    """Let one area go on instead of some."""
    draft, form = _read(draft_id), MergeForm.sent()
    chosen = _chosen(draft, request.form.getlist("area"))
    parent = chosen[0].area.parent if chosen else None
    keys = [one.key for one in chosen]

    def unite(change: Write) -> None:
        merge_areas(change, ref_of(draft_id, form), keys, form.facts(parent))

    if not send(form, "boundary.merge_areas", unite):
        return _merge_page(draft, form, chosen), form.status
    return _back(draft_id, t("boundaries.merged", n=len(chosen), name=form.name.data))


@blueprint.get("/areas/<int(max=2147483647):key>/split")
def show_split(draft_id: int, key: int) -> ResponseReturnValue:
    """Ask where an area is to be cut."""
    draft = _read(draft_id)
    one = _get(draft, key)
    first = facts_of(one.area)
    second = {"level": one.area.level, "is_partial": one.area.is_partial}
    return _split_page(
        draft, SplitForm(data={"version": draft.version, "first": first, "second": second}), one
    )


@blueprint.post("/areas/<int(max=2147483647):key>/split")
def split(draft_id: int, key: int) -> ResponseReturnValue:
    """Let two areas go on instead of one."""
    draft, form = _read(draft_id), SplitForm.sent()
    one = _get(draft, key)

    def cut(change: Write) -> None:
        parts = form.first.form.facts(one.area.parent), form.second.form.facts(one.area.parent)
        split_area(change, ref_of(draft_id, form), key, form.geometry("alley"), parts)

    if not send(form, "boundary.split_area", cut):
        return _split_page(draft, form, one), form.status
    return _back(draft_id, t("boundaries.was_split", name=one.area.name))


def _read(draft_id: int) -> DraftVintage:
    with auth.database().read() as connection:
        return get_draft(connection, draft_id)


def _get(draft: DraftVintage, key: int) -> DraftArea:
    found = next((one for one in draft.areas if one.key == key), None)
    if found is None:
        raise NotFound("draft_area_not_found")
    return found


def _chosen(draft: DraftVintage, sent: Sequence[str]) -> list[DraftArea]:
    return [one for one in draft.areas if str(one.key) in sent]


def _area_page(draft: DraftVintage, form: AreaForm, one: DraftArea | None = None) -> str:
    told, near = tell_area(one) if one else None, _near(draft, [one]) if one else None
    stage = Stage("area", drawn=one.key if one else None, areas=near or look_into(draft, "", "").areas)
    return show_page("area", draft, "draft", stage, form=form, area=told)


def _merge_page(draft: DraftVintage, form: MergeForm, chosen: Sequence[DraftArea]) -> str:
    merged = [tell_area(one) for one in chosen]
    stage = Stage("look", more={"chosen": [one.key for one in chosen]}, areas=_near(draft, chosen))
    return show_page("merge", draft, "draft", stage, form=form, merged=merged)


def _split_page(draft: DraftVintage, form: SplitForm, one: DraftArea) -> str:
    stage = Stage("cut", drawn=one.key, areas=_near(draft, [one]))
    return show_page("split", draft, "draft", stage, form=form, area=tell_area(one))


def _near(draft: DraftVintage, areas: Sequence[DraftArea]) -> tuple[DraftArea, ...]:
    return look_near(draft, [one.area.geometry for one in areas])


def _back(draft_id: int, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("boundaries.show", draft_id=draft_id), 303)
