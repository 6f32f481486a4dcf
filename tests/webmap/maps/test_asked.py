"""What supervision asks of a place on a day; how it is asked on the screen is compared in test_shown."""

from datetime import date

from tests.webmap.maps.choice_vectors import make_vectors
from tests.webmap.maps.made_feed import ON
from webmap.maps.asked import Asked, ask_places

FEED = make_vectors()["feed"]


def test_visits_and_answers_are_asked_for_on_the_day_and_not_before() -> None:
    asked = ask_places(FEED, ON, is_shown=True)
    assert asked is not None
    assert asked[0] == Asked(date(2026, 11, 1), ("overdue",), ("waiting", "overdue"))
    assert asked[1] == Asked(date(2026, 11, 1), ("soon", "planned"), ("waiting",))
    assert asked[3] == Asked(None, ("soon",), ()), "since nobody knows when: due on the day"
    assert asked[8] == Asked(), "of what the reader may not see nothing is asked"
    before = ask_places(FEED, date(2026, 10, 1), is_shown=True)
    assert before is not None
    assert before[0] == Asked()


def test_where_supervision_is_not_shown_nothing_is_known() -> None:
    assert ask_places(FEED, ON, is_shown=False) is None
    assert ask_places(FEED, date(2024, 12, 31), is_shown=True) is None
    assert ask_places({"hotspots": {"code": []}}, ON, is_shown=True) is None
