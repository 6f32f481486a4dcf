"""Owns what a spreadsheet may be given as the text of a cell."""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """Return a value as a spreadsheet may take it: text that it would run as a formula is marked as text.

    Source: OWASP, CSV injection.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
