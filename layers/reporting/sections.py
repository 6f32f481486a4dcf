"""The sections of a report, and the sentences on offer for each, with figures of the period filled in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from layers.errors import Refused
from layers.store.wording import require_impersonal

LONGEST = 6000
"""Characters of one section."""

_FIGURE = re.compile(r"\{([A-Z_0-9]+)\}")


@dataclass(frozen=True)
class Section:
    """A section of text.

    Attributes
    ----------
    code
        Stable name.
    phrases
        Sentences on offer; a figure stands in them as ``{CODE}``.
    """

    code: str
    phrases: tuple[str, ...]


@lru_cache
def list_sections() -> tuple[Section, ...]:
    """Return the sections in the order of the document: ``layers/data/report_sections.json``."""
    text = resources.files("layers.data").joinpath("report_sections.json").read_text(encoding="utf-8")
    return tuple(Section(told["code"], tuple(told["phrases"])) for told in json.loads(text)["sections"])


def offer_phrases(section: Section, figures: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences of a section that the figures bear out.

    Parameters
    ----------
    section
        The section.
    figures
        Figures of the period as they are written, by code; a sentence that needs another is not offered.
    """
    known = [phrase for phrase in section.phrases if set(_FIGURE.findall(phrase)) <= figures.keys()]
    return tuple(_FIGURE.sub(lambda found: figures[found[1]], phrase) for phrase in known)


def check_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the text of every section as it is stored: NFC, without names of persons.

    Raises
    ------
    Refused
        ``report_section_unknown``, ``report_section_too_long``.
    PersonalData
        Where a text names a person, with the section as its field.
    """
    known = [section.code for section in list_sections()]
    if not texts.keys() <= set(known):
        raise Refused("report_section_unknown", section=min(texts.keys() - set(known)))
    checked = {code: require_impersonal(texts.get(code, "").strip(), field=code) for code in known}
    for code, text in checked.items():
        if len(text) > LONGEST:
            raise Refused("report_section_too_long", field=code, maximum=LONGEST)
    return checked
