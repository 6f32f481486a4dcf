"""The figures of a report: each beside that of the period before, and as JSON that is the same for the same figures."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import orjson

from layers.programme.figures import MASKED_BELOW, is_jump

PERCENTS = frozenset({"VISIT_ONTIME", "CONV_RATE"})
"""Indicators that are shares in per cent, one decimal."""

GROUPS = ("places", "visits", "recommendations", "counts")
"""Kinds of figures, in the order in which they are told."""


@dataclass(frozen=True)
class Fact:
    """A figure.

    Attributes
    ----------
    code
        Its indicator, or the category that is counted.
    group
        One of `GROUPS`.
    value, previous
        Of the period, and of the one before; None where there is none.
    told, of
        How many wards it comes from, and how many there are; both None where it does not come from wards.
    is_masked
        Whether it is small and hidden from this reader, with what would lead to it.
    """

    code: str
    group: str
    value: float | None
    previous: float | None = None
    told: int | None = None
    of: int | None = None
    is_masked: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether it is not there, or not from every ward."""
        if self.is_masked:
            return False
        return self.value is None or (self.told or 0) < (self.of or 0)

    @property
    def is_jump(self) -> bool:
        """Whether it is so different from the one before that it is worth a second look."""
        if self.value is None or self.previous is None:
            return False
        return is_jump(round(self.previous), round(self.value))

    @property
    def is_percent(self) -> bool:
        """Whether it is a share in per cent and no count."""
        return self.code in PERCENTS


@dataclass(frozen=True)
class WardFacts:
    """The figures of one ward of an area.

    Attributes
    ----------
    ward, name
        Public identifier and name.
    values
        By code; None where there is none.
    """

    ward: str
    name: str
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class FactSheet:
    """All figures of a report.

    Attributes
    ----------
    cut_off
        Last day that they tell of.
    facts
        In the order in which they are told.
    wards
        The same ward by ward, in Vietnamese order; empty for a ward.
    """

    cut_off: date
    facts: tuple[Fact, ...]
    wards: tuple[WardFacts, ...] = ()

    def by_group(self) -> dict[str, tuple[Fact, ...]]:
        """Return the figures of each group that has some."""
        found = {group: tuple(fact for fact in self.facts if fact.group == group) for group in GROUPS}
        return {group: facts for group, facts in found.items() if facts}

    def to_json(self) -> str:
        """Return the figures as JSON, the same text for the same figures."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS).decode()

    @classmethod
    def from_json(cls, text: str) -> "FactSheet":
        """Return the figures that `to_json` wrote."""
        told: dict[str, Any] = orjson.loads(text)
        return cls(
            date.fromisoformat(told["cut_off"]),
            tuple(Fact(**fact) for fact in told["facts"]),
            tuple(WardFacts(**ward) for ward in told["wards"]),
        )


def mask_small(sheet: FactSheet) -> FactSheet:
    """Return the figures as they leave the area: small counts hidden, and the totals and wards that would tell them."""
    facts = tuple(_masked(fact, sheet.wards) if fact.group == "counts" else fact for fact in sheet.facts)
    counted = {fact.code for fact in sheet.facts if fact.group == "counts"}
    wards = tuple(
        replace(ward, values={code: value for code, value in ward.values.items() if code not in counted})
        for ward in sheet.wards
    )
    return replace(sheet, facts=facts, wards=wards)


def _masked(fact: Fact, wards: Iterable[WardFacts]) -> Fact:
    told = (fact.value, fact.previous, *(ward.values.get(fact.code) for ward in wards))
    if not any(value is not None and value < MASKED_BELOW for value in told):
        return fact
    return replace(fact, value=None, previous=None, is_masked=True)
