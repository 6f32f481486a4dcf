"""Short addresses that end: making one, following one, ending one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.sheets.saved_maps import SavedMap
from layers.sheets.share_links import Target, add_link, open_link, revoke_link
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.pages.sheets.map_forms import LinkForm
from webmap.pages.sheets.saved_maps import map_address

blueprint = Blueprint("links", __name__)


@blueprint.post("/maps/<code>/link")
def add_to_map(code: str) -> ResponseReturnValue:
    """Make a link to a saved map, and show it: the page is the answer itself, so that it is stored nowhere."""
    return _add("map", code)


@blueprint.post("/s/<code>/link")
def add_to_snapshot(code: str) -> ResponseReturnValue:
    """Make a link to a snapshot, as to a saved map."""
    return _add("snapshot", code)


@blueprint.get("/l/<secret>")
def follow(secret: str) -> ResponseReturnValue:
    """Open what a link leads to, as far as the reader may see it."""
    params.require_known(request.args, ())
    with auth.database().write(auth.actor(), "share_link.open") as change:
        opened = open_link(change, secret)
    if isinstance(opened, SavedMap):
        return redirect(map_address(opened), 303)
    return redirect(url_for("codes.show", code=opened.code), 303)


@blueprint.post("/links/<int:link_id>/revoke")
def revoke(link_id: int) -> ResponseReturnValue:
    """End a link."""
    auth.require_session()
    with auth.database().write(auth.actor(), "share_link.revoke") as change:
        revoke_link(change, link_id)
    flash(t("saved.done.revoked"), "good")
    return redirect(url_for("saved_maps.index", _anchor="links"), 303)


def _add(target: Target, code: str) -> ResponseReturnValue:
    auth.require_session()
    form = LinkForm.sent()
    if not form.validate() or form.days.data is None:
        flash(t("forms.choice"), "error")
        return redirect(url_for("saved_maps.index"), 303)
    with auth.database().write(auth.actor(), "share_link.add") as change:
        secret = add_link(change, target, code, days=form.days.data)
    url = url_for("links.follow", secret=secret, _external=True)
    return render_template("sheets/link.html", url=url, days=form.days.data), 201
