"""The pages of visits: the list, one visit with its corrections, and the forms that plan and record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from geo.text.names import collation_key
from geo.types import DATE_MAX
from layers.areas.clusters import list_choices
from layers.errors import Refused, StaleVersion
from layers.places.references import get_place
from layers.store import features, scope
from layers.store.database import Reading
from layers.store.identifiers import find_cluster_key
from layers.store.query import FeatureQuery
from layers.supervision import visits
from layers.supervision.bodies import list_bodies
from layers.supervision.checklists import get_checklist
from layers.supervision.visit_records import (
    VisitPage,
    VisitQuery,
    VisitRecord,
    find_latest_visit,
    get_visit,
    list_visits,
    read_history,
)
from webmap.errors import BadParameter
from webmap.http import auth, conflicts, params
from webmap.http.errors import is_for_page
from webmap.http.forms import CodeField, DayField, LineField, PageForm
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.maps.symbols import SYMBOLS
from webmap.pages.supervision import visit_forms
from webmap.pages.supervision.visit_forms import Asked, CancelForm, PlanForm, RedateForm

blueprint = Blueprint("visits", __name__)

PAGE_ROWS = 50
TABS = ("made", "planned", "cancelled")
_MOST_AREAS = 500
_FILTERS = ("state", "hotspot", "area", "from", "to", "mine", "cursor")
_REFUSALS = (Refused, PersonalData)


class FilterForm(PageForm):
    """Which visits the list shows."""

    state = CodeField()
    hotspot = LineField(most=40)
    area = CodeField()
    start = DayField(name="from")
    to = DayField()
    mine = CodeField()


@dataclass(frozen=True)
class Visited:
    """The place that a form is about."""

    code: str
    name: str
    status: str | None
    wards: tuple[str, ...]


@blueprint.get("/visits")
def show_all() -> ResponseReturnValue:
    """List the visits that the reader may see."""
    params.require_known(request.args, _FILTERS)
    form, on = FilterForm(request.args), today()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "visit.read")
        form.state.choices = [(code, t(f"visits.tab.{code}")) for code in TABS]
        form.area.choices = _list_areas(connection, on)
        form.mine.choices = [("1", t("visits.mine"))]
        is_right = form.validate()
        if not is_right and not is_for_page():
            raise _tell_program(form)
        query = _read_query(form, on) if is_right else None
        page = list_visits(connection, auth.actor(), query) if query else VisitPage((), None)
        units = _unit_names(connection)
    told = {"form": form, "page": page, "units": units, "symbols": SYMBOLS, "tabs": TABS}
    shown = render_template(
        "visits/list.html",
        **told,
        tab=form.state.data if form.state.data in TABS else TABS[0],
        next_url=_next_url(page),
        map_url=_map_url(form),
        kept={name: value for name, value in request.args.items() if name not in {"state", "cursor"}},
    )
    return (shown, 200) if is_right else (shown, 400)


@blueprint.get("/visits/new")
def show_new() -> ResponseReturnValue:
    """Show the form of a visit to a place, or let the reader choose one."""
    params.require_known(request.args, ("hotspot", "plan"))
    with auth.database().read() as connection:
        if "hotspot" not in request.args:
            return _choose(connection)
        code = request.args["hotspot"]
        row = get_place(connection, auth.actor(), code, "visit.record").id
        place, on, asked = _read_place(connection, code), today(), visit_forms.read_asked(connection)
        mine = find_latest_visit(connection, auth.actor(), on, recorded_by=auth.account().id)
        plan = _find_plan(connection, code)
        next_on = visit_forms.suggest_next(connection, row, on)
    first = visit_forms.first_values(asked, on, next_on, mine)
    if plan:
        first |= {"version": plan.version, "units": list(plan.units) or first["units"]}
    form = visit_forms.make_visit_form(asked)(data=first)
    return show_form(form, asked, place, plan=plan.code if plan else None)


@blueprint.post("/visits/new")
def record() -> ResponseReturnValue:
    """Record a visit, once."""
    code, plan = request.args.get("hotspot", ""), request.args.get("plan")
    with auth.database().read() as connection:
        get_place(connection, auth.actor(), code, "visit.record")
        place, asked = _read_place(connection, code), read_sent_asked(connection)
    form: Any = visit_forms.make_visit_form(asked).sent()
    visit_forms.offer_choices(form, asked)
    if not form.validate() or (plan and form.version.data is None):
        return show_form(form, asked, place, plan=plan, status=422)
    planned = (plan, form.version.data) if plan else None
    try:
        with auth.database().write(auth.actor(), "visit.record") as change:
            draft = visit_forms.read_draft(form, asked)
            saved = visits.record_visit(change, code, draft, uuid=form.uuid.data, planned=planned)
            conflicts.settle(change)
    except StaleVersion as error:
        conflicts.look_again(form, error)
        form.told.append(_tell_move(str(plan)))
        return show_form(form, asked, place, plan=plan, status=412)
    except _REFUSALS as error:
        form.tell(error)
        plan = None if error.code == "visit_not_planned" else plan  # then what was seen is a visit by itself
        return show_form(form, asked, place, plan=plan, status=422)
    flash(t("visits.saved", code=saved), "good")
    return redirect(url_for("visits.show", code=saved), 303)


@blueprint.get("/visits/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show a visit with all that was recorded of it."""
    return show_visit(code)


