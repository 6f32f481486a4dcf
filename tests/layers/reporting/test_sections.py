"""Sections of a report: every sentence on offer is one that could be written."""

from layers.programme.categories import list_categories
from layers.reporting.sections import check_texts, list_sections, offer_phrases

KNOWN = {"HS_ACTIVE", "HS_CONV", "HS_DONE", "HS_RELAPSE", "VISITS", "VISIT_ONTIME", "PROP_SENT", "PROP_ANS",
         "PROP_LATE", "COMMEND", *(one.code for one in list_categories())}  # fmt: skip


def test_every_sentence_can_be_filled_in_and_stored() -> None:
    figures = dict.fromkeys(KNOWN, "7")
    for section in list_sections():
        phrases = offer_phrases(section, figures)
        assert len(phrases) == len(section.phrases), section.code
        assert not any("{" in phrase for phrase in phrases)
        assert check_texts({section.code: "\n".join(phrases)})[section.code]


def test_a_sentence_whose_figure_is_missing_is_not_offered() -> None:
    results = next(section for section in list_sections() if section.code == "results")
    offered = offer_phrases(results, {"VISITS": "31"})
    assert offered == ("Mặt trận và các tổ chức thành viên đã thực hiện 31 lượt giám sát tại các địa bàn.",)
