"""Where an area stands on a day: five figures, a map and a table that say the same, what changed, trends."""

from functools import partial
from uuid import uuid4

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from geo.types import DATE_MIN
from layers.agenda.calendar import list_areas
from layers.areas.boundaries import list_vintages
from layers.planning.frequencies import Planner
from layers.store.database import Reading
from layers.summaries.questions import Question
from layers.summaries.rows import describe
from webmap.http import auth, respond
from webmap.http.demo_mark import labelled_file
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule, today
from webmap.maps.symbols import SYMBOLS
from webmap.pages.dashboard import told
from webmap.pages.dashboard.asked import EVERYWHERE, SPANS, Asked, read_asked_of
from webmap.pages.dashboard.board import Board, read_board, read_table
from webmap.render.office import workbook
from webmap.render.overview_figures import COLUMNS, HEADLINE, Table, choose_columns
from webmap.render.spreadsheet import MIMETYPE, write_csv

blueprint = Blueprint("dashboard", __name__)

LEVELS = ("ward", "district", "province", "neighbourhood")
"""Kinds of areas that are offered for the rows."""


@blueprint.get("/dashboard")
def show() -> ResponseReturnValue:
    """Show where an area stands."""
    with auth.database().read() as connection:
        asked = read_asked_of(connection)
        board = read_board(connection, auth.actor(), asked, rule_of(connection, asked))
        choices = _list_choices(connection, asked)
    table, drawn = board.table, told.figure_map(asked, board.table)
    return render_template(
        "dashboard/show.html",
        asked=asked,
        question=asked.question,
        is_today=asked.question.on == today(),
        table=table,
        area=told.area_name(table.described),
        columns=choose_columns(table.total),
        headline=[COLUMNS[name] for name in HEADLINE],
        shown=COLUMNS[asked.show],
        map=_draw(asked, board),
        legend=told.legend(drawn),
        past=[(day, n, Markup(svg)) for day, n, svg in told.draw_past(asked, board.past, board.shapes)],  # noqa: S704
        trend=board.trend,
        breaks=board.breaks,
        chart=told.chart(board.trend, board.breaks),
        choices=choices,
        symbols=SYMBOLS,
        told=told,
        pack_uuid=str(uuid4()),
    )


@blueprint.get("/dashboard.csv")
def table_csv() -> ResponseReturnValue:
    """Return the table as CSV."""
    asked, table = _read_table()
    columns = choose_columns(table.total)
    heads = [t("dashboard.column.area"), t("dashboard.column.area_id"), *map(told.name_of, columns)]
    rows = [
        (line.row.name if line.row else t("dashboard.total"), line.row.public_id if line.row else None,
         *(column.value(line) for column in columns))
        for line in (*table.lines, table.total)
    ]  # fmt: skip
    return attached(write_csv([heads, *rows]), MIMETYPE, f"tong-quan-{asked.question.on}.csv")


@blueprint.get("/dashboard.xlsx")
def table_xlsx() -> ResponseReturnValue:
    """Return the table as a workbook."""
    asked, table = _read_table()
    columns = choose_columns(table.total)
    title = t("dashboard.title", area=told.area_name(table.described), day=asked.question.on)
    sheet = workbook.Table(
        t("dashboard.sheet"),
        [
            workbook.Column(t("dashboard.column.area")),
            *(workbook.Column(told.name_of(one), "number") for one in columns),
        ],
        [
            (line.row.name if line.row else t("dashboard.total"), *(column.value(line) for column in columns))
            for line in (*table.lines, table.total)
        ],
        title=title,
        notes=[t("dashboard.shared", n=table.overlap.shared)] if table.overlap.shared else [],
        has_total=True,
    )
    body = workbook.write_workbook([sheet], title=title)
    return attached(body, workbook.MIMETYPE, f"tong-quan-{asked.question.on}.xlsx")


def rule_of(connection: Reading, asked: Asked) -> Planner:
    """Return the rule of the days between visits, as it was on the day and as the register knew it."""
    return read_visit_rule(connection, known=asked.question.known_at, on=asked.question.on)


def attached(body: str | bytes, mimetype: str, name: str) -> Response:
    """Return a file to be kept."""
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{labelled_file(name)}"'
    return respond.vary(answer)


def _draw(asked: Asked, board: Board) -> Markup:
    """Return the map: each area leads to the places behind its number."""
    lead = partial(told.list_url, asked, COLUMNS[asked.show])
    drawn = told.draw_map(asked, board.table, board.shapes, lead=lead)
    return Markup(drawn)  # noqa: S704 - it writes what it draws as XML


def list_area_choices(connection: Reading, question: Question) -> list[tuple[str, str]]:
    """Return the areas that are offered, as parameter and name; the one that is asked about is always among them."""
    areas = [
        (EVERYWHERE, t("dashboard.everywhere")),
        *list_areas(connection, auth.actor(), question.on),
    ]
    if question.area is None or question.area in dict(areas):
        return areas
    return [*areas, (question.area, told.area_name(describe(connection, question)))]


def list_vintage_choices(connection: Reading) -> list[tuple[str, str]]:
    """Return the sets of boundaries, as parameter and name."""
    return [
        ("start" if row.valid_from == DATE_MIN else str(row.valid_from), row.title)
        for row in list_vintages(connection)
    ]


def _read_table() -> tuple[Asked, Table]:
    with auth.database().read() as connection:
        asked = read_asked_of(connection)
        return asked, read_table(connection, auth.actor(), asked, rule_of(connection, asked))


def _list_choices(connection: Reading, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """Return value and text of each choice; what the address chose is always among them."""
    return {
        "area": list_area_choices(connection, asked.question),
        "vintage": list_vintage_choices(connection),
        "level": [(level, t(f"codes.level.{level}")) for level in LEVELS],
        "months": [(str(months), t("dashboard.months", n=months)) for months in SPANS],
    }
