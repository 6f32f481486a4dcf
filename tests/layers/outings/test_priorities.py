"""What a visit is worth: more the more presses, never less; and the words say what weighs most first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.conversion.states import STATES
from layers.outings.day_shapes import Ground
from layers.outings.priorities import RESULT_S, STATE_S, TOPIC_S, Pressing, priority_s, tell_grounds
from layers.supervision.visit_drafts import RESULTS

PLACES = st.builds(
    Pressing,
    overdue_days=st.none() | st.integers(-40, 6000),
    state=st.none() | st.sampled_from(sorted(STATES)),
    topics=st.frozensets(st.sampled_from(sorted(TOPIC_S))),
    last_result=st.none() | st.sampled_from(RESULTS),
    is_suspected=st.booleans(),
    is_in_peak=st.booleans(),
    is_planned=st.booleans(),
)


@given(PLACES, st.integers(0, 100))
def test_a_place_that_waits_longer_is_never_worth_less(place: Pressing, more: int) -> None:
    if place.overdue_days is not None:
        later = replace(place, overdue_days=place.overdue_days + more)
        assert priority_s(later) >= priority_s(place) >= 0


@given(PLACES, st.sampled_from(sorted(TOPIC_S)))
def test_another_topic_never_makes_a_place_worth_less(place: Pressing, topic: str) -> None:
    assert priority_s(replace(place, topics=place.topics | {topic})) >= priority_s(place)


@given(PLACES, st.sampled_from(["is_suspected", "is_in_peak", "is_planned"]))
def test_what_presses_besides_makes_a_place_worth_more(place: Pressing, what: str) -> None:
    without, with_it = replace(place, **{what: False}), replace(place, **{what: True})
    assert priority_s(with_it) > priority_s(without)


@given(PLACES)
def test_a_worse_result_is_never_worth_less(place: Pressing) -> None:
    worths = [priority_s(replace(place, last_result=result)) for result in RESULTS]
    assert worths == sorted(worths)


@given(PLACES)
def test_a_relapsed_place_outweighs_the_same_place_in_any_other_state(place: Pressing) -> None:
    relapsed = priority_s(replace(place, state="TAI_PHUC_TAP"))
    assert all(priority_s(replace(place, state=state)) <= relapsed for state in STATES)


@given(PLACES)
def test_the_words_tell_every_ground_that_counts(place: Pressing) -> None:
    told = {ground.code for ground in tell_grounds(place)}
    assert ("state" in told) == (place.state in STATE_S)
    assert ("topic" in told) == bool(place.topics)
    assert ("result" in told) == (place.last_result in RESULT_S)
    assert ("suspected" in told, "peak" in told, "planned" in told) == (
        place.is_suspected,
        place.is_in_peak,
        place.is_planned,
    )


def test_what_weighs_most_is_told_first() -> None:
    place = Pressing(12, "DANG_CHUYEN_HOA", frozenset({"toi_pham", "ma_tuy"}), "worse")
    assert tell_grounds(place) == (
        Ground("overdue", 12),
        Ground("result", "worse"),
        Ground("topic", "ma_tuy"),
        Ground("state", "DANG_CHUYEN_HOA"),
    )
    assert priority_s(place) == 3600 + 12 * 600 + 2400 + 1800 + 1200


@pytest.mark.parametrize(
    ("days", "worth_s"), [(0, 3600), (-1, 3240), (-7, 1080), (-30, 900), (60, 39_600), (900, 39_600)]
)
def test_a_visit_is_worth_more_from_day_to_day_within_limits(days: int, worth_s: int) -> None:
    assert priority_s(Pressing(days)) == worth_s


def test_what_is_not_due_yet_says_in_how_many_days() -> None:
    assert tell_grounds(Pressing(-3)) == (Ground("due", 3),)
    assert tell_grounds(Pressing(0)) == (Ground("due", 0),)
