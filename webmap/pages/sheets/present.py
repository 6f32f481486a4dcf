"""The presentation: where an area stands fills the screen, and steps lead to its wards and to other days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from layers.areas.boundaries import read_shapes
from layers.errors import NotFound
from layers.store.database import Reading
from layers.summaries.changes import Change
from layers.summaries.lists import ListPage, Slice, list_behind
from layers.summaries.questions import Figure
from layers.supervision.intervals import Intervals
from webmap.http import auth, params
from webmap.http.i18n import t, translator
from webmap.http.today import add_months, today
from webmap.maps.symbols import SYMBOLS
from webmap.pages.dashboard import told
from webmap.pages.dashboard.asked import Asked, read_asked_of
from webmap.pages.dashboard.board import read_table
from webmap.pages.dashboard.dashboard import rule_of
from webmap.pages.sheets.ward_map import draw_ward_map
from webmap.render.choropleth import Canvas
from webmap.render.overview_figures import COLUMNS, HEADLINE, Line, Table

blueprint = Blueprint("present", __name__)

OWN: Final = ("row",)
"""Parameter of the page beside those of the overview: the ward on the screen."""

MOST_PLACES: Final = 8
"""Places of a ward that are named; more cannot be read from the back of a room."""

_CANVAS: Final = Canvas(720, 600)
_CHANGES: Final = ("found", "closed", "relapsed", "redrawn", "gone")


@dataclass(frozen=True)
class Step:
    """Where a step leads, and what is seen there."""

    url: str
    name: str


@dataclass(frozen=True)
class Steps:
    """The steps from a screen; None where there is none that way.

    Attributes
    ----------
    before, after
        To the ward before and after; before the first of them stands the whole area.
    earlier, later
        To the end of the month before and after; today is the last.
    nth, count
        Which ward is on the screen, from 1, and how many there are; 0 is the whole area.
    """

    before: Step | None
    after: Step | None
    earlier: Step | None
    later: Step | None
    nth: int
    count: int


@blueprint.get("/present")
def show() -> ResponseReturnValue:
    """Show where an area, or a ward of it, stands, as large as the screen."""
    with auth.database().read() as connection:
        asked = read_asked_of(connection, OWN)
        rule = rule_of(connection, asked)
        table = read_table(connection, auth.actor(), asked, rule)
        line = _find_line(table, request.args.get("row"))
        shapes = read_shapes(connection, [one.row.id for one in table.lines if one.row])
        places = _list_places(connection, asked, line, rule)
        ward_map = _draw_ward(connection, asked, line, rule)
    area = told.area_name(table.described)
    return render_template(
        "sheets/present.html",
        asked=asked,
        question=asked.question,
        title=t("dashboard.title", area=line.row.name if line.row else area, day=asked.question.on),
        area=area,
        line=line,
        headline=[COLUMNS[name] for name in HEADLINE],
        changes=list_changes(line.change),
        places=places,
        map=ward_map or _draw(asked, table, line, shapes),
        map_words=t("present.ward_note")
        if ward_map
        else t("present.map", figure=told.name_of(COLUMNS[asked.show])),
        steps=make_steps(asked, table, line, today()),
        symbols=SYMBOLS,
        told=told,
    )


def list_changes(change: Change) -> list[tuple[str, int]]:
    """Return in words what changed, and how many places it concerns; what happened to none is left out."""
    counted = [(t(f"dashboard.column.{name}"), getattr(change, name)) for name in _CHANGES]
    moved = [
        (told.figure_words(Figure("moved", now, was)), count) for was, now, count in told.list_moves(change)
    ]
    return [(words, count) for words, count in (*counted, *moved) if count]


def make_steps(asked: Asked, table: Table, line: Line, present: date) -> Steps:
    """Return the steps from a screen. Boundaries stay what they are from day to day, so that figures can be compared.

    Parameters
    ----------
    line
        What is on the screen.
    present
        Today.
    """
    stops = [table.total, *(one for one in table.lines if _is_stop(one) or one is line)]
    nth = stops.index(line)
    on = asked.question.on
    end = add_months(on.replace(day=1), 1) - timedelta(days=1)
    later = end if end > on else add_months(end + timedelta(days=1), 1) - timedelta(days=1)
    return Steps(
        _to_line(asked, table, stops[nth - 1]) if nth else None,
        _to_line(asked, table, stops[nth + 1]) if stops[nth + 1 :] else None,
        _to_day(asked, line, on.replace(day=1) - timedelta(days=1)) if table.total.counts.total else None,
        _to_day(asked, line, min(later, present)) if on < present else None,
        nth,
        len(stops) - 1,
    )


def _find_line(table: Table, row: str | None) -> Line:
    if not row:
        return table.total
    params.read_area(row, name="row")
    found = next((line for line in table.lines if line.row and line.row.public_id == row), None)
    if found is None:
        raise NotFound("boundary_not_found", boundary=row)
    return found


def _is_stop(line: Line) -> bool:
    """Tell whether there is anything to say of a ward: of what is drawn in part, only where places lie in it."""
    return bool(line.counts.total or (line.row and not line.row.is_partial))


def _list_places(connection: Reading, asked: Asked, line: Line, rule: Intervals) -> ListPage | None:
    """Return the places under supervision in a ward; of the whole area they would be too many to read."""
    if line.row is None:
        return None
    figure = Figure("open", row=line.row.public_id)
    return list_behind(connection, auth.actor(), asked.question, figure, rule, Slice(limit=MOST_PLACES))


def _draw_ward(connection: Reading, asked: Asked, line: Line, rule: Intervals) -> Markup | None:
    """Return the places of a ward on its map; None for the whole area."""
    if line.row is None:
        return None
    return draw_ward_map(connection, asked.question, line.row, rule, vintage=asked.given.get("vintage"))


def _draw(asked: Asked, table: Table, line: Line, shapes: Mapping[int, Any]) -> Markup:
    """Return the wards in the shades of a figure; each leads to its own screen, and that of the screen stands out."""
    drawn = told.draw_map(
        asked,
        table,
        shapes,
        lead=lambda one: _line_url(asked, one),
        chosen=line.row.public_id if line.row else None,
        canvas=_CANVAS,
    )
    return Markup(drawn)  # noqa: S704 - it writes what it draws as XML


def _line_url(asked: Asked, line: Line) -> str:
    return asked.url("present.show", row=line.row.public_id if line.row else None)


def _to_line(asked: Asked, table: Table, line: Line) -> Step:
    return Step(_line_url(asked, line), line.row.name if line.row else told.area_name(table.described))


def _to_day(asked: Asked, line: Line, day: date) -> Step:
    since = asked.given.get("since")
    changed = {
        "on": day.isoformat(),
        "vintage": asked.given.get("vintage") or asked.question.on.isoformat(),
        "since": since if since and asked.question.since and asked.question.since < day else None,
        "row": line.row.public_id if line.row else None,
    }
    return Step(asked.url("present.show", **changed), translator().date(day))
