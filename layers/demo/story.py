"""Puts an invented history together: ordinary places, and some that merge, split, are double or none at all."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from layers.demo import wording
from layers.demo.deeds import Deed, Merged, Opened, Redrawn, Removed, Split, Spot, Story, Turn
from layers.demo.life import Life, Shelf
from layers.demo.paths import PATHS, Stage, lay_out
from layers.demo.places import Ground, Surveyor

_MONTH = timedelta(days=30)
_EVERY_REDRAWN = 5


@dataclass(frozen=True)
class Invention:
    """What is to be invented.

    Attributes
    ----------
    until_on
        Day before which everything happens.
    seed
        The same seed and day make the same history.
    places
        Ordinary places; those that merge, split or go come besides.
    years
        Longest life of a place.
    """

    until_on: date
    seed: int = 8
    places: int = len(PATHS)
    years: float = 14


def invent(wanted: Invention, ground: Ground) -> Story:
    """Return an invented history on some ground: the same for the same seed, day and ground."""
    teller = _Teller(wanted, ground)
    for number in range(wanted.places):
        teller.tell_ordinary(PATHS[number % len(PATHS)])
    teller.tell_merged()
    teller.tell_split()
    teller.tell_double()
    teller.tell_removed()
    deeds = [deed for deed in teller.deeds if deed.on < wanted.until_on]
    return Story(tuple(sorted(deeds, key=lambda deed: deed.on)), teller.surveyor.count, teller.shelf.count)


@dataclass
class _Teller:
    wanted: Invention
    ground: Ground
    deeds: list[Deed] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)
    random: Random = field(init=False)
    surveyor: Surveyor = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.wanted.seed)  # noqa: S311 - an invented history is no secret
        self.surveyor = Surveyor(self.random, self.ground)

    def tell_ordinary(self, path: str) -> None:
        spot = self.surveyor.draw()
        stages = self._lay_out(path)
        self._open(spot, stages)
        if spot.number % _EVERY_REDRAWN == 2 and spot.kind != "point":  # noqa: PLR2004 - every fifth place
            middle = stages[0].since + (self.wanted.until_on - stages[0].since) / 2
            alias = spot.name.replace("mẫu", "mẫu cũ").split(" (")[0]
            self.deeds.append(Redrawn(middle, spot.number, self.surveyor.lengthen(spot), alias))

    def tell_merged(self) -> None:
        first = self.surveyor.draw("alley")
        second = self.surveyor.draw_beside(first)
        on = self.wanted.until_on - 17 * _MONTH
        for spot in (first, second):
            self._open(spot, self._lay_out("W20", until=on))
        into = self.surveyor.draw_around((first, second))
        beginning = self._succeed(into, "W7 C9 J1", on)
        self.deeds.append(Merged(on, (first.number, second.number), into, beginning, wording.MERGING))

    def tell_split(self) -> None:
        whole = self.surveyor.draw("alley")
        on = self.wanted.until_on - 11 * _MONTH
        self._open(whole, self._lay_out("W40", until=on))
        halves = self.surveyor.draw_halves(whole)
        parts = tuple(
            (half, self._succeed(half, path, on)) for half, path in zip(halves, ("W11", "W3 C8"), strict=True)
        )
        self.deeds.append(Split(on, whole.number, parts, wording.SPLITTING))

    def tell_double(self) -> None:
        spot, on = self.surveyor.draw("alley"), self.wanted.until_on - 5 * _MONTH
        self._open(spot, self._lay_out("P1", until=on))
        reason = wording.DUPLICATE
        self.deeds.append(Turn(on, spot.number, "TRUNG", reason=reason, original=0))

    def tell_removed(self) -> None:
        spot, on = self.surveyor.draw("point"), self.wanted.until_on - 2 * _MONTH
        self._open(spot, self._lay_out("W3", until=on))
        self.deeds.append(Removed(on, spot.number, wording.REMOVAL))

    def _lay_out(self, path: str, *, until: date | None = None) -> list[Stage]:
        return lay_out(path, until or self.wanted.until_on, self.wanted.years, self.random)

    def _open(self, spot: Spot, stages: list[Stage]) -> None:
        first, later = self._live(spot.number, stages)
        self.deeds += [Opened(stages[0].since, spot, first), *later]

    def _succeed(self, spot: Spot, path: str, on: date) -> Turn:
        """Tell the life of a place that goes on for another from a day; return its first turn."""
        stages = self._lay_out(path)
        stages[0] = replace(stages[0], since=on)
        first, later = self._live(spot.number, stages)
        self.deeds += later
        return first

    def _live(self, place: int, stages: list[Stage]) -> tuple[Turn, list[Deed]]:
        """Return the first turn of a place, and all that happens to it afterwards."""
        life = Life(place, stages, stages[-1].until, self.shelf, self.random)
        first, *turns = life.turns()
        visits = life.visits()
        is_alive = stages[-1].until == self.wanted.until_on
        upkeep = life.upkeep(visits) if is_alive else ()
        return first, [*turns, *visits, *life.requests(visits), *upkeep]
