"""Brings two changes of one record together: what only one side changed is taken, the rest is a clash."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Merged:
    """What two changes amount to.

    Attributes
    ----------
    values
        By field, what the two sides do not contradict each other in.
    clashes
        Fields that both sides changed differently, in the order of the fields; someone has to decide.
    """

    values: Mapping[str, object]
    clashes: tuple[str, ...]


def merge_three(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object]
) -> Merged:
    """Return what two changes of one record amount to.

    Parameters
    ----------
    base
        Values by field from which both started.
    mine, theirs
        The same fields after each of the changes. A field is one value: of two different geometries neither is a part
        of the other.

    Raises
    ------
    ValueError
        Where the three do not have the same fields.
    """
    if not base.keys() == mine.keys() == theirs.keys():
        raise ValueError("the three states have different fields")
    clashes = tuple(name for name in base if _clash(base[name], mine[name], theirs[name]))
    values = {
        name: theirs[name] if mine[name] == before else mine[name]
        for name, before in base.items()
        if name not in clashes
    }
    return Merged(values, clashes)


def _clash(before: object, mine: object, theirs: object) -> bool:
    return mine not in (before, theirs) and theirs != before
