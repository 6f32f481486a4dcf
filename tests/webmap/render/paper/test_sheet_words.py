"""The words of a sheet: what makes a map one that can be defended."""

from dataclasses import replace

import pytest

from geo.geodesy.crs import VN2000_HCMC
from tests.webmap.maps.made_feed import make_feed, make_sheet
from webmap.maps.sheet import AreaFigure
from webmap.maps.shown import choose
from webmap.render.paper.sheet_frame import frame_sheet
from webmap.render.paper.sheet_words import SheetWords, break_words
from webmap.render.paper.strip_frame import Room
from webmap.texts import Translator

VI, EN = (Translator(locale, is_strict=True) for locale in ("vi", "en"))


def _words(translator: Translator = VI, **chosen: object) -> SheetWords:
    sheet = make_sheet({**make_feed(), "known_on": "2026-11-22T03:30:00+00:00"}, **chosen)
    return SheetWords(sheet, choose(sheet.scene.feed or {}, sheet.spec.map), translator)


def test_the_heading_tells_day_boundaries_number_and_filters() -> None:
    words = _words(status=("THEO_DOI",), ward="w0@start", q="cầu", subtitle="Họp giao ban")
    told = words.subtitle([])
    assert words.title() == "Bản đồ địa bàn Quận 8"
    for part in ("Họp giao ban", "22/11/2026", "3 phường (từ 01/7/2025)", "0 địa bàn", "Phức tạp, đang theo dõi",
                 "Phường Bình Đông", "“cầu”"):  # fmt: skip
        assert part in told, part
    assert _words(title="Khác").title() == "Khác"
    assert "địa bàn" not in _words(kind="figure").subtitle([]), "a map of figures counts none"


@pytest.mark.parametrize("translator", [VI, EN], ids=["vi", "en"])
def test_the_facts_tell_scale_grid_time_accuracy_and_source(translator: Translator) -> None:
    words = _words(translator)
    shown = choose(make_feed(), make_sheet().scene.spec)
    frame = frame_sheet(shown, make_sheet().spec, None, VN2000_HCMC, Room(200, 150, 150))
    told = " ".join(words.facts(frame, shown.places))
    for part in ("VN-2000 / TM-3 105-45", translator.number(round(frame.scale)), "10:30", "280", "NQ"):
        assert part in told, part
    assert "AB12-CD34" in words.foot()


def test_rows_stand_by_state_and_what_is_not_known_is_not_made_up() -> None:
    sheet = make_sheet()
    shown = choose(sheet.scene.feed or {}, sheet.spec.map)
    unknown = replace(shown.places[0], since=None)
    rows = _words().rows([shown.places[1], unknown])
    assert [row.state for row in rows] == ["DE_XUAT", "THEO_DOI"]
    assert rows[0].words[2:] == ("Mới đề xuất", "chưa rõ", "–")
    assert rows[1].words[3] == "01/03/2026"


def test_what_must_be_known_of_a_figure_comes_first() -> None:
    sheet = replace(make_sheet(), figure=AreaFigure("Số", note="Đã phân bổ lại"))
    assert SheetWords(sheet, choose(make_feed(), sheet.spec.map), VI).origins([])[0] == "Đã phân bổ lại"


def test_only_words_longer_than_any_may_be_broken() -> None:
    assert break_words("Bản đồ") == "Bản đồ"
    assert break_words("X" * 50).count("\N{ZERO WIDTH SPACE}") == 2
