"""Figures of a report: the same text for the same figures, marked where odd, hidden where small."""

from datetime import date

from layers.reporting.fact_sheet import Fact, FactSheet, WardFacts, mask_small


def test_figures_are_the_same_after_a_round_trip() -> None:
    sheet = FactSheet(
        date(2026, 11, 22),
        (Fact("VISIT_ONTIME", "visits", 87.5, None), Fact("TP", "counts", 17, 12, 2, 3)),
        (WardFacts("27424@2025-07-01", "Phường Bình Đông", {"TP": 12, "VISIT_ONTIME": None}),),
    )
    assert FactSheet.from_json(sheet.to_json()) == sheet
    assert list(sheet.by_group()) == ["visits", "counts"]


def test_odd_figures_are_marked() -> None:
    assert Fact("TP", "counts", 16, 10).is_jump
    assert not Fact("TP", "counts", 15, 10).is_jump
    assert not Fact("TP", "counts", 15, None).is_jump
    assert Fact("TP", "counts", None, 10).is_missing
    assert Fact("TP", "counts", 5, 10, 2, 3).is_missing
    assert not Fact("TP", "counts", 0, 0, 3, 3).is_missing


def test_small_counts_are_hidden_with_what_would_tell_them() -> None:
    facts = (Fact("TP", "counts", 20, 30, 2, 2), Fact("MD", "counts", 4, 8), Fact("DX", "counts", 9, 7, 2, 2),
             Fact("HS_CONV", "places", 1, 1))  # fmt: skip
    wards = (
        WardFacts("1", "A", {"TP": 17, "DX": 5, "HS_CONV": 1}),
        WardFacts("2", "B", {"TP": 3, "DX": 4 + 1, "HS_CONV": 0}),
    )
    shown = mask_small(FactSheet(date(2026, 11, 22), facts, wards))
    told = {fact.code: (fact.value, fact.is_masked) for fact in shown.facts}
    assert told == {"TP": (None, True), "MD": (None, True), "DX": (9, False), "HS_CONV": (1, False)}
    assert [dict(ward.values) for ward in shown.wards] == [{"HS_CONV": 1}, {"HS_CONV": 0}]
