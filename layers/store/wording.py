"""Checks free text before it is stored; a writer may answer for a found name that is no person's, and that is noted."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field

from geo.text import privacy
from geo.text.names import to_nfc


@dataclass(frozen=True)
class Claims:
    """Names that the writer of this request says are no person's, and those of them that mattered.

    Attributes
    ----------
    names
        As they stand in the text, NFC.
    used
        Those without which a text would have been refused.
    """

    names: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)


_claims: ContextVar[Claims | None] = ContextVar("claims", default=None)


def claim_no_persons(names: Iterable[str]) -> None:
    """Say for the rest of this request which found names are no person's; said anew for every request."""
    _claims.set(Claims(frozenset(map(to_nfc, names))))


def take_used_claims() -> list[str]:
    """Return the names that were let through on the writer's word, once."""
    claims = _claims.get()
    if claims is None:
        return []
    used = sorted(claims.used)
    claims.used.clear()
    return used


def require_impersonal(text: str, *, field: str) -> str:
    """Return the text as it is stored (NFC) when it holds nothing personal but names that were answered for.

    Raises
    ------
    PersonalData
        As `geo.text.privacy.require_impersonal`.
    """
    claims = _claims.get()
    if claims is None or not claims.names:
        return privacy.require_impersonal(text, field=field)
    whole = privacy.require_impersonal(text, field=field, no_persons=claims.names)
    for finding in privacy.find_personal_data(text):
        claims.used.add(whole[finding.start : finding.end])
    return whole
