"""Sets of boundaries: what was published, what is prepared, its faults, and its publication."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.shapes.reshape import find_touching
from geo.types import DATE_MIN, local_day
from layers.areas.boundaries import LEVELS, count_areas, list_areas, list_vintages
from layers.areas.draft_repairs import MENDABLE, find_proposed
from layers.areas.publication import publish_draft
from layers.areas.successions import Proposal, propose_successions
from layers.areas.vintage_checks import BLOCKING, AreaFault, DraftCheck, check_draft
from layers.areas.vintage_drafts import (
    DRAWN_LEVELS,
    DraftVintage,
    begin_draft,
    discard_draft,
    get_draft,
    list_drafts,
    revise_draft,
)
from layers.store.columns import AnyRow
from layers.store.database import Reading, Write
from webmap.http import auth
from webmap.http.i18n import t
from webmap.pages.admin.boundary_forms import DRAFT, PublishForm, SetForm, VersionForm, ref_of, send
from webmap.pages.admin.boundary_stage import (
    Stage,
    by_level,
    shape_json,
    show_page,
    size_words,
    tell_area,
)
from webmap.pages.admin.boundary_view import keep_keys, look_into

blueprint = Blueprint("boundaries", __name__)
blueprint.before_request(partial(auth.require_session, "boundary.publish"))

LARGEST_UNSEEN_M2 = 1000
"""Faults smaller than this are offered to be mended all together, as it is proposed."""

MOST_FAULTS = 200
"""Of more faults only the first are listed; they are mended, and the next ones come up."""

MOST_NAMED = 6
"""Of more areas that a fault concerns only the first are named."""

MOST_HEIRS = 4
"""More areas than this are not offered for the land of one fault."""


@blueprint.get("/admin/boundaries")
def index() -> ResponseReturnValue:
    """Show the sets that were published and those that are prepared."""
    today = local_day(auth.database().clock())
    with auth.database().read() as connection:
        published, counts = list_vintages(connection), count_areas(connection)
        drafts = list_drafts(connection)
    present = max((one.valid_from for one in published if one.valid_from <= today), default=None)
    return render_template(
        "boundaries/index.html",
        drafts=[{**one._asdict(), "begun_on": local_day(one.begun_at)} for one in drafts],
        sets=[_tell_set(one, counts[one.valid_from], present) for one in published],
    )


@blueprint.get("/admin/boundaries/new")
def show_new() -> ResponseReturnValue:
    """Ask what the new set is."""
    form = SetForm()
    form.uuid.data = str(uuid4())
    return _facts_page(form)


@blueprint.post("/admin/boundaries/new")
def begin() -> ResponseReturnValue:
    """Begin a set as a copy of what is in force."""
    form, draft_id = SetForm.sent(), 0

    def keep(change: Write) -> None:
        nonlocal draft_id
        draft_id = begin_draft(change, form.vintage(), uuid=form.uuid.data or str(uuid4()))

    if not send(form, "boundary.begin", keep):
        return _facts_page(form), form.status
    flash(t("boundaries.begun"), "good")
    return redirect(url_for("boundaries.show", draft_id=draft_id), 303)


@blueprint.get(DRAFT)
def show(draft_id: int) -> ResponseReturnValue:
    """Show the areas of a draft; one that has ended leads back to the list."""
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
    if draft.ended_at is not None:
        return redirect(url_for("boundaries.index"), 303)
    view = look_into(draft, request.args.get("within", ""), request.args.get("q", "").strip())
    groups = by_level((tell_area(one) for one in view.areas), LEVELS)
    return show_page("draft", draft, "draft", Stage("choose", areas=view.areas), groups=groups, view=view)


@blueprint.get(f"{DRAFT}/facts")
def show_facts(draft_id: int) -> ResponseReturnValue:
    """Show what is said of a draft, to be changed."""
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
    return _facts_page(SetForm(data={**vars(draft.vintage), "version": draft.version}), draft)


@blueprint.post(f"{DRAFT}/facts")
def revise(draft_id: int) -> ResponseReturnValue:
    """Say anew what a draft is."""
    form = SetForm.sent()
    if not send(
        form, "boundary.revise", lambda change: revise_draft(change, ref_of(draft_id, form), form.vintage())
    ):
        with auth.database().read() as connection:
            return _facts_page(form, get_draft(connection, draft_id)), form.status
    flash(t("boundaries.kept"), "good")
    return redirect(url_for("boundaries.show", draft_id=draft_id), 303)


@blueprint.get(f"{DRAFT}/check")
def check(draft_id: int) -> ResponseReturnValue:
    """Show what is wrong with a draft, which land is lost or gained, and which places change wards."""
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
        found = check_draft(connection, auth.actor(), draft_id)
    listed = [*enumerate(found.blocking)][:MOST_FAULTS]
    listed += [*enumerate(found.land, len(found.blocking))][:MOST_FAULTS]
    shapes = [
        {"id": number, "kind": fault.kind, "geometry": shape_json(fault.geometry)}
        for number, fault in listed
        if fault.geometry is not None
    ]
    told = [(fault.kind in BLOCKING, _tell_fault(number, fault, draft)) for number, fault in listed]
    concerned = {key for _, fault in listed for key in fault.keys}
    return show_page(
        "check", draft, "check", Stage("faults", more={"faults": shapes}, areas=keep_keys(draft, concerned)),
        blocking=[one for is_blocking, one in told if is_blocking], faults=len(found.blocking),
        land=[one for is_blocking, one in told if not is_blocking], unlisted=len(found.faults) - len(told),
        moved=found.moved_places, proposed=len(find_proposed(found.faults, LARGEST_UNSEEN_M2)),
        under=LARGEST_UNSEEN_M2,
    )  # fmt: skip


@blueprint.get(f"{DRAFT}/publish")
def show_publication(draft_id: int) -> ResponseReturnValue:
    """Show what publishing will do, and what stands against it."""
    return _publication_page(draft_id)


@blueprint.post(f"{DRAFT}/publish")
def publish(draft_id: int) -> ResponseReturnValue:
    """Publish a draft: its areas hold from its day on."""
    form = PublishForm.sent()

    def enact(change: Write) -> None:
        publish_draft(change, ref_of(draft_id, form), acknowledged=bool(form.acknowledged.data))

    if not send(form, "boundary.publish", enact):
        return _publication_page(draft_id, form.words()), form.status
    flash(t("boundaries.was_published"), "good")
    return redirect(url_for("boundaries.index"), 303)


@blueprint.post(f"{DRAFT}/discard")
def discard(draft_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    form = VersionForm.sent()
    if not send(form, "boundary.discard", lambda change: discard_draft(change, ref_of(draft_id, form))):
        flash(form.words(), "error")
        return redirect(url_for("boundaries.show", draft_id=draft_id), 303)
    flash(t("boundaries.discarded"), "good")
    return redirect(url_for("boundaries.index"), 303)


def _tell_set(one: AnyRow, count: int, present: date | None) -> dict[str, Any]:
    is_open = one.valid_from == DATE_MIN
    state = (
        "now" if one.valid_from == present else "later" if present is None or one.valid_from > present else ""
    )
    return {
        "title": one.title,
        "legal_basis": one.legal_basis,
        "source": one.source,
        "count": count,
        "since": t("boundaries.since_start") if is_open else t("boundaries.since", day=one.valid_from),
        "state": state,
        "url": url_for("map.show", vintage="start" if is_open else one.valid_from.isoformat()),
    }


def _facts_page(form: SetForm, draft: DraftVintage | None = None) -> str:
    return render_template("boundaries/new.html", form=form, draft=draft)


def _tell_fault(number: int, fault: AreaFault, draft: DraftVintage) -> dict[str, Any]:
    can_be_given = fault.kind in MENDABLE and fault.geometry is not None
    return {
        "id": number,
        "kind": fault.kind,
        "words": t(f"boundaries.fault.{fault.kind}", areas=_name_areas(fault.codes, draft)),
        "size": size_words(fault.area_m2) if fault.area_m2 else "",
        "has_shape": fault.geometry is not None,
        "heirs": _find_heirs(fault, draft) if can_be_given else [],
        "keeper": fault.keeper,
        "is_sliver": fault.is_sliver,
    }


def _name_areas(codes: Sequence[str], draft: DraftVintage) -> str:
    """Name areas by their codes, of many the first."""
    named = codes[:MOST_NAMED]
    names = {one.area.code: one.area.name for one in draft.areas if one.area.code in named}
    told = ", ".join(names.get(code, code) for code in named)
    rest = len(codes) - len(named)
    return t("boundaries.and_areas", areas=told, n=rest) if rest else told


def _find_heirs(fault: AreaFault, draft: DraftVintage) -> list[tuple[int, str]]:
    """Return the areas that could get the land, the proposed one first; of a unit apart from its parts, itself."""
    if fault.kind == "apart":
        return [(one.key, one.area.name) for one in draft.areas if one.key == fault.keeper]
    heirs = [
        one
        for one in draft.areas
        if one.area.level == fault.level and (fault.kind != "overlap" or one.key in fault.keys)
    ]
    touching = find_touching(fault.geometry, [one.area.geometry for one in heirs])
    told = [(heirs[at].key, heirs[at].area.name) for at in touching[:MOST_HEIRS]]
    return sorted(told, key=lambda heir: heir[0] != fault.keeper)


def _publication_page(draft_id: int, told: str = "") -> str:
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
        found = check_draft(connection, auth.actor(), draft_id)
        proposals = propose_successions(connection, draft_id)
        ended = _count_ended(connection, draft)
    changed = len(draft.changed)
    figures = [("new", changed), ("ended", ended), ("kept", len(draft.areas) - changed),
               ("moved", len(found.moved_places))]  # fmt: skip
    obstacles = _obstacles(draft, found, proposals) if changed or ended else [_unchanged(draft)]
    land = [f"{one['words']} {one['size']}" for one in (_tell_fault(0, fault, draft) for fault in found.land)]
    return show_page(
        "publication", draft, "publication", Stage("look", areas=look_into(draft, "", "").areas),
        figures=figures, obstacles=obstacles, land=land, told=told,
    )  # fmt: skip


def _count_ended(connection: Reading, draft: DraftVintage) -> int:
    kept = {one.from_id for one in draft.areas if not one.changed}
    held = (list_areas(connection, draft.vintage.valid_from, level) for level in DRAWN_LEVELS)
    return sum(1 for rows in held for row in rows if row.id not in kept)


def _unchanged(draft: DraftVintage) -> tuple[str, str]:
    return t("boundaries.unchanged"), url_for("boundaries.show", draft_id=draft.id)


def _obstacles(
    draft: DraftVintage, found: DraftCheck, proposals: tuple[Proposal, ...]
) -> list[tuple[str, str]]:
    undecided = sum(1 for one in proposals if one.decision is None)
    obstacles = []
    if found.blocking:
        words = t("boundaries.faults", n=len(found.blocking))
        obstacles.append((words, url_for("boundaries.check", draft_id=draft.id)))
    if undecided:
        words = t("boundaries.undecided", n=undecided)
        obstacles.append((words, url_for("boundary_successions.show", draft_id=draft.id)))
    return obstacles
