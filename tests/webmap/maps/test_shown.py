"""What a map shows of its feed: on paper the same as on the screen, whose answers are in tests/data/map_choice.json."""

from datetime import date

from tests.webmap.maps.choice_vectors import FILE, write
from tests.webmap.maps.made_feed import WARDS, make_feed, make_sheet
from webmap.maps.shown import choose, find_places


def test_paper_and_screen_choose_alike() -> None:
    assert FILE.read_bytes() == write(), "python -m tests.webmap.maps.choice_vectors"


def test_a_place_is_told_with_its_wards_and_since_when_it_is_as_it_is() -> None:
    feed = make_feed()
    shown = choose(feed, make_sheet(feed).scene.spec)
    first, bridge = shown.places[:2]
    assert (first.name, first.kind, first.topics, first.state) == (
        "Hẻm 1678 Phạm Thế Hiển",
        "alley",
        ("ma_tuy",),
        "DE_XUAT",
    )
    assert (first.since, first.accuracy_m, bridge.accuracy_m) == (date(2026, 3, 1), 0, 40)
    assert [ward.name for ward in shown.wards] == [ward.name for ward in WARDS]
    assert shown.vintage is not None
    assert (shown.vintage.start, shown.vintage.basis) == (date(2025, 7, 1), "NQ")
    assert {one.kind for one in shown.landmarks} == {"canal", "bridge"}


def test_the_places_of_a_ward_are_those_in_it_and_of_a_district_all() -> None:
    shown = choose(make_feed(), make_sheet().scene.spec)
    ward = shown.wards[0]
    inside = find_places(shown.places, ward)
    assert inside
    assert all(ward in place.wards for place in inside)
    assert find_places(shown.places, ward._replace(level="district")) == list(shown.places)
    assert find_places(shown.places, None) == list(shown.places)
