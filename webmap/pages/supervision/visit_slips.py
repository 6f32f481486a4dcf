"""Blank slips of visits for days on paper."""

from typing import Any

from flask import Blueprint, Response, request

from layers.places.references import get_place
from layers.store.features import get_item
from layers.store.query import FeatureQuery
from webmap.errors import BadParameter
from webmap.http import auth, params, respond
from webmap.http.demo_mark import demo_label, labelled_file
from webmap.http.i18n import t, translator
from webmap.http.links import address
from webmap.http.today import today
from webmap.pages.supervision import visit_forms
from webmap.render.paper.typesetting import PDF
from webmap.render.paper.visit_slip import PAPERS, SlipAsked, SlipPlace, make_slips

blueprint = Blueprint("visit_slips", __name__)


@blueprint.get("/visits/slip.pdf")
def show() -> Response:
    """Return a blank slip for a visit to a place, on an A5."""
    params.require_known(request.args, ("hotspot", "paper"))
    paper = params.read_one_of("paper", request.args.get("paper", "A5"), PAPERS)
    code = request.args.get("hotspot")
    if code is None:
        raise BadParameter("hotspot", "place_code")
    with auth.database().read() as connection:
        get_place(connection, auth.actor(), code, "visit.record")
        found = get_item(connection, auth.actor(), "hotspots", code, FeatureQuery(today()))
        asked = visit_forms.read_asked(connection)
    place: dict[str, Any] = found.properties
    slip = SlipPlace(
        code=place["code"],
        name=place["name"],
        wards=tuple(ward["name"] for ward in place["wards"]),
        status=place["status"],
        url=address("visits.show_new", hotspot=place["code"]),
    )
    foot = " · ".join([t("sheets.printed_by", name=auth.account().name), t("sheets.slip.keep")])
    body = make_slips(
        [slip], SlipAsked(asked.checklist, asked.bodies, foot, demo_label()), translator(), paper=paper
    )
    response = respond.to_bytes(body, mimetype=PDF)
    name = labelled_file(f"giam-sat-{slip.code}.pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
