"""The figures that are told by area."""

import pytest

from layers.conversion.states import STATES
from layers.planning.progress_figures import Totals
from layers.summaries.changes import Change
from layers.summaries.duties import Owed
from layers.summaries.questions import Figure
from layers.summaries.standing import Counts
from webmap.render.overview_figures import (
    COLUMNS,
    COUNTED,
    HEADLINE,
    Line,
    choose_columns,
    list_moves,
    signed,
)

LINE = Line(
    None,
    Counts({"THEO_DOI": 3, "ON_DINH": 2, "TRUNG": 1}),
    Change({("CHO_KE_HOACH", "THEO_DOI"): 1, (None, "THEO_DOI"): 1}, found=1),
    Owed(visits=7, overdue=2, soon=1, unplanned=0, plan=Totals(0, 0, 0, 0, 0)),
)


def test_each_figure_with_places_behind_it_can_be_listed() -> None:
    named = {name for name, column in COLUMNS.items() if column.has_places}
    assert {name for name in named if Figure.find(name) is None} == set()
    assert set(COLUMNS) - named == {"visits"}


def test_figures_and_what_they_changed_by() -> None:
    told = {
        name: (column.value(LINE), column.net(LINE) if column.net else None)
        for name, column in COLUMNS.items()
    }
    assert told["open"] == (3, 1)  # one was found; one only moved from an open state to another
    assert told["state.THEO_DOI"] == (3, 2)
    assert told["state.CHO_KE_HOACH"] == (0, -1)
    assert (told["overdue"], told["visits"]) == ((2, None), (7, None))


def test_states_that_nobody_is_in_and_nobody_left_are_no_columns() -> None:
    names = [column.name for column in choose_columns(LINE)]
    assert "state.CHO_KE_HOACH" in names  # somebody left it
    assert "state.DE_XUAT" not in names
    assert set(HEADLINE) <= set(names)
    assert {code for code in STATES if code not in COUNTED} == {"KHONG_CHAP_NHAN", "TRUNG", "GOP_TACH"}


@pytest.mark.parametrize(("change", "words"), [(None, ""), (0, ""), (3, "+3"), (-2, "−2")])
def test_a_change_has_a_sign(change: int | None, words: str) -> None:
    assert signed(change) == words


def test_moves_come_in_the_order_of_the_states() -> None:
    moves = {("DANG_CHUYEN_HOA", "CHO_DANH_GIA"): 2, ("THEO_DOI", "CHO_KE_HOACH"): 1, (None, "THEO_DOI"): 4}
    assert list_moves(Change(moves)) == [
        ("THEO_DOI", "CHO_KE_HOACH", 1),
        ("DANG_CHUYEN_HOA", "CHO_DANH_GIA", 2),
    ]
