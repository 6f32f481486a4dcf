"""The states of a report, and the steps from one to the next: who may take them, and what each asks for."""

from dataclasses import dataclass

STATES = ("draft", "in_approval", "submitted", "returned", "locked")

PUBLISHED = frozenset({"submitted", "locked"})
"""States in which a report is read by others than those who write it."""


@dataclass(frozen=True)
class Rights:
    """What somebody may do with the reports of an area.

    Attributes
    ----------
    read
        Read those that were submitted.
    write
        Read all of them, and write drafts.
    submit
        Approve and submit them.
    check
        Return and lock what was submitted.
    count
        Enter counts there, and so see small ones.
    """

    read: bool = False
    write: bool = False
    submit: bool = False
    check: bool = False
    count: bool = False

    @property
    def sees_drafts(self) -> bool:
        """Whether drafts are shown as well."""
        return self.write or self.submit or self.check


@dataclass(frozen=True)
class Step:
    """A step.

    Attributes
    ----------
    name
        As addresses and the audit name it.
    sources
        States from which it is taken.
    target
        State that it leads to.
    right
        Which of `Rights` it asks for.
    needs_comment
        Whether it has to say why.
    """

    name: str
    sources: frozenset[str]
    target: str
    right: str
    needs_comment: bool = False


ASKED = {
    "write": ("report.draft", "report.compile"),
    "submit": ("report.submit", "report.compile"),
    "check": ("report.check",),
}
"""Actions of `layers.store.scope.ACTIONS` of which each of `Rights` asks for one."""

STEPS = {
    step.name: step
    for step in (
        Step("offer", frozenset({"draft", "returned"}), "in_approval", "write"),
        Step("send_back", frozenset({"in_approval"}), "draft", "submit", needs_comment=True),
        Step("submit", frozenset({"draft", "in_approval", "returned"}), "submitted", "submit"),
        Step("return", frozenset({"submitted"}), "returned", "check", needs_comment=True),
        Step("lock", frozenset({"submitted"}), "locked", "check"),
    )
}


def steps_from(state: str, rights: Rights) -> tuple[Step, ...]:
    """Return the steps that somebody may take from a state."""
    return tuple(step for step in STEPS.values() if state in step.sources and getattr(rights, step.right))


def is_writable(state: str, rights: Rights) -> bool:
    """Tell whether somebody may change the text: while it waits for approval, only whoever approves."""
    return rights.submit if state == "in_approval" else rights.write and state in {"draft", "returned"}
