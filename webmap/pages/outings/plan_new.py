"""The page that asks what is wanted of a day, and makes the plan of it."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, cast
from uuid import uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidGeometry, InvalidTour, NoRoute, PersonalData
from geo.types import VIETNAM, BBox
from layers.areas.clusters import list_choices
from layers.errors import NotFound, Refused
from layers.outings.day_plans import draft_day_plan, keep_day_plan
from layers.places.reach import find_own_extent
from layers.planning.wards_due import list_wards_due
from layers.store import features, scope
from layers.store.database import Reading
from layers.supervision.bodies import list_bodies
from layers.supervision.due import find_middles, list_due
from webmap.config import Config
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule, today
from webmap.http.ways import ways
from webmap.pages.outings import plan_form, plan_told, plan_words
from webmap.pages.outings.plan_form import USUAL_SOON_DAYS, DayPlanForm, Offered

blueprint = Blueprint("plan_new", __name__)

NAMED_PLACES = 60
"""Places that may be asked for by name: the most pressing, besides those that the address or the form names."""

_NOON = 12
_QUAN_8 = BBox(106.59, 10.69, 106.69, 10.75)
_REFUSALS = (Refused, InvalidGeometry, InvalidTour, NoRoute, PersonalData, NotFound)


@blueprint.get("/plans/new")
def show() -> ResponseReturnValue:
    """Show the form of a plan."""
    params.require_known(request.args, ("on", "hotspot"))
    on = params.read_day("on", request.args["on"]) if "on" in request.args else _next_morning()
    asked = [request.args["hotspot"]] if "hotspot" in request.args else []
    with auth.database().read() as connection:
        offered = read_offered(connection, max(on, today()), asked)
    form: Any = DayPlanForm(
        data={
            "uuid": str(uuid4()), "plan_on": on, "mode": "walking", "soon_days": USUAL_SOON_DAYS,
            "places": asked, "teams": [plan_form.usual_team(1, offered)],
        }
    )  # fmt: skip
    return _page(form, offered)


@blueprint.post("/plans/new")
def make() -> ResponseReturnValue:
    """Make a plan, or add or take away a team of the form."""
    act = request.form.get("act", "")
    sent: MultiDict[str, str] = request.form
    if act.startswith("remove-") and act.removeprefix("remove-").isdecimal():
        sent = plan_form.without_team(sent, int(act.removeprefix("remove-")))
    form: Any = DayPlanForm(sent)
    with auth.database().read() as connection:
        offered = read_offered(connection, _day_of(form), form.places.data or ())
    if act == "add" and len(form.teams) < plan_form.MOST_TEAMS:
        form.teams.append_entry(plan_form.usual_team(len(form.teams) + 1, offered))
    if act:
        return _page(form, offered)
    plan_form.offer_choices(form, offered)
    if not _is_whole(form):
        return _page(form, offered, status=422)
    try:
        code = _make(form, offered)
    except _REFUSALS as error:
        _tell(form, error)
        return _page(form, offered, status=422)
    flash(t("plans.made", code=code), "good")
    return redirect(url_for("plan_page.show", code=code), 303)


def read_offered(connection: Reading, on: date, asked: Collection[str] = ()) -> Offered:
    """Return what the form of a plan of a day offers to whoever may make one.

    Parameters
    ----------
    connection
        A transaction.
    on
        The day.
    asked
        Codes of places that are offered by name however pressing they are.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    actor = auth.actor()
    scope.require(connection, actor, "plan.edit")
    due = list_due(connection, actor, on, read_visit_rule(connection))
    named = tuple(one for at, one in enumerate(due) if at < NAMED_PLACES or one.code in asked)
    return Offered(
        list_wards_due(connection, due, on, soon_days=USUAL_SOON_DAYS),
        list_choices(connection, on.year),
        named,
        find_middles(connection, [one.version_id for one in named]),
        [(body.code, body.name) for body in list_bodies(connection, ("member",))],
        find_own_extent(connection, actor)
        or features.get_extent(connection, actor, "boundaries")[0]
        or _QUAN_8,
    )


def _make(form: Any, offered: Offered) -> str:
    wish = plan_form.read_wish(form, offered, visit_s=visit_seconds(), most_stops=_config().plan_most_stops)
    with auth.database().read() as connection:  # the search may take seconds, and nobody is to wait for it
        draft = draft_day_plan(connection, auth.actor(), wish, ways(connection), read_visit_rule(connection))
    with auth.database().write(auth.actor(), "plan.make") as change:
        code = keep_day_plan(change, draft, uuid=form.uuid.data)
    if draft.unlocated:
        flash(t("plans.unlocated", places=", ".join(draft.unlocated)), "warning")
    return code


def visit_seconds() -> int:
    """Return how long a visit takes as a rule, as the settings say."""
    return _config().visit_minutes * 60


def _config() -> Config:
    return cast(Config, current_app.config["DIABAN"])


def _is_whole(form: Any) -> bool:
    is_right = form.validate()
    if form.plan_on.data is not None and form.plan_on.data < today():
        form.plan_on.errors = [*form.plan_on.errors, t("plans.day_past")]
        return False
    return bool(is_right)


def _tell(form: Any, error: Any) -> None:
    if "team" in error.facts and isinstance(error, Refused):
        plan_form.tell_team(form, error)
    else:
        form.tell(error)


def _day_of(form: Any) -> date:
    return max(form.plan_on.data or today(), today())


def _next_morning() -> date:
    """Return today, and from noon on tomorrow: who plans in the afternoon plans for the next day."""
    now = auth.database().clock().astimezone(VIETNAM)
    return today() + timedelta(days=1 if now.hour >= _NOON else 0)


def _page(form: Any, offered: Offered, *, status: int = 200) -> ResponseReturnValue:
    plan_form.offer_choices(form, offered)
    config = plan_told.stage_config(offered.bounds, offered.spots)
    return render_template(
        "plans/new.html",
        form=form,
        offered=offered,
        config=config,
        most_teams=plan_form.MOST_TEAMS,
        **plan_words.words(),
    ), status
