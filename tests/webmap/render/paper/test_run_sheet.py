"""The run sheet: every stop with its times, every page numbered, nothing lost on small paper, the same bytes again."""

from dataclasses import replace

import pypdfium2
import pytest

from geo.travel.problem import Fault
from layers.actor import SYSTEM
from layers.errors import NotFound
from tests.webmap.render.day import LONG_NAME, ON, Day, make_papers
from tests.webmap.render.paper.test_visit_slip import read
from webmap.render.paper.run_sheet import SheetWish, make_run_sheet
from webmap.render.plan_papers import Origin, Papers
from webmap.render.plan_words import PlanWords
from webmap.texts import Translator

VI, EN = (Translator(locale, is_strict=True) for locale in ("vi", "en"))
ORIGIN = Origin("https://x.example/plans/LT00001", "https://x.example/visits/new?hotspot={code}", "lan")
PAPERS = make_papers(Day((4, 3), left_out=2, rest_after=2), ORIGIN)


def _with_team(papers: Papers, **changes: object) -> Papers:
    first, *others = papers.plan.teams
    teams = (replace(first, **changes), *others)
    return replace(papers, plan=replace(papers.plan, teams=teams))


@pytest.mark.parametrize("paper", ["A4", "A5"])
@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_every_stop_stands_on_it_with_its_times_and_the_pages_are_numbered(
    words: Translator, paper: str
) -> None:
    pages = read(make_run_sheet(PAPERS, words, SheetWish(paper)))
    told = " ".join(pages)
    for stop in PAPERS.plan.stops:
        assert told.count(stop.hotspot) == 1
        assert PlanWords(PAPERS, words).clock(stop.begin_s) in told
        assert words.text(f"codes.status.{stop.status}") in told
    for stop in PAPERS.plan.left_out:
        assert told.count(stop.hotspot) == 1
    assert words.text("plans.reason.lower_priority") in told
    assert all(
        words.text("sheets.page", page=nth, pages=len(pages)) in page for nth, page in enumerate(pages, 1)
    )
    assert all("LT00001" in page for page in pages)
    for also in ("23/11/2026", "Đội 2", "Trụ sở UBND Phường Bình Đông", "12:00–13:00", "VN-2000 / TM-3 105-45",
                 "3 phường (từ 01/7/2025)", "Hội Liên hiệp Phụ nữ phường",
                 "https://x.example/plans/LT00001"):  # fmt: skip
        assert also in told, also


def test_one_team_alone_has_its_own_sheet_and_an_unknown_one_none() -> None:
    told = " ".join(read(make_run_sheet(PAPERS, VI, SheetWish(team=2))))
    assert "Đội 2" in told
    assert "Đội 1" not in told
    with pytest.raises(NotFound, match="plan_team_not_found"):
        make_run_sheet(PAPERS, VI, SheetWish(team=3))


def test_the_same_plan_and_reader_give_the_same_bytes_and_another_reader_others() -> None:
    first = make_run_sheet(PAPERS, VI, SheetWish())
    assert first == make_run_sheet(
        make_papers(Day((4, 3), left_out=2, rest_after=2), ORIGIN), VI, SheetWish()
    )
    other = replace(PAPERS, origin=replace(ORIGIN, printed_by="minh"))
    assert "minh in" in read(make_run_sheet(other, VI, SheetWish()))[0]
    system = replace(PAPERS, origin=replace(ORIGIN, printed_by=SYSTEM.name))
    assert "printed by the system" in read(make_run_sheet(system, EN, SheetWish()))[0]


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_many_stops_and_long_names_go_on_over_pages(paper: str) -> None:
    papers = make_papers(Day((25,), names=(LONG_NAME,), seed=8))
    pages = read(make_run_sheet(papers, VI, SheetWish(paper)))
    assert 2 <= len(pages) <= 9
    told = " ".join(pages)
    assert all(stop.hotspot in told for stop in papers.plan.stops)
    assert all("Đội 1" in page for page in pages), "a page that was parted from the others says whose it is"


def test_a_team_without_stops_and_a_plan_without_teams_are_told() -> None:
    (page,) = read(make_run_sheet(make_papers(Day((0,), left_out=2)), VI, SheetWish()))
    assert "chưa có điểm dừng" in page
    (nobody,) = read(make_run_sheet(make_papers(Day((), left_out=2)), VI, SheetWish()))
    assert "Lịch trình giám sát LT00001" in nobody
    assert VI.text("sheets.label.left_out") in nobody


def test_faults_what_is_hidden_and_the_state_are_told() -> None:
    broken = _with_team(PAPERS, faults=(Fault("late", 1, 1, 900), Fault("over_shift", 1, None, 600)))
    hidden = replace(broken, plan=replace(broken.plan, hidden=3, state="draft"))
    told = " ".join(read(make_run_sheet(hidden, EN, SheetWish())))
    assert "15 min" in told
    assert "10 min" in told
    assert EN.text("plans.hidden", n=3) in told
    assert EN.text("plans.state.draft").lower() in told


def test_slips_follow_for_the_stops_that_are_not_made_yet() -> None:
    done, *rest = PAPERS.plan.teams[0].stops
    papers = _with_team(PAPERS, stops=(replace(done, is_done=True), *rest))
    plain = make_run_sheet(papers, VI, SheetWish())
    document = pypdfium2.PdfDocument(make_run_sheet(papers, VI, SheetWish(with_slips=True)))
    assert len(document) == len(pypdfium2.PdfDocument(plain)) + 3, "six stops, two on a page"
    assert "Phiếu giám sát" in document[len(document) - 1].get_textpage().get_text_range()


def test_invented_data_say_so_on_the_sheet() -> None:
    papers = replace(PAPERS, origin=replace(ORIGIN, demo="DỮ LIỆU MẪU"))
    assert "DỮ LIỆU MẪU" in read(make_run_sheet(papers, VI, SheetWish()))[0]


def test_the_title_of_the_file_names_plan_and_day() -> None:
    document = pypdfium2.PdfDocument(make_run_sheet(PAPERS, VI, SheetWish()))
    assert document.get_metadata_value("Title") == VI.text("sheets.title", code="LT00001", day=ON)
