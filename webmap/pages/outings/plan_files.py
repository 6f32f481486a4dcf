"""The plan of a day on paper and in files: the run sheet, and tracks for phones, a GIS and a calendar."""

from typing import cast

from flask import Blueprint, Response, current_app, request

from geo.geodesy.crs import find_crs
from layers.outings.day_plans import trace_plan
from layers.outings.day_records import get_day_plan
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth, params, respond
from webmap.http.demo_mark import demo_label, labelled_file
from webmap.http.i18n import t, translator
from webmap.http.links import address
from webmap.http.ways import ways
from webmap.render.paper.run_sheet import SheetWish, make_run_sheet
from webmap.render.paper.typesetting import PDF
from webmap.render.paper.visit_slip import PAPERS
from webmap.render.plan_files import PLAN_FILES, file_name
from webmap.render.plan_papers import Origin, Papers, read_papers

blueprint = Blueprint("plan_files", __name__)

_LONGEST_NUMBER = 3


@blueprint.get("/plans/<code>/sheet.pdf")
def sheet(code: str) -> Response:
    """Return the run sheet of a plan: all teams or one, on A4 or A5, with a blank slip for each stop if asked for."""
    params.require_known(request.args, ("paper", "team", "slips"))
    wish = _read_wish()
    papers = _read_papers(code)
    body = make_run_sheet(papers, translator(), wish)
    return _send(body, PDF, file_name(papers.plan, "pdf"), is_shown=True)


@blueprint.get("/plans/<code>.<any(gpx, kml, geojson, ics):suffix>")
def track(code: str, suffix: str) -> Response:
    """Return a plan as a file for the map of a phone, a GIS or a calendar."""
    params.require_known(request.args, ())
    papers = _read_papers(code)
    kind = PLAN_FILES[suffix]
    return _send(kind.write(papers, translator()), kind.mimetype, file_name(papers.plan, suffix))


def origin(code: str) -> Origin:
    """Return what files of a plan say of themselves when this reader asks for them."""
    config = cast(Config, current_app.config["DIABAN"])
    label = demo_label()
    return Origin(
        page_url=address("plan_page.show", code=code),
        visit_url=f"{address('visits.show_new')}?hotspot={{code}}",
        printed_by=auth.account().name,
        demo=f"{label}: {t('shell.demo')}" if label else "",
        crs=find_crs(config.vn2000_zone),
    )


def _read_papers(code: str) -> Papers:
    with auth.database().read() as connection:
        plan = get_day_plan(connection, auth.actor(), code)
        routes = trace_plan(plan, ways(connection, plan.source))
        return read_papers(connection, auth.actor(), plan, routes, origin(plan.code))


def _read_wish() -> SheetWish:
    paper = params.read_one_of("paper", request.args.get("paper", PAPERS[0]), PAPERS)
    with_slips = params.read_one_of("slips", request.args.get("slips", "0"), ("0", "1")) == "1"
    return SheetWish(paper, _read_team(request.args.get("team")), with_slips)


def _read_team(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise BadParameter("team", "whole_number")
    return int(text)


def _send(body: bytes, mimetype: str, name: str, *, is_shown: bool = False) -> Response:
    response = respond.to_bytes(body, mimetype=mimetype)
    kind = "inline" if is_shown else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{labelled_file(name)}"'
    response.headers["Content-Language"] = translator().locale
    return response
