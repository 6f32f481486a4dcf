"""Water and crossings: the map and the list of them, what each is good for, and how it is corrected."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from layers.errors import StaleVersion
from layers.store.database import Write
from layers.travel.crossings import add_landmark, change_landmark, remove_landmark
from layers.travel.effects import Effect, find_effects, find_idle
from layers.travel.landmarks import CROSSING, KINDS, Landmark, get_landmark, list_landmarks, list_replaced
from webmap.errors import BadParameter
from webmap.http import auth, conflicts, params
from webmap.http.i18n import t
from webmap.http.ways import way_source
from webmap.pages.admin.boundary_forms import DraftForm, send
from webmap.pages.admin.crossing_form import ChangeForm, CrossingForm, RemovalForm
from webmap.pages.admin.crossing_stage import Stage, show_page

blueprint = Blueprint("crossings", __name__, url_prefix="/admin/crossings")

READ, MANAGE = "crossing.read", "crossing.manage"


@blueprint.app_context_processor
def tell_templates() -> dict[str, object]:
    """Tell templates where ways come from."""
    return {"way_source": way_source}


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show all water and crossings."""
    auth.require_session(READ)
    landmarks = _list()
    idle = find_idle(landmarks)
    crossings = [one for one in landmarks if one.drawing.kind == CROSSING]
    water = [one for one in landmarks if one.drawing.kind != CROSSING]
    return show_page("index", landmarks, Stage(), crossings=crossings, water=water, idle=idle)


@blueprint.get("/new")
def show_new() -> ResponseReturnValue:
    """Ask for a new crossing, or for new water."""
    auth.require_session(MANAGE)
    return _new_page(CrossingForm.new(), _kind())


@blueprint.post("/new")
def add() -> ResponseReturnValue:
    """Put a crossing or water on the map."""
    auth.require_session(MANAGE)
    kind, form = _kind(), CrossingForm.sent()

    def keep(change: Write) -> None:
        add_landmark(change, form.drawing(kind), uuid=_uuid(form))

    if not send(form, "crossing.add", keep):
        return _new_page(form, kind), form.status
    return _back(_uuid(form), t("crossings.added", name=form.name.data))


@blueprint.get("/<uuid:uuid>")
def show(uuid: UUID) -> ResponseReturnValue:
    """Show what is known of water or a crossing, what it is good for, and what was said of it before."""
    auth.require_session(READ)
    return _show(str(uuid), RemovalForm())


@blueprint.get("/<uuid:uuid>/edit")
def show_edit(uuid: UUID) -> ResponseReturnValue:
    """Show water or a crossing, to be described and drawn anew."""
    auth.require_session(MANAGE)
    landmark = _get(str(uuid))
    return _edit_page(ChangeForm.about(landmark), landmark)


@blueprint.post("/<uuid:uuid>/edit")
def revise(uuid: UUID) -> ResponseReturnValue:
    """Record what is to be said of water or a crossing from now on."""
    auth.require_session(MANAGE)
    landmark, form = _get(str(uuid)), ChangeForm.sent()

    def keep(change: Write) -> None:
        draft = form.drawing(landmark.drawing.kind, landmark.drawing.geometry)
        change_landmark(change, str(uuid), draft, version=_version(form), reason=form.reason.data or "")

    if not _send(form, "crossing.change", keep):
        return _edit_page(form, landmark), form.status
    return _back(str(uuid), t("crossings.changed", name=form.name.data))


@blueprint.post("/<uuid:uuid>/remove")
def remove(uuid: UUID) -> ResponseReturnValue:
    """Take water or a crossing off the map."""
    auth.require_session(MANAGE)
    landmark, form = _get(str(uuid)), RemovalForm.sent()

    def keep(change: Write) -> None:
        remove_landmark(change, str(uuid), version=_version(form), reason=form.reason.data or "")

    if not _send(form, "crossing.remove", keep):
        return _show(str(uuid), form), form.status
    flash(t("crossings.removed", name=landmark.drawing.name), "good")
    return redirect(url_for("crossings.index"), 303)


def _send(form: DraftForm, action: str, keep: Callable[[Write], object]) -> bool:
    """Do what a form about something that is there asks for; a form that comes late starts from the newest version."""
    try:
        return send(form, action, keep)
    except StaleVersion as error:
        conflicts.look_again(form, error)
        form.status = 412
        return False


def _list() -> Sequence[Landmark]:
    with auth.database().read() as connection:
        return list_landmarks(connection)


def _get(uuid: str) -> Landmark:
    with auth.database().read() as connection:
        return get_landmark(connection, uuid)


def _kind() -> str:
    params.require_known(request.args, ("kind",))
    kind = request.args.get("kind", CROSSING)
    if kind not in KINDS:
        raise BadParameter("kind", "one_of", allowed=", ".join(KINDS))
    return kind


def _uuid(form: CrossingForm) -> str:
    """Return the identifier that the page gave; a form without one is as good as the name that its sender made up."""
    return form.uuid.data or CrossingForm.new().uuid.data or ""


def _version(form: Any) -> int:
    return int(form.version.data)


def _show(uuid: str, form: RemovalForm) -> str:
    with auth.database().read() as connection:
        landmark = get_landmark(connection, uuid)
        landmarks = list_landmarks(connection)
        is_crossing = landmark.drawing.kind == CROSSING
        effects = find_effects(connection, auth.actor(), landmark) if is_crossing else ()
        replaced = list_replaced(connection, uuid)
    return show_page(
        "show",
        landmarks,
        Stage(this=landmark),
        form=form,
        one=landmark,
        is_idle=uuid in find_idle(landmarks),
        effects=_grouped(effects),
        replaced=replaced,
    )


def _grouped(effects: Sequence[Effect]) -> list[tuple[list[str], Effect]]:
    """Return the effects, those that differ in nothing but the mode told once, with their modes."""
    groups: dict[Effect, list[str]] = {}
    for effect in effects:
        groups.setdefault(replace(effect, mode=""), []).append(effect.mode)
    return [(modes, effect) for effect, modes in groups.items()]


def _new_page(form: CrossingForm, kind: str) -> str:
    return show_page("form", _list(), Stage(kind=kind), form=form, kind=kind, one=None)


def _edit_page(form: CrossingForm, landmark: Landmark) -> str:
    kind = landmark.drawing.kind
    return show_page("form", _list(), Stage(this=landmark, kind=kind), form=form, kind=kind, one=landmark)


def _back(uuid: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("crossings.show", uuid=uuid), 303)
