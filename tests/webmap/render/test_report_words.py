"""Reports in words: periods, figures, marks, the place in the letterhead."""

from dataclasses import replace
from datetime import date

from layers.reporting.fact_sheet import Fact
from layers.reporting.report_periods import read_period
from tests.webmap.render.office.telling import make_paper
from webmap.render.report_words import (
    find_mark,
    name_fact,
    name_period,
    write_change,
    write_figures,
    write_value,
)
from webmap.texts import Translator


def test_periods_are_called_as_people_call_them() -> None:
    for kind, text, told in (
        ("month", "2026-01", "tháng 1 năm 2026"),
        ("quarter", "2026-Q4", "quý 4 năm 2026"),
        ("half", "2026-H1", "6 tháng đầu năm 2026"),
        ("half", "2026-H2", "6 tháng cuối năm 2026"),
        ("year", "2026", "năm 2026"),
    ):
        assert name_period(read_period(kind, text)) == told


def test_figures_are_written_as_the_language_does() -> None:
    many, share = Fact("TP", "counts", 1234, 1500), Fact("VISIT_ONTIME", "visits", 87.5, 80)
    assert (write_value(many, 1234), write_change(many), find_mark(many)) == ("1.234", "-266", "")
    assert (write_value(share, 87.5), write_change(share)) == ("87,5%", "+7,5")
    assert write_value(share, 87.5, Translator("en")) == "87.5%"
    assert write_value(many, None) == "chưa có số liệu"
    assert write_value(replace(many, value=None, is_masked=True), None) == "dưới 5"
    assert find_mark(replace(many, previous=10)) == "*"
    assert find_mark(replace(many, value=None)) == "**"
    assert (name_fact("TP"), name_fact("TP", Translator("en"))) == ("Đối tượng tội phạm", "Offenders")


def test_a_paper_tells_where_it_is_made_and_ends_once() -> None:
    ward, district = make_paper(), make_paper(above=True)
    assert (ward.place, district.place, ward.year) == ("Bình Đông", "Quận 8", date(2026, 11, 22).year)
    assert [section.paragraphs[-1].endswith("./.") for section in ward.sections] == [False] * 4 + [True]
    assert ward.sections[2].paragraphs == ("Không có nội dung.",)
    assert (ward.draft, make_paper(state="draft").draft) == ("", "(Bản nháp, số liệu còn có thể thay đổi)")
    assert write_figures(ward.sheet) == {
        "HS_ACTIVE": "7",
        "VISIT_ONTIME": "87,5",
        "COMMEND": "1",
        "TP": "1.234",
    }
    assert ward.wards is None
    assert district.wards is not None
    assert [row[0] for row in district.wards.rows][-1] == "Chung"
