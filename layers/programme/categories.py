"""What is counted of an area each month: kinds of people and doings, as numbers only."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Category:
    """Something that is counted.

    Attributes
    ----------
    code
        Stable name.
    group
        Categories of one group are shown together.
    text_vi, text_en
        What it is called.
    """

    code: str
    group: str
    text_vi: str
    text_en: str


@lru_cache
def list_categories() -> tuple[Category, ...]:
    """Return what is counted, in the order of the form: ``layers/data/categories.json``."""
    text = resources.files("layers.data").joinpath("categories.json").read_text(encoding="utf-8")
    return tuple(Category(**told) for told in json.loads(text)["categories"])


def has_category(code: str) -> bool:
    """Tell whether something is counted under a code."""
    return any(one.code == code for one in list_categories())
