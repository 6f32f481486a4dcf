"""Makes a sheet of what is known now: its data, its frame, its title, and the figure by area that it shows."""

from dataclasses import dataclass, replace
from typing import Final

import shapely

from geo.types import BBox
from layers.actor import Actor
from layers.areas.boundaries import read_shapes
from layers.store.database import Reading
from layers.summaries.questions import Question
from layers.summaries.rows import describe, list_rows
from webmap.http import params
from webmap.http.i18n import t
from webmap.http.moments import pin_now
from webmap.http.today import add_months, read_visit_rule
from webmap.maps.pinned import Moment, Pinned
from webmap.maps.sheet import AreaFigure, SheetSpec
from webmap.maps.shown import choose
from webmap.maps.spec import MapSpec
from webmap.pages.dashboard import told
from webmap.pages.dashboard.asked import Asked
from webmap.pages.dashboard.board import read_table
from webmap.pages.sheets.snapshot_asked import AskedSheet
from webmap.render.overview_figures import COLUMNS, COUNTED

_OVER_A_PERIOD: Final = "visits"
"""The one figure of the dashboard that counts what was done after a day, not what stands on one."""


@dataclass(frozen=True)
class SheetNow:
    """A sheet as it is now.

    Attributes
    ----------
    spec
        The sheet, its title filled in.
    usual_title
        What it is called where it is given no title.
    pinned, moment
        Its map with the data, and the moment by which it is opened again.
    figure
        What it shows by area, where that is one of the dashboard's figures.
    """

    spec: SheetSpec
    usual_title: str
    pinned: Pinned
    moment: Moment
    figure: AreaFigure | None


def make_sheet_now(connection: Reading, actor: Actor, asked: AskedSheet) -> SheetNow:
    """Return the sheet that is asked for, of what the actor may see.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    OutsideScope
        ``not_allowed``.
    """
    pinned, moment = _pin(connection, actor, asked)
    question = _to_question(asked, pinned.spec, moment)
    figure = _read_figure(connection, actor, question, asked.show)
    what = told.name_of(COLUMNS[asked.show]) if asked.show else pinned.spec.title
    area = told.area_name(describe(connection, question))
    usual_title = t("snapshots.default_title", what=what, area=area)
    title = asked.spec.title or usual_title
    pinned = replace(pinned, spec=replace(pinned.spec, title=title))
    spec = replace(_frame(connection, asked.spec, pinned, question), map=pinned.spec, title=title)
    return SheetNow(spec, usual_title, pinned, moment, figure)


def _pin(connection: Reading, actor: Actor, asked: AskedSheet) -> tuple[Pinned, Moment]:
    """Return the map with its data: of a figure of the dashboard, all that it counts, whatever else the map filters."""
    shown = asked.spec.map
    if asked.show is None:
        return pin_now(connection, actor, shown, known=asked.known_at)
    plain = replace(shown, status=(), due=(), reply=(), ward=None, q="", selected=None)
    pinned, moment = pin_now(connection, actor, replace(plain, status=COUNTED), known=asked.known_at)
    return replace(pinned, spec=replace(plain, on=pinned.spec.on)), moment


def _to_question(asked: AskedSheet, shown: MapSpec, moment: Moment) -> Question:
    on = shown.on or moment.today
    return Question(
        on,
        area=asked.spec.area,
        since=min(asked.since or add_months(on, -1), on),
        known_at=moment.known,
        vintage=params.read_vintage(shown.vintage) if shown.vintage else None,
        kind=shown.kind,
        topic=shown.topic,
    )


def _read_figure(
    connection: Reading, actor: Actor, question: Question, show: str | None
) -> AreaFigure | None:
    if show is None:
        return None
    rule = read_visit_rule(connection, known=question.known_at, on=question.on)
    asked = Asked(question, show, "name", 0, {})
    table = read_table(connection, actor, asked, rule)
    notes = []
    if show == _OVER_A_PERIOD:
        notes.append(t("snapshots.period", start=question.since, end=question.on))
    elif table.overlap.shared:
        notes.append(t("dashboard.shared", n=table.overlap.shared))
    return replace(told.figure_map(asked, table).figure, note=" ".join(notes))


def _frame(connection: Reading, spec: SheetSpec, pinned: Pinned, question: Question) -> SheetSpec:
    """Return a sheet that its area fills, also an area that is none of the boundaries on show."""
    on_show = {key for area in choose(pinned.feed, pinned.spec).areas for key in (area.id, area.code)}
    if spec.area is None or spec.area in on_show:
        return spec
    shapes = read_shapes(connection, [row.id for row in list_rows(connection, question)])
    if not shapes:
        return replace(spec, area=None)
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    return replace(spec, area=None, extent=BBox(*map(float, (west, south, east, north))))
