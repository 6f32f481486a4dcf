"""The borders of a set that is prepared: faults mended, vertices thinned out, each shown before it is done; undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from layers.areas.draft_edits import put_areas
from layers.areas.draft_repairs import (
    MENDABLE,
    Redrawn,
    Settlement,
    compare,
    count_vertices,
    find_proposed,
    list_drawn_levels,
    mend_faults,
    simplify_level,
    with_units,
)
from layers.areas.draft_undo import undo_step
from layers.areas.vintage_checks import AreaFault, find_faults
from layers.areas.vintage_drafts import DraftVintage, get_draft
from layers.areas.vintages import Area
from layers.errors import Refused, StaleVersion
from layers.store.database import Reading, Write
from webmap.http import auth
from webmap.http.i18n import t
from webmap.pages.admin.boundary_forms import (
    DRAFT,
    CoarserForm,
    MendForm,
    SettleForm,
    SimplifyForm,
    VersionForm,
    ref_of,
    send,
)
from webmap.pages.admin.boundary_stage import (
    STEPS,
    Stage,
    bounds_of,
    change_words,
    shape_json,
    show_page,
    size_words,
)
from webmap.pages.admin.boundary_view import keep_keys

blueprint = Blueprint("boundary_repairs", __name__, url_prefix=DRAFT)
blueprint.before_request(partial(auth.require_session, "boundary.publish"))

TOLERANCE_M = 10
"""How much borders are simplified unless somebody says otherwise."""

MOST_LISTED = 100
"""Of more areas that change only the largest changes are listed."""

_MARGIN_DEGREES = 0.0005
_Changes = dict[int, Area]


@blueprint.get("/mend")
def show_mending(draft_id: int) -> ResponseReturnValue:
    """Show what mending one fault, or all that are small, would change."""
    form = SettleForm(request.args)
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
        settled = _settle(connection, draft, form) if form.validate() else []
    redrawn = compare(draft, with_units(draft, mend_faults(draft, settled)))
    names = {one.key: one.area.name for one in draft.areas}
    given = [
        (t(f"boundaries.short.{fault.kind}"), size_words(fault.area_m2), names[heir])
        for fault, heir in settled
    ]
    becomes, listed = _redraw(draft, redrawn), redrawn[:MOST_LISTED]
    land = [one.fault.geometry for one in settled[:MOST_LISTED]]
    page = show_page(
        "mending", becomes, "check", _compared(becomes, listed, land), redrawn=[_tell(one) for one in listed],
        areas=len(redrawn), given=given[:MOST_LISTED], n=len(settled), sent=request.args, told=form.words(),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/mend")
def mend(draft_id: int) -> ResponseReturnValue:
    """Give the land of faults to areas, one as somebody chose or all that are small as it is proposed."""
    form = MendForm.sent()

    def settle(connection: Reading, draft: DraftVintage) -> _Changes:
        return mend_faults(draft, _settle(connection, draft, form))

    if send(form, "boundary.mend", partial(_keep, draft_id, form, settle, "mend")):
        flash(t("boundaries.mended"), "good")
    else:
        flash(form.words(), "error")
    return redirect(url_for("boundaries.check", draft_id=draft_id), 303)


@blueprint.get("/simplify")
def show_simplification(draft_id: int) -> ResponseReturnValue:
    """Show how many vertices borders would lose, and how much the areas would change."""
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
    form = SimplifyForm(request.args, data=_asked_first(draft)) if request.args else _first_form(draft)
    _offer_levels(form, draft)
    return _simplify_page(draft, form), 200 if form.validate() else 422


@blueprint.post("/simplify")
def simplify(draft_id: int) -> ResponseReturnValue:
    """Leave the vertices out that matter least."""
    form = CoarserForm.sent()
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
    _offer_levels(form, draft)
    if not send(
        form, "boundary.simplify", partial(_keep, draft_id, form, lambda _, now: _thin(now, form), "simplify")
    ):
        return _simplify_page(draft, form), form.status
    flash(t("boundaries.simplified"), "good")
    return redirect(url_for("boundaries.show", draft_id=draft_id), 303)


@blueprint.post("/undo")
def undo(draft_id: int) -> ResponseReturnValue:
    """Put the areas back as they were before the last step."""
    form, back = VersionForm.sent(), dict(STEPS).get(request.form.get("step", ""), "boundaries.show")
    if send(form, "boundary.undo", lambda change: undo_step(change, ref_of(draft_id, form))):
        flash(t("boundaries.undone"), "good")
    else:
        flash(form.words(), "error")
    return redirect(url_for(back, draft_id=draft_id), 303)


def _keep(
    draft_id: int,
    form: VersionForm,
    redraw: Callable[[Reading, DraftVintage], _Changes],
    kind: str,
    change: Write,
) -> None:
    """Redraw the areas of a draft as one step; refuse what the writer did not see, and what changes nothing."""
    draft = get_draft(change.connection, draft_id)
    if draft.version != form.version.data:
        raise StaleVersion("version_stale", started_from=form.version.data, present=draft.version)
    changes = redraw(change.connection, draft)
    if not changes:
        raise Refused("draft_step_empty")
    put_areas(change, ref_of(draft_id, form), changes, kind=kind)


def _settle(connection: Reading, draft: DraftVintage, form: SettleForm) -> list[Settlement]:
    """Return what is to be done about the faults that the form means."""
    faults = find_faults(connection, draft)
    if form.under.data is not None:
        return find_proposed(faults, form.under.data)
    return [Settlement(_get_fault(faults, form.fault.data), form.heir.data or 0)]


def _get_fault(faults: Sequence[AreaFault], number: int | None) -> AreaFault:
    fault = faults[number] if number is not None and number < len(faults) else None
    if fault is None or fault.kind not in MENDABLE or fault.geometry is None:
        raise Refused("fault_not_found")
    return fault


def _thin(draft: DraftVintage, form: SimplifyForm) -> _Changes:
    return simplify_level(
        draft, form.level.data or "", form.tolerance.data or 0, keeps_outline=bool(form.keeps_outline.data)
    )


def _simplify_page(draft: DraftVintage, form: SimplifyForm) -> str:
    redrawn = compare(draft, with_units(draft, _thin(draft, form))) if form.validate() else ()
    before = count_vertices(*(one.area.geometry for one in draft.areas))
    fewer = sum(one.vertices_before - one.vertices_after for one in redrawn)
    becomes, listed = _redraw(draft, redrawn), redrawn[:MOST_LISTED]
    return show_page(
        "simplify", becomes, "draft", _compared(becomes, listed, ()), form=form, n=len(redrawn),
        redrawn=[_tell(one) for one in listed], before=before, after=before - fewer,
    )  # fmt: skip


def _asked_first(draft: DraftVintage) -> dict[str, Any]:
    levels = list_drawn_levels(draft)
    level = "ward" if "ward" in levels or not levels else levels[-1]
    return {"tolerance": TOLERANCE_M, "level": level}


def _first_form(draft: DraftVintage) -> SimplifyForm:
    return SimplifyForm(data={**_asked_first(draft), "keeps_outline": True})


def _offer_levels(form: SimplifyForm, draft: DraftVintage) -> None:
    form.level.choices = [(level, t(f"boundaries.level.{level}")) for level in list_drawn_levels(draft)]


def _redraw(draft: DraftVintage, redrawn: Sequence[Redrawn]) -> DraftVintage:
    """Return the draft as it would become, for the map."""
    becomes = {one.before.key: one.after for one in redrawn}
    areas = (
        replace(one, area=becomes[one.key], changed=True) if one.key in becomes else one
        for one in draft.areas
    )
    return replace(draft, areas=tuple(areas))


def _compared(becomes: DraftVintage, listed: Sequence[Redrawn], land: Sequence[Any]) -> Stage:
    """Return the map of areas as they become over what they are, near the land that changes hands."""
    olds = [{"id": one.before.key, "geometry": shape_json(one.before.area.geometry)} for one in listed]
    more: dict[str, Any] = {"olds": olds, "land": [shape_json(shape) for shape in land]}
    if land:
        west, south, east, north = bounds_of(land)
        edge = _MARGIN_DEGREES
        more["bounds"] = [west - edge, south - edge, east + edge, north + edge]
    return Stage("compare", more=more, areas=keep_keys(becomes, {one.before.key for one in listed}))


def _tell(one: Redrawn) -> dict[str, Any]:
    return {
        "key": one.before.key,
        "name": one.before.area.name,
        "code": one.before.area.code,
        "before": size_words(one.area_before_m2),
        "after": size_words(one.area_after_m2),
        "moved": change_words(one.moved_m2),
        "share": abs(one.moved_m2) / one.area_before_m2 * 100,
        "vertices_before": one.vertices_before,
        "vertices_after": one.vertices_after,
    }
