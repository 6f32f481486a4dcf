"""One report: its figures beside its text, sentences on offer, and the steps until it is locked."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.errors import NotFound
from layers.reporting.deadlines import find_report_day
from layers.reporting.fact_sheet import Fact
from layers.reporting.report_steps import ASKED, STEPS, is_writable, steps_from
from layers.reporting.reports import LONGEST_COMMENT, move_report, write_report
from layers.reporting.sections import LONGEST, Section, list_sections, offer_phrases
from layers.store import scope
from layers.store.database import Write
from webmap.http import auth, conflicts, params
from webmap.http.forms import Given, NoteField, PageForm, WholeField
from webmap.http.i18n import t, translator
from webmap.http.today import read_visit_rule
from webmap.pages.reports.reading import Shown, deadlines, read_shown
from webmap.render.report_files import REPORT_FILES
from webmap.render.report_words import (
    find_mark,
    name_fact,
    name_period,
    write_change,
    write_figures,
    write_value,
)
from webmap.texts import Translator

blueprint = Blueprint("reports", __name__)

_LAST_VERSION = 2**31 - 1


class StepForm(PageForm):
    """A step: the version that it is taken from, and why."""

    version = WholeField(least=1, most=_LAST_VERSION, validators=[Given()])
    comment = NoteField(most=LONGEST_COMMENT)


class TextForm(PageForm):
    """The text of a report: a field for each section, and the sentences that are to be added to it."""

    version = WholeField(least=1, most=_LAST_VERSION, validators=[Given()])

    def texts(self) -> dict[str, str]:
        """Return the text of each section, the chosen sentences behind it."""
        return {section.code: self._text_of(section) for section in list_sections()}

    def _text_of(self, section: Section) -> str:
        written: Any = self[section.code].data or ""
        chosen = [
            line for line in request.form.getlist(f"add_{section.code}") if line and line not in written
        ]
        return "\n".join([*([written] if written else []), *chosen])


def make_text_form() -> type[TextForm]:
    """Return the form with a field for each section."""
    fields = {section.code: NoteField(most=LONGEST) for section in list_sections()}
    return type("TextForm", (TextForm,), fields)


@blueprint.get("/reports/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show a report; whoever may write it sees its form."""
    params.require_known(request.args, ())
    shown = _read(code)
    form = make_text_form()(data={**shown.report.texts, "version": shown.report.head.version})
    return _page(shown, form, StepForm())


@blueprint.post("/reports/<code>")
def save(code: str) -> ResponseReturnValue:
    """Keep what is written in a report."""
    shown, form = _claim(code, "write"), make_text_form().sent()
    if not form.validate() or form.version.data is None:
        return _page(shown, form, StepForm()), 422
    version, texts = form.version.data, form.texts()

    def keep(change: Write) -> None:
        write_report(change, code, texts, version=version)

    wrong = conflicts.attempt(form, "report.write", keep)
    if wrong:
        return _page(shown, form, StepForm()), wrong
    flash(t("reports.saved"), "good")
    return redirect(url_for("reports.show", code=code), 303)


@blueprint.post("/reports/<code>/<step>")
def move(code: str, step: str) -> ResponseReturnValue:
    """Take a step with a report: offer, send back, submit, return, lock."""
    if step not in STEPS:
        raise NotFound("report_step_unknown", step=step)
    shown, form = _claim(code, STEPS[step].right), StepForm.sent()
    text = make_text_form()(data={**shown.report.texts, "version": shown.report.head.version})
    if not form.validate() or form.version.data is None:
        return _page(shown, text, form, step), 422
    version, comment = form.version.data, form.comment.data
    with auth.database().read() as connection:
        planner = read_visit_rule(connection)

    def take(change: Write) -> None:
        move_report(change, code, step, planner, version=version, comment=comment)

    wrong = conflicts.attempt(form, f"report.{step}", take)
    if wrong:
        return _page(shown, text, form, step), wrong
    flash(t(f"reports.done.{step}"), "good")
    return redirect(url_for("reports.show", code=code), 303)


def _claim(code: str, right: str) -> Shown:
    """Return a report for whoever may do such a thing with some report; whether with this one, its rules tell."""
    auth.require_session()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), *ASKED[right])
        return read_shown(connection, code)


def _read(code: str) -> Shown:
    with auth.database().read() as connection:
        return read_shown(connection, code)


def _page(shown: Shown, form: TextForm, step_form: StepForm, tried: str | None = None) -> str:
    head, rights = shown.report.head, shown.report.rights
    figures = write_figures(shown.facts)
    words = translator()
    return render_template(
        "reports/show.html",
        shown=shown,
        head=head,
        form=form,
        step_form=step_form,
        tried=tried,
        period=name_period(head.period, words),
        sections=[(section.code, offer_phrases(section, figures)) for section in list_sections()],
        groups=[(group, _rows(facts)) for group, facts in shown.facts.by_group().items()],
        is_written=is_writable(head.state, rights),
        steps=steps_from(head.state, rights),
        last_on=find_report_day(head.period, head.owner.owed_by, deadlines()),
        files=tuple(REPORT_FILES),
    )


def _rows(facts: tuple[Fact, ...]) -> list[dict[str, str]]:
    words = translator()
    return [
        {
            "name": name_fact(fact.code, words),
            "value": _tell(fact, fact.value, words),
            "previous": _tell(fact, fact.previous, words),
            "change": write_change(fact, words),
            "mark": find_mark(fact),
        }
        for fact in facts
    ]


def _tell(fact: Fact, value: float | None, words: Translator) -> str:
    """Return a figure as the table shows it; a dash where there is none, whose reason stands beside it."""
    return "–" if value is None and not fact.is_masked else write_value(fact, value, words)
