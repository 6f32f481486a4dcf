"""The map of a sheet: what a page is about stands out, filters show, every name once."""

from xml.etree import ElementTree as ET

from geo.geodesy.crs import VN2000_HCMC
from tests.webmap.maps.made_feed import make_feed, make_sheet
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.maps.shown import choose
from webmap.render.paper.map_figure import make_figure_map
from webmap.render.paper.sheet_map import MapDrawing, SheetMap, draw_sheet_map
from webmap.render.paper.strip_frame import Frame, Room

SHOWN = choose(make_feed(), make_sheet().scene.spec)
FRAME = Frame.around([], [ward.geometry for ward in SHOWN.wards], VN2000_HCMC, Room(200, 150, 150, 7))


def _draw(**asked: object) -> MapDrawing:
    drawing = draw_sheet_map(SheetMap(SHOWN, FRAME, **asked))
    ET.fromstring(drawing.svg)
    return drawing


def test_a_map_tells_what_is_on_it() -> None:
    drawing = _draw()
    assert drawing.marks.states.total() == 8
    assert drawing.ground == {"ward", "canal", "bridge"}
    assert drawing.svg.count(">Kênh Đôi<") == 1
    assert drawing.svg == _draw().svg, "the same bytes again"


def test_a_page_about_a_ward_draws_its_places_alone_and_the_rest_faintly() -> None:
    ward = SHOWN.wards[0]
    about = _draw(focus=ward)
    inside = [place for place in SHOWN.places if ward in place.wards]
    assert about.marks.states.total() == len(inside) < 8
    assert 'fill-opacity="0.62"' in about.svg
    assert 'fill-opacity="0.62"' not in _draw().svg


def test_the_grid_is_the_one_asked_for() -> None:
    assert ">600\N{THIN SPACE}000<" in _draw().svg
    assert "106°" in _draw(grid="graticule", letters=("Đ", "B")).svg
    plain = _draw(grid="none").svg
    assert "106°" not in plain
    assert ">600\N{THIN SPACE}000<" not in plain


def test_a_filter_by_area_shows_its_edge() -> None:
    chosen = 'stroke="#0B5D6B" stroke-opacity="0.75"'
    assert chosen in _draw(chosen=SHOWN.wards[0].id).svg
    assert chosen not in _draw().svg


def test_a_figure_takes_the_place_of_the_places() -> None:
    value = FigureValue(12, 12)
    figure = make_figure_map(AreaFigure("Số", {ward.id: value for ward in SHOWN.wards}))
    drawing = _draw(figure=figure, told={value: "12"})
    assert drawing.marks.states.total() == 0
    assert drawing.svg.count(">12<") == len(SHOWN.wards)
