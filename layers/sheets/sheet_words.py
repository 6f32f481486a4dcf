"""Checks the words that people wrote into a map or a sheet before it is kept."""

import json
from collections.abc import Mapping
from typing import Any, Final

from layers.store.wording import require_impersonal

WORDS: Final = frozenset({"title", "subtitle", "q"})
"""Fields that hold words; what else a map or sheet holds are codes, days and numbers."""


def to_stored(told: Mapping[str, Any]) -> str:
    """Return a map or sheet as the text that is stored, the same for the same value.

    Raises
    ------
    PersonalData
        Naming the field whose words name a person.
    """
    return json.dumps(_checked(told), ensure_ascii=False, sort_keys=True)


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _checked(value)
        if isinstance(value, Mapping)
        else require_impersonal(value, field=name)
        if name in WORDS and isinstance(value, str)
        else value
        for name, value in told.items()
    }
