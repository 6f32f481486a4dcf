"""The words of the interface: catalogues in every language, and a Translator that needs no web request."""

import gettext
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
"""Languages that are complete, the default first."""

FOLDER = Path(__file__).parent / "translations"

Forms = str | list[str]

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_WRITTEN_AS_IS = frozenset({"crs", "epsg", "year", "code", "version", "port"})
_CODED_FACTS = {
    "danger": "errors.import_danger",
    "driver": "errors.import_driver",
    "expected": "errors.expected",
    "need": "errors.need",
    "source": "codes.status",
    "target": "codes.status",
    "state": "codes.status",
    "role": "account.role",
    "what": "errors.import_most",
}
_SEPARATORS = {"vi": str.maketrans(",.", ".,"), "en": {}}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Catalogue:
    """All texts of one language.

    Attributes
    ----------
    forms
        Key to text, or to the list of its plural forms.
    plural_index
        Which form a number takes.
    """

    locale: str
    forms: Mapping[str, Forms]
    plural_index: Callable[[int], int]


@cache
def load_catalogue(locale: str) -> Catalogue:
    """Read every ``.po`` file of a language; kept for the life of the process.

    Raises
    ------
    KeyError
        The language is not one of `LANGUAGES`.
    """
    if locale not in LANGUAGES:
        raise KeyError(locale)
    forms: dict[str, Forms] = {}
    plural = "0"
    for path in sorted((FOLDER / locale).glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale)
        plural = catalog.plural_expr
        for message in catalog:
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string or ""
                forms[key] = text if isinstance(text, str) else list(text)
    return Catalogue(locale, forms, gettext.c2py(plural))


class Translator:
    """Texts, dates and numbers as one language writes them.

    Parameters
    ----------
    locale
        ``vi`` or ``en``.
    is_strict
        Whether a key without a text, or a text whose fact is missing, raises KeyError. So it is in
        tests. Otherwise the reader gets the default language, or else the key, and the log a warning:
        a missing word must not take a page away from someone in an alley.
    """

    def __init__(self, locale: str, *, is_strict: bool = False) -> None:
        self.locale = locale
        self._is_strict = is_strict
        self._catalogue = load_catalogue(locale)

    def text(self, key: str, **facts: object) -> str:
        """Return the text of a key, its ``{placeholders}`` filled; ``n`` chooses the plural form.

        Numbers are written as the language does, dates as dd/mm/yyyy; facts that are identifiers
        (an EPSG code, a year) as they are.
        """
        forms = self._forms(key)
        if isinstance(forms, list):
            n = facts.get("n", 1)
            index = self._catalogue.plural_index(n) if isinstance(n, int) else 0
            forms = forms[min(index, len(forms) - 1)]
        if "{" not in forms:
            return forms
        return _PLACEHOLDER.sub(lambda found: self._fact(key, found, facts), forms)

    def error(self, code: str, facts: Mapping[str, object]) -> str:
        """Return what an error says; facts that are codes themselves are said in words."""
        return self.text(f"errors.{code}", **self.error_facts(facts))

    def error_facts(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return the facts of an error as its text takes them."""
        told = dict(facts)
        for name, topic in _CODED_FACTS.items():
            key = f"{topic}.{told.get(name)}"
            if name in told and self.has(key):
                told[name] = self.text(key, **facts)
        return told

    def has(self, key: str) -> bool:
        """Tell whether the language has a text for the key."""
        return key in self._catalogue.forms

    def date(self, day: date) -> str:
        """Write a date as dd/mm/yyyy."""
        return f"{day.day:02}/{day.month:02}/{day.year:04}"

    def number(self, value: float, *, decimals: int | None = None) -> str:
        """Write a number with the separators of the language: 1.234,5 in Vietnamese.

        Parameters
        ----------
        decimals
            Digits after the separator; None for as many as it has, three at most.
        """
        if decimals is None:
            digits = f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").removesuffix(".")
        else:
            digits = f"{value:,.{decimals}f}"
        return digits.translate(_SEPARATORS[self.locale])

    def catalogue(self, topics: Iterable[str]) -> dict[str, Forms]:
        """Return the texts of some topics, as the browser's ``t()`` takes them.

        A plural is the list of its forms, ``[one, many]``; of a language with one form only, a plain text.
        """
        prefixes = tuple(f"{topic}." for topic in topics)
        return {
            key: forms[0] if isinstance(forms, list) and len(forms) == 1 else forms
            for key, forms in self._catalogue.forms.items()
            if key.startswith(prefixes)
        }

    def _forms(self, key: str) -> Forms:
        forms = self._catalogue.forms.get(key)
        if forms:
            return forms
        if self._is_strict:
            raise KeyError(f"no text for {key!r} in {self.locale!r}")
        _log.warning("no text for %r in %r", key, self.locale)
        return load_catalogue(LANGUAGES[0]).forms.get(key) or key

    def _fact(self, key: str, found: re.Match[str], facts: Mapping[str, object]) -> str:
        name = found[1]
        if name not in facts:
            if self._is_strict:
                raise KeyError(f"text {key!r} needs {name!r}")
            _log.warning("text %r needs %r", key, name)
            return found[0]
        return self._written(name, facts[name])

    def _written(self, name: str, value: object) -> str:
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and name not in _WRITTEN_AS_IS:
            return self.number(value)
        return str(value)
