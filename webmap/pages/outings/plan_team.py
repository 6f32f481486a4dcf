"""The page of one team of a plan: where it sets out, its shift and its break; adding a team, and taking one out."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from geo.errors import InvalidGeometry, InvalidTour, PersonalData
from layers.errors import Refused
from layers.outings import day_changes
from layers.outings.day_edits import find_team
from layers.outings.day_records import get_day_plan
from layers.outings.day_shapes import DayPlan, PlannedTeam
from layers.store import scope
from layers.store.database import Write
from webmap.http import auth, conflicts
from webmap.http.i18n import t
from webmap.pages.outings import plan_form, plan_new, plan_told, plan_words
from webmap.pages.outings.plan_form import KEPT, Offered, TeamForm
from webmap.pages.outings.plan_page import VersionForm, plan_ways

blueprint = Blueprint("plan_team", __name__)

_MINUTE_S = 60
_REFUSALS = (Refused, InvalidGeometry, InvalidTour, PersonalData)


class OneTeamForm(VersionForm, TeamForm):
    """A team, and the version of the plan from which its editor started."""


@blueprint.get("/plans/<code>/teams/<int:number>")
def show(code: str, number: int) -> ResponseReturnValue:
    """Show the form of a team."""
    plan, offered = _read(code)
    team = find_team(plan, number)
    return _page(plan, OneTeamForm(data=_values(plan, team)), _with_kept(offered, team), team)


@blueprint.get("/plans/<code>/teams/new")
def show_new(code: str) -> ResponseReturnValue:
    """Show the form of one more team."""
    plan, offered = _read(code)
    usual = plan_form.usual_team(_next_number(plan), offered)
    return _page(plan, OneTeamForm(data={"version": plan.version, **usual}), offered, None)


@blueprint.post("/plans/<code>/teams/<int:number>")
def keep(code: str, number: int) -> ResponseReturnValue:
    """Change a team; the times of its stops follow."""
    plan, offered = _read(code)
    team = find_team(plan, number)
    return _keep(plan, _with_kept(offered, team), team)


@blueprint.post("/plans/<code>/teams/new")
def add(code: str) -> ResponseReturnValue:
    """Add a team, which has no stops at first."""
    plan, offered = _read(code)
    return _keep(plan, offered, None)


@blueprint.post("/plans/<code>/teams/<int:number>/remove")
def remove(code: str, number: int) -> ResponseReturnValue:
    """Take a team out of a plan; its stops are left out."""
    plan, offered = _read(code)
    team = find_team(plan, number)
    form: Any = VersionForm.sent()
    shown = OneTeamForm(data=_values(plan, team))

    def deed(change: Write) -> None:
        day_changes.remove_team(change, code, number, version=form.version.data)

    if not form.validate():
        return _page(plan, shown, _with_kept(offered, team), team, status=422)
    refused = conflicts.attempt(shown, "plan.remove_team", deed, refusals=_REFUSALS)
    if refused:
        return _page(plan, shown, _with_kept(offered, team), team, status=refused)
    return _done(code, t("plans.team_removed", name=team.name))


def _keep(plan: DayPlan, offered: Offered, team: PlannedTeam | None) -> ResponseReturnValue:
    form: Any = OneTeamForm.sent()
    plan_form.offer_team_choices(form, offered)

    def deed(change: Write) -> None:
        wish, version = plan_form.read_team(form, offered), form.version.data
        if team is None:
            day_changes.add_team(change, plan.code, wish, version=version)
        else:
            routes = plan_ways(change.connection, plan.code)
            day_changes.change_team(change, plan.code, team.number, wish, version=version, ways=routes)

    if not form.validate():
        return _page(plan, form, offered, team, status=422)
    action = "plan.add_team" if team is None else "plan.change_team"
    refused = conflicts.attempt(form, action, deed, refusals=_REFUSALS)
    if refused:
        return _page(plan, form, offered, team, status=refused)
    return _done(plan.code, t("plans.team_kept", name=form.name.data))


def _done(code: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("plan_page.show", code=code), 303)


def _read(code: str) -> tuple[DayPlan, Offered]:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.edit")
        plan = get_day_plan(connection, auth.actor(), code)
        return plan, plan_new.read_offered(connection, plan.plan_on)


def _with_kept(offered: Offered, team: PlannedTeam) -> Offered:
    """Return what is offered, with where the team sets out and comes back to now."""
    return replace(offered, kept={f"{KEPT}-start": team.start, f"{KEPT}-end": team.end})


def _next_number(plan: DayPlan) -> int:
    return max((team.number for team in plan.teams), default=0) + 1


def _values(plan: DayPlan, team: PlannedTeam) -> dict[str, object]:
    rest, longest_s = team.rest, team.max_travel_s
    return {
        "version": plan.version,
        "name": team.name,
        "units": list(team.units),
        "start": f"{KEPT}-start",
        "end": f"{KEPT}-end" if team.end != team.start else None,
        "shift_start": team.shift.start_s,
        "shift_end": team.shift.end_s,
        "rest_minutes": rest.duration_s // _MINUTE_S if rest else None,
        "rest_from": rest.earliest_s if rest else None,
        "rest_to": rest.latest_s if rest else None,
        "longest_minutes": longest_s // _MINUTE_S if longest_s is not None else None,
    }


def _page(
    plan: DayPlan, form: Any, offered: Offered, team: PlannedTeam | None, *, status: int = 200
) -> ResponseReturnValue:
    plan_form.offer_team_choices(form, offered)
    shown = render_template(
        "plans/team.html",
        form=form,
        plan=plan,
        team=team,
        number=_next_number(plan) if team is None else team.number,
        config=plan_told.stage_config(offered.bounds, offered.spots),
        **plan_words.words(),
    )
    return shown, status
