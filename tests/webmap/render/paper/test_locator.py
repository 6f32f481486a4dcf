"""The small map that tells where the large one lies."""

from geo.geodesy.crs import VN2000_HCMC
from tests.webmap.maps.made_feed import make_feed, make_sheet
from webmap.maps.shown import Shown, choose
from webmap.render.paper.locator import draw_locator
from webmap.render.paper.strip_frame import Frame, Room

SHOWN = choose(make_feed(), make_sheet().scene.spec)
SMALL = Room(58, 32, 32, 1.5)


def _frame(shown: Shown, count: int) -> Frame:
    return Frame.around(
        [], [ward.geometry for ward in shown.wards[:count]], VN2000_HCMC, Room(200, 150, 150, 7)
    )


def test_a_ward_is_shown_within_its_neighbours() -> None:
    assert draw_locator(SHOWN, _frame(SHOWN, 1), SMALL).count("<path") == len(SHOWN.wards) + 1


def test_a_map_of_all_there_is_needs_none_and_no_areas_make_none() -> None:
    assert draw_locator(SHOWN, _frame(SHOWN, 3), SMALL) == ""
    nothing = choose(make_feed(wards=()), make_sheet().scene.spec)
    assert draw_locator(nothing, _frame(SHOWN, 1), SMALL) == ""
