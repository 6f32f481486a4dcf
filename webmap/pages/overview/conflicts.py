"""What the reader wanted to change too late: the list of it, until it is merged or discarded."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.types import local_day
from layers.people.conflicts import list_proposals, settle_proposal
from webmap.http import auth, params
from webmap.http.i18n import t, tell_moment
from webmap.http.links import is_local

blueprint = Blueprint("conflicts", __name__)


@blueprint.get("/conflicts")
def index() -> ResponseReturnValue:
    """Show what waits for the reader; each is opened by sending its form once more."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        kept = list_proposals(connection, auth.actor(), auth.database().clock())
    waiting = [(one.proposal, tell_moment(one.recorded_at), local_day(one.expires_at)) for one in kept]
    return render_template("conflicts/index.html", waiting=waiting)


@blueprint.post("/conflicts/<uuid>/discard")
def discard(uuid: str) -> ResponseReturnValue:
    """Drop a change that came too late."""
    with auth.database().write(auth.actor(), "conflict.discard") as change:
        settle_proposal(change, uuid, "discarded")
    flash(t("conflicts.discarded"), "good")
    target = request.form.get("next")
    return redirect(target if target and is_local(target) else url_for("conflicts.index"), 303)
