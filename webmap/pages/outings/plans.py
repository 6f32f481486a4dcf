"""The list of day plans: this week and the next, earlier ones below, and how many places wait for a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.outings.day_records import list_day_plans
from layers.outings.day_shapes import STATES, PlanLine, PlanPage, PlanQuery
from layers.store import scope
from layers.store.database import Reading
from layers.supervision.due import Agenda, read_agenda
from webmap.http import auth, params
from webmap.http.today import read_visit_rule, today
from webmap.pages.outings import plan_words

blueprint = Blueprint("plans", __name__)

PAGE_ROWS = 30
_MOST_COMING = 200
_WEEK = timedelta(days=7)
_CURSOR_KEY = "plans"


@dataclass(frozen=True)
class Week:
    """The plans of a week; ``title`` is the end of the key of its name."""

    title: str
    first: date
    plans: tuple[PlanLine, ...]

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)


@blueprint.get("/plans")
def index() -> ResponseReturnValue:
    """List the day plans that the reader may see."""
    params.require_known(request.args, ("state", "cursor"))
    asked = request.args.get("state")
    state, on = params.read_one_of("state", asked, STATES) if asked else None, today()
    monday = on - timedelta(days=on.weekday())
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.read")
        coming = PlanQuery(start=monday, limit=_MOST_COMING, is_ascending=True)
        earlier = PlanQuery(end=monday, state=state, limit=PAGE_ROWS, after=_read_cursor(state))
        weeks = _by_week(list_day_plans(connection, auth.actor(), coming).plans, monday)
        before = list_day_plans(connection, auth.actor(), earlier)
        agenda = _read_agenda(connection, on)
    return render_template(
        "plans/index.html",
        states=STATES,
        state=state,
        weeks=weeks,
        before=before,
        next_url=_next_url(before, state),
        agenda=agenda,
        today=on,
        **plan_words.words(),
    )


def _by_week(plans: Sequence[PlanLine], monday: date) -> list[Week]:
    """Return this week and the next, and what comes later where there is any."""
    starts = (("this_week", monday), ("next_week", monday + _WEEK), ("later", monday + 2 * _WEEK))
    ends = (monday + _WEEK, monday + 2 * _WEEK, date.max)
    weeks = [
        Week(title, first, tuple(plan for plan in plans if first <= plan.plan_on < end))
        for (title, first), end in zip(starts, ends, strict=True)
    ]
    return weeks if weeks[-1].plans else weeks[:-1]


def _read_agenda(connection: Reading, on: date) -> Agenda:
    return read_agenda(connection, auth.actor(), on, read_visit_rule(connection), 1)


def _read_cursor(state: str | None) -> tuple[date, int] | None:
    if "cursor" not in request.args:
        return None
    row, day = params.read_cursor(request.args["cursor"], f"{_CURSOR_KEY} {state or ''}")
    return day, row


def _next_url(page: PlanPage, state: str | None) -> str | None:
    if page.next_after is None:
        return None
    day, row = page.next_after
    cursor = params.write_cursor(f"{_CURSOR_KEY} {state or ''}", row, day)
    return url_for("plans.index", state=state, cursor=cursor, _anchor="before")
