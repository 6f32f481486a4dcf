"""Planning the rest of a day anew: from a time on, without some stops, without a team.

The search may take seconds: it reads, and only what it found is written, if nobody changed the plan meanwhile.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from layers.outings.day_edits import find_team
from layers.outings.day_records import get_day_plan
from layers.outings.replanning import Rest, draft_rest, keep_rest
from layers.store import scope
from webmap.http import auth
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.pages.outings.plan_answers import answer
from webmap.pages.outings.plan_page import ReplanForm, plan_ways

blueprint = Blueprint("plan_rest", __name__)


@blueprint.post("/plans/<code>/replan")
def replan(code: str) -> ResponseReturnValue:
    """Plan anew whatever is neither locked nor past."""
    form: Any = ReplanForm.sent()
    return _answer(
        code, form, lambda: [int(number) for number in form.resting.data or ()], t("plans.replanned")
    )


@blueprint.post("/plans/<code>/teams/<int:number>/rest")
def rest_team(code: str, number: int) -> ResponseReturnValue:
    """Send a team home: what it had ahead goes to the others, or is left out with the reason."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.edit")
        team = find_team(get_day_plan(connection, auth.actor(), code), number)
    return _answer(code, ReplanForm.sent(), lambda: [number], t("plans.team_rested", name=team.name))


def _answer(code: str, form: Any, resting: Callable[[], Iterable[int]], done: str) -> ResponseReturnValue:
    def do() -> None:
        actor, clock = auth.actor(), auth.database().clock
        without = tuple(form.without.data or ())
        rest = Rest(form.version.data, form.read_from_s(clock()), without, tuple(resting()))
        with auth.database().read() as connection:
            found = draft_rest(connection, actor, code, rest, plan_ways(connection, code), today=today())
        with auth.database().write(actor, "plan.replan") as change:
            keep_rest(change, found)

    return answer(code, form, "replan", do, done)
