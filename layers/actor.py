"""Who asks, as a frozen value that carries no rights of its own: those are read from the grants."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Whoever reads or changes data.

    Attributes
    ----------
    account_id
        Row of ``account``; None for the system itself (migrations, the command line).
    name
        Sign-in name, as the audit shows it.
    only_grant_id
        Row of ``account_grant`` through which alone the actor looks, in the place of all of his own: exactly what
        whoever holds it may see, and no change. None for everybody who acts as himself.
    """

    account_id: int | None
    name: str
    only_grant_id: int | None = None

    @property
    def is_system(self) -> bool:
        """Whether the actor is the command line of whoever runs the service."""
        return self.account_id is None


SYSTEM = Actor(None, "system")
OUTSIDE = Actor(None, "outside")
"""Whoever changed the file of the register with another program: the file itself is all the right that takes."""
