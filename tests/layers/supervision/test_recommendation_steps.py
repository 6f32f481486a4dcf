"""The steps of a recommendation: no walk leaves an end, and what is offered is what may be done."""

from hypothesis import given
from hypothesis import strategies as st

from layers.store.scope import ACTIONS
from layers.supervision.recommendation_steps import STATES, STEPS, Step, find_step, steps_from, widest_action


@given(st.lists(st.sampled_from(STEPS), max_size=8))
def test_a_walk_along_the_table_never_leaves_an_end(steps: list[Step]) -> None:
    state = "draft"
    for step in steps:
        found = find_step(step.name, state, step.target)
        if found is None:
            continue
        assert state not in {"done", "refused", "withdrawn"}
        assert found.target in STATES
        state = found.target
    assert (steps_from(state) == ()) == (state in {"done", "refused", "withdrawn"})


def test_steps_are_offered_as_far_as_actions_allow() -> None:
    assert steps_from("draft") == ("revise", "send", "withdraw")
    assert steps_from("draft", frozenset({"recommendation.draft"})) == ("revise", "withdraw")
    assert steps_from("sent", frozenset({"recommendation.draft"})) == ()
    assert steps_from("answered") == ("close",)


def test_every_state_is_reached_and_every_step_asks_for_a_known_action() -> None:
    assert {"draft"} | {step.target for step in STEPS} == set(STATES)
    assert {step.action for step in STEPS} <= set(ACTIONS)


def test_the_widest_action_of_a_step_is_that_of_most_roles() -> None:
    assert widest_action("withdraw") == "recommendation.draft"
    assert widest_action("send") == "recommendation.send"
