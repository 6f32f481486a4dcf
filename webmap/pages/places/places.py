"""Keeping the register of places: opening, describing anew, removing and putting back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from geo.types import local_day
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.places.drafts import Place
from layers.places.hotspots import open_hotspot, revise_hotspot
from layers.places.lineage import close_hotspot, list_removed, restore_hotspot
from layers.places.references import PlaceRef, get_place
from layers.places.versions import read_draft
from layers.store import scope
from layers.store.database import Reading
from webmap.http import auth, conflicts
from webmap.http.forms import Given, NoteField, PageForm, WholeField
from webmap.http.i18n import t
from webmap.pages.places import place_conflict
from webmap.pages.places.place_form import (
    FAULTS,
    Frame,
    PlaceForm,
    form_of,
    least,
    new_form,
    offer_choices,
    read_first,
    read_if_valid,
    tell,
)

blueprint = Blueprint("places", __name__)


class RemovalForm(PageForm):
    """Why a place is taken out of the register."""

    version = WholeField(least=0, most=999_999_999, validators=[Given()])
    reason = NoteField(most=1000, validators=[Given()])


class ReturnForm(PageForm):
    """From which version a place is put back."""

    version = WholeField(least=0, most=999_999_999, validators=[Given()])


@blueprint.get("/hotspots/new")
def show_new() -> ResponseReturnValue:
    """Show an empty form."""
    form = new_form()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.propose")
        offer_choices(connection, form, Frame())
    return _show_new(form)


@blueprint.post("/hotspots/new")
def add() -> ResponseReturnValue:
    """Propose a place, or put it under watch where a document already does."""
    form, actor = PlaceForm.sent(), auth.actor()
    with auth.database().read() as connection:
        scope.require(connection, actor, "hotspot.propose")
        offer_choices(connection, form, Frame())
        place = read_if_valid(connection, form, Frame())
    if place is None:
        return _show_new(form, 422)
    try:
        first = read_first(form, place)
        is_different = bool(form.is_different.data)
        with auth.database().write(actor, "hotspot.open", form.reason.data) as change:
            code = open_hotspot(
                change, place, first, least=least(), uuid=form.uuid.data, is_different=is_different
            )
    except (*FAULTS, OutsideScope) as error:
        return _show_new(form, tell(form, error))
    flash(t("places.opened", code=code), "good")
    return redirect(url_for("hotspots.show", code=code), 303)


@blueprint.get("/hotspots/<code>/edit")
def show_edit(code: str) -> ResponseReturnValue:
    """Show what a place is like, to be changed."""
    with auth.database().read() as connection:
        ref = get_place(connection, auth.actor(), code, "hotspot.edit")
        before = _draft(connection, ref)
        form = form_of(connection, before, version=ref.version)
        offer_choices(connection, form, Frame(ref.code, before))
    return _show_edit(form, ref, before)


@blueprint.post("/hotspots/<code>/edit")
def revise(code: str) -> ResponseReturnValue:
    """Record what a place is like from a day on; where somebody else changed it meanwhile, ask."""
    form, actor = PlaceForm.sent(), auth.actor()
    with auth.database().read() as connection:
        ref = get_place(connection, actor, code, "hotspot.edit")
        version = ref.version if form.version.data is None else form.version.data
        before = _draft(connection, ref, version)
        frame = Frame(ref.code, before)
        offer_choices(connection, form, frame)
        place = read_if_valid(connection, form, frame)
    if place is None or form.version.data is None:
        return _show_edit(form, ref, before, 422)
    chosen = place_conflict.choose(place, before)
    if chosen is None:
        return _ask_again(form, ref, place, version)
    try:
        with auth.database().write(actor, "hotspot.revise", form.reason.data) as change:
            revise_hotspot(change, ref.id, chosen, version=version, least=least())
            conflicts.settle(change)
    except StaleVersion:
        return _show_conflict(form, code, chosen, version)
    except (*FAULTS, OutsideScope) as error:
        return _show_edit(form, ref, before, tell(form, error))
    flash(t("places.revised", code=ref.code), "good")
    return redirect(url_for("hotspots.show", code=ref.code), 303)


@blueprint.get("/hotspots/<code>/close")
def show_close(code: str) -> ResponseReturnValue:
    """Ask why a place is to be taken out of the register."""
    with auth.database().read() as connection:
        ref = get_place(connection, auth.actor(), code, "hotspot.edit")
        before = _draft(connection, ref)
    return _show_close(RemovalForm(data={"version": ref.version}), ref, before)


@blueprint.post("/hotspots/<code>/close")
def close(code: str) -> ResponseReturnValue:
    """Take a place out of the register; it can be put back."""
    form, actor = RemovalForm.sent(), auth.actor()
    with auth.database().read() as connection:
        ref = get_place(connection, actor, code, "hotspot.edit")
        before = _draft(connection, ref)
    version = form.version.data
    if not form.validate() or version is None:
        return _show_close(form, ref, before, 422)
    try:
        with auth.database().write(actor, "hotspot.close", form.reason.data) as change:
            close_hotspot(change, ref.id, version=version)
    except StaleVersion as error:
        conflicts.look_again(form, error)
        return _show_close(form, ref, before, 412)
    except (*FAULTS, OutsideScope) as error:
        return _show_close(form, ref, before, tell(form, error))
    flash(t("places.removed", code=ref.code, name=before.name), "good")
    return redirect(url_for("places.show_removed"), 303)


@blueprint.get("/hotspots/removed")
def show_removed() -> ResponseReturnValue:
    """Show the places that were taken out of the register."""
    with auth.database().read() as connection:
        removed = list_removed(connection, auth.actor())
    days = {one.code: local_day(one.removed_at) for one in removed}
    return render_template("hotspots/removed.html", removed=removed, days=days)


@blueprint.post("/hotspots/<code>/restore")
def restore(code: str) -> ResponseReturnValue:
    """Put a place back as it was when it was taken out."""
    actor, form = auth.actor(), ReturnForm.sent()
    with auth.database().read() as connection:
        found = {one.code for one in list_removed(connection, actor)}
        if code not in found:
            get_place(connection, actor, code, "hotspot.edit")
            raise Refused("place_not_removed", hotspot=code)
    version = form.version.data
    if not form.validate() or version is None:
        raise Refused("place_not_removed", hotspot=code)
    with auth.database().write(actor, "hotspot.restore") as change:
        restore_hotspot(change, code, version=version)
    flash(t("places.restored", code=code), "good")
    return redirect(url_for("hotspots.show", code=code), 303)


def _draft(connection: Reading, ref: PlaceRef, version: int | None = None) -> Place:
    found = read_draft(connection, ref.id, ref.version if version is None else version)
    if found is None:
        raise NotFound("hotspot_not_found", hotspot=ref.code)
    return found


def _page(title: str, lead: str, back: str, *, has_first: bool) -> dict[str, object]:
    return {"title": title, "lead": lead, "back": back, "has_first": has_first}


def _show_new(form: PlaceForm, status: int = 200) -> ResponseReturnValue:
    page = _page(t("places.new.title"), t("places.new.lead"), url_for("map.show"), has_first=True)
    return render_template("hotspots/edit.html", form=form, place=None, **page), status


def _show_edit(form: PlaceForm, ref: PlaceRef, before: Place, status: int = 200) -> ResponseReturnValue:
    back = url_for("hotspots.show", code=ref.code)
    page = _page(t("places.edit.title", name=before.name), t("places.edit.lead"), back, has_first=False)
    return render_template("hotspots/edit.html", form=form, place=ref, **page), status


def _show_close(form: RemovalForm, ref: PlaceRef, before: Place, status: int = 200) -> ResponseReturnValue:
    return render_template("hotspots/close.html", form=form, place=ref, name=before.name), status


def _show_conflict(form: PlaceForm, code: str, mine: Place, version: int) -> ResponseReturnValue:
    with auth.database().read() as connection:
        ref = get_place(connection, auth.actor(), code, "hotspot.edit")
        dispute = place_conflict.dispute_about(connection, form, ref, mine, (version, ref.version))
    return conflicts.answer(dispute)


def _ask_again(form: PlaceForm, ref: PlaceRef, mine: Place, version: int) -> ResponseReturnValue:
    versions = (conflicts.base_version(version), version)
    with auth.database().read() as connection:
        dispute = place_conflict.dispute_about(connection, form, ref, mine, versions)
    return conflicts.ask_again(dispute)
