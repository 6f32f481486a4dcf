"""The codes of snapshots: short, read aloud and typed off paper without a mistake."""

import secrets
from typing import Final

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 or O, no 1, I or L, no U that looks like V."""

_LENGTH: Final = 8
_HALF: Final = 4


def make_code() -> str:
    """Return a new code, such as ``AB23-CD45``: one of 656 thousand million."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(_LENGTH))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def read_code(typed: str) -> str | None:
    """Return the code that was typed, in any case, with or without dash and blanks; None where it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter not in "- ")
    if len(letters) != _LENGTH or not set(letters) <= set(LETTERS):
        return None
    return f"{letters[:_HALF]}-{letters[_HALF:]}"
