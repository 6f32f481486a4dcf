"""The legend: what is drawn and nothing else, with the numbers that are on the map."""

from xml.etree import ElementTree as ET

from geo.geodesy.crs import VN2000_HCMC
from tests.webmap.maps.made_feed import make_feed, make_sheet, make_spots, supervise
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.maps.shown import choose
from webmap.render.paper.map_figure import make_figure_map
from webmap.render.paper.sheet_frame import frame_sheet
from webmap.render.paper.sheet_legend import Entry, sign_picture, tell_legend
from webmap.render.paper.sheet_map import SheetMap, draw_sheet_map
from webmap.render.paper.strip_frame import Room
from webmap.texts import Translator

VI = Translator("vi", is_strict=True)


def _legend(count: int, figure: AreaFigure | None = None, *, is_supervised: bool = False) -> list[Entry]:
    feed = make_feed(make_spots()[:count])
    feed = supervise(feed) if is_supervised else feed
    spec = make_sheet(feed).spec
    shown = choose(feed, spec.map)
    drawn = make_figure_map(figure) if figure else None
    frame = frame_sheet(shown, spec, None, VN2000_HCMC, Room(200, 150, 150, 7))
    told = {value: "1" for value in figure.values.values()} if figure else {}
    entries = tell_legend(draw_sheet_map(SheetMap(shown, frame, figure=drawn, told=told)), drawn, VI)
    for entry in entries:
        ET.fromstring(entry.svg)
    return entries


def test_only_what_is_drawn_is_explained() -> None:
    told = {entry.words: entry.number for entry in _legend(1)}
    assert told["Mới đề xuất"] == told["Hẻm"] == 1
    assert told["Kênh, rạch"] is None
    assert not {"Khu vực cầu", "Điểm", "Đã chuyển hóa, giữ vững", "Vị trí gần đúng (vùng mờ)"} & set(told)


def test_states_stand_in_the_order_of_their_table() -> None:
    words = [entry.words for entry in _legend(9)]
    assert words[0] == "Mới đề xuất"
    assert (
        words.index("Phức tạp, đang theo dõi") < words.index("Đã chuyển hóa, giữ vững") < words.index("Hẻm")
    )


def test_badges_are_explained_where_supervision_is_shown() -> None:
    told = {entry.words: entry.number for entry in _legend(9, is_supervised=True)}
    assert (told["Quá hạn giám sát"], told["Đã hẹn giám sát"], told["Kiến nghị quá hạn trả lời"]) == (2, 1, 1)
    assert "Quá hạn giám sát" not in {entry.words for entry in _legend(9)}


def test_a_figure_is_explained_by_its_classes_ranges_and_gaps() -> None:
    values = {
        "w0@start": FigureValue(3, 3),
        "w1@start": FigureValue(5, 9),
        "w2@start": FigureValue(None, None),
    }
    words = [entry.words for entry in _legend(0, AreaFigure("Số", values))]
    assert words[:4] == ["3", "7", "Chỉ biết trong khoảng", "Không có số liệu"]


def test_a_sign_stands_alone_in_tables() -> None:
    assert "sign-THEO_DOI-bridge" in sign_picture("THEO_DOI", "bridge")
