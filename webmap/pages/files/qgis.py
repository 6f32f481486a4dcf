"""The register in QGIS: the ready connection, its layers and a project as files, and edits of the file from outside."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.geodesy.crs import find_crs
from geo.types import BBox
from layers.areas.reach import find_land
from layers.imports.taking_up import KeptAside, list_kept_aside, mark_seen
from layers.store import features, scope
from layers.store.database import Reading
from webmap.http import auth, params, respond
from webmap.http.i18n import t, tell_moment, translator
from webmap.http.links import address
from webmap.pages.overview.map import read_zone
from webmap.render.qgis_layers import write_layers
from webmap.render.qgis_project import write_project

blueprint = Blueprint("qgis", __name__)

LAYERS_FILE = "diaban.qlr"
LAYERS_TYPE = "application/x-qgis-layer-definition"
PROJECT_FILE = "diaban.qgs"
PROJECT_TYPE = "application/x-qgis-project"


@blueprint.get("/qgis")
def show() -> ResponseReturnValue:
    """Say how the register is opened in QGIS."""
    params.require_known(request.args, ())
    may_edit = auth.may("hotspot.edit")
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        kept = list_kept_aside(connection, auth.actor()) if may_edit else ()
    return render_template(
        "qgis/index.html",
        api_url=_api_url(),
        account_name=auth.account().name,
        is_file=auth.database().is_file,
        kept=[_tell(one) for one in kept],
    )


@blueprint.get(f"/qgis/{LAYERS_FILE}")
def layers() -> Response:
    """Return the layers with their styles, to be added in QGIS."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
    return _to_file(write_layers(_api_url(), translator()), LAYERS_FILE, LAYERS_TYPE)


@blueprint.get(f"/qgis/{PROJECT_FILE}")
def project() -> Response:
    """Return a project with the layers, in the national grid, that opens on one's own area."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        area = _find_area(connection)
    text = write_project(_api_url(), translator(), find_crs(read_zone()), area)
    return _to_file(text, PROJECT_FILE, PROJECT_TYPE)


@blueprint.post("/qgis/edits/<int:edit_id>/seen")
def see(edit_id: int) -> ResponseReturnValue:
    """Put away an edit from outside that was not taken up."""
    auth.require_session("hotspot.edit")
    with auth.database().write(auth.actor(), "outside.seen") as change:
        mark_seen(change, edit_id)
    flash(t("qgis.edits.seen"), "good")
    return redirect(url_for("qgis.show"), 303)


def _find_area(connection: Reading) -> BBox | None:
    """Return the box around the reader's areas; around the places for whoever sees all of them."""
    land = find_land(connection, auth.actor(), "hotspot.read")
    if land is None or land.is_empty:
        return features.get_extent(connection, auth.actor(), "hotspots")[0]
    return BBox(*land.bounds)


def _to_file(text: str, name: str, kind: str) -> Response:
    response = respond.to_bytes(text.encode(), mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _api_url() -> str:
    return address("features.landing").removesuffix("/")


def _tell(edit: KeptAside) -> dict[str, Any]:
    return {
        "id": edit.id,
        "place": edit.place,
        "what": t(f"qgis.deed.{edit.deed}", at=tell_moment(edit.at)),
        "reason": translator().error(edit.code, dict(edit.facts)),
    }
