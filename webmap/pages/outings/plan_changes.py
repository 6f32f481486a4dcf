"""Changing the plan of a day: moving and locking stops, adding places, confirming, cancelling.

Each address takes a form; the script of the page sends the same one and is answered with the new lists and map.
"""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import ValidationError

from layers.outings import day_changes
from layers.store.database import Write
from webmap.http import auth
from webmap.http.forms import Given, LineField
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule
from webmap.pages.outings.plan_answers import answer
from webmap.pages.outings.plan_new import visit_seconds
from webmap.pages.outings.plan_page import AddForm, CancelForm, VersionForm, plan_ways

blueprint = Blueprint("plan_changes", __name__)

_MOVE = re.compile(r"(?P<hotspot>[0-9A-Za-z-]{1,40}) (?P<team>\d{1,2}) (?P<position>\d{1,4})", re.ASCII)
_LOCK = re.compile(r"(?P<hotspot>[0-9A-Za-z-]{1,40}) (?P<on>[01])", re.ASCII)


class MoveForm(VersionForm):
    """Which stop goes where: its code, the number of its team (0: none), its place there counted from 1."""

    move = LineField(most=60, validators=[Given()])

    def validate_move(self, field: Field) -> None:
        """Refuse what is no move."""
        if field.data and not _MOVE.fullmatch(field.data):
            raise ValidationError(t("forms.unreadable"))


class LockForm(VersionForm):
    """Which stop is locked (1) or unlocked (0)."""

    lock = LineField(most=60, validators=[Given()])

    def validate_lock(self, field: Field) -> None:
        """Refuse what is no lock."""
        if field.data and not _LOCK.fullmatch(field.data):
            raise ValidationError(t("forms.unreadable"))


@blueprint.post("/plans/<code>/moves")
def move(code: str) -> ResponseReturnValue:
    """Move a stop within its team, to another one, or out of the plan; all later times follow."""
    form: Any = MoveForm.sent()

    def deed(change: Write) -> None:
        sent = _MOVE.fullmatch(form.move.data)
        assert sent  # noqa: S101 - for the type checker: the form was validated
        day_changes.move_stop(
            change, code, sent["hotspot"], int(sent["team"]) or None, max(int(sent["position"]) - 1, 0),
            version=form.version.data, ways=plan_ways(change.connection, code),
        )  # fmt: skip

    return _change(code, form, "plan.move", deed, t("plans.moved"))


@blueprint.post("/plans/<code>/locks")
def lock(code: str) -> ResponseReturnValue:
    """Keep a stop where it is whenever the rest is planned anew, or let it go."""
    form: Any = LockForm.sent()
    is_locked = (form.lock.data or "").endswith(" 1")

    def deed(change: Write) -> None:
        hotspot = form.lock.data.split(" ")[0]
        day_changes.lock_stop(change, code, hotspot, is_locked, version=form.version.data)

    return _change(code, form, "plan.lock", deed, t("plans.lock_set" if is_locked else "plans.lock_gone"))


@blueprint.post("/plans/<code>/places")
def add(code: str) -> ResponseReturnValue:
    """Put a place into a plan; it waits among those that no team visits until it is moved to one."""
    form: Any = AddForm.sent()

    def deed(change: Write) -> None:
        day_changes.add_place(
            change, code, form.hotspot.data.upper(), version=form.version.data,
            planner=read_visit_rule(change.connection), visit_s=visit_seconds(),
        )  # fmt: skip

    return _change(code, form, "plan.add_place", deed, t("plans.added"))


@blueprint.post("/plans/<code>/confirm")
def confirm(code: str) -> ResponseReturnValue:
    """Confirm a plan: a visit is planned at each of its stops."""
    form: Any = VersionForm.sent()

    def deed(change: Write) -> None:
        day_changes.confirm_plan(change, code, version=form.version.data)

    return _change(code, form, "plan.confirm", deed, t("plans.confirmed"))


@blueprint.post("/plans/<code>/cancel")
def cancel(code: str) -> ResponseReturnValue:
    """Cancel a plan, and the visits that it planned."""
    form: Any = CancelForm.sent()

    def deed(change: Write) -> None:
        day_changes.cancel_plan(change, code, version=form.version.data, reason=form.reason.data)

    return _change(code, form, "plan.cancel", deed, t("plans.cancelled"))


def _change(
    code: str, form: Any, action: str, deed: Callable[[Write], None], done: str
) -> ResponseReturnValue:
    """Do something to a plan in one transaction, and answer."""

    def do() -> None:
        reason = form.reason.data if "reason" in form else None
        with auth.database().write(auth.actor(), action, reason) as change:
            deed(change)

    return answer(code, form, action.split(".")[1], do, done)
