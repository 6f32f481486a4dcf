"""The places behind a figure, so that whoever doubts it can look: as many as the figure says."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from layers.store.database import Reading
from layers.summaries.lists import ListPage, Slice, list_behind
from layers.summaries.questions import Figure
from layers.summaries.rows import Described, describe
from webmap.errors import BadParameter
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.maps.symbols import SYMBOLS
from webmap.pages.dashboard import told
from webmap.pages.dashboard.asked import Asked, read_asked_of
from webmap.pages.dashboard.dashboard import attached, rule_of
from webmap.render.spreadsheet import MIMETYPE, write_csv

blueprint = Blueprint("dashboard_list", __name__)

OWN = ("figure", "row", "after")
"""Parameters of the list beside those of the page that leads to it."""

_HEADS = ("code", "place", "state", "state_since", "was", "day", "wards")
_MOST_AFTER = 10_000_000


@blueprint.get("/dashboard/list")
def show() -> ResponseReturnValue:
    """Show the places behind a figure, a page at a time."""
    with auth.database().read() as connection:
        asked, figure = read_asked_of(connection, OWN), _read_figure()
        page = _list(connection, asked, figure, Slice(_read_after()))
        described = describe(connection, asked.question)
        row = describe_row(connection, asked, figure)
    kept = {name: request.args[name] for name in OWN[:2] if name in request.args}
    return render_template(
        "dashboard/list.html",
        asked=asked,
        title=told.figure_words(figure),
        area=row or told.area_name(described),
        page=page,
        symbols=SYMBOLS,
        back_url=asked.url("dashboard.show"),
        csv_url=asked.url("dashboard_list.table", **kept),
        next_url=asked.url("dashboard_list.show", **kept, after=str(page.next_after))
        if page.next_after
        else None,
        first_url=asked.url("dashboard_list.show", **kept) if _read_after() else None,
    )


@blueprint.get("/dashboard/list.csv")
def table() -> ResponseReturnValue:
    """Return all places behind a figure as CSV."""
    with auth.database().read() as connection:
        asked, figure = read_asked_of(connection, OWN), _read_figure()
        page = _list(connection, asked, figure, Slice(limit=None))
    heads = [t(f"dashboard.list.{name}") for name in _HEADS]
    rows = [
        (one.code, one.name, _state(one.state), one.since, _state(one.was), one.day, ", ".join(one.wards))
        for one in page.places
    ]
    return attached(write_csv([heads, *rows]), MIMETYPE, f"tong-quan-dia-ban-{asked.question.on}.csv")


def describe_row(connection: Reading, asked: Asked, figure: Figure) -> str | None:
    """Return the name of the area of the table that the list is about; None where it is about all of it."""
    if figure.row is None:
        return None
    described: Described = describe(connection, asked.of_area(figure.row))
    return described.name


def _list(connection: Reading, asked: Asked, figure: Figure, part: Slice) -> ListPage:
    return list_behind(connection, auth.actor(), asked.question, figure, rule_of(connection, asked), part)


def _read_figure() -> Figure:
    row = request.args.get("row")
    figure = Figure.find(
        request.args.get("figure", "all"), params.read_area(row, name="row") if row else None
    )
    if figure is None:
        raise BadParameter("figure", "figure")
    return figure


def _read_after() -> int:
    text = request.args.get("after", "0")
    if not (text.isascii() and text.isdigit()) or int(text) > _MOST_AFTER:
        raise BadParameter("after", "number_between", minimum=0, maximum=_MOST_AFTER)
    return int(text)


def _state(code: str | None) -> str | None:
    return t(f"codes.status.{code}") if code else None
