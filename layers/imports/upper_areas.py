"""Builds districts and provinces from communes that say in which they lie."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Any, Final

import shapely

from geo.shapes.nesting import fill_holes, is_held
from geo.shapes.union import unite
from layers.areas.vintages import Area

UPPER_LEVELS: Final = ("district", "province")
"""Levels that a file of communes may name in columns of its own, the lower first."""

_MEMBER_LEVEL: Final = "ward"
_NEARLY_ALL: Final = 0.9

Key = tuple[str, ...]
"""Names of a unit from the top down: a district is called like others, but not in its province."""


Facts = Mapping[str, Any]
"""What the row of an area says: ``district``, ``province``, and ``district_code``, ``province_code`` where it knows."""

Member = tuple[Area, Facts]

Codes = Mapping[str, Mapping[Key, str]]
"""By level, the code of each of its units."""


def add_upper_areas(areas: Sequence[Area], told: Sequence[Facts]) -> list[Area]:
    """Return areas with the districts and provinces that their communes lie in, which the file holds in words only.

    The land of a unit is that of its communes, its code what the file says, or the digits with which the codes of its
    communes and of no others begin; where there are none, the level is left out (`find_unclear`).
    """
    codes = _find_codes(areas, told)
    if not any(codes.values()):
        return list(areas)
    below = [_under(area, _parent(area, said, codes)) for area, said in zip(areas, told, strict=True)]
    built = [one for level in codes for one in _build(_members(areas, told, level), level, codes)]
    return [*below, *built]


def find_unclear(areas: Sequence[Area], told: Sequence[Facts]) -> list[str]:
    """Return the levels that a file names and that are not built, since it tells no codes for them."""
    found = _find_codes(areas, told)
    return [level for level, codes in found.items() if not codes and _members(areas, told, level)]


def _find_codes(areas: Sequence[Area], told: Sequence[Facts]) -> dict[str, dict[Key, str]]:
    """Return the codes of the levels that the file does not draw itself; none where a unit has none of its own."""
    drawn = {area.level for area in areas}
    codes = {}
    for level in UPPER_LEVELS:
        if level not in drawn:
            members = _members(areas, told, level)
            codes[level] = _said_codes(members, level) or _common_starts(members)
    return codes


def _key(said: Facts, level: str) -> Key:
    """Return the unit of a level that a row names; empty where it names none."""
    if not said.get(level):
        return ()
    above = said.get("province") if level == "district" else None
    return (above, said[level]) if above else (said[level],)


def _members(areas: Sequence[Area], told: Sequence[Facts], level: str) -> dict[Key, list[Member]]:
    members: dict[Key, list[Member]] = {}
    for area, said in zip(areas, told, strict=True):
        if area.level == _MEMBER_LEVEL and (key := _key(said, level)):
            members.setdefault(key, []).append((area, said))
    return members


def _under(area: Area, parent: str | None) -> Area:
    return area if parent == area.parent else replace(area, parent=parent)


def _parent(area: Area, said: Facts, codes: Codes) -> str | None:
    """Return what an area belongs to: what the file says, or the lowest of the units above it."""
    above = UPPER_LEVELS[UPPER_LEVELS.index(area.level) + 1 :] if area.level in UPPER_LEVELS else UPPER_LEVELS
    found = (codes.get(level, {}).get(_key(said, level)) for level in above)
    return area.parent or next(filter(None, found), None)


def _said_codes(members: Mapping[Key, Sequence[Member]], level: str) -> dict[Key, str]:
    """Return the codes that the rows say, where all rows of a unit say the same, and no two units."""
    said = {key: {told.get(f"{level}_code") for _, told in of_unit} for key, of_unit in members.items()}
    return _if_distinct(said)


def _common_starts(members: Mapping[Key, Sequence[Member]]) -> dict[Key, str]:
    """Return the longest beginnings of codes, all of one length, that are different from unit to unit.

    Nearly all communes begin so: one that moved to another district brought its code along.
    """
    codes = {key: [area.code for area, _ in of_unit] for key, of_unit in members.items()}
    everyone = [code for of_unit in codes.values() for code in of_unit]
    for length in range(min(map(len, everyone), default=0) - 1, 0, -1):
        counted = {key: Counter(code[:length] for code in of_unit) for key, of_unit in codes.items()}
        usual = {key: starts.most_common(1)[0] for key, starts in counted.items()}
        if sum(count for _, count in usual.values()) >= _NEARLY_ALL * len(everyone):
            return _if_distinct({key: {start} for key, (start, _) in usual.items()})
    return {}


def _if_distinct(codes: Mapping[Key, AbstractSet[str | None]]) -> dict[Key, str]:
    """Return the one code of each unit; nothing where one has none or several, or two have the same."""
    single = {key: code for key, found in codes.items() if len(found) == 1 for code in found if code}
    return single if len(single) == len(codes) == len({*single.values()}) else {}


def _build(members: Mapping[Key, Sequence[Member]], level: str, codes: Codes) -> Iterator[Area]:
    if not codes[level]:
        return
    ground = shapely.STRtree([area.geometry for of_unit in members.values() for area, _ in of_unit])
    end = 0
    for key, of_unit in members.items():
        own = range(end, end := end + len(of_unit))
        land = unite([area.geometry for area, _ in of_unit])
        yield Area(
            code=codes[level][key],
            name=key[-1],
            full_name=", ".join(reversed(key)),
            level=level,
            geometry=fill_holes(land, partial(is_held, ground=ground, around=own)),
            parent=codes.get("province", {}).get(key[:-1]),
        )
