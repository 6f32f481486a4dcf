"""The board of a year: what every area owes by when and what is there, reminders, receipts, and new reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.errors import AppError
from layers.errors import NotFound, OutsideScope, Refused
from layers.reporting import report_periods
from layers.reporting.board import BoardRow, Obligation, find_current, list_reminders, read_board
from layers.reporting.owners import Owner
from layers.reporting.receipts import ACTION, record_receipt
from layers.reporting.report_periods import KINDS, Period, period_of, read_period
from layers.reporting.report_records import ReportHead, ReportQuery, list_reports
from layers.reporting.report_steps import ASKED
from layers.reporting.reports import begin_report
from layers.store import scope
from layers.store.database import Write
from webmap.http import auth, conflicts, params, respond
from webmap.http.demo_mark import labelled_file
from webmap.http.forms import CodeField, DayField, Given, LineField, PageForm, UuidField, WholeField
from webmap.http.i18n import t, translator
from webmap.http.today import today
from webmap.pages.reports.reading import deadlines, read_year
from webmap.render.report_words import name_period
from webmap.render.spreadsheet import MIMETYPE, write_csv

blueprint = Blueprint("report_board", __name__)

MOST_COLUMNS = 20
"""Areas that stand side by side on the board; of more only the missing ones are named."""

_REFUSALS: tuple[type[AppError], ...] = (Refused, NotFound, OutsideScope)


@dataclass(frozen=True)
class Board:
    """What the page shows of a year.

    Attributes
    ----------
    year
        Calendar year.
    rows
        What is owed: all of the year, or what falls due about now.
    is_whole
        Whether it is all of the year.
    areas
        Those that stand side by side; none where there are too many.
    reminders
        What is to be called to mind, with the areas that it is missing from.
    reports
        Those of the year.
    """

    year: int
    rows: tuple[BoardRow, ...]
    is_whole: bool
    areas: tuple[Owner, ...]
    reminders: tuple[BoardRow, ...]
    reports: tuple[ReportHead, ...]

    def cell(self, row: BoardRow, area: Owner) -> Obligation | None:
        """Return what an area owes in a row; None where it owes nothing there."""
        return next((one for one in row.owed if one.owner.id == area.id), None)


class NewForm(PageForm):
    """A report that is to be begun."""

    uuid = UuidField()
    area = CodeField(validators=[Given()])
    kind = CodeField(validators=[Given()])
    period = LineField(most=10, validators=[Given()])


class ReceiptForm(PageForm):
    """A paper that was received; without a day, that is taken back."""

    rule = LineField(most=40, validators=[Given()])
    area = LineField(most=40, validators=[Given()])
    year = WholeField(least=report_periods.FIRST_YEAR, most=report_periods.LAST_YEAR, validators=[Given()])
    received_on = DayField()


@blueprint.get("/reports")
def show() -> ResponseReturnValue:
    """Show the board of a year."""
    params.require_known(request.args, ("year", "all"))
    year = read_year(request.args.get("year"))
    is_whole = params.read_one_of("all", request.args.get("all", "0"), ("0", "1")) == "1"
    return _page(_read(year, is_whole=is_whole or year != today().year), _first_form(), ReceiptForm())


@blueprint.get("/reports.csv")
def table() -> Response:
    """Return the board of a year as a table for a spreadsheet."""
    params.require_known(request.args, ("year",))
    year = read_year(request.args.get("year"))
    heads = ("rule", "period", "area", "last_on", "received_on", "standing")
    rows: list[tuple[object, ...]] = [tuple(t(f"reports.column.{head}") for head in heads)]
    for one in _obligations(_read(year, is_whole=True).rows):
        period, standing = name_period(one.period, translator()), t(f"reports.standing.{one.standing}")
        rule = t(f"reports.rule.{one.rule.code}")
        rows.append((rule, period, one.owner.name, one.last_on, one.received_on, standing))
    answer = Response(write_csv(rows), mimetype=MIMETYPE)
    name = labelled_file(f"theo-doi-bao-cao-{year}.csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return respond.vary(answer)


@blueprint.post("/reports")
def begin() -> ResponseReturnValue:
    """Begin a report, or open the one that there is."""
    auth.require_session()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), *ASKED["write"])
    form, begun = NewForm.sent(), ""
    board = _read(today().year, is_whole=False)
    _offer(form)
    if not form.validate():
        return _page(board, form, ReceiptForm()), 422

    def make(change: Write) -> None:
        nonlocal begun
        period = read_period(str(form.kind.data), str(form.period.data))
        begun = begin_report(change, str(form.area.data), period, uuid=form.uuid.data)

    wrong = conflicts.attempt(form, "report.begin", make, refusals=_REFUSALS)
    if wrong:
        return _page(board, form, ReceiptForm()), wrong
    return redirect(url_for("reports.show", code=begun), 303)


@blueprint.post("/reports/receipts")
def receive() -> ResponseReturnValue:
    """Say when a paper was received."""
    auth.require_session(ACTION)
    form = ReceiptForm.sent()
    year = form.year.data
    if not form.validate() or year is None:
        return _page(_read(today().year, is_whole=False), _first_form(), form), 422

    def keep(change: Write) -> None:
        record_receipt(change, str(form.rule.data), str(form.area.data), year, form.received_on.data)

    wrong = conflicts.attempt(form, "receipt.record", keep, refusals=_REFUSALS)
    if wrong:
        return _page(_read(today().year, is_whole=False), _first_form(), form), wrong
    flash(t("reports.received" if form.received_on.data else "reports.receipt_undone"), "good")
    return redirect(url_for("report_board.show", year=year), 303)


def _read(year: int, *, is_whole: bool) -> Board:
    with auth.database().read() as connection:
        rows = read_board(connection, auth.actor(), year, today(), deadlines())
        reports = list_reports(connection, auth.actor(), ReportQuery(year=year))
    shown = rows if is_whole else find_current(rows, today())
    areas = {one.owner.id: one.owner for one in _obligations(shown) if one.owner.is_ward}
    return Board(
        year,
        shown,
        is_whole,
        tuple(areas.values()) if len(areas) <= MOST_COLUMNS else (),
        list_reminders(rows, today()),
        reports,
    )


def _obligations(rows: Iterable[BoardRow]) -> Iterable[Obligation]:
    return (one for row in rows for one in row.owed)


def _first_form() -> NewForm:
    form = NewForm(data={"kind": "month", "period": period_of("month", today()).code})
    _offer(form)
    return form


def _offer(form: Any) -> None:
    """Offer the areas for which the reader writes reports today, and the kinds of periods."""
    with auth.database().read() as connection:
        board = read_board(connection, auth.actor(), today().year, today(), deadlines())
    writable = {one.owner.public_id: one.owner.name for one in _obligations(board) if one.rights.write}
    sent = form.area.data
    named = {
        **writable,
        **({sent: sent} if sent else {}),
    }  # an area of another year is judged when it is begun
    form.area.choices = list(named.items())
    form.kind.choices = [(kind, t(f"reports.kind.{kind}")) for kind in KINDS]


def _page(board: Board, form: NewForm, receipt: ReceiptForm) -> str:
    return render_template(
        "reports/board.html",
        board=board,
        form=form,
        receipt=receipt,
        today=today(),
        deadlines=deadlines(),
        years=(report_periods.FIRST_YEAR, report_periods.LAST_YEAR),
        name_period=_named,
    )


def _named(period: Period) -> str:
    return name_period(period, translator())
