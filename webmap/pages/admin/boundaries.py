"""Sets of boundaries: what was published, what is prepared, its faults, what became what, and its publication."""

from datetime import date
from functools import partial
from itertools import groupby
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.shapes.reshape import find_touching
from geo.types import DATE_MIN, local_day
from layers.areas.boundaries import LEVELS, count_areas, list_areas, list_vintages, read_shapes
from layers.areas.publication import publish_draft
from layers.areas.successions import (
    KINDS,
    Proposal,
    confirm_successions,
    decide_succession,
    propose_successions,
)
from layers.areas.vintage_checks import AreaFault, DraftCheck, check_draft
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

blueprint = Blueprint("boundaries", __name__)
blueprint.before_request(partial(auth.require_session, "boundary.publish"))

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
    groups = by_level((tell_area(one) for one in draft.areas), LEVELS)
    return show_page("draft", draft, "draft", Stage("choose"), groups=groups)


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
    told = [_tell_fault(number, fault, draft) for number, fault in enumerate(found.faults)]
    shapes = [
        {"id": number, "kind": fault.kind, "geometry": shape_json(fault.geometry)}
        for number, fault in enumerate(found.faults)
        if fault.geometry is not None
    ]
    return show_page(
        "check", draft, "check", Stage("faults", more={"faults": shapes}),
        blocking=[one for one, fault in zip(told, found.faults, strict=True) if fault in found.blocking],
        land=[one for one, fault in zip(told, found.faults, strict=True) if fault in found.land],
        moved=found.moved_places,
    )  # fmt: skip


@blueprint.get(f"{DRAFT}/succession")
def show_succession(draft_id: int) -> ResponseReturnValue:
    """Show what became what, as the geometry has it, to be decided by a person."""
    return _succession_page(draft_id)


@blueprint.post(f"{DRAFT}/succession")
def decide(draft_id: int) -> ResponseReturnValue:
    """Keep what a person decided, or whatever is proposed and still open."""
    form = VersionForm.sent()

    def keep(change: Write) -> None:
        ref = ref_of(draft_id, form)
        if request.form.get("all"):
            confirm_successions(change, ref)
        else:
            decide_succession(change, ref, _read_decisions(change.connection, draft_id))

    if not send(form, "boundary.decide", keep):
        return _succession_page(draft_id, form.words()), form.status
    flash(t("boundaries.decided"), "good")
    return redirect(url_for("boundaries.show_succession", draft_id=draft_id), 303)


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
    names = {one.area.code: one.area.name for one in draft.areas}
    areas = ", ".join(names.get(code, code) for code in fault.codes)
    can_be_given = fault.kind in {"gap", "overlap", "lost"} and fault.geometry is not None
    return {
        "id": number,
        "kind": fault.kind,
        "words": t(f"boundaries.fault.{fault.kind}", areas=areas),
        "size": size_words(fault.area_m2) if fault.area_m2 else "",
        "has_shape": fault.geometry is not None,
        "heirs": _find_heirs(fault, draft) if can_be_given else [],
    }


def _find_heirs(fault: AreaFault, draft: DraftVintage) -> list[tuple[int, str]]:
    heirs = [one for one in draft.areas if fault.kind != "overlap" or one.area.code in fault.codes]
    touching = find_touching(fault.geometry, [one.area.geometry for one in heirs])
    return [(heirs[at].key, heirs[at].area.name) for at in touching[:MOST_HEIRS]]


def _succession_page(draft_id: int, told: str = "") -> str:
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
        proposals = propose_successions(connection, draft_id)
        olds = read_shapes(connection, [one.old_id for one in proposals])
    groups = [
        ({"id": old_id, "name": name, "code": code}, [_tell_proposal(one) for one in members])
        for (old_id, name, code), members in groupby(
            proposals, key=lambda one: (one.old_id, one.old_name, one.old_code)
        )
    ]
    shapes = [{"id": old_id, "geometry": shape_json(geometry)} for old_id, geometry in olds.items()]
    undecided = sum(1 for one in proposals if one.decision is None)
    stage = Stage("successors", more={"olds": shapes})
    return show_page("succession", draft, "succession", stage, groups=groups, undecided=undecided, told=told)


def _tell_proposal(one: Proposal) -> dict[str, Any]:
    return {
        "field": _field_of(one),
        "old_id": one.old_id,
        "key": one.key,
        "new_name": one.new_name,
        "new_code": one.new_code,
        "size": size_words(one.area_m2),
        "of_old": round(one.share_of_old * 100, 1),
        "of_new": round(one.share_of_new * 100, 1),
        "kind": one.kind,
        "kinds": KINDS[1:] if one.is_partial else KINDS,
        "chosen": one.decision or one.kind,
        "decided_by": one.decided_by if one.decision else None,
    }


def _field_of(one: Proposal) -> str:
    return f"became-{one.old_id}-{one.key}"


def _read_decisions(connection: Reading, draft_id: int) -> dict[tuple[int, int], str]:
    """Return what was chosen for each pair that is proposed; a pair that the page did not send stays as it is."""
    proposals = propose_successions(connection, draft_id)
    sent = {(one.old_id, one.key): request.form.get(_field_of(one), "") for one in proposals}
    return {pair: kind for pair, kind in sent.items() if kind}


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
        "publication", draft, "publication", Stage("look"),
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
        obstacles.append((words, url_for("boundaries.show_succession", draft_id=draft.id)))
    return obstacles
