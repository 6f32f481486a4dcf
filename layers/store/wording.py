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
    official
        Whole texts that are names given by the state, NFC: whoever one of them remembers is no person of the register.
    used
        Those without which a text would have been refused.
    """

    names: frozenset[str] = frozenset()
    official: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)


_claims: ContextVar[Claims | None] = ContextVar("claims", default=None)


def claim_no_persons(names: Iterable[str]) -> None:
    """Say for the rest of this request which found names are no person's; said anew for every request."""
    _claims.set(Claims(frozenset(map(to_nfc, names))))


def claim_official(names: Iterable[str]) -> None:
    """Say for the rest of this request which whole texts are names given by the state; what was said before is over."""
    _claims.set(Claims(official=frozenset(map(to_nfc, names))))


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
    claims = _claims.get() or Claims()
    whole = to_nfc(text)
    found = {whole[one.start : one.end] for one in privacy.find_personal_data(whole)}
    if found:
        claimed = found if whole in claims.official else claims.names
        privacy.require_impersonal(whole, field=field, no_persons=claimed)
        claims.used.update(found)
    return whole
