"""The calendar of visits and of what is due: a month, a week, and the moves that its page asks for."""

from datetime import date
from typing import Any, cast

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.agenda.calendar import list_areas, read_calendar
from layers.agenda.calendar_items import Calendar, CalendarQuery
from layers.agenda.feeds import find_positions
from layers.errors import Refused
from layers.places.references import get_place
from layers.store import scope
from layers.supervision import visits
from layers.supervision.visit_records import VisitRecord, get_visit
from webmap.errors import BadParameter
from webmap.http import auth, params, respond
from webmap.http.demo_mark import demo_label, labelled_file
from webmap.http.forms import DayField, Given, LineField, PageForm, UuidField, WholeField
from webmap.http.i18n import t, translator
from webmap.http.today import read_visit_rule, today
from webmap.maps.symbols import SYMBOLS
from webmap.pages.planning import calendar_words
from webmap.pages.planning.calendar_days import FIRST_YEAR, LAST_YEAR, VIEWS, Span, View, lay_out
from webmap.render.icalendar_file import MIMETYPE

blueprint = Blueprint("calendar", __name__)

REASONS = ("moved", "team", "weather")
"""Ready reasons for moving a visit: the first is the usual one."""

_PARAMETERS = ("view", "on", "area")
_TOPICS = ("calendar.js",)
_LAST_VERSION = 2**31 - 1


class MoveForm(PageForm):
    """To which day a planned visit is moved, and why."""

    day = DayField(validators=[Given()])
    version = WholeField(least=1, most=_LAST_VERSION, validators=[Given()])
    reason = LineField(most=300)


class PlanForm(PageForm):
    """For which day a visit to a place that is due is planned."""

    day = DayField(validators=[Given()])
    uuid = UuidField(validators=[Given()])


class UndoForm(PageForm):
    """Which version of a visit that was just planned is taken back."""

    version = WholeField(least=1, most=_LAST_VERSION, validators=[Given()])


@blueprint.get("/plans/calendar")
def show() -> ResponseReturnValue:
    """Show a month or a week."""
    span, area, on = _read_span(), _read_area(), today()
    calendar, areas = _read(span, area, on)
    return render_template(
        "plans/calendar.html",
        span=span,
        area=area,
        areas=areas,
        today=on,
        views=VIEWS,
        weeks=lay_out(span, calendar.items, on),
        calendar=calendar,
        peaks=[one for one in calendar.items if one.kind == "peak"],
        reasons=REASONS,
        symbols=SYMBOLS,
        kind_words=calendar_words.kind_words,
        name_words=calendar_words.name_words,
        address=calendar_words.address,
        link=_link,
        config=_config(),
    )


@blueprint.get("/plans/calendar.ics")
def download() -> Response:
    """Return the days that the page shows as an iCalendar file."""
    span, area, on = _read_span(), _read_area(), today()
    with auth.database().read() as connection:
        query = CalendarQuery(on, span.start, span.end, area=area)
        items = read_calendar(connection, auth.actor(), query, read_visit_rule(connection)).items
        positions = find_positions(connection, items)
    name = " – ".join(
        part for part in (demo_label(), t("calendar.title.file", start=span.start, end=span.last_on)) if part
    )
    response = respond.to_bytes(calendar_words.write_items(name, items, positions), mimetype=MIMETYPE)
    file = labelled_file(f"lich-{span.start.isoformat()}-{span.last_on.isoformat()}.ics")
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


@blueprint.post("/plans/calendar/visits/<code>/move")
def move(code: str) -> Response:
    """Move a planned visit to another day."""
    auth.require_session("visit.record")
    before = _open_visit(code)
    form: Any = _checked(MoveForm.sent())
    reason = form.reason.data or t(f"calendar.reason.{REASONS[0]}")
    with auth.database().write(auth.actor(), "visit.redate", reason) as change:
        version = visits.redate_visit(change, code, form.day.data, version=form.version.data, reason=reason)
    told = {"code": code, "version": version, "day": form.day.data, "before": before.day}
    return respond.to_json(told)


@blueprint.post("/plans/calendar/places/<code>/plan")
def plan(code: str) -> Response:
    """Plan a visit to a place that is due, once."""
    auth.require_session("visit.record")
    with auth.database().read() as connection:
        get_place(connection, auth.actor(), code, "visit.record")
    form: Any = _checked(PlanForm.sent())
    with auth.database().write(auth.actor(), "visit.plan") as change:
        visit = visits.plan_visit(change, code, form.day.data, uuid=form.uuid.data)
    return respond.to_json({"code": visit, "version": 1, "day": form.day.data}, status=201)


@blueprint.post("/plans/calendar/visits/<code>/undo")
def undo(code: str) -> Response:
    """Take a visit back that was just planned."""
    auth.require_session("visit.record")
    _open_visit(code)
    form: Any = _checked(UndoForm.sent())
    reason = t("calendar.reason.undo")
    with auth.database().write(auth.actor(), "visit.cancel", reason) as change:
        version = visits.cancel_visit(change, code, version=form.version.data, reason=reason)
    return respond.to_json({"code": code, "version": version})


def _read(span: Span, area: str | None, on: date) -> tuple[Calendar, list[tuple[str, str]]]:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "visit.read")
        query = CalendarQuery(on, span.start, span.end, area=area)
        calendar = read_calendar(connection, auth.actor(), query, read_visit_rule(connection))
        return calendar, list_areas(connection, auth.actor(), on)


def _read_span() -> Span:
    params.require_known(request.args, _PARAMETERS)
    view = params.read_one_of("view", request.args.get("view", VIEWS[0]), VIEWS)
    on = params.read_day("on", request.args["on"]) if request.args.get("on") else today()
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise BadParameter("on", "day")
    return Span.around(cast(View, view), on)


def _read_area() -> str | None:
    given = request.args.get("area")
    return params.read_area(given) if given else None


def _link(
    endpoint: str, span: Span, area: str | None, on: date | None = None, view: View | None = None
) -> str:
    """Return the address of a view like this one, on another day or of another kind."""
    return url_for(endpoint, view=view or span.view, on=(on or span.on).isoformat(), area=area)


def _open_visit(code: str) -> VisitRecord:
    """Return a visit to a place at which the reader records visits."""
    with auth.database().read() as connection:
        found = get_visit(connection, auth.actor(), code, today())
        get_place(connection, auth.actor(), found.hotspot, "visit.record")
    return found


def _checked(form: PageForm) -> PageForm:
    """Return a form that the page's script sent.

    Raises
    ------
    Refused
        ``move_incomplete``.
    """
    if not form.validate():
        raise Refused("move_incomplete", fields=", ".join(sorted(form.errors)))
    return form


def _config() -> dict[str, object]:
    """Return what the page's script has to know: addresses with CODE in them, and its words."""
    return {
        "locale": translator().locale,
        "today": today(),
        "texts": translator().catalogue(_TOPICS),
        "move_url": url_for("calendar.move", code="CODE"),
        "plan_url": url_for("calendar.plan", code="CODE"),
        "undo_url": url_for("calendar.undo", code="CODE"),
        "undo_reason": t("calendar.reason.undo"),
    }
