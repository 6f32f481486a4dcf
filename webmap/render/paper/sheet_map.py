"""Draws the map of a sheet: the ground, what the map shows of places or figures, and what every map carries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from webmap.maps.sheet import FigureValue
from webmap.maps.shown import Area, Landmark, Shown, find_places
from webmap.render.ground import Ground, Named
from webmap.render.paper.label_places import Labels
from webmap.render.paper.map_figure import FigureMap, define_hatches, draw_figure
from webmap.render.paper.map_furniture import draw_bar, draw_graticule, draw_north, draw_ticks
from webmap.render.paper.map_ground import draw_ground, name_crossings, name_wards, name_water
from webmap.render.paper.map_islands import draw_islands
from webmap.render.paper.map_places import SELECT, PlaceMarks, draw_places, name_places
from webmap.render.paper.map_svg import INK, PAPER, document, path
from webmap.render.paper.strip_frame import Frame

GROUND: Final = "#F1F3F1"

_WATER: Final = "canal"
_EDGE_MM: Final = 0.8
_BAND_MM: Final = 3.0
_FAINTEST: Final = 0.62


@dataclass(frozen=True)
class SheetMap:
    """What the map of a page shows.

    Attributes
    ----------
    shown
        The areas, places and landmarks.
    frame
        Which part of the ground.
    focus
        The area that the page is about; what lies outside of it is faint. None: no area more than others.
    chosen
        Public identifier of the area that the map is filtered by; None for none.
    selected
        Code of the place that is marked; None for none.
    grid
        One of `webmap.maps.sheet.GRIDS`.
    letters
        Of east and of north.
    figure, told
        A figure by area, shown instead of places, and its values in words.
    """

    shown: Shown
    frame: Frame
    focus: Area | None = None
    chosen: str | None = None
    selected: str | None = None
    grid: str = "vn2000"
    letters: tuple[str, str] = ("E", "N")
    figure: FigureMap | None = None
    told: Mapping[FigureValue, str] | None = None


class MapDrawing(NamedTuple):
    """A map as SVG with what a legend has to tell of it.

    Attributes
    ----------
    svg
        The drawing, mm.
    marks
        What was drawn of places.
    ground
        What lies in the frame of ``ward``, ``partial``, ``canal`` and ``bridge``.
    """

    svg: str
    marks: PlaceMarks
    ground: frozenset[str]


def draw_sheet_map(asked: SheetMap) -> MapDrawing:
    """Return the map: north up along the grid, no word over another."""
    frame = asked.frame
    ground = _ground_in(asked.shown, frame)
    labels = Labels(frame.box.buffer(-_EDGE_MM))
    furniture = [*draw_islands(frame, labels), *_draw_furniture(asked, labels)]
    marks = PlaceMarks()
    if asked.figure is None:
        places = find_places(asked.shown.places, asked.focus)
        marks = draw_places(places, frame, labels, selected=asked.selected)
    names = [*_write_names(asked, ground, labels, marks)]
    layers = [
        f"<defs>{''.join([*marks.definitions, *define_hatches()])}</defs>",
        *_draw_land(asked, frame),
        *marks.halos,
        *draw_ground(ground, frame),
        *_draw_chosen(asked, frame),
        *marks.shapes,
        *_draw_veil(asked.focus, frame),
        *names,
        *marks.signs,
        *furniture,
    ]
    return MapDrawing(
        document(frame.width_mm, frame.height_mm, layers), marks, _tell_ground(asked.shown, ground, frame)
    )


def _ground_in(shown: Shown, frame: Frame) -> Ground:
    """Return what of the ground lies in the frame."""
    west, south, east, north = frame.extent
    seen = shapely.box(west, south, east, north)

    def near(things: Sequence[Landmark | Area]) -> tuple[Named, ...]:
        return tuple(Named(thing.name, thing.geometry) for thing in things if seen.intersects(thing.geometry))

    water = [one for one in shown.landmarks if one.kind == _WATER]
    crossings = [one for one in shown.landmarks if one.kind != _WATER]
    return Ground(near(water), near(crossings), near(shown.wards))


def _draw_furniture(asked: SheetMap, labels: Labels) -> Iterator[str]:
    yield from draw_bar(asked.frame, labels)
    yield from draw_north(asked.frame, labels, asked.letters[1])
    if asked.grid == "vn2000":
        yield from draw_ticks(asked.frame, labels)
    elif asked.grid == "graticule":
        yield from draw_graticule(asked.frame, labels, asked.letters)


def _draw_land(asked: SheetMap, frame: Frame) -> Iterator[str]:
    """Yield the areas that the map is about: white on the grey of all others, with a soft band around them."""
    yield f'<rect width="{frame.width_mm:g}" height="{frame.height_mm:g}" fill="{GROUND}"/>'
    about = [asked.focus] if asked.focus else [ward for ward in asked.shown.wards if not ward.is_partial]
    land = shapely.union_all(frame.draw_all([area.geometry for area in about]))
    yield path(
        shapely.boundary(_solid(land)), f'stroke="{INK}" stroke-opacity="0.1" stroke-width="{_BAND_MM}"'
    )
    yield path(land, f'fill="{PAPER}" fill-rule="evenodd"')
    if asked.figure is not None:
        yield from draw_figure(asked.figure, _find_figured(asked.shown, asked.figure, about), frame)


def _find_figured(shown: Shown, drawn: FigureMap, about: Sequence[Area]) -> Sequence[Area]:
    """Return the areas that are coloured: those that the map is about, or of a district its wards with a figure."""
    if {area.id for area in about} <= {ward.id for ward in shown.wards}:
        return about
    return [ward for ward in shown.wards if ward.id in drawn.figure.values]


def _draw_chosen(asked: SheetMap, frame: Frame) -> Iterator[str]:
    """Yield the edge of the area that the map is about or filtered by."""
    ids = {asked.chosen, asked.focus.id if asked.focus else None}
    for area in asked.shown.areas:
        if area.id in ids:
            edge = shapely.boundary(_solid(frame.draw(area.geometry)))
            inside = shapely.intersection(edge, frame.box.buffer(-0.05))
            color = SELECT if area.id == asked.chosen else INK
            yield path(inside, f'stroke="{color}" stroke-opacity="0.75" stroke-width="0.7"')


def _draw_veil(focus: Area | None, frame: Frame) -> Iterator[str]:
    """Yield what makes faint all that a page is not about."""
    if focus is not None:
        outside = shapely.difference(frame.box, frame.draw(focus.geometry))
        yield path(outside, f'fill="{GROUND}" fill-opacity="{_FAINTEST}" fill-rule="evenodd"')


def _write_names(asked: SheetMap, ground: Ground, labels: Labels, marks: PlaceMarks) -> Iterator[str]:
    """Yield names of areas with their figures, of places and of the ground, in the order of their weight."""
    values = asked.figure.figure.values if asked.figure else {}
    told = {
        ward.geometry: (asked.told or {})[values[ward.id]] for ward in asked.shown.wards if ward.id in values
    }
    yield from name_wards(ground.wards, asked.frame, labels, told)
    yield from name_places(marks, labels)
    yield from name_water(ground.water, asked.frame, labels)
    yield from name_crossings(ground.crossings, asked.frame, labels)


def _tell_ground(shown: Shown, ground: Ground, frame: Frame) -> frozenset[str]:
    partial = {ward.name for ward in shown.wards if ward.is_partial}
    names = {ward.name for ward in ground.wards}
    seen = {
        "ward": bool(names - partial),
        "partial": bool(names & partial),
        "canal": any(not frame.draw(one.geometry).is_empty for one in ground.water),
        "bridge": any(not frame.draw(one.geometry).is_empty for one in ground.crossings),
    }
    return frozenset(name for name, is_seen in seen.items() if is_seen)


def _solid(land: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape: what touches the frame may leave lines and points as well."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(land) if part.geom_type == "Polygon"])
