"""Owns the polishing of a plan: takes neighbouring stops out of it and puts in again what pays, many times over.

Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, "Record breaking optimization results using the ruin and recreate
principle", Journal of Computational Physics 159 (2000); strings of neighbouring stops as in Christiaens and Vanden
Berghe, "Slack induction by string removals", Transportation Science 54 (2020). It keeps the true rules, where
`geo.travel.search` fixes the break beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.travel.insertion import NEVER_S, Insertions, Slots
from geo.travel.problem import Outing

_MOST_REMOVED: Final = 9
_WARMTH: Final = 0.003
"""Share of the cost by which a plan may get worse at first, on average, so that the search leaves a dead end."""

_A_MINUTE_S: Final = 60
"""Added to detours before they are set against worth, so that stops on the way are told apart by their worth."""


@dataclass(frozen=True, eq=False)
class _Tours:
    """Orders of stops, one a team, with their slots and what they cost."""

    orders: tuple[tuple[int, ...], ...]
    slots: tuple[Slots, ...]
    cost_s: int


class Polish:
    """A problem, ready to be polished.

    Parameters
    ----------
    outings
        The problem as each team sees it, one or more.
    stops
        Positions of the stops to choose from.
    weights
        Seconds that each stop of the problem costs when it is left out.

    Raises
    ------
    ValueError
        Without a stop.
    """

    def __init__(self, outings: Sequence[Outing], stops: Sequence[int], weights: Sequence[int]) -> None:
        self.outings, self.weights = outings, tuple(weights)
        if not stops:
            raise ValueError("no stop to choose from")
        self._stops = np.array(sorted(stops), dtype=np.int64)
        self._weights = np.array(weights, dtype=np.int64)
        self._insertions = Insertions(outings)
        self._near = _neighbours(outings, self._stops)

    def fill(self, orders: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
        """Return the orders with every stop in them that costs less than leaving it out, the best ones first."""
        return self._recreate(self._begin(orders), np.ones(len(self._weights)), by_ratio=False).orders

    def cost_s(self, orders: Sequence[Sequence[int]]) -> int:
        """Return the travel and the weights of what is left out, seconds, of orders that keep every rule."""
        return self._begin(orders).cost_s

    def find_detour(self, orders: Sequence[Sequence[int]], stop: int) -> int | None:
        """Return the least travel, seconds, that a stop would add to the orders; None where it fits nowhere."""
        tours, asked = self._begin(orders), np.array([stop])
        least = min(
            int(self._insertions.find_detours(number, slots, asked).min())
            for number, slots in enumerate(tours.slots)
        )
        return None if least >= NEVER_S else least

    def run(self, orders: Sequence[Sequence[int]], *, seed: int, rounds: int) -> tuple[tuple[int, ...], ...]:
        """Return the best orders found in so many rounds, never worse than those given, which keep every rule."""
        random = np.random.default_rng(seed)
        present = best = self._begin(self.fill(orders))
        for nth in range(rounds if len(self._stops) else 0):
            ruined = self._ruin(present, random)
            noise = random.uniform(0.85, 1.15, len(self._weights))
            tried = self._recreate(ruined, noise, by_ratio=bool(random.random() < 0.5))  # noqa: PLR2004 - evens
            warmth = _WARMTH * best.cost_s * (1 - nth / rounds)
            if tried.cost_s < present.cost_s + random.exponential(warmth):
                present = tried
            if tried.cost_s < best.cost_s:
                best = tried
        return best.orders

    def _begin(self, orders: Sequence[Sequence[int]]) -> _Tours:
        given = tuple(tuple(order) for order in orders)
        slots = tuple(self._insertions.find_slots(number, order) for number, order in enumerate(given))
        return self._tours(given, slots)

    def _tours(self, orders: tuple[tuple[int, ...], ...], slots: tuple[Slots, ...]) -> _Tours:
        left = self._weights[self._left_out(orders)]
        return _Tours(orders, slots, sum(one.travel_s for one in slots) + int(left.sum()))

    def _left_out(self, orders: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
        is_in = np.zeros(len(self._weights), dtype=bool)
        for order in orders:
            is_in[list(order)] = True
        return self._stops[~is_in[self._stops]]

    def _ruin(self, tours: _Tours, random: np.random.Generator) -> _Tours:
        """Take strings of stops near a random one out, at most one of each team."""
        orders, left = list(tours.orders), int(random.integers(2, _MOST_REMOVED))
        team_of = {
            stop: number for number in range(len(orders)) for stop in self._loose(number, orders[number])
        }
        touched: set[int] = set()
        for stop in self._near[int(random.choice(self._stops))]:
            number = team_of.get(stop)
            if left <= 0 or number is None or number in touched:
                continue
            loose = self._loose(number, orders[number])
            length = int(random.integers(1, min(left, len(loose)) + 1))
            pinned = orders[number][: -len(loose)]
            orders[number] = (*pinned, *_cut(loose, stop, length, random))
            touched.add(number)
            left -= length
        slots = tuple(
            self._insertions.find_slots(number, orders[number]) if number in touched else kept
            for number, kept in enumerate(tours.slots)
        )
        return self._tours(tuple(orders), slots)

    def _loose(self, number: int, order: tuple[int, ...]) -> tuple[int, ...]:
        """Return what follows the stops that the team makes first."""
        return order[len(self.outings[number].team.first) :]

    def _recreate(self, tours: _Tours, noise: npt.NDArray[np.float64], *, by_ratio: bool) -> _Tours:
        """Insert what pays, the best first: by what is won, or by what it costs for its worth."""
        orders, slots = list(tours.orders), list(tours.slots)
        left = self._left_out(orders)
        detours = [self._insertions.find_detours(number, one, left) for number, one in enumerate(slots)]
        while len(left):
            shortest = np.stack([one.min(axis=1) for one in detours])
            weights = self._weights[left]
            scores = (
                (shortest + _A_MINUTE_S) / np.maximum(weights, 1)
                if by_ratio
                else np.float64(shortest - weights)
            )
            scores = np.where(shortest < weights, scores * noise[left], np.inf)
            number, row = (int(index) for index in np.unravel_index(scores.argmin(), scores.shape))
            if scores[number, row] == np.inf:
                break
            at = int(detours[number][row].argmin())
            orders[number] = (*orders[number][:at], int(left[row]), *orders[number][at:])
            slots[number] = self._insertions.find_slots(number, orders[number])
            left = np.delete(left, row)
            detours = [np.delete(one, row, axis=0) for one in detours]
            detours[number] = self._insertions.find_detours(number, slots[number], left)
        return self._tours(tuple(orders), tuple(slots))


def _cut(order: tuple[int, ...], stop: int, length: int, random: np.random.Generator) -> tuple[int, ...]:
    """Return an order without so many stops in a row, the given one among them."""
    first = max(0, order.index(stop) - int(random.integers(length)))
    first = min(first, len(order) - length)
    return (*order[:first], *order[first + length :])


def _neighbours(outings: Sequence[Outing], stops: npt.NDArray[np.int64]) -> dict[int, list[int]]:
    """Return, for each stop, all of them by how near they are to it, itself first."""
    legs = np.array(outings[0].legs, dtype=np.int64)[np.ix_(stops, stops)]
    legs[legs < 0] = NEVER_S
    np.fill_diagonal(legs, -1)
    ordered = stops[np.argsort(legs, axis=1, kind="stable")]
    return {int(stop): row.tolist() for stop, row in zip(stops, ordered, strict=True)}
