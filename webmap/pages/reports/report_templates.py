"""The template of reports: the one in force to be taken along, another of the office to be put in its place."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from shapely import Point
from wtforms import FileField

from geo.types import Interval, local_day
from layers.errors import Refused
from layers.reporting.fact_sheet import Fact, FactSheet
from layers.reporting.owners import Owner
from layers.reporting.report_periods import Period
from layers.reporting.sections import list_sections
from layers.reporting.templates import ACTION, LARGEST_BYTES, add_template, find_template, list_templates
from layers.store import scope
from layers.store.database import Write
from webmap.http import auth, conflicts, params, respond
from webmap.http.forms import PageForm
from webmap.http.i18n import t
from webmap.pages.reports.reading import blobs
from webmap.render.office import document
from webmap.render.report_words import Reported, ReportPaper, tell_report

blueprint = Blueprint("report_templates", __name__)

_FILE_NAME = "mau-bao-cao.docx"


class TemplateForm(PageForm):
    """A template of the office."""

    file = FileField()


@blueprint.get("/reports/template")
def show() -> ResponseReturnValue:
    """Show which templates there were, and the form for a new one."""
    params.require_known(request.args, ())
    return _page(TemplateForm())


@blueprint.get("/reports/template.docx")
def download() -> Response:
    """Return the template in force."""
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), ACTION)
        found = find_template(connection)
    body = blobs().find_path(found.sha256).read_bytes() if found else document.own_template()
    answer = respond.to_bytes(body, mimetype=document.MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_FILE_NAME}"'
    return answer


@blueprint.post("/reports/template")
def put() -> ResponseReturnValue:
    """Put a template of the office in force, or that of the service again."""
    auth.require_session(ACTION)
    form = TemplateForm.sent()
    sent = request.files.get("file")
    name = (sent.filename if sent else "") or ""
    body = sent.read(LARGEST_BYTES + 1) if sent and name else b""

    def keep(change: Write) -> None:
        if "own" in request.form:
            add_template(change, "", t("reports.template.own"), 0)
            return
        if not body:
            raise Refused("report_template_missing", field="file")
        if len(body) > LARGEST_BYTES:
            raise Refused("report_template_too_large", field="file", maximum=LARGEST_BYTES // 1_000_000)
        document.check_template(body, make_trial())
        add_template(change, blobs().keep(body), name, len(body))

    wrong = conflicts.attempt(form, "report.template", keep)
    if wrong:
        return _page(form), wrong
    flash(t("reports.template.done"), "good")
    return redirect(url_for("report_templates.show"), 303)


def make_trial() -> ReportPaper:
    """Return a made-up report with which a template is tried."""
    name, above = t("reports.template.trial_area"), t("reports.template.trial_above")
    owner = Owner(0, "0@start", name, f"{name}, {above}", "ward", Interval(), Point(0, 0))
    facts = FactSheet(
        date(2026, 11, 30), (Fact("HS_ACTIVE", "places", 1, 1), Fact("VISITS", "visits", 2, None))
    )
    texts = {section.code: t("reports.template.trial") for section in list_sections()}
    return tell_report(Reported("BC00000", owner, Period(date(2026, 11, 1), "month"), "draft", texts, facts))


def _page(form: TemplateForm) -> str:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), ACTION)
        listed = [(one, local_day(one.recorded_at)) for one in list_templates(connection)]
    return render_template("reports/template.html", form=form, templates=listed, names=sorted(document.NAMES))
