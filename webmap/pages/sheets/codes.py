"""The map that the code of a sheet opens again: as the register knew it then, for whoever may see all of it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.geodesy.crs import find_crs
from layers.sheets.codes import read_code
from layers.sheets.snapshots import ACTION, READ, get_snapshot
from layers.store import scope
from webmap.http import auth, params
from webmap.http.i18n import tell_moment
from webmap.http.moments import read_taken, reopen
from webmap.jobs.asking import ask_for, do_now
from webmap.jobs.snapshots import PICTURES, is_long
from webmap.maps.scene import Scene
from webmap.pages.dashboard.dashboard import attached
from webmap.pages.overview.map import read_basemap, read_zone, render_live
from webmap.pages.sheets.map_forms import LINK_DAYS
from webmap.pages.sheets.snapshot_figure import tell_figure

blueprint = Blueprint("codes", __name__)

FORMS = {
    "paper": ("pdf", "svg"),
    "picture": PICTURES,
    "screen": ("pptx", "html"),
    "data": ("xlsx", "gpkg"),
}
"""Files that the page of a snapshot offers, by what they are for."""

TAKEN = "taken"
"""Parameter of the address to which taking a snapshot leads: its files are unfolded."""

LONGEST_TITLE = 200


@blueprint.get("/s")
def find() -> ResponseReturnValue:
    """Lead on from a typed code, or ask for one."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), READ)
    params.require_known(request.args, ("code",))
    typed = request.args.get("code", "")
    code = read_code(typed)
    if code:
        return redirect(url_for("codes.show", code=code), 303)
    page = render_template("sheets/ask_code.html", typed=typed)
    return (page, 422) if typed else page


@blueprint.get("/s/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show the map of a snapshot, and whether its data are still what they were."""
    params.require_known(request.args, (TAKEN,))
    with auth.database().read() as connection:
        found = get_snapshot(connection, auth.actor(), code)
        pinned = reopen(connection, auth.actor(), found)
    if found.code != code:
        return redirect(url_for("codes.show", code=found.code), 303)
    sheet, figure = read_taken(found)
    told: dict[str, Any] = {
        "title": found.title or pinned.spec.title,
        "snapshot": found,
        "known": tell_moment(found.known_at),
        "made": tell_moment(found.made_at),
        "is_same": pinned.digest == found.digest,
        "days": LINK_DAYS,
        "forms": FORMS,
        "is_taken": TAKEN in request.args,
        "waits": {form for forms in FORMS.values() for form in forms if is_long(sheet, form)},
    }
    if sheet.kind == "figure":
        return render_template("sheets/snapshot_figure.html", **told, shown=tell_figure(figure, pinned))
    scene = Scene(pinned.spec, find_crs(read_zone()), feed=pinned.feed, basemap=read_basemap())
    return render_live("sheets/snapshot.html", scene, **told)


@blueprint.post("/s/<code>/file")
def make_file(code: str) -> ResponseReturnValue:
    """Give a file of a snapshot, what takes long as a download; it is compared with the first one that was made."""
    auth.require_session(ACTION)
    known = tuple(form for forms in FORMS.values() for form in forms)
    form = params.read_one_of("form", request.form.get("form", ""), known)
    with auth.database().read() as connection:
        found = get_snapshot(connection, auth.actor(), code)
    url = url_for("codes.show", code=found.code, _external=True)
    arguments = {"code": found.code, "form": form, "url": url}
    if not is_long(read_taken(found)[0], form):
        made = do_now("snapshot", arguments)
        return attached(made.body, made.media_type, made.name)
    title = f"{found.code} {found.title}"[:LONGEST_TITLE]
    uuid = ask_for("snapshot", arguments, title=title)
    return redirect(url_for("downloads.show", uuid=uuid), 303)
