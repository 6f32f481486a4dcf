"""Supervision plans: planned against done, of all wards of a year and of one, on the page and as tables."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.areas.boundaries import get_boundary_row
from layers.areas.clusters import get_clusters
from layers.errors import NotFound
from layers.planning import supervision_plans
from layers.planning.frequencies import Planner
from layers.planning.progress import WardYear, read_ward, read_year
from layers.planning.progress_figures import WardGroup, WardProgress, group_wards
from layers.planning.supervision_plans import FIRST_YEAR, LAST_YEAR, PlanHead
from layers.store import scope
from layers.store.database import Reading
from webmap.errors import BadParameter
from webmap.http import auth, params, respond
from webmap.http.demo_mark import labelled_file
from webmap.http.today import read_visit_rule, today
from webmap.maps.symbols import SYMBOLS
from webmap.pages.planning import supervision_tables
from webmap.render.spreadsheet import MIMETYPE

blueprint = Blueprint("supervision_plans", __name__)


@dataclass(frozen=True)
class Shown:
    """A ward in a year, as a page shows it.

    Attributes
    ----------
    ward
        Its places and figures.
    year
        Calendar year.
    plan
        Its plan; None where it has made none.
    others
        Plans of other years, and of the wards from which it has land.
    may_edit
        Whether the reader may make and change the plan.
    """

    ward: WardProgress
    year: int
    plan: PlanHead | None
    others: tuple[PlanHead, ...]
    may_edit: bool


@blueprint.get("/plans/supervision")
def index() -> ResponseReturnValue:
    """Show every ward of a year: places in plans and in none, visits wanted, made and missing."""
    params.require_known(request.args, ("year",))
    year = _asked_year()
    groups = _read_year(year)
    return render_template(
        "plans/supervision_index.html",
        year=year,
        years=(FIRST_YEAR, LAST_YEAR),
        groups=groups,
        whole=WardGroup(None, tuple(ward for group in groups for ward in group.wards)),
        today=today(),
        csv_url=url_for("supervision_plans.table", year=year),
    )


@blueprint.get("/plans/supervision.csv")
def table() -> ResponseReturnValue:
    """Return the wards of a year as a table for a spreadsheet."""
    params.require_known(request.args, ("year",))
    year = _asked_year()
    return _attached(supervision_tables.write_wards(_read_year(year)), f"ke-hoach-giam-sat-{year}.csv")


@blueprint.get("/plans/supervision/<ward>/<int:year>")
def show(ward: str, year: int) -> ResponseReturnValue:
    """Show the places of a ward in a year, month by month."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        shown = read_shown(connection, ward, year, read_visit_rule(connection))
    return render_template(
        "plans/supervision_show.html",
        shown=shown,
        totals=shown.ward.totals,
        years=(FIRST_YEAR, LAST_YEAR),
        months=range(1, 13),
        today=today(),
        symbols=SYMBOLS,
    )


@blueprint.get("/plans/supervision/<ward>/<int:year>.csv")
def ward_table(ward: str, year: int) -> ResponseReturnValue:
    """Return the places of a ward in a year as a table for a spreadsheet."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        shown = read_shown(connection, ward, year, read_visit_rule(connection))
    code = shown.ward.id.split("@")[0]
    return _attached(supervision_tables.write_places(shown.ward), f"ke-hoach-giam-sat-{code}-{year}.csv")


def read_shown(connection: Reading, ward: str, year: int, planner: Planner) -> Shown:
    """Return a ward in a year as the reader may see it, due as the planner says.

    Raises
    ------
    NotFound
        ``boundary_not_found``, ``plan_year_invalid``.
    OutsideScope
        ``not_allowed``.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("plan_year_invalid", first=FIRST_YEAR, last=LAST_YEAR)
    scope.require(connection, auth.actor(), "plan.read")
    row = get_boundary_row(connection, ward)
    told = read_ward(connection, auth.actor(), WardYear(row, year, today()), planner)
    plan = supervision_plans.find_plan(connection, row, year)
    others = supervision_plans.list_plans(connection, row)
    return Shown(
        told,
        year,
        plan,
        tuple(one for one in others if plan is None or one.id != plan.id),
        supervision_plans.may_edit(connection, auth.actor(), row),
    )


def _read_year(year: int) -> tuple[WardGroup, ...]:
    """Return the wards of a year by its clusters."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.read")
        wards = read_year(connection, auth.actor(), year, today(), read_visit_rule(connection))
        clusters = get_clusters(connection, year).clusters
    return group_wards(wards, [(cluster.name, cluster.wards) for cluster in clusters])


def _asked_year() -> int:
    text = request.args.get("year", str(today().year))
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadParameter("year", "number_between", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    return year


def _attached(body: str, name: str) -> Response:
    answer = Response(body, mimetype=MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{labelled_file(name)}"'
    return respond.vary(answer)
