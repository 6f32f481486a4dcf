"""Says what the page shows: names of figures, sentences, and the numbers that charts are drawn of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from layers.summaries.breaks import Break
from layers.summaries.questions import Figure
from layers.summaries.rows import Described
from layers.summaries.standing import Standing
from layers.summaries.trends import Trend
from webmap.http.i18n import t, translator
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.maps.symbols import SYMBOLS
from webmap.pages.dashboard.asked import Asked
from webmap.render import overview_figures
from webmap.render.choropleth import Canvas, Patch, draw_choropleth
from webmap.render.overview_figures import COLUMNS, COUNTED, Column, Line, Table
from webmap.render.paper.map_figure import FigureMap, make_figure_map

list_moves, signed = overview_figures.list_moves, overview_figures.signed
"""For templates."""


def name_of(column: Column) -> str:
    """Return the name of a figure."""
    return overview_figures.column_name(column, translator())


def figure_words(figure: Figure) -> str:
    """Say what a figure counts."""
    if figure.name in {"state", "kind", "topic"}:
        return t(f"codes.{'status' if figure.name == 'state' else figure.name}.{figure.code}")
    if figure.name == "moved" and figure.code:
        after = t(f"codes.status.{figure.code}")
        before = t(f"codes.status.{figure.source}") if figure.source else None
        return (
            t("dashboard.moved_from", before=before, after=after)
            if before
            else t("dashboard.moved_to", after=after)
        )
    return t(f"dashboard.column.{figure.name}")


def area_name(described: Described) -> str:
    """Return what the page is about."""
    return described.name or t("dashboard.everywhere")


def figure_map(asked: Asked, table: Table) -> FigureMap:
    """Return the figure that the map shows, by area."""
    column = COLUMNS[asked.show]
    values = {line.row.public_id: _value(column, line) for line in table.lines if line.row}
    return make_figure_map(AreaFigure(name_of(column), values))


def legend(drawn: FigureMap) -> list[tuple[str, str]]:
    """Return shade and words of each class of the map."""
    return [
        (drawn.class_shade(nth), f"{one.low:g}" if one.low == one.high else f"{one.low:g} – {one.high:g}")
        for nth, one in enumerate(drawn.classes)
    ]


def draw_map(
    asked: Asked,
    table: Table,
    shapes: Mapping[int, Any],
    *,
    lead: Callable[[Line], str | None],
    chosen: str | None = None,
    canvas: Canvas | None = None,
) -> str:
    """Return the map of the figure that is asked for.

    Parameters
    ----------
    shapes
        Areas by row, WGS 84.
    lead
        Returns where an area of the map leads; None for nowhere.
    chosen
        Area that stands out (public identifier); None for none.
    canvas
        Its size; None is that of a page.
    """
    column = COLUMNS[asked.show]
    patches = [
        Patch(
            line.row.public_id,
            line.row.name,
            t("dashboard.patch", area=line.row.full_name, figure=name_of(column), value=column.value(line)),
            lead(line) or "",
            shapes[line.row.id],
            is_chosen=line.row.public_id == chosen,
        )
        for line in table.lines
        if line.row and line.row.id in shapes
    ]
    title = t(
        "dashboard.map_title", figure=name_of(column), area=area_name(table.described), day=asked.question.on
    )
    return draw_choropleth(figure_map(asked, table), patches, title, canvas or Canvas())


def draw_past(
    asked: Asked, past: Sequence[Standing], shapes: Mapping[int, Any]
) -> list[tuple[date, int, str]]:
    """Return a small map of the places under supervision for each of a few days, in the same classes."""
    values = {
        (standing.question.on, one.row.public_id): FigureValue(one.counts.open, one.counts.open)
        for standing in past
        for one in standing.rows
    }
    title = name_of(COLUMNS["open"])
    classes = make_figure_map(
        AreaFigure(title, {f"{day}{area}": value for (day, area), value in values.items()})
    ).classes
    told = []
    for standing in past:
        day = standing.question.on
        figure = AreaFigure(title, {area: value for (on, area), value in values.items() if on == day})
        patches = [
            Patch(
                one.row.public_id,
                one.row.name,
                t("dashboard.patch", area=one.row.full_name, figure=title, value=one.counts.open),
                asked.url("dashboard.show", on=day.isoformat(), since=None),
                shapes[one.row.id],
            )
            for one in standing.rows
            if one.row.id in shapes
        ]
        words = t("dashboard.map_title", figure=title, area="", day=day)
        drawn = draw_choropleth(FigureMap(figure, classes), patches, words, Canvas(240, 200, has_names=False))
        told.append((day, standing.total.open, drawn))
    return told


def list_url(asked: Asked, column: Column, line: Line) -> str | None:
    """Return where the places behind a figure are listed; None where there are none."""
    if not column.has_places or not column.value(line):
        return None
    row = line.row.public_id if line.row else None
    return asked.url("dashboard_list.show", figure=column.name, row=row, show=None, sort=None, months=None)


def chart(trend: Trend, breaks: Sequence[Break]) -> dict[str, Any]:
    """Return what the script draws the trend of."""
    return {
        "days": [day.isoformat() for day in trend.days],
        "series": [
            {
                "name": t(f"codes.status.{state}"),
                "sign": SYMBOLS[state].sign if state in SYMBOLS else "",
                "color": SYMBOLS[state].color if state in SYMBOLS else "#5A656E",
                "values": trend.states[state],
            }
            for state in COUNTED
            if state in trend.states
        ],
        "breaks": [{"on": one.on.isoformat(), "words": break_words(one)} for one in breaks],
        "texts": {name: t(f"dashboard.chart.{name}") for name in ("label", "places", "total")},
    }


def break_words(one: Break) -> str:
    """Say what changed on a day so that figures before and after are not alike."""
    title = t(f"dashboard.criteria.{one.title}") if one.kind == "criteria" else one.title
    return t(f"dashboard.break.{one.kind}", title=title, basis=one.basis)


def _value(column: Column, line: Line) -> FigureValue:
    value = column.value(line)
    return FigureValue(value, value)
