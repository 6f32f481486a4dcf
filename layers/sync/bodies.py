"""Reads JSON that a device sent, field by field: what it says is typed and bounded, or refused by name."""

import math
import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from geo.text.names import to_nfc
from layers.errors import Refused

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODE = re.compile(r"[A-Za-z0-9_@.-]{1,40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST_WHOLE = 2**31 - 1
_YEARS = range(1900, 2301)
"""Years that a clock or a person can mean; any other leads out of the calendar."""


class Body:
    """An object of JSON; whoever asks for a field that is missing or of another kind is refused.

    Parameters
    ----------
    value
        What was sent.
    names
        Fields that it may have: one too many would be lost, so it is refused as well.
    path
        Where it stands in what was sent.

    Raises
    ------
    Refused
        ``entry_malformed``, with the field: what every method raises.
    """

    def __init__(self, value: object, names: Collection[str], path: str = "") -> None:
        self._path = path
        if not isinstance(value, dict):
            raise self._wrong("")
        unknown = sorted(str(name) for name in value if name not in names)
        if unknown:
            raise self._wrong(unknown[0][:40])
        self._value: Mapping[str, Any] = value

    def get(self, name: str) -> Any:
        """Return the value of a field as it was sent, None where it is missing."""
        return self._value.get(name)

    def inner(self, name: str, names: Collection[str]) -> "Body | None":
        """Return an object inside, None where it is missing or null."""
        value = self.get(name)
        return None if value is None else Body(value, names, f"{self._path}{name}.")

    def text(self, name: str, most: int) -> str | None:
        """Return composed text without blanks around it, None where it is empty."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > most or "\0" in value or not _is_whole_text(value):
            raise self._wrong(name)
        return to_nfc(value).strip() or None

    def code(self, name: str) -> str:
        """Return a code: letters, digits and few signs."""
        return self._matched(name, self.get(name), _CODE)

    def choice(self, name: str, known: Collection[str]) -> str:
        """Return one of some codes."""
        value = self.get(name)
        if not isinstance(value, str) or value not in known:
            raise self._wrong(name)
        return value

    def codes(self, name: str, most: int = 40) -> tuple[str, ...]:
        """Return a list of codes, empty where it is missing."""
        return tuple(self._matched(name, value, _CODE) for value in self._list(name, most))

    def uuid(self, name: str) -> str:
        """Return an identifier."""
        return self._matched(name, self.get(name), _UUID)

    def uuids(self, name: str, most: int) -> tuple[str, ...]:
        """Return a list of identifiers, empty where it is missing."""
        return tuple(self._matched(name, value, _UUID) for value in self._list(name, most))

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        """Return a list of texts, empty where it is missing."""
        values = self._list(name, most)
        if not all(isinstance(one, str) and len(one) <= longest and _is_whole_text(one) for one in values):
            raise self._wrong(name)
        return tuple(values)

    def sha256(self, name: str) -> str:
        """Return a SHA-256, hexadecimal."""
        return self._matched(name, self.get(name), _SHA256)

    def pairs(self, name: str) -> dict[str, Any]:
        """Return an object whose names are codes, empty where it is missing."""
        value = self.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(_CODE.fullmatch(str(key)) for key in value):
            raise self._wrong(name)
        return value

    def whole(self, name: str, *, least: int = 0, most: int = _LAST_WHOLE) -> int:
        """Return a whole number between two limits."""
        found = self.optional_whole(name, least=least, most=most)
        if found is None:
            raise self._wrong(name)
        return found

    def optional_whole(self, name: str, *, least: int = 0, most: int = _LAST_WHOLE) -> int | None:
        """Return a whole number between two limits, None where it is missing."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._wrong(name)
        return value

    def optional_number(self, name: str, *, most: float) -> float | None:
        """Return a number whose size is at most ``most``, None where it is missing."""
        value = self.get(name)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or abs(value) > most:
            raise self._wrong(name)
        return float(value)

    def number(self, name: str, *, most: float) -> float:
        """Return a number whose size is at most ``most``."""
        found = self.optional_number(name, most=most)
        if found is None:
            raise self._wrong(name)
        return found

    def switch(self, name: str) -> bool:
        """Return true or false; what is missing is false."""
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name)
        return bool(value)

    def day(self, name: str) -> date | None:
        """Return a day (ISO 8601), None where it is missing."""
        value = self.get(name)
        if value is None:
            return None
        try:
            day = date.fromisoformat(self._matched(name, value, _DAY))
        except ValueError as error:
            raise self._wrong(name) from error
        if day.year not in _YEARS:
            raise self._wrong(name)
        return day

    def moment(self, name: str) -> datetime:
        """Return an aware UTC time (ISO 8601 with its offset)."""
        value = self.get(name)
        try:
            at = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None  # noqa: PLR2004
            if at is None or at.tzinfo is None or at.year not in _YEARS:
                raise self._wrong(name)
            return at.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise self._wrong(name) from error

    def _list(self, name: str, most: int) -> list[Any]:
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            raise self._wrong(name)
        return value

    def _matched(self, name: str, value: object, pattern: "re.Pattern[str]") -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self._wrong(name)
        return value

    def _wrong(self, name: str) -> Refused:
        return Refused("entry_malformed", field=f"{self._path}{name}".rstrip("."))


def _is_whole_text(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
