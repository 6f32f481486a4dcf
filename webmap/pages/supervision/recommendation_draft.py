"""The form in which a recommendation or a commendation is drafted, and worded anew while it is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from layers.errors import Refused, StaleVersion
from layers.places.references import get_place
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Reading
from layers.supervision import ledger
from layers.supervision.bodies import list_bodies
from layers.supervision.recommendation_steps import KINDS, RECIPIENT_KINDS
from layers.supervision.recommendations import draft_recommendation, revise
from webmap.errors import BadParameter
from webmap.http import auth, conflicts, params
from webmap.http.forms import (
    Given,
)
from webmap.http.i18n import t, translator
from webmap.http.today import today
from webmap.pages.supervision.recommendation_forms import DraftForm, dispute_about, read_states

blueprint = Blueprint("recommendation_draft", __name__)


@dataclass(frozen=True)
class _Frame:
    """What a form is about: the place, the kind, and the recommendation that is worded anew."""

    hotspot: str
    kind: str
    row: AnyRow | None = None


@blueprint.get("/recommendations/new")
def new() -> ResponseReturnValue:
    """Show the form; without a place, ask for it first."""
    params.require_known(request.args, ("hotspot", "kind", "visit"))
    kind = _kind(request.args.get("kind"))
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "recommendation.draft")
        if not request.args.get("hotspot"):
            places = ledger.list_places(connection, auth.actor())
            return render_template("recommendations/place.html", places=places, kind=kind, kinds=tuple(KINDS))
        frame = _Frame(request.args["hotspot"], kind)
        form = DraftForm(visits=[request.args.get("visit")] if request.args.get("visit") else [])
        return _render(connection, form, frame)


@blueprint.post("/recommendations/new")
def draft() -> ResponseReturnValue:
    """Record a draft."""
    frame = _Frame(request.form.get("hotspot", "")[:40], _kind(request.form.get("kind")))
    form = DraftForm.sent()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "recommendation.draft")
        if not frame.hotspot:
            places = ledger.list_places(connection, auth.actor())
            fault = t("recommendations.place_missing")
            return render_template(
                "recommendations/place.html", places=places, kind=frame.kind, kinds=tuple(KINDS), fault=fault
            ), 422
        _offer(connection, form, frame)
        if not form.validate():
            return _render(connection, form, frame), 422
    try:
        with auth.database().write(auth.actor(), "recommendation.draft") as change:
            code = draft_recommendation(
                change, frame.hotspot, frame.kind, form.wording(), uuid=form.uuid.data
            )
    except (Refused, PersonalData) as error:
        return _refused(form, frame, error)
    flash(t("recommendations.told.draft", code=code), "good")
    return redirect(url_for("recommendations.show", code=code), 303)


@blueprint.get("/recommendations/<code>/edit")
def edit(code: str) -> ResponseReturnValue:
    """Show the form with what the draft says."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        frame, visits = _frame_of(connection, code)
        row = frame.row
        assert row is not None, "the frame of a draft has its row"  # noqa: S101 - tells the type checker
        form = DraftForm(
            version=row.version,
            content=row.content,
            body=row.body,
            visits=[visit.code for visit in visits],
            visits_before=",".join(visit.code for visit in visits),
            recipient_kind=row.recipient_kind,
            recipient_group=row.recipient_group,
            has_consent=row.has_consent,
        )
        return _render(connection, form, frame)


@blueprint.post("/recommendations/<code>/edit")
def revise_draft(code: str) -> ResponseReturnValue:
    """Record the new wording of a draft."""
    form = DraftForm.sent()
    with auth.database().read() as connection:
        frame, _ = _frame_of(connection, code)
        row = frame.row
        assert row is not None, "the frame of a draft has its row"  # noqa: S101 - tells the type checker
        _offer(connection, form, frame)
        form.version.validators = [Given()]
        version = form.version.data or 0
        states = read_states(connection, form, code)
        if not conflicts.take_choice(form, states.get(version, {})):
            versions = (conflicts.base_version(version), version)
            return conflicts.ask_again(dispute_about(form, row, states, versions))
        if not form.validate():
            return _render(connection, form, frame), 422
    try:
        with auth.database().write(auth.actor(), "recommendation.revise") as change:
            revise(change, code, form.wording(), version=version)
            conflicts.settle(change)
    except StaleVersion:
        with auth.database().read() as connection:
            states = read_states(connection, form, code)
        return conflicts.answer(dispute_about(form, row, states, (version, max(states))))
    except (Refused, PersonalData) as error:
        return _refused(form, frame, error)
    flash(t("recommendations.told.revise"), "good")
    return redirect(url_for("recommendations.show", code=code), 303)


def _kind(text: str | None) -> str:
    if text and text not in KINDS:
        raise BadParameter("kind", "one_of", allowed=", ".join(KINDS))
    return text or "handle"


def _frame_of(connection: Reading, code: str) -> tuple[_Frame, Sequence[AnyRow]]:
    scope.require(connection, auth.actor(), "recommendation.draft")
    found = ledger.get_recommendation(connection, auth.actor(), code, today())
    get_place(connection, auth.actor(), found.row.hotspot, "recommendation.draft")
    if found.row.state != "draft":
        raise Refused("step_not_allowed")
    return _Frame(found.row.hotspot, found.row.kind, found.row), found.visits


def _offer(connection: Reading, form: DraftForm, frame: _Frame) -> None:
    made = ledger.list_made_visits(connection, auth.actor(), frame.hotspot)
    bodies = list_bodies(connection, KINDS[frame.kind])
    form.kind = frame.kind
    form.visits.flags.required = frame.kind == "handle"
    form.recipient_kind.flags.required = form.is_informant.flags.required = True
    form.visits.choices = [
        (visit.code, f"{translator().date(visit.visited_on)} ({visit.code})") for visit in made
    ]
    form.body.choices = [("", t("recommendations.body_choose")), *((body.code, body.name) for body in bodies)]
    form.recipient_kind.choices = [(kind, t(f"codes.recipient_kind.{kind}")) for kind in RECIPIENT_KINDS]
    form.is_informant.choices = [(code, t(f"recommendations.informant.{code}")) for code in ("no", "yes")]


def _render(connection: Reading, form: DraftForm, frame: _Frame) -> str:
    _offer(connection, form, frame)
    drafting = (place.name for place in ledger.list_places(connection, auth.actor(), frame.hotspot))
    return render_template(
        "recommendations/form.html",
        form=form,
        row=frame.row,
        hotspot=frame.hotspot,
        hotspot_name=next(drafting, frame.hotspot),
        kind=frame.kind,
        kinds=tuple(KINDS),
        visit=request.args.get("visit"),
        uuid=form.uuid.data or str(uuid4()),
    )


def _refused(form: DraftForm, frame: _Frame, error: Refused | PersonalData) -> ResponseReturnValue:
    form.tell(error)
    with auth.database().read() as connection:
        return _render(connection, form, frame), 422
