"""The invented history: the same for the same seed, in order, on ground where a place may lie."""

from collections import Counter
from datetime import timedelta
from functools import cache

from geo.text.privacy import find_personal_data
from layers.demo.deeds import (
    Asked,
    Corrected,
    Merged,
    Opened,
    Planned,
    Redrawn,
    Removed,
    Seen,
    Split,
    Spot,
    Stepped,
    Story,
)
from layers.demo.story import Invention, invent
from layers.places.drafts import KINDS
from tests.layers.demo.invented import TODAY, ground

_NEIGHBOUR_M = 30.0


@cache
def whole() -> Story:
    return invent(Invention(TODAY), ground())


def spots(story: Story) -> list[Spot]:
    found = [deed.spot for deed in story.deeds if isinstance(deed, Opened)]
    found += [deed.into for deed in story.deeds if isinstance(deed, Merged)]
    return found + [spot for deed in story.deeds if isinstance(deed, Split) for spot, _ in deed.parts]


def test_the_same_seed_makes_the_same_history() -> None:
    small = Invention(TODAY, places=3, years=2)
    assert invent(small, ground()) == invent(small, ground())
    other = Invention(TODAY, seed=9, places=3, years=2)
    assert invent(other, ground()).deeds != invent(small, ground()).deeds


def test_it_tells_of_fourteen_years_in_order_and_of_nothing_to_come() -> None:
    days = [deed.on for deed in whole().deeds]
    assert days == sorted(days)
    assert days[-1] < TODAY
    assert timedelta(days=13 * 365) < TODAY - days[0] < timedelta(days=15 * 365)


def test_everything_that_can_happen_happens() -> None:
    kinds = {type(deed) for deed in whole().deeds}
    assert kinds >= {Asked, Corrected, Merged, Opened, Planned, Redrawn, Removed, Seen, Split, Stepped}
    steps = Counter(deed.step for deed in whole().deeds if isinstance(deed, Stepped))
    assert min(steps[name] for name in ("send", "answer", "done", "refused", "withdraw")) > 0


def test_every_place_is_named_as_a_sample_and_has_a_number_of_its_own() -> None:
    found = spots(whole())
    assert sorted(spot.number for spot in found) == list(range(whole().places))
    assert len({spot.name for spot in found}) == len(found)
    for spot in found:
        assert " mẫu " in spot.name
        assert spot.geometry.geom_type in KINDS[spot.kind]
        assert not find_personal_data(spot.name)


def test_a_shorter_history_leaves_the_beginnings_out() -> None:
    story = invent(Invention(TODAY, years=5), ground())
    assert min(deed.on for deed in story.deeds) > TODAY - timedelta(days=5 * 366 + 60)
    assert story.places == whole().places
