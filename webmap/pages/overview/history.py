"""Who changed what, when and why: the log for auditors, and the history of one place for those who answer for it."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from layers.outings.day_records import read_plan_history
from layers.overview.history import read_place_history
from layers.overview.named_rows import Names, name_rows
from layers.store import log, scope
from layers.store.log import LogPage, LogQuery
from webmap.errors import BadParameter
from webmap.http import auth, params
from webmap.http.forms import CodeField, DayField, LineField, PageForm
from webmap.http.i18n import t
from webmap.pages.overview.change_words import tell_row

blueprint = Blueprint("history", __name__)

SUBJECTS = (
    "hotspot.", "status.", "visit.", "plan.", "recommendation.", "document.", "boundary.",
    "account.", "grant.", "token.", "session.", "scope.", "list.",
)  # fmt: skip
"""What the log can be narrowed to: the beginnings of actions."""

FILTERS = ("who", "subject", "about", "first", "last")
"""Fields of the form above the log."""

_ROWS = 50
_LAST_ROW = 2**31 - 1


class LogForm(PageForm):
    """What the log is narrowed to."""

    who = LineField(most=64)
    subject = CodeField()
    about = LineField(most=80)
    first = DayField()
    last = DayField()

    def validate_last(self, field: DayField) -> None:
        """Refuse days in the wrong order."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(t("history.days_reversed"))


@blueprint.get("/log")
def show_log() -> ResponseReturnValue:
    """Show the log, newest first."""
    params.require_known(request.args, (*FILTERS, "below"))
    form = LogForm(request.args)
    form.subject.choices = [
        ("", t("history.all")),
        *((code, t(f"history.subject.{code[:-1]}")) for code in SUBJECTS),
    ]
    is_right = form.validate()
    asked = LogQuery(
        actor_name=form.who.data.lower() if form.who.data else None,
        action=form.subject.data,
        object_id=form.about.data,
        first_on=form.first.data,
        last_on=form.last.data,
        below=_below(),
        limit=_ROWS,
    )
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "log.read")
        page = log.read_log(connection, auth.actor(), asked) if is_right else LogPage((), None)
        names = name_rows(connection, page.rows)
    shown = render_template("history/log.html", form=form, **_told(page, names, "history.show_log"))
    return shown, 200 if is_right else 422


@blueprint.get("/hotspots/<code>/history")
def show_place(code: str) -> ResponseReturnValue:
    """Show what was done to a place, its visits and its recommendations."""
    params.require_known(request.args, ("below",))
    with auth.database().read() as connection:
        found = read_place_history(connection, auth.actor(), code, below=_below(), limit=_ROWS)
        names = name_rows(connection, found.page.rows)
    told = _told(found.page, names, "history.show_place", code=found.code)
    return render_template("history/place.html", place=found, **told)


@blueprint.get("/plans/<code>/history")
def show_plan(code: str) -> ResponseReturnValue:
    """Show what was done to the plan of a day."""
    params.require_known(request.args, ("below",))
    with auth.database().read() as connection:
        page = read_plan_history(connection, auth.actor(), code, below=_below(), limit=_ROWS)
        names = name_rows(connection, page.rows)
    told = _told(page, names, "history.show_plan", code=code)
    return render_template("history/plan.html", code=code, **told)


def _told(page: LogPage, names: Names, endpoint: str, **values: Any) -> dict[str, Any]:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "below"}
    older = url_for(endpoint, **values, **kept, below=page.below) if page.below is not None else None
    newest = url_for(endpoint, **values, **kept) if "below" in request.args else None
    return {"rows": [tell_row(row, names) for row in page.rows], "older": older, "newest": newest}


def _below() -> int | None:
    text = request.args.get("below")
    if text is None:
        return None
    if not (
        text.isascii() and text.isdigit() and len(text) <= len(str(_LAST_ROW)) and 0 < int(text) <= _LAST_ROW
    ):
        raise BadParameter("below", "cursor")
    return int(text)