@blueprint.get("/visits/plan")
def show_plan() -> ResponseReturnValue:
    """Show the form that plans a visit to a place."""
    params.require_known(request.args, ("hotspot",))
    with auth.database().read() as connection:
        if "hotspot" not in request.args:
            return _choose(connection)
        row = get_place(connection, auth.actor(), request.args["hotspot"], "visit.record").id
        place, asked = _read_place(connection, request.args["hotspot"]), visit_forms.read_asked(connection)
        planned_on = visit_forms.suggest_next(connection, row, today())
    first = visit_forms.first_values(asked, today(), None, None)
    form = PlanForm(data={"uuid": first["uuid"], "planned_on": planned_on, "units": first["units"]})
    return _show_plan_form(form, asked, place)


@blueprint.post("/visits/plan")
def plan() -> ResponseReturnValue:
    """Plan a visit, once."""
    code = request.args.get("hotspot", "")
    with auth.database().read() as connection:
        get_place(connection, auth.actor(), code, "visit.record")
        place, asked = _read_place(connection, code), visit_forms.read_asked(connection)
    form: Any = PlanForm.sent()
    visit_forms.offer_choices(form, asked)
    if not form.validate():
        return _show_plan_form(form, asked, place, status=422)
    try:
        with auth.database().write(auth.actor(), "visit.plan") as change:
            day, units = form.planned_on.data, form.units.data
            saved = visits.plan_visit(change, code, day, units, uuid=form.uuid.data)
    except _REFUSALS as error:
        form.tell(error)
        return _show_plan_form(form, asked, place, status=422)
    flash(t("visits.planned", code=saved), "good")
    return redirect(url_for("visits.show", code=saved), 303)


