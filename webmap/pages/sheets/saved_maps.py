"""Saved maps: the list, saving the one that the reader just saw, naming, sharing, taking away, opening."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.types import local_day
from layers.errors import NotFound
from layers.sheets import saved_maps, share_links
from layers.sheets.saved_maps import ACTION, NewMap, SavedMap
from layers.sheets.snapshots import list_snapshots
from layers.store import scope
from webmap.http import auth, params
from webmap.http.conflicts import attempt
from webmap.http.i18n import t, tell_moment
from webmap.http.map_params import NAMES, write_map
from webmap.maps.spec import MapSpec
from webmap.pages.overview.map import read_spec
from webmap.pages.sheets.map_forms import LINK_DAYS, LinkForm, MapForm, seen_map

blueprint = Blueprint("saved_maps", __name__)


@blueprint.before_request
def require_reader() -> None:
    """Let in whoever reads places; tokens change nothing."""
    if request.method == "POST":
        auth.require_session()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), ACTION)


@blueprint.get("/maps")
def index() -> ResponseReturnValue:
    """Show the saved maps, the snapshots and the links of the reader."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        actor, now = auth.actor(), auth.database().clock()
        kept = saved_maps.list_maps(connection, actor)
        taken = list_snapshots(connection, actor)
        links = share_links.list_links(connection, actor, now)
    return render_template(
        "sheets/index.html",
        own=[_tell(one) for one in kept if one.is_own],
        shared=[_tell(one) for one in kept if not one.is_own],
        snapshots=[(one, tell_moment(one.made_at)) for one in taken],
        links=[(one, local_day(one.expires_at)) for one in links],
        seen=url_for("saved_maps.show_new", **_any(seen_map())) if seen_map() else None,
    )


@blueprint.get("/maps/new")
def show_new() -> ResponseReturnValue:
    """Show the form that saves the map which the address names."""
    params.require_known(request.args, NAMES)
    form = MapForm(uuid=str(uuid4()), shared_with="nobody", map=urlencode(write_map(read_spec(request.args))))
    return _show(form, None)


@blueprint.post("/maps")
def add() -> ResponseReturnValue:
    """Save a map, once."""
    form = _sent()
    spec = form.read_spec()
    if not form.validate() or not form.uuid.data or not form.title.data:
        return _show(form, None), 422
    wanted = NewMap(form.uuid.data, form.title.data, _named(spec, form), form.shared_with.data)
    wrong = attempt(form, "saved_map.add", lambda change: saved_maps.save_map(change, wanted))
    return (_show(form, None), wrong) if wrong else _done("saved")


@blueprint.get("/maps/<code>")
def open_map(code: str) -> ResponseReturnValue:
    """Open a saved map."""
    params.require_known(request.args, ())
    return redirect(map_address(_get(code)), 303)


@blueprint.get("/maps/<code>/edit")
def show_edit(code: str) -> ResponseReturnValue:
    """Show what can be changed of a saved map of the reader, and the form of a link to it."""
    params.require_known(request.args, ())
    one = _get_own(code)
    form = MapForm(title=one.title, shared_with=one.shared_with, version=one.version)
    return _show(form, one)


@blueprint.post("/maps/<code>/edit")
def revise(code: str) -> ResponseReturnValue:
    """Change what a saved map is called, and who reads it."""
    one, form = _get_own(code), _sent()
    if not form.validate() or form.version.data is None:
        return _show(form, one), 422
    version, wanted = form.version.data, {"title": form.title.data, "shared_with": form.shared_with.data}
    wrong = attempt(
        form,
        "saved_map.revise",
        lambda change: saved_maps.change_map(change, code, version=version, **wanted),
    )
    return (_show(form, one), wrong) if wrong else _done("changed")


@blueprint.post("/maps/<code>/remove")
def remove(code: str) -> ResponseReturnValue:
    """Take a saved map away."""
    one, form = _get_own(code), _sent()
    version = form.version.data or 0
    shown = MapForm(title=one.title, shared_with=one.shared_with, version=one.version)
    wrong = attempt(
        shown, "saved_map.remove", lambda change: saved_maps.remove_map(change, code, version=version)
    )
    return (_show(shown, one), wrong) if wrong else _done("removed")


def map_address(one: SavedMap) -> str:
    """Return the address at which a saved map is seen."""
    return url_for("map.show", **_any(write_map(MapSpec.from_json(one.spec))))


def present_address(spec: MapSpec) -> str:
    """Return the address at which the area, day and places of a map are presented."""
    told = write_map(spec)
    kept = {name: value for name, value in told.items() if name in {"on", "vintage", "kind", "topic"}}
    return url_for("present.show", **_any(kept), area=spec.ward)


def _named(spec: MapSpec, form: MapForm) -> dict[str, Any]:
    return {**spec.to_json(), "title": form.title.data}


def _sent() -> MapForm:
    form = MapForm.sent()
    form.offer()
    return form


def _get(code: str) -> SavedMap:
    with auth.database().read() as connection:
        return saved_maps.get_map(connection, auth.actor(), code)


def _get_own(code: str) -> SavedMap:
    one = _get(code)
    if not one.is_own:
        raise NotFound("saved_map_not_found", map=code)
    return one


def _show(form: MapForm, one: SavedMap | None) -> str:
    form.offer()
    return render_template("sheets/map_form.html", form=form, one=one, link_form=LinkForm(), days=LINK_DAYS)


def _tell(one: SavedMap) -> dict[str, Any]:
    """Return what a row of the list shows."""
    spec = MapSpec.from_json(one.spec)
    return {
        "code": one.code,
        "sheet_url": url_for("snapshots.show_new", **_any(write_map(spec)), title=one.title),
        "present_url": present_address(spec),
        "title": one.title,
        "day": spec.on,
        "shared_with": one.shared_with,
        "kept_by": one.kept_by,
        "changed": local_day(one.changed_at),
    }


def _any(told: dict[str, str]) -> dict[str, Any]:
    return dict(told)


def _done(what: str) -> ResponseReturnValue:
    flash(t(f"saved.done.{what}"), "good")
    return redirect(url_for("saved_maps.index"), 303)
