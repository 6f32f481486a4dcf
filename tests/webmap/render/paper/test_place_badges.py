"""Badges on paper: the same as on the screen, never on a sign, on each other or over the edge."""

import re
from itertools import combinations
from math import hypot
from pathlib import Path

import shapely
from hypothesis import given
from hypothesis import strategies as st

from webmap.maps.asked import Asked
from webmap.maps.spec import DUE, REPLY
from webmap.render.paper.label_places import Labels, Spot
from webmap.render.paper.place_badges import BADGES, badges_of, define_badges, place_badges

BOX = shapely.box(0, 0, 60, 40)
TWIN = Path(__file__).parents[4] / "webmap" / "static" / "js" / "draw" / "badges.js"

_spots = st.builds(Spot, st.integers(3, 57).map(float), st.integers(3, 37).map(float))
_asked = st.builds(
    Asked, st.none(), st.sets(st.sampled_from(DUE)).map(tuple), st.sets(st.sampled_from(REPLY)).map(tuple)
)


def test_a_place_shows_the_graver_of_each() -> None:
    assert badges_of(Asked(None, ("overdue", "planned"), ("waiting", "overdue"))) == [
        "due.overdue",
        "reply.overdue",
    ]
    assert badges_of(Asked()) == badges_of(None) == []


def test_the_twin_draws_the_same_badges() -> None:
    (table,) = re.findall(r"const BADGES = \{(.*?)\};", TWIN.read_text(encoding="utf-8"), re.DOTALL)
    told = [
        (name, filled == "true") for name, filled in re.findall(r'"([a-z.]+)": \[.*?(true|false)\]', table)
    ]
    drawn = [(name, next(define_badges([name])).count('fill="#1B2126"') == 1) for name in BADGES]
    assert told == drawn


@given(st.lists(st.tuples(_asked, _spots), max_size=12))
def test_no_badge_lies_on_a_sign_a_badge_or_over_the_edge(signs: list[tuple[Asked, Spot]]) -> None:
    placed = place_badges(signs, Labels(BOX))
    assert len(placed) <= sum(len(badges_of(asked)) for asked, _ in signs)
    for badge in placed:
        assert shapely.covers(
            BOX, shapely.box(badge.spot.x - 1.4, badge.spot.y - 1.4, badge.spot.x + 1.4, badge.spot.y + 1.4)
        )
        assert (
            sum(hypot(at.x - badge.spot.x, at.y - badge.spot.y) < 3.6 for at in {at for _, at in signs}) <= 1
        )
    for one, other in combinations(placed, 2):
        assert hypot(one.spot.x - other.spot.x, one.spot.y - other.spot.y) >= 3


def test_what_is_overdue_finds_room_first() -> None:
    soon, late = (Asked(None, ("soon",)), Spot(20, 20)), (Asked(None, ("overdue",)), Spot(20, 25))
    assert [badge.name for badge in place_badges([soon, late], Labels(BOX))] == ["due.overdue", "due.soon"]
    crowded = [soon, late, (None, Spot(16, 17))]
    assert [badge.name for badge in place_badges(crowded, Labels(BOX))] == ["due.overdue"]


def test_badges_take_room_from_names() -> None:
    labels = Labels(BOX)
    (badge,) = place_badges([(Asked(None, ("overdue",)), Spot(20, 20))], labels)
    assert shapely.covers(labels.taken[0], shapely.Point(badge.spot.x, badge.spot.y))


def test_a_badge_has_its_definition_once() -> None:
    assert "".join(define_badges(BADGES)).count("<g id=") == len(BADGES) == len(set(BADGES))
