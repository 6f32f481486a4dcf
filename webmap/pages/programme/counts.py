"""The page of monthly counts: a unit and a month, last month beside, entered and corrected by whoever counts there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from geo.types import local_day
from layers.errors import NotFound, Refused, StaleVersion
from layers.programme.categories import list_categories
from layers.programme.figures import (
    ENTER,
    READ,
    Correction,
    Figure,
    count_entered,
    enter_counts,
    month_before,
    read_corrections,
    read_figures,
)
from layers.programme.units import Unit, list_units
from layers.store import scope
from layers.store.database import Reading
from webmap.errors import BadParameter
from webmap.http import auth, conflicts, params
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.pages.programme import count_form

blueprint = Blueprint("counts", __name__)


@dataclass(frozen=True)
class Counted:
    """What the page shows of a unit and month.

    Attributes
    ----------
    units
        Units of the month that the reader may read, each with how many categories were entered.
    unit
        The one that is shown; None where there is none to show.
    may_enter
        Whether the reader counts there.
    before, present
        Counts of the month before and of the month, by category.
    corrections
        What was corrected, each with its day in Viet Nam.
    """

    month: date
    units: list[tuple[Unit, int]]
    unit: Unit | None
    may_enter: bool
    before: dict[str, Figure]
    present: dict[str, Figure]
    corrections: tuple[tuple[Correction, date], ...]


@blueprint.get("/programme/counts")
def show() -> ResponseReturnValue:
    """Show the counts of a unit in a month."""
    params.require_known(request.args, ("unit", "month"))
    asked = request.args.get("month")
    month = params.read_month("month", asked) if asked else today().replace(day=1)
    with auth.database().read() as connection:
        counted = _read(connection, request.args.get("unit"), month)
    form = (
        count_form.make_count_form()(data=count_form.first_values(counted.present))
        if counted.may_enter
        else None
    )
    return _page(counted, form)


@blueprint.post("/programme/counts")
def save() -> ResponseReturnValue:
    """Enter the counts of a unit and month, or correct them."""
    form: Any = count_form.make_count_form().sent()
    found = _find_month(form.month.data or "")
    month = found or today().replace(day=1)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), ENTER)
        counted = _read(connection, form.unit.data, month)
    if not found or not form.unit.data or not form.validate():
        return _page(counted, form, 422)
    try:
        with auth.database().write(auth.actor(), "count.enter") as change:
            changed = enter_counts(change, count_form.read_sheet(form, form.unit.data, month))
            conflicts.settle(change)
    except StaleVersion as error:
        form.told.append(t("counts.meanwhile"))
        count_form.start_anew(form, counted.present)
        return _page(counted, form, 409 if error.facts["started_from"] == 0 else 412)
    except (Refused, PersonalData) as error:
        form.tell(error)
        return _page(counted, form, 422)
    flash(t("counts.saved", n=changed), "good")
    return redirect(url_for("counts.show", unit=form.unit.data, month=f"{month:%Y-%m}"), 303)


def _find_month(text: str) -> date | None:
    try:
        return params.read_month("month", text)
    except BadParameter:
        return None


def _read(connection: Reading, public_id: str | None, month: date) -> Counted:
    actor = auth.actor()
    scope.require(connection, actor, READ)
    seen = list_units(connection, actor, READ, month)
    own = {unit.id for unit in list_units(connection, actor, ENTER, month)}
    unit = _choose(seen, own, public_id)
    entered = count_entered(connection, seen, month)
    told = [(one, entered.get(one.id, 0)) for one in seen]
    if unit is None:
        return Counted(month, told, None, False, {}, {}, ())
    present = read_figures(connection, actor, unit, month)
    before = _read_before(connection, unit, month_before(month))
    corrected = read_corrections(connection, actor, unit, month)
    days = tuple((one, local_day(one.recorded_at)) for one in corrected)
    return Counted(month, told, unit, unit.id in own, before, present, days)


def _choose(seen: Any, own: set[int], public_id: str | None) -> Unit | None:
    """Return the unit that was asked for, else the first that the reader counts, else the first."""
    if public_id:
        found: Unit | None = next((unit for unit in seen if unit.public_id == public_id), None)
        if found is None:
            raise NotFound("unit_not_found", unit=public_id)
        return found
    return next((unit for unit in seen if unit.id in own), next(iter(seen), None))


def _read_before(connection: Reading, unit: Unit, month: date) -> dict[str, Figure]:
    """Return the counts of the month before; none where the unit did not exist yet."""
    try:
        return read_figures(connection, auth.actor(), unit, month)
    except NotFound:
        return {}


def _page(counted: Counted, form: Any | None, status: int = 200) -> ResponseReturnValue:
    groups = list(count_form.list_groups(counted.before, counted.present, form))
    names = {row.code: row.text for _, rows in groups for row in rows}
    shown = render_template(
        "counts/show.html",
        counted=counted,
        groups=groups,
        names=names,
        form=form,
        before=month_before(counted.month),
        most=len(list_categories()),
        is_correcting=any(one.version for one in counted.present.values()),
        newest=today().replace(day=1),
    )
    return shown, status
