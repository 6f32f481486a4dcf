"""The steps of a recommendation as data: states, what leads from one to the next, and who may take each step."""

from typing import NamedTuple

from layers.store.scope import ACTIONS

KINDS = {"handle": ("authority", "partner"), "commend": ("member", "authority", "partner")}
"""Kinds, and the kinds of bodies to which each may go (plan 09/KH-UBMT-BTT, L85; rows A42 and A43)."""

RECIPIENT_KINDS = ("group", "individual")

STATES = ("draft", "sent", "answered", "done", "refused", "withdrawn")


class Step(NamedTuple):
    """A step that the register allows.

    Attributes
    ----------
    name
        What is done.
    source, target
        State before and after.
    action
        Entry of `layers.store.scope.ACTIONS` that it asks for.
    """

    name: str
    source: str
    target: str
    action: str


STEPS = (
    Step("revise", "draft", "draft", "recommendation.draft"),
    Step("send", "draft", "sent", "recommendation.send"),
    Step("withdraw", "draft", "withdrawn", "recommendation.draft"),
    Step("answer", "sent", "answered", "recommendation.send"),
    Step("withdraw", "sent", "withdrawn", "recommendation.send"),
    Step("close", "answered", "done", "recommendation.send"),
    Step("close", "answered", "refused", "recommendation.send"),
)
"""Every step there is; `done`, `refused` and `withdrawn` are ends."""


def find_step(name: str, source: str, target: str | None = None) -> Step | None:
    """Return the step of this name that leaves a state (for a target, if given), or None where there is none."""
    fitting = (step for step in STEPS if (step.name, step.source) == (name, source))
    return next((step for step in fitting if target in (None, step.target)), None)


def steps_from(source: str, actions: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the names of the steps that leave a state, each once, as far as these actions allow them."""
    steps = [
        step.name for step in STEPS if step.source == source and (actions is None or step.action in actions)
    ]
    return tuple(dict.fromkeys(steps))


def widest_action(name: str) -> str:
    """Return the action of a step that most roles may do: what is asked of whom the recommendation is not known to."""
    return max((step.action for step in STEPS if step.name == name), key=lambda action: len(ACTIONS[action]))
