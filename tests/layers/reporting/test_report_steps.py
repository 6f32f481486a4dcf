"""The steps of a report: each leads on from a state that can be reached, and the last is the end."""

from layers.reporting.report_steps import ASKED, STATES, STEPS, Rights, is_writable, steps_from

EVERYTHING = Rights(*[True] * 5)


def test_every_state_is_reached_and_only_the_lock_is_the_end() -> None:
    assert {step.target for step in STEPS.values()} == set(STATES)
    assert [state for state in STATES if not steps_from(state, EVERYTHING)] == ["locked"]
    assert {step.right for step in STEPS.values()} == set(ASKED)
    assert [step.name for step in STEPS.values() if step.needs_comment] == ["send_back", "return"]


def test_each_right_has_its_steps() -> None:
    told = {
        right: [step.name for state in STATES for step in steps_from(state, Rights(**{right: True}))]
        for right in ("read", "write", "submit", "check")
    }
    assert told == {
        "read": [],
        "write": ["offer", "offer"],
        "submit": ["submit", "send_back", "submit", "submit"],
        "check": ["return", "lock"],
    }
    writable = [state for state in STATES if is_writable(state, Rights(write=True))]
    assert writable == ["draft", "returned"]
    assert is_writable("in_approval", Rights(submit=True))
    assert not any(Rights(read=True, count=True).sees_drafts for _ in STATES)
