"""The page of one day plan: its lists beside its map, and the forms that change it."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.errors import Refused
from layers.outings.day_plans import trace_plan
from layers.outings.day_records import get_day_plan
from layers.outings.day_shapes import DayPlan
from layers.store import scope
from layers.store.database import Reading
from layers.travel.ways import Ways
from webmap.http import auth, params
from webmap.http.forms import Given, LineField, PageForm, WholeField
from webmap.http.i18n import translator
from webmap.http.today import today
from webmap.http.ways import ways
from webmap.pages.outings import plan_told
from webmap.pages.outings.plan_told import Routes, Told

blueprint = Blueprint("plan_page", __name__)

_FILES = ("gpx", "kml", "geojson", "ics")
_LAST_VERSION = 2**31 - 1


class VersionForm(PageForm):
    """From which version a change starts."""

    version = WholeField(least=1, most=_LAST_VERSION, validators=[Given()])


class AddForm(VersionForm):
    """Which place is put into a plan."""

    hotspot = LineField(most=40, validators=[Given()], id="add-hotspot")


class CancelForm(VersionForm):
    """Why a plan is cancelled."""

    reason = LineField(most=300, validators=[Given()], id="cancel-reason")


@blueprint.get("/plans/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show the plan of a day."""
    params.require_known(request.args, ())
    return show_plan(code)


def show_plan(
    code: str, forms: Mapping[str, PageForm] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    """Return the page of a plan.

    Parameters
    ----------
    code
        Of the plan.
    forms
        Forms that were sent with a fault, by what they are for: they are shown with it and what was typed.
    status
        Of the answer.
    """
    with auth.database().read() as connection:
        told = read_told(connection, code)
    shown = render_template(
        "plans/show.html",
        forms=forms or {},
        config=plan_told.page_config(told),
        files=_file_links(told.plan),
        empty={"cancel": CancelForm(), "add": AddForm()},
        **plan_told.page_facts(told),
    )
    return shown, status


def read_told(connection: Reading, code: str) -> Told:
    """Return what a page says of a plan, as the reader may see it.

    Raises
    ------
    NotFound, OutsideScope
        As `get_day_plan`.
    """
    actor = auth.actor()
    plan = get_day_plan(connection, actor, code)
    is_open = plan.state != "cancelled" and plan.plan_on >= today()
    may_edit = is_open and scope.allowed(connection, actor, "plan.edit")
    routes, fault = _trace(connection, plan)
    return Told(plan, routes, plan_told.unit_names(connection), today(), may_edit, fault)


def plan_ways(connection: Reading, code: str) -> Ways:
    """Return the ways of a plan: where they came from when it was made.

    Raises
    ------
    NotFound, OutsideScope
        As `get_day_plan`.
    """
    return _open_ways(connection, get_day_plan(connection, auth.actor(), code))


def _open_ways(connection: Reading, plan: DayPlan) -> Ways:
    return ways(connection, plan.source)


def _trace(connection: Reading, plan: DayPlan) -> tuple[Routes, str | None]:
    """Return the ways of a plan; none, and why, while roads or a router cannot be had: its lists are there still."""
    try:
        return trace_plan(plan, _open_ways(connection, plan)), None
    except Refused as error:
        return {}, translator().error(error.code, error.facts)


def _file_links(plan: DayPlan) -> list[tuple[str, str]]:
    """Return what of a plan can be taken along: the end of the key of its name, and its address."""
    page = url_for("plan_page.show", code=plan.code)
    sheets = [(f"sheet_{paper.lower()}", f"{page}/sheet.pdf?paper={paper}") for paper in ("A4", "A5")]
    sheets.append(("sheet_slips", f"{page}/sheet.pdf?slips=1"))
    return [*sheets, *((end, f"{page}.{end}") for end in _FILES)]
