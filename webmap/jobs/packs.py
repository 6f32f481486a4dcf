"""Long work on meeting packs: all that a meeting about an area needs, read at one moment, as one file."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

import shapely

from geo.geodesy.crs import find_crs
from geo.types import BBox
from layers.areas.boundaries import read_shapes
from layers.errors import NotFound, Refused
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Reading
from layers.summaries.lists import Slice, list_behind
from layers.summaries.questions import Figure, Question
from layers.supervision.intervals import Intervals
from layers.supervision.ledger import Asked, list_recommendations
from layers.supervision.visit_records import VisitQuery, VisitRecord, list_visits
from webmap.http import params
from webmap.http.map_params import Frame
from webmap.http.today import read_visit_rule
from webmap.jobs.work import File, Work
from webmap.maps.counted import read_counted
from webmap.maps.scene import Scene
from webmap.maps.sheet import Imprint, Sheet, SheetSpec
from webmap.maps.spec import MapSpec
from webmap.render.overview_figures import Table, read_table
from webmap.render.pack_words import PackData, make_pack, waits_on

FORMS: Final = ("pdf", "pptx")
"""Files that a pack is given as."""

MOST_WARDS: Final = 200
"""Wards that may have pages of their own; more want a pack for each district."""

_MOST_VISITS: Final = 1000
_READ: Final = 0.1
_WHOLE: Final = Slice(limit=None)


def make_pack_file(work: Work, arguments: Mapping[str, Any]) -> File:
    """Make a meeting pack.

    Parameters
    ----------
    work
        What is given to every work.
    arguments
        ``form``, one of `FORMS`; ``on`` and ``since``, days; ``area``, public identifier, or None; ``vintage`` as
        addresses have it, or None; ``kind`` and ``topic``, lists of codes; ``known_at``, an aware time, or None;
        ``url``, the absolute address of the same figures.

    Raises
    ------
    NotFound, OutsideScope
        As the figures; ``pack_form_unknown``.
    Refused
        ``sheet_too_many_pages``.
    """
    from webmap.render.office.slides import MIMETYPE as SLIDES  # noqa: PLC0415 - brings what draws, for this work alone
    from webmap.render.office.slides_pack import make_pack_slides  # noqa: PLC0415 - as above
    from webmap.render.paper.pack_sheet import make_pack_sheet  # noqa: PLC0415 - as above
    from webmap.render.paper.typesetting import PDF  # noqa: PLC0415 - as above

    form = arguments["form"]
    if form not in FORMS:
        raise NotFound("pack_form_unknown", form=form)
    work.report(0.0, "pack.doing.reading")
    with work.database.read() as connection:
        data = _Reading(connection, work, arguments).read()
    pack = make_pack(data, work.translator)
    make, media_type = {"pdf": (make_pack_sheet, PDF), "pptx": (make_pack_slides, SLIDES)}[form]
    body = make(pack, partial(_report, work))
    return File(body, f"ho-so-hop-{data.question.on}.{form}", media_type)


def read_question(arguments: Mapping[str, Any]) -> Question:
    """Return which places a pack is about; its rows are wards."""
    known, vintage = arguments["known_at"], arguments["vintage"]
    return Question(
        date.fromisoformat(arguments["on"]),
        area=arguments["area"],
        since=date.fromisoformat(arguments["since"]),
        known_at=datetime.fromisoformat(known) if known else None,
        vintage=params.read_vintage(vintage) if vintage else None,
        kind=tuple(arguments["kind"]),
        topic=tuple(arguments["topic"]),
    )


def _report(work: Work, nth: int, count: int, title: str) -> None:
    share = _READ + (1 - _READ) * nth / count
    work.report(share, "pack.doing.page", number=nth + 1, count=count, title=title)


class _Reading:
    """Reads what a pack tells, in one transaction, so that its pages never tell different things."""

    def __init__(self, connection: Reading, work: Work, arguments: Mapping[str, Any]) -> None:
        self._connection, self._work, self._arguments = connection, work, arguments
        self._question = read_question(arguments)

    def read(self) -> PackData:
        """Return all of it."""
        question = self._question
        rule = read_visit_rule(
            self._connection, known=question.known_at, on=question.on, config=self._work.config
        )
        table = read_table(self._connection, self._work.actor, question, rule)
        if len(table.lines) > MOST_WARDS:
            raise Refused("sheet_too_many_pages", n=len(table.lines), limit=MOST_WARDS)
        moved = list_behind(
            self._connection, self._work.actor, question, Figure("moved"), rule, _WHOLE
        ).places
        sheet = self._read_sheet(table, rule)
        return PackData(question, table, moved, self._read_letters(), self._read_visits(), sheet)

    def _read_sheet(self, table: Table, rule: Intervals) -> Sheet:
        """Return the map of exactly the places that the figures count."""
        question, work = self._question, self._work
        feed = read_counted(self._connection, work.actor, question, Figure("all"), rule)
        extent = self._find_extent(table)
        t = work.translator.text
        area = table.described.name or t("dashboard.everywhere")
        frame = Frame.around(t("pack.title", area=area, day=question.on), extent)
        shown = MapSpec(
            frame.title, frame.center, frame.zoom, on=question.on, vintage=self._arguments["vintage"]
        )
        spec = SheetSpec(shown, extent=extent, title=frame.title, locale=work.translator.locale)
        scene = Scene(shown, find_crs(work.config.vn2000_zone), feed=feed)
        return Sheet(spec, scene, Imprint(url=self._arguments["url"], demo=work.demo))

    def _find_extent(self, table: Table) -> BBox | None:
        """Return what the overview shows: the wards that are drawn whole, or else all; None where there are none."""
        rows = [line.row for line in table.lines if line.row]
        whole = [row for row in rows if not row.is_partial] or rows
        shapes = read_shapes(self._connection, [row.id for row in whole])
        return BBox(*shapely.total_bounds(list(shapes.values())).tolist()) if shapes else None

    def _read_letters(self) -> tuple[AnyRow, ...] | None:
        actor, question = self._work.actor, self._question
        if not scope.allowed(self._connection, actor, "recommendation.read"):
            return None
        asked = Asked(question.on, kind="handle", area=question.area)
        rows, _ = list_recommendations(self._connection, actor, asked, limit=None)
        return tuple(row for row in rows if waits_on(row, question.on))

    def _read_visits(self) -> tuple[VisitRecord, ...] | None:
        if not scope.allowed(self._connection, self._work.actor, "visit.read"):
            return None
        return tuple(self._page_visits())

    def _page_visits(self) -> Iterator[VisitRecord]:
        question, day = self._question, timedelta(days=1)
        query = VisitQuery(
            question.on,
            ("made",),
            area=question.area,
            start=(question.since or question.on) + day,
            end=question.on + day,
            limit=_MOST_VISITS,
            is_ascending=True,
        )
        while True:
            page = list_visits(self._connection, self._work.actor, query)
            yield from page.visits
            if page.next_after is None:
                return
            query = replace(query, after=page.next_after)