def show_form(
    form: Any,
    asked: Asked,
    place: Visited,
    *,
    plan: str | None = None,
    corrects: VisitRecord | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the form of a visit: a new one, one that fulfils a plan, or one that corrects what was recorded."""
    visit_forms.offer_choices(form, asked)
    form.told += [words for name in visit_forms.HIDDEN for words in form[name].errors]
    shown = render_template(
        "visits/form.html",
        hidden=visit_forms.HIDDEN,
        form=form,
        questions=asked.questions,
        place=place,
        plan=plan,
        corrects=corrects,
        symbols=SYMBOLS,
    )
    return shown, status


def _show_plan_form(form: Any, asked: Asked, place: Visited, *, status: int = 200) -> ResponseReturnValue:
    visit_forms.offer_choices(form, asked)
    return render_template("visits/plan.html", form=form, place=place, symbols=SYMBOLS), status


def show_visit(
    code: str, form: Any | None = None, redating: Any | None = None, *, status: int = 200
) -> ResponseReturnValue:
    """Show a visit, with the form that cancels it or that moves it as they were sent."""
    with auth.database().read() as connection:
        history = read_history(connection, auth.actor(), code, today())
        visit = get_visit(connection, auth.actor(), code, today())
        lists = {
            row: visit_forms.Asked(get_checklist(connection, row), ())
            for row in {version.checklist_id for version in history}
            if row is not None
        }
        place = get_place(connection, auth.actor(), visit.hotspot)
        here = scope.allowed_here(connection, auth.actor(), place.id)
        units = _unit_names(connection)
    shown = render_template(
        "visits/show.html",
        visit=visit,
        history=history,
        questions={row: asked.questions for row, asked in lists.items()},
        warnings=lists[visit.checklist_id].checklist.find_warnings(visit.answers)
        if visit.checklist_id
        else (),
        units=units,
        form=form or CancelForm(),
        redating=redating or RedateForm(data={"planned_on": visit.planned_on}),
        may_record="visit.record" in here,
        may_cancel=visits.cancel_action(visit.state) in here and visit.state != "cancelled",
        tells_names="history.read" in here,
        symbols=SYMBOLS,
    )
    return shown, status


def _choose(connection: Reading) -> ResponseReturnValue:
    scope.require(connection, auth.actor(), "visit.record")
    page = features.get_page(connection, auth.actor(), "hotspots", FeatureQuery(today(), limit=1000))
    places = sorted(page.features, key=lambda one: collation_key(str(one.properties["name"])))
    return render_template(
        "visits/choose.html",
        places=[_visited(one.properties) for one in places],
        endpoint=request.endpoint,
        symbols=SYMBOLS,
    )


def _read_place(connection: Reading, code: str) -> Visited:
    found = features.get_item(connection, auth.actor(), "hotspots", code, FeatureQuery(today()))
    return _visited(found.properties)


def _visited(told: dict[str, Any]) -> Visited:
    wards = tuple(str(ward["name"]) for ward in told["wards"])
    return Visited(told["code"], told["name"], told["status"], wards)


def read_sent_asked(connection: Reading, units: Iterable[str] = ()) -> Asked:
    """Return what the form that was sent asked: its list may have been replaced since it was shown."""
    sent = request.form.get("checklist", "")
    is_row = sent.isascii() and sent.isdigit() and len(sent) < 10  # noqa: PLR2004 - no row is longer
    return visit_forms.read_asked(connection, int(sent) if is_row else None, units)


def _find_plan(connection: Reading, hotspot: str) -> VisitRecord | None:
    """Return the planned visit that a new one fulfils: the one asked for, or the earliest that is due by today."""
    if "plan" in request.args:
        found = get_visit(connection, auth.actor(), request.args["plan"], today())
        return found if found.state == "planned" and found.hotspot == hotspot else None
    end = today() + timedelta(days=1)
    query = VisitQuery(today(), ("planned",), hotspot=hotspot, end=end, limit=1, is_ascending=True)
    return next(iter(list_visits(connection, auth.actor(), query).visits), None)


def _tell_move(plan: str) -> str:
    """Say to which day a planned visit was moved meanwhile."""
    with auth.database().read() as connection:
        return t("visits.plan_moved", code=plan, day=get_visit(connection, auth.actor(), plan, today()).day)


def _tell_program(form: Any) -> BadParameter:
    """Return what a program is told of the first filter that cannot be; people are told beside the field."""
    wrong = next(field for field in form if field.errors)
    if isinstance(wrong, DayField):
        return BadParameter(wrong.name, "day")
    allowed = [code for code, _ in getattr(wrong, "choices", ())]
    return BadParameter(wrong.name, "one_of", allowed=", ".join(allowed))


def _read_query(form: FilterForm, on: date) -> VisitQuery:
    state, start, to = form.state.data or TABS[0], form.start.data, form.to.data
    cursor = request.args.get("cursor")
    row, day = params.read_cursor(cursor, _question_key()) if cursor else (0, None)
    return VisitQuery(
        on,
        (state,),
        hotspot=form.hotspot.data,
        area=form.area.data,
        start=start,
        end=to + timedelta(days=1) if to and to < DATE_MAX else None,
        recorded_by=auth.account().id if form.mine.data else None,
        after=(day, row) if day else None,
        limit=PAGE_ROWS,
        is_ascending=state == "planned",
    )


def _question_key() -> str:
    return "visits|" + "|".join(f"{name}={request.args.get(name, '')}" for name in _FILTERS[:-1])


def _next_url(page: VisitPage) -> str | None:
    if page.next_after is None:
        return None
    day, row = page.next_after
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "cursor"}
    return url_for("visits.show_all", **asked, cursor=params.write_cursor(_question_key(), row, day))


def _map_url(form: Any) -> str | None:
    """Return the map of the same places; None where the map has no such filter."""
    if form.errors or form.state.data != "planned" or form.start.data or form.to.data or form.mine.data:
        return None
    ward = form.area.data or None
    if ward and find_cluster_key(ward):
        return None
    return url_for("map.show", due="planned", ward=ward, selected=form.hotspot.data or None)


def _list_areas(connection: Reading, on: date) -> list[tuple[str, str]]:
    query = FeatureQuery(on, limit=_MOST_AREAS, level=("ward", "grouping"))
    found = features.get_page(connection, auth.actor(), "boundaries", query).features
    told = sorted(found, key=lambda one: collation_key(str(one.properties["name"])))
    return [
        ("", t("visits.every_area")),
        *((str(one.properties["id"]), str(one.properties["name"])) for one in told),
        *list_choices(connection, on.year),
    ]


def _unit_names(connection: Reading) -> dict[str, str]:
    return {body.code: body.name for body in list_bodies(connection, is_active=None)}
