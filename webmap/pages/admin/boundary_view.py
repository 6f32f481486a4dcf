"""Which areas of a set the pages list and draw: all of a small set, of a nation what somebody looks into."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.text.names import fold_key
from layers.areas.draft_units import Nesting
from layers.areas.vintage_drafts import DraftArea, DraftVintage

MOST_SHOWN = 400
"""Of a set with more areas a page shows units first, and what they are made of when somebody looks into one."""


@dataclass(frozen=True)
class View:
    """The areas of a set that somebody looks at.

    Attributes
    ----------
    areas
        In the order of the set; a unit that is looked into comes first.
    left_out
        How many more there are that were asked for.
    inside
        By the key of each of these that has parts, how many.
    above
        The units that hold the one that is looked into, and itself: (key, name), from the top down.
    words
        What was searched for.
    is_whole
        Whether these are all areas of the set.
    """

    areas: tuple[DraftArea, ...]
    left_out: int
    inside: dict[int, int]
    above: tuple[tuple[int, str], ...] = ()
    words: str = ""
    is_whole: bool = False


def look_into(draft: DraftVintage, within: str, words: str) -> View:
    """Return what somebody sees of a set.

    Parameters
    ----------
    draft
        The set.
    within
        Key of a unit whose parts are to be seen; anything else for the uppermost areas.
    words
        A part of a name, or the beginning of a code.
    """
    if len(draft.areas) <= MOST_SHOWN:
        return View(draft.areas, 0, {}, is_whole=True)
    parts = Nesting(draft.by_key).parts
    key = next((key for key in parts if str(key) == within), None)
    found = _search(draft, words) if words else _pick(draft, parts, key)
    shown = tuple(found[:MOST_SHOWN])
    inside = {one.key: len(parts[one.key]) for one in shown if one.key in parts and one.key != key}
    above = () if key is None or words else _list_above(draft, parts, key)
    return View(shown, len(found) - len(shown), inside, above, words)


def look_near(draft: DraftVintage, shapes: Iterable[BaseGeometry]) -> tuple[DraftArea, ...]:
    """Return the areas of a set in the boxes around shapes; of a small set all."""
    if len(draft.areas) <= MOST_SHOWN:
        return draft.areas
    tree = shapely.STRtree([one.area.geometry for one in draft.areas])
    near = np.unique(tree.query(shapely.box(*shapely.bounds(list(shapes)).T))[1])
    return tuple(draft.areas[at] for at in near[:MOST_SHOWN].tolist())


def keep_keys(draft: DraftVintage, keys: Collection[int]) -> tuple[DraftArea, ...]:
    """Return the areas of a set that have some keys; of a small set all."""
    if len(draft.areas) <= MOST_SHOWN:
        return draft.areas
    return tuple(one for one in draft.areas if one.key in keys)[:MOST_SHOWN]


def _search(draft: DraftVintage, words: str) -> list[DraftArea]:
    wanted = fold_key(words)
    return [
        one
        for one in draft.areas
        if one.area.code.startswith(words) or wanted in fold_key(one.area.full_name)
    ]


def _pick(draft: DraftVintage, parts: dict[int, dict[int, Any]], key: int | None) -> list[DraftArea]:
    """Return a unit and its parts, or the areas that are a part of none."""
    if key is not None:
        of_unit = [one for one in draft.areas if one.key in parts[key]]
        return [*(one for one in draft.areas if one.key == key), *of_unit]
    held = {part for members in parts.values() for part in members}
    return [one for one in draft.areas if one.key not in held]


def _list_above(
    draft: DraftVintage, parts: dict[int, dict[int, Any]], key: int
) -> tuple[tuple[int, str], ...]:
    above: Sequence[tuple[int, str]] = ()
    at: int | None = key
    while at is not None:
        above = ((at, draft.by_key[at].name), *above)
        at = next((unit for unit, members in parts.items() if at in members), None)
    return tuple(above)
