"""Makes and changes the supervision plan of a ward: with one step, or place by place."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField

from layers.errors import NotFound, Refused, StaleVersion
from layers.planning.progress_figures import PlaceProgress
from layers.planning.quotas import MONTHS, MOST_DAYS, MOST_PER_MONTH, Quota, usual_quota
from layers.planning.supervision_plans import ACTION, MOST_PLACES, PlanDraft, fill_plan, put_plan
from layers.store.database import Write
from webmap.http import auth, conflicts, params
from webmap.http.forms import CodeField, CodesField, Given, LineField, PageForm, WholeField
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule
from webmap.maps.symbols import SYMBOLS
from webmap.pages.planning.supervision_plans import Shown, read_shown
from webmap.pages.records.citing import offer_papers

blueprint = Blueprint("supervision_edit", __name__)

UNITS = ("per_month", "every_days")

_LAST_VERSION = 2**31 - 1


class QuotaForm(PageForm):
    """How often one place is to be visited."""

    code = LineField(most=20)
    number = WholeField(least=1, most=MOST_DAYS)
    unit = CodeField()
    from_month = CodeField()

    def quota(self) -> Quota | None:
        """Return what is told; None where it makes no sense, which stands beside the number then."""
        number, month = self.number.data, int(self.from_month.data or 1)
        if self.unit.data == "every_days":
            quota = Quota(every_days=number, from_month=month)
        else:
            quota = Quota(per_month=number, from_month=month)
        if not quota.is_right and not self.number.errors:
            self.number.errors = [t("supervision_plans.number_wrong", month=MOST_PER_MONTH, days=MOST_DAYS)]
        return quota if quota.is_right else None


class PlanForm(PageForm):
    """A supervision plan: the document that issued it, the places in it, and how often each is wanted."""

    version = WholeField(validators=[Given()], least=0, most=_LAST_VERSION)
    document = CodeField()
    chosen = CodesField()
    rows = FieldList(FormField(QuotaForm), max_entries=MOST_PLACES)

    def quotas(self) -> dict[str, Quota] | None:
        """Return how often each chosen place is wanted; None where one of them makes no sense."""
        rows = [entry.form for entry in self.rows if entry.form.code.data in (self.chosen.data or ())]
        told = {str(row.code.data): row.quota() for row in rows}
        return None if None in told.values() else {code: quota for code, quota in told.items() if quota}


@blueprint.post("/plans/supervision/<ward>/<int:year>/fill")
def fill(ward: str, year: int) -> ResponseReturnValue:
    """Take every place that is in no plan into the plan of its ward; without one, make it."""
    auth.require_session(ACTION)
    _read(ward, year)
    form = PlanForm.sent()
    here = redirect(url_for("supervision_plans.show", ward=ward, year=year), 303)
    if form.version.data is None:
        raise Refused("plan_version_missing")
    with auth.database().read() as connection:
        planner = read_visit_rule(connection)
    try:
        with auth.database().write(auth.actor(), "supervision_plan.fill") as change:
            n = fill_plan(change, ward, year, planner, version=form.version.data)
    except StaleVersion:
        flash(t("supervision_plans.changed_meanwhile"), "warning")
        return here
    flash(t("supervision_plans.filled", n=n) if n else t("supervision_plans.nothing_missing"), "good")
    return here


@blueprint.get("/plans/supervision/<ward>/<int:year>/edit")
def show(ward: str, year: int) -> ResponseReturnValue:
    """Show the form of a plan."""
    auth.require_session(ACTION)
    params.require_known(request.args, ())
    shown = _read(ward, year)
    form = PlanForm(
        data={
            "version": shown.plan.version if shown.plan else 0,
            "document": shown.plan.document if shown.plan else None,
            "chosen": [place.code for place in shown.ward.places if place.quota],
            "rows": [_told(place) for place in shown.ward.places],
        }
    )
    return _page(form, shown)


@blueprint.post("/plans/supervision/<ward>/<int:year>/edit")
def save(ward: str, year: int) -> ResponseReturnValue:
    """Keep a plan."""
    auth.require_session(ACTION)
    shown, form = _read(ward, year), PlanForm.sent()
    _offer(form, shown)
    is_right = form.validate()
    quotas = form.quotas()
    if not is_right or quotas is None or form.version.data is None:
        return _page(form, shown), 422
    with auth.database().read() as connection:
        planner = read_visit_rule(connection)
    draft, version = PlanDraft(quotas, form.document.data), form.version.data

    def keep(change: Write) -> None:
        put_plan(change, ward, year, draft, planner, version=version)

    wrong = conflicts.attempt(form, "supervision_plan.put", keep, refusals=(Refused, NotFound))
    if wrong:
        return _page(form, shown), wrong
    flash(t("supervision_plans.saved", n=len(quotas)), "good")
    return redirect(url_for("supervision_plans.show", ward=ward, year=year), 303)


def _read(ward: str, year: int) -> Shown:
    """Return the ward for whoever may plan for it; for all others its form is not there."""
    with auth.database().read() as connection:
        shown = read_shown(connection, ward, year, read_visit_rule(connection).calm)
    if not shown.may_edit:
        raise NotFound("plan_outside_area")
    return shown


def _told(place: PlaceProgress) -> Mapping[str, Any]:
    """Return what stands in the row of a place; of one that is in no plan, what the rule suggests."""
    quota = place.quota or usual_quota(place.interval_days or 1)
    number = quota.per_month if quota.per_month is not None else quota.every_days
    unit = UNITS[0] if quota.per_month is not None else UNITS[1]
    return {"code": place.code, "number": number, "unit": unit, "from_month": str(quota.from_month)}


def _offer(form: PlanForm, shown: Shown) -> None:
    """Set what each list of the form offers."""
    form.chosen.choices = [(place.code, place.name) for place in shown.ward.places]
    cited = form.document.data or (shown.plan.document if shown.plan else None)
    with auth.database().read() as connection:
        form.document.choices = offer_papers(connection, cited, none=t("planning_rules.no_document"))
    for row in _rows(form):
        row.unit.choices = [(unit, t(f"supervision_plans.unit.{unit}")) for unit in UNITS]
        row.from_month.choices = [(str(month), t("supervision_plans.month", month=month)) for month in MONTHS]


def _rows(form: PlanForm) -> Iterable[QuotaForm]:
    return (entry.form for entry in form.rows)


def _page(form: PlanForm, shown: Shown) -> str:
    _offer(form, shown)
    places = {place.code: place for place in shown.ward.places}
    rows = [(places[row.code.data], row) for row in _rows(form) if row.code.data in places]
    return render_template("plans/supervision_form.html", form=form, shown=shown, rows=rows, symbols=SYMBOLS)
