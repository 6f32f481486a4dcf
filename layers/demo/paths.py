"""The lives of invented places: which states each goes through, how long each lasts, laid out backwards from a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

STATES = {
    "P": "DE_XUAT",
    "W": "THEO_DOI",
    "Q": "CHO_KE_HOACH",
    "C": "DANG_CHUYEN_HOA",
    "J": "CHO_DANH_GIA",
    "F": "CHUA_DAT",
    "D": "DA_CHUYEN_HOA",
    "R": "TAI_PHUC_TAP",
    "S": "ON_DINH",
    "N": "KHONG_CHAP_NHAN",
}
"""Letters of the paths below."""

PATHS = (
    "W4 Q2 C9 J1 D14 R2 C10 J1 D15 S108",
    "W24 Q2 C12 J1 D40 R3 C9 J2 D36 R2 C8 J1 D5!",
    "W30 Q3 C12 J1 F2 C6 J1",
    "P1 W17 Q1 C9 J1 D40 R2 C9 J1 D50 R2",
    "P1 W50",
    "W9 C12 J1 D60 R2 C12 J1 D30 R2 C11 J1 F1",
    "P1 W5 Q2",
    "W12 Q2 C5",
    "P1",
    "P2 N30",
    "W4 Q2 C8 J1 D11",
    "W15 C9 J1 D14 S120",
    "W20 Q2 C11.8",
    "P1 W3 Q1 C10 J1 D30 R1 C7",
    "W60 C9 J1 D14 S80",
    "W11",
    "W2 Q1 C6 J1 D13 R2 C6 J1 D15 R3 C8 J1 F2 C4",
    "P1 W8 Q3 C10 J0.7",
    "W110 Q2 C9 J1 D2",
    "W70 Q0.5",
    "P0.6",
    "W5 Q2 C9 J1 D14 S6",
    "W90 C6 J1 F1.5",
    "W140 C9 J1 D13.5",
    "W40 Q2 C12 J1 D30 R1.5",
)
"""A letter for each state and the months it lasts; ``!``: a visit has seen a relapse that is not decided yet."""

_MONTH_DAYS = 30.4
_STAGE = re.compile(r"([A-Z])([\d.]+)(!?)")
_BEGINNINGS = frozenset("PW")
_AFTER_WATCH = frozenset("QC")
_FIRST_WATCH_MONTHS = 3.0


@dataclass(frozen=True)
class Stage:
    """A state of a place: from a day until before another, and whether a visit has seen a relapse by its end."""

    letter: str
    since: date
    until: date
    is_suspected: bool = False

    @property
    def state(self) -> str:
        """Code of the state."""
        return STATES[self.letter]


def lay_out(path: str, until: date, years: float, random: Random) -> list[Stage]:
    """Return the stages of a path that ends on a day, oldest first.

    Parameters
    ----------
    path
        As in `PATHS`.
    until
        Day on which the last stage still holds.
    years
        Longest time to tell of; of a longer path the beginning is left out, and what is still too long is cut.
    random
        Lengthens and shortens all stages but the last a little.
    """
    stages: list[Stage] = []
    end = until
    for letter, months, is_suspected in reversed(_shorten(_read(path), years * 12)):
        stretch = random.uniform(0.95, 1.05) if stages else 1.0
        since = end - timedelta(days=max(7, round(months * _MONTH_DAYS * stretch)))
        stages.append(Stage(letter, since, end, is_suspected))
        end = since
    return stages[::-1]


def _read(path: str) -> list[tuple[str, float, bool]]:
    return [(letter, float(months), bool(mark)) for letter, months, mark in _STAGE.findall(path)]


def _shorten(stages: list[tuple[str, float, bool]], most_months: float) -> list[tuple[str, float, bool]]:
    """Return the longest end of a life that fits and can begin as lives do.

    Where none fits it is the shortest one, whose last stage is cut.
    """
    kept = stages
    for start, (letter, _, _) in enumerate(stages):
        if letter in _BEGINNINGS:
            kept = stages[start:]
        elif letter in _AFTER_WATCH:
            kept = [("W", _FIRST_WATCH_MONTHS, False), *stages[start:]]
        else:
            continue
        if sum(months for _, months, _ in kept) <= most_months:
            return kept
    *earlier, (letter, months, is_suspected) = kept
    left = most_months - sum(months for _, months, _ in earlier)
    return [*earlier, (letter, min(months, max(1.0, left)), is_suspected)]
