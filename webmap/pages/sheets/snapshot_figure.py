"""Tells the figure by area that a snapshot keeps: the map by colour, its classes and its table."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from webmap.http.i18n import t, translator
from webmap.maps.pinned import Pinned
from webmap.maps.sheet import AreaFigure
from webmap.maps.shown import Area, Shown, choose
from webmap.pages.dashboard.told import legend
from webmap.render.choropleth import Canvas, Patch, draw_choropleth
from webmap.render.paper.map_figure import FigureMap, count_by_ward, make_figure_map, tell_value

_CANVAS: Final = Canvas(960, 560)


@dataclass(frozen=True)
class FigureShown:
    """A figure as it was.

    Attributes
    ----------
    title, note
        What is counted, and what whoever reads it must know.
    on
        The day.
    map
        Areas in the colours of their figures.
    legend
        Shade and words of each class.
    rows
        Name of each area and its figure in words, in Vietnamese order.
    """

    title: str
    note: str
    on: date
    map: Markup
    legend: list[tuple[str, str]]
    rows: list[tuple[str, str]]


def tell_figure(figure: AreaFigure | None, pinned: Pinned) -> FigureShown:
    """Return the figure that a snapshot keeps; where it keeps none, how many places lie in each ward."""
    shown = choose(pinned.feed, pinned.spec)
    drawn = make_figure_map(figure or count_by_ward(shown, t("map_sheet.count_title")))
    areas = [area for area in shown.areas if area.id in drawn.figure.values]
    rows = [(area.name, tell_value(drawn.figure.values[area.id], translator())) for area in areas]
    told = Markup(_draw(drawn, areas, shown))  # noqa: S704 - it writes what it draws as XML
    return FigureShown(drawn.figure.title, drawn.figure.note, shown.on, told, legend(drawn), rows)


def _draw(drawn: FigureMap, areas: list[Area], shown: Shown) -> str:
    figure = drawn.figure
    patches = [
        Patch(
            area.id,
            area.name,
            t(
                "dashboard.patch",
                area=area.name,
                figure=figure.title,
                value=tell_value(figure.values[area.id], translator()),
            ),
            "",
            area.geometry,
        )
        for area in areas
    ]
    title = t("dashboard.map_title", figure=figure.title, area="", day=shown.on)
    return draw_choropleth(drawn, patches, title, _CANVAS)
