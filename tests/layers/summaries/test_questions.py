"""Figures are named by texts, which addresses carry."""

from layers.summaries.questions import Figure
from tests.layers.summaries.stories import PHU_DINH


def test_figures_are_named_by_texts() -> None:
    for text in (
        "all",
        "state.THEO_DOI",
        "moved.THEO_DOI.CHO_KE_HOACH",
        "moved.TAI_PHUC_TAP",
        "moved",
        "term_ends",
    ):
        figure = Figure.find(text, PHU_DINH)
        assert figure is not None
        assert (figure.text, figure.row) == (text, PHU_DINH)
    for text in (
        "",
        "state",
        "state.NO",
        "all.THEO_DOI",
        "moved.X",
        "moved.THEO_DOI.THEO_DOI.THEO_DOI",
        "topic.",
    ):
        assert Figure.find(text) is None
