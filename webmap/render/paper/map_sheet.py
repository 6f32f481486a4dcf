"""Makes printed maps: places by status, a figure by area, or an atlas with a page for each ward."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from layers.errors import Refused
from webmap.errors import BadParameter
from webmap.maps.sheet import (
    GRIDS,
    KINDS,
    LEAST_DPI,
    LONGEST_TITLE,
    MOST_DPI,
    ORIENTATIONS,
    PAPERS,
    FigureValue,
    Sheet,
    SheetSpec,
)
from webmap.maps.shown import Area, ShownPlace, choose, find_places
from webmap.render.paper.locator import draw_locator
from webmap.render.paper.map_figure import count_by_ward, make_figure_map, tell_value
from webmap.render.paper.sheet_frame import find_area, frame_sheet
from webmap.render.paper.sheet_layout import lay_out
from webmap.render.paper.sheet_legend import Entry, sign_picture, tell_legend
from webmap.render.paper.sheet_map import MapDrawing, SheetMap, draw_sheet_map
from webmap.render.paper.sheet_words import SheetWords, break_words
from webmap.render.paper.strip_frame import Frame, Room
from webmap.render.paper.svg_file import flatten_svg
from webmap.render.paper.typesetting import typeset
from webmap.render.paper.visit_slip import draw_qr
from webmap.texts import LANGUAGES, Translator

MOST_PAGES: Final = 400
"""Pages of an atlas; more wards want an atlas for each district."""


def make_map_sheet(sheet: Sheet, form: str = "pdf") -> bytes:
    """Return a sheet as PDF, or its first page as SVG or PNG; the same sheet gives the same bytes.

    Raises
    ------
    BadParameter
        For a paper, kind, ... that there is not; a title that is too long.
    NotFound
        ``boundary_not_found``: the area is not one of the boundaries on show.
    Refused
        ``sheet_too_many_pages``.
    """
    data = tell_sheet(sheet, most_pages=MOST_PAGES if form == "pdf" else 1)
    made = typeset("map_sheet", data, form=form, dpi=sheet.spec.dpi)
    return flatten_svg(made) if form == "svg" else made


def tell_sheet(sheet: Sheet, *, most_pages: int = MOST_PAGES) -> dict[str, Any]:
    """Return what the template of map sheets reads; of more pages than ``most_pages`` = 1 only the first."""
    pages, is_one = SheetPages(sheet), most_pages == 1
    told = [pages.first(has_following=not is_one), *(() if is_one else pages.wards())]
    return {**pages.frame(), "pages": told}


class DrawnPage(NamedTuple):
    """The map of a page: the drawing, which part of the ground it shows, and the places on it."""

    drawing: MapDrawing
    frame: Frame
    places: list[ShownPlace]


class SheetPages:
    """The pages of a sheet, each told as the template reads it.

    Parameters
    ----------
    sheet
        The sheet.

    Raises
    ------
    BadParameter, NotFound
        As `make_map_sheet`.
    """

    def __init__(self, sheet: Sheet) -> None:
        _require_known(sheet.spec)
        spec = sheet.spec
        self._spec = spec
        self._sheet = sheet
        self._layout = lay_out(spec.paper, spec.orientation)
        self.translator = Translator(spec.locale)
        self._shown = choose(sheet.scene.feed or {}, spec.map)
        self.area = find_area(self._shown, spec.area)
        counted = count_by_ward(self._shown, self.translator.text("map_sheet.count_title"))
        self.figure = make_figure_map(sheet.figure or counted) if spec.kind == "figure" else None
        self.words = SheetWords(sheet, self._shown, self.translator)

    def frame(self) -> dict[str, Any]:
        """Return what the template reads beside the pages."""
        t, imprint = self.translator.text, self._sheet.imprint
        return {
            "lang": self.translator.locale,
            "title": self.words.title(),
            "paper": self._spec.paper,
            "layout": asdict(self._layout),
            "demo": imprint.demo,
            "watermark": imprint.watermark,
            "code": imprint.code,
            "qr": draw_qr(imprint.url),
            "foot": self.words.foot(),
            "page": t("sheets.page", page="{page}", pages="{pages}"),
            "words": {
                "code_label": t("map_sheet.code_label"),
                "qr": t("map_sheet.qr"),
                "inset": t("map_sheet.inset"),
                "list": t("map_sheet.list"),
                "head": self.words.head(),
            },
        }

    def first(self, *, has_following: bool) -> dict[str, Any]:
        """Return the page about the whole sheet."""
        has_table = self._spec.has_table and has_following and self._spec.kind != "atlas"
        return self._tell(self.words.title(), self.area, has_table=has_table)

    def wards(self) -> Iterator[dict[str, Any]]:
        """Yield the pages of an atlas: one for each ward."""
        for ward in self.list_wards():
            yield self._tell(ward.name, ward, has_table=self._spec.has_table)

    def list_wards(self) -> list[Area]:
        """Return the wards that have pages of their own: those of an atlas."""
        if self._spec.kind != "atlas":
            return []
        wards = [ward for ward in self._shown.wards if not ward.is_partial]
        if len(wards) + 1 > MOST_PAGES:
            raise Refused("sheet_too_many_pages", n=len(wards) + 1, limit=MOST_PAGES)
        return wards

    def get_area(self, key: str) -> Area | None:
        """Return an area by its public identifier or code; errors as `webmap.render.paper.sheet_frame.find_area`."""
        return find_area(self._shown, key)

    def about(self, area: Area) -> dict[str, Any]:
        """Return the page about an area, whatever the kind of the sheet."""
        return self._tell(area.name, area, has_table=self._spec.has_table)

    def draw(self, area: Area | None, room: Room) -> DrawnPage:
        """Return the map of a page about an area, or about the whole sheet, for some paper."""
        places = [] if self.figure else find_places(self._shown.places, area)
        frame = frame_sheet(self._shown, self._spec, area, self._sheet.scene.crs, room)
        drawing = draw_sheet_map(
            SheetMap(
                self._shown,
                frame,
                focus=area,
                chosen=self._spec.map.ward,
                selected=self._spec.map.selected,
                grid=self._spec.grid,
                letters=(self.translator.text("map_sheet.east"), self.translator.text("sheets.north")),
                figure=self.figure,
                told=self._told_values(),
            )
        )
        return DrawnPage(drawing, frame, places)

    def legend_title(self) -> str:
        """Return what stands above the legend."""
        return self.figure.figure.title if self.figure else self.translator.text("map.legend.title")

    def empty_note(self, places: list[ShownPlace]) -> str:
        """Return what is said where there are no places; nothing where there are."""
        return "" if places or self.figure else self.translator.text("map_sheet.empty")

    def _tell(self, title: str, area: Area | None, *, has_table: bool) -> dict[str, Any]:
        drawing, frame, places = self.draw(area, self._layout.room(is_flexible=has_table))
        inset_room = Room(self._layout.aside, self._layout.inset, self._layout.inset, 1.5)
        entries = tell_legend(drawing, self.figure, self.translator)
        return {
            "title": break_words(title),
            "subtitle": break_words(self.words.subtitle(places)),
            "map": drawing.svg,
            "map_height": frame.height_mm,
            "map_words": self.words.alternative(title, frame, places),
            "facts": self.words.facts(frame, places, lacks_badges=drawing.marks.lacks_badges),
            "legend_title": self.legend_title(),
            "legend_note": self.empty_note(places),
            "legend": [self._tell_entry(entry) for entry in entries],
            "inset": draw_locator(self._shown, frame, inset_room),
            "has_table": has_table,
            "rows": [
                {"sign": sign_picture(row.state, row.kind), "code": row.code, "words": row.words}
                for row in self.words.rows(places)
            ],
        }

    def _tell_entry(self, entry: Entry) -> dict[str, str]:
        number = "" if entry.number is None else self.translator.number(entry.number)
        return {"svg": entry.svg, "words": entry.words, "number": number}

    def _told_values(self) -> dict[FigureValue, str]:
        values = self.figure.figure.values.values() if self.figure else ()
        return {value: tell_value(value, self.translator) for value in values}


def _require_known(spec: SheetSpec) -> None:
    """Refuse what no sheet can be made of."""
    known = {
        "kind": KINDS, "paper": PAPERS, "orientation": ORIENTATIONS, "grid": GRIDS, "locale": LANGUAGES,
    }  # fmt: skip
    for name, values in known.items():
        if getattr(spec, name) not in values:
            raise BadParameter(name, "one_of", allowed=", ".join(values))
    if not LEAST_DPI <= spec.dpi <= MOST_DPI:
        raise BadParameter("dpi", "number_between", minimum=LEAST_DPI, maximum=MOST_DPI)
    for name in ("title", "subtitle"):
        if len(getattr(spec, name)) > LONGEST_TITLE:
            raise BadParameter(name, "search", maximum=LONGEST_TITLE)
