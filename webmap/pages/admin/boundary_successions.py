"""What became what when a set that is prepared comes into force: proposed, decided by a person."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from layers.areas.boundaries import read_shapes
from layers.areas.successions import (
    KINDS,
    Proposal,
    confirm_successions,
    decide_succession,
    propose_successions,
)
from layers.areas.vintage_drafts import get_draft
from layers.store.database import Reading, Write
from webmap.http import auth
from webmap.http.i18n import t
from webmap.pages.admin.boundary_forms import DRAFT, VersionForm, ref_of, send
from webmap.pages.admin.boundary_stage import Stage, shape_json, show_page, size_words
from webmap.pages.admin.boundary_view import keep_keys

blueprint = Blueprint("boundary_successions", __name__, url_prefix=DRAFT)
blueprint.before_request(partial(auth.require_session, "boundary.publish"))

MOST_PROPOSALS = 300
"""Of more pairs of areas that share land only the first are listed; once they are decided, the next ones come up."""


@blueprint.get("/succession")
def show(draft_id: int) -> ResponseReturnValue:
    """Show what became what, as the geometry has it, to be decided by a person."""
    return _show_page(draft_id)


@blueprint.post("/succession")
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
        return _show_page(draft_id, form.words()), form.status
    flash(t("boundaries.decided"), "good")
    return redirect(url_for("boundary_successions.show", draft_id=draft_id), 303)


def _show_page(draft_id: int, told: str = "") -> str:
    with auth.database().read() as connection:
        draft = get_draft(connection, draft_id)
        proposals = propose_successions(connection, draft_id)
        listed = _list_first(proposals)
        olds = read_shapes(connection, [one.old_id for one in listed])
    groups = [
        ({"id": old_id, "name": name, "code": code}, [_tell_proposal(one) for one in members])
        for (old_id, name, code), members in groupby(
            listed, key=lambda one: (one.old_id, one.old_name, one.old_code)
        )
    ]
    shapes = [{"id": old_id, "geometry": shape_json(geometry)} for old_id, geometry in olds.items()]
    undecided = sum(1 for one in proposals if one.decision is None)
    shown = keep_keys(draft, {one.key for one in listed})
    return show_page(
        "succession", draft, "succession", Stage("successors", more={"olds": shapes}, areas=shown),
        groups=groups, undecided=undecided, told=told, unlisted=len(proposals) - len(listed),
    )  # fmt: skip


def _list_first(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals that a page has room for: of old areas nobody decided about yet first."""
    undecided = {one.old_id for one in proposals if one.decision is None}
    by_need = sorted(proposals, key=lambda one: one.old_id not in undecided)
    return by_need[:MOST_PROPOSALS]


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
