"""Hoàng Sa and Trường Sa are on every map that shows the nation: in their place, or in an inset."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import MapReader

pytestmark = pytest.mark.browser
LABELS = ("Quần đảo Hoàng Sa", "(TP. Đà Nẵng)", "Quần đảo Trường Sa", "(tỉnh Khánh Hòa)")


@pytest.mark.parametrize("at", ["16,107,6", "16,111,6", "12,106,5.5"])
def test_on_a_wide_screen(desk: MapReader, at: str) -> None:
    desk.opens(f"at={at}")
    desk.sees_on_map(*LABELS)
    assert desk.covered_words(*LABELS) == []


@pytest.mark.parametrize("at", ["16,107,6", "16,107,5", "16,111,4"])
def test_on_a_phone(hand: MapReader, at: str) -> None:
    hand.opens(f"at={at}")
    hand.sees_on_map(*LABELS)
    assert hand.covered_words(*LABELS) == []


def test_zooming_out_from_quan_8_brings_them(desk: MapReader) -> None:
    desk.opens("at=12.5,106.7,7")
    desk.tool("minus").click()
    desk.waits_for_address(r",6(&|$)")
    desk.sees_on_map(*LABELS)


def test_an_open_card_does_not_hide_them(desk: MapReader) -> None:
    desk.opens("at=16,107,6&selected=DB00001")
    desk.waits_for_card()
    expect(desk.part("card-sheet")).to_be_visible()
    desk.sees_on_map(*LABELS)
    assert desk.covered_words(*LABELS) == []


def test_a_map_of_the_quarter_leaves_them_out(desk: MapReader) -> None:
    desk.opens("at=10.735,106.645,13")
    desk.sees_on_map("PHƯỜNG BÌNH ĐÔNG")
    desk.misses_on_map(*LABELS)
