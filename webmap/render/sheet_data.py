"""Writes the data behind a sheet: what its map shows, as a workbook and as layers for a GIS."""

from collections.abc import Sequence
from typing import Final

from webmap.maps.sheet import AreaFigure, FigureValue, Sheet
from webmap.maps.shown import Area, Shown, ShownPlace, choose, find_places
from webmap.maps.symbols import DRAWN_STATES
from webmap.render.geopackage_file import Layer, write_geopackage
from webmap.render.office.workbook import Column, Table, write_workbook
from webmap.render.paper.sheet_frame import find_area
from webmap.render.paper.sheet_words import SheetWords
from webmap.texts import Translator

_PLACE_FIELDS: Final = (
    "code", "name", "kind", "status", "status_since", "topics", "wards", "position_accuracy_m", "length_m", "area_m2",
)  # fmt: skip
"""Named as in the API and in exports."""

_WARD_FIELDS: Final = ("id", "code", "name", "places", "figure_low", "figure_high")


def write_sheet_workbook(sheet: Sheet) -> bytes:
    """Return a workbook: the places, the figures by ward, and what both are from."""
    data = _Data(sheet)
    return write_workbook([data.places_table(), data.wards_table()], title=data.words.title())


def write_sheet_geopackage(sheet: Sheet) -> bytes:
    """Return a GeoPackage with the places and the wards; names of columns as everywhere else in the product."""
    data = _Data(sheet)
    return write_geopackage([data.hotspots_layer(), data.wards_layer()])


class _Data:
    """What a sheet tells, as tables and as layers."""

    def __init__(self, sheet: Sheet) -> None:
        translator = Translator(sheet.spec.locale)
        self._sheet = sheet
        self._shown: Shown = choose(sheet.scene.feed or {}, sheet.spec.map)
        self._places = find_places(self._shown.places, find_area(self._shown, sheet.spec.area))
        self._wards = [ward for ward in self._shown.wards if not ward.is_partial]
        self._t = translator.text
        self.words = SheetWords(sheet, self._shown, translator)

    def places_table(self) -> Table:
        """Return the places, a row each."""
        kinds = {
            "since": "day",
            "visit": "day",
            "accuracy_m": "number",
            "length_m": "number",
            "area_m2": "number",
        }
        names = ("code", "place", "kind", "topics", "wards", "status", *kinds)
        return Table(
            self._t("map_sheet.list"),
            [Column(self._t(f"map_sheet.head.{name}"), kinds.get(name, "text")) for name in names],
            [self._place_row(place) for place in self._places],
            title=self.words.title(),
            notes=self._notes(),
        )

    def wards_table(self) -> Table:
        """Return how many places of each status each ward has, and the figure of the map where it has one."""
        figure = self._sheet.figure
        states = [state for state in DRAWN_STATES if any(place.state == state for place in self._places)]
        told = [Column(self._t("map_sheet.head.ward")), Column(self._t("map_sheet.head.total"), "number")]
        told += [Column(self._t(f"codes.status.{state}"), "number") for state in states]
        if figure:
            told += [
                Column(self._t(f"map_sheet.head.{end}", title=figure.title), "decimal")
                for end in ("low", "high")
            ]
        return Table(
            self._t("map_sheet.by_ward"),
            told,
            [self._ward_row(ward, states, figure) for ward in self._wards],
            title=f"{self.words.title()}: {self._t('map_sheet.count_title').lower()}",
            notes=[self._t("map_sheet.shared_note"), *self._notes()],
        )

    def hotspots_layer(self) -> Layer:
        """Return the places with their geometry."""
        rows = [_place_values(place) for place in self._places]
        return Layer(
            "hotspots", "Unknown", [place.geometry for place in self._places], _turn(_PLACE_FIELDS, rows)
        )

    def wards_layer(self) -> Layer:
        """Return the wards with how many places are in each, and the bounds of its figure."""
        rows = [
            (ward.id, ward.code, ward.name, len(find_places(self._places, ward)), *self._value(ward))
            for ward in self._wards
        ]
        return Layer(
            "wards", "MultiPolygon", [ward.geometry for ward in self._wards], _turn(_WARD_FIELDS, rows)
        )

    def _place_row(self, place: ShownPlace) -> list[object]:
        return [
            place.code,
            place.name,
            self._t(f"codes.kind.{place.kind}"),
            ", ".join(self._t(f"codes.topic.{code}") for code in place.topics),
            ", ".join(ward.name for ward in place.wards),
            self._t(f"codes.status.{place.state}"),
            place.since,
            place.asked.last_visit if place.asked else None,
            place.accuracy_m,
            *_sizes(place),
        ]

    def _ward_row(self, ward: Area, states: Sequence[str], figure: AreaFigure | None) -> list[object]:
        places = find_places(self._places, ward)
        counts: list[object] = [sum(place.state == state for place in places) for state in states]
        return [ward.name, len(places), *counts, *(self._value(ward) if figure else ())]

    def _value(self, ward: Area) -> FigureValue:
        none = FigureValue(None, None)
        return self._sheet.figure.values.get(ward.id, none) if self._sheet.figure else none

    def _notes(self) -> list[str]:
        return [self.words.subtitle(self._places), *self.words.origins(self._places), self.words.foot()]


def _place_values(place: ShownPlace) -> tuple[object, ...]:
    """Return the values of `_PLACE_FIELDS`."""
    return (
        place.code,
        place.name,
        place.kind,
        place.state,
        place.since.isoformat() if place.since else None,
        ",".join(place.topics),
        ",".join(ward.id for ward in place.wards),
        place.accuracy_m,
        *_sizes(place),
    )


def _sizes(place: ShownPlace) -> tuple[int | None, int | None]:
    """Return the length of a line in metres and the area of an area in square metres."""
    is_area = place.geometry.area > 0
    is_line = not is_area and place.geometry.length > 0
    return place.size if is_line else None, place.size if is_area else None


def _turn(names: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, list[object]]:
    """Return rows as columns."""
    return {name: [row[nth] for row in rows] for nth, name in enumerate(names)}
