"""Counts of a month on any boundaries: exact, between two bounds with the reason, or what nobody can say where."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from layers.areas.boundaries import read_shapes
from layers.programme.categories import Category, list_categories
from layers.programme.figures import MASKED_BELOW, READ
from layers.store import scope
from layers.store.database import Reading
from layers.summaries.restated import (
    CountQuestion,
    RestatedCounts,
    RestatedRow,
    find_last_month,
    read_restated,
)
from layers.summaries.restating import Bounds
from layers.summaries.rows import Described, describe
from webmap.http import auth, params
from webmap.http.i18n import t, translator
from webmap.http.today import today
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.pages.dashboard import told
from webmap.pages.dashboard.asked import choose_area, find_own_area
from webmap.pages.dashboard.dashboard import attached, list_area_choices, list_vintage_choices
from webmap.render.choropleth import Patch, draw_choropleth
from webmap.render.office import workbook
from webmap.render.paper.map_figure import make_figure_map
from webmap.render.spreadsheet import MIMETYPE, write_csv

blueprint = Blueprint("dashboard_counts", __name__)

NAMES: Final = ("area", "month", "vintage", "category", "as-known-on")

_HEADS: Final = ("category", "area", "area_id", "least", "most", "why")
_KINDS: Final = ("text", "text", "text", "number", "number", "text")


@dataclass(frozen=True)
class Asked:
    """What an address asks: which counts, and which of them the page shows."""

    question: CountQuestion
    category: Category


@blueprint.get("/dashboard/counts")
def show() -> ResponseReturnValue:
    """Show what was counted of a category, by area."""
    with auth.database().read() as connection:
        asked = _read_asked(connection)
        (counts,) = read_restated(connection, auth.actor(), asked.question, [asked.category.code])
        described = _describe(connection, asked)
        shapes = read_shapes(connection, [one.row.id for one in counts.rows])
        choices = _list_choices(connection, asked)
    return render_template(
        "dashboard/counts.html",
        asked=asked,
        counts=counts,
        name=category_name(asked.category),
        area=told.area_name(described),
        described=described,
        map=Markup(_draw(asked, counts, shapes)),  # noqa: S704 - it writes what it draws as XML
        choices=choices,
        given={name: request.args[name] for name in NAMES if request.args.get(name)},
        tell=tell_bounds,
        why=tell_why,
    )


@blueprint.get("/dashboard/counts.csv")
def table_csv() -> ResponseReturnValue:
    """Return all categories as CSV."""
    asked, rows, _ = _read_table()
    heads = [t(f"restated.head.{name}") for name in _HEADS]
    return attached(write_csv([heads, *rows]), MIMETYPE, f"so-lieu-{asked.question.month:%Y-%m}.csv")


@blueprint.get("/dashboard/counts.xlsx")
def table_xlsx() -> ResponseReturnValue:
    """Return all categories as a workbook."""
    asked, rows, described = _read_table()
    title = t("restated.title", area=told.area_name(described), month=f"{asked.question.month:%m/%Y}")
    columns = [
        workbook.Column(t(f"restated.head.{name}"), kind) for name, kind in zip(_HEADS, _KINDS, strict=True)
    ]
    notes = [t("restated.rule")]
    body = workbook.write_workbook(
        [workbook.Table(t("restated.sheet"), columns, rows, title=title, notes=notes)], title=title
    )
    return attached(body, workbook.MIMETYPE, f"so-lieu-{asked.question.month:%Y-%m}.xlsx")


def category_name(category: Category) -> str:
    """Return what is counted, in the language of the page."""
    return category.text_en if translator().locale == "en" else category.text_vi


def tell_bounds(count: Bounds | None) -> str:
    """Return a count as text; both ends where it is known between two only."""
    if count is None:
        return "–"
    return " – ".join(translator().number(end) for end in dict.fromkeys((count.least, count.most)))


def tell_why(count: Bounds | None, missing: Sequence[str] = (), divided: Sequence[str] = ()) -> list[str]:
    """Say why a count is not exact; nothing where it is.

    Parameters
    ----------
    missing
        Wards that told nothing.
    divided
        Wards of which a part lies in the area.
    """
    reasons = []
    if count is not None and divided:
        reasons.append(t("restated.why.divided", names=", ".join(divided)))
    if count is not None and count.is_masked:
        reasons.append(t("restated.why.masked", below=MASKED_BELOW))
    if missing:
        reasons.append(t("restated.why.missing", names=", ".join(missing)))
    if count is None and not missing:
        reasons.append(t("restated.why.nothing"))
    return reasons


def _read_asked(connection: Reading) -> Asked:
    """Return what the address asks; without a month the last one that was counted, on today's boundaries.

    Raises
    ------
    OutsideScope
        ``not_allowed``: the reader reads no counts.
    BadParameter
        Naming the parameter.
    """
    actor, args = auth.actor(), request.args
    scope.require(connection, actor, READ)
    params.require_known(args, NAMES)
    given = {name: args[name] for name in NAMES if args.get(name, "").strip()}
    known = {one.code: one for one in list_categories()}
    code = params.read_one_of("category", given.get("category", next(iter(known))), tuple(known))
    month = params.read_month("month", given["month"]) if "month" in given else find_last_month(connection)
    question = CountQuestion(
        month or today().replace(day=1),
        params.read_vintage(given["vintage"]) if "vintage" in given else today(),
        choose_area(given.get("area"), find_own_area(connection, actor)),
        params.read_known_at(given["as-known-on"]) if "as-known-on" in given else None,
    )
    return Asked(question, known[code])


def _describe(connection: Reading, asked: Asked) -> Described:
    return describe(connection, asked.question.rows_on(asked.question.vintage))


def _read_table() -> tuple[Asked, list[tuple[object, ...]], Described]:
    """Return the rows of a file: every category, with what nobody can say where, and the total."""
    with auth.database().read() as connection:
        asked = _read_asked(connection)
        categories = list_categories()
        told_of = read_restated(connection, auth.actor(), asked.question, [one.code for one in categories])
        described = _describe(connection, asked)
    rows = [
        line
        for category, counts in zip(categories, told_of, strict=True)
        for line in _list_lines(category_name(category), counts)
    ]
    return asked, rows, described


def _list_lines(category: str, counts: RestatedCounts) -> list[tuple[object, ...]]:
    areas = [_line(category, one.row.name, one.row.public_id, one) for one in counts.rows]
    sums = (
        (t("restated.unassigned"), counts.unassigned, ()),
        (t("dashboard.total"), counts.total, counts.missing),
    )
    return [
        *areas,
        *(
            (category, name, None, sum_of.least, sum_of.most, "; ".join(tell_why(sum_of, missing)))
            for name, sum_of, missing in sums
        ),
    ]


def _line(category: str, name: str, public_id: str, one: RestatedRow) -> tuple[object, ...]:
    bounds = (one.count.least, one.count.most) if one.count else (None, None)
    return (category, name, public_id, *bounds, "; ".join(tell_why(one.count, one.missing, one.divided)))


def _draw(asked: Asked, counts: RestatedCounts, shapes: dict[int, Any]) -> str:
    name = category_name(asked.category)
    values = {
        one.row.public_id: FigureValue(one.count.least, one.count.most)
        for one in counts.rows
        if one.count is not None
    }
    patches = [
        Patch(
            one.row.public_id,
            one.row.name,
            t("dashboard.patch", area=one.row.full_name, figure=name, value=tell_bounds(one.count)),
            "",
            shapes[one.row.id],
        )
        for one in counts.rows
    ]
    return draw_choropleth(make_figure_map(AreaFigure(name, values)), patches, name)


def _list_choices(connection: Reading, asked: Asked) -> dict[str, Any]:
    """Return value and text of each choice; categories by group."""
    question = asked.question
    return {
        "area": list_area_choices(connection, question.rows_on(question.vintage)),
        "vintage": list_vintage_choices(connection),
        "category": [
            (t(f"counts.group.{group}"), [(one.code, category_name(one)) for one in members])
            for group, members in groupby(list_categories(), key=lambda one: one.group)
        ],
    }
