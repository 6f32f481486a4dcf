"""Owns the search for good routes of several teams: the problem as PyVRP asks for it, and its answer.

Wouda, Lan and Kool, "PyVRP: a high-performance VRP solver package", INFORMS Journal on Computing 36 (2024).
PyVRP knows one window per client, no break and no lock, so they are said in what it knows:

* several windows: one client each, of which a group allows one;
* locks: each team has a matrix of its own, in which legs it may not use are longer than any shift;
* a break: a clock that stands still during it. Windows and shifts are read off that clock, so that it costs the
  search nothing; teams with different breaks have clients of their own. The break stands in the middle of its
  span here; where a service would be cut in two, the span leaves room to rest before or after.

A break as a client beside each stop was tried: it hinders every move of a stop. Plans were 2 to 19 % worse on
five made-up days of 25 and 50 stops, and 1 % better on one.
"""

import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams, PerturbationParams
from pyvrp.stop import MaxIterations

from geo.travel.problem import Break, Outing, Window

_NO_WAY_S: Final = 10_000_000
"""Stands for a leg that may not be used: months, where a shift is a day or two."""

_PARAMETERS: Final = pyvrp.SolveParams(
    ils=pyvrp.IteratedLocalSearchParams(history_length=100),
    penalty=pyvrp.PenaltyParams(solutions_between_updates=100, target_feasible=0.2),
    neighbourhood=NeighbourhoodParams(num_neighbours=12),
    perturbation=PerturbationParams(max_perturbations=6),
)
"""PyVRP's defaults are for hours and for stops that all fit. Within seconds, and where most of the choice is what to
leave out, smaller steps that may break a rule for longer found plans up to a tenth better."""

_ANY_TIME: Final = Window(0, _NO_WAY_S)


def search_orders(
    outings: Sequence[Outing],
    stops: Collection[int],
    weights: tuple[int, ...],
    *,
    seed: int,
    iterations: int,
) -> list[list[int]]:
    """Return good orders for the teams: little travel plus weights of the stops left out.

    The search ends after a number of iterations, not of seconds, so that the same question and seed have the
    same answer on a slow machine and on a busy one.

    Parameters
    ----------
    outings
        The problem as each team sees it, one or more.
    stops
        Positions of the stops to choose from.
    weights
        Seconds that each stop of the problem costs when it is left out.

    Returns
    -------
    list of list of int
        The stops of each team, in order. Whether an order keeps every rule is for `geo.travel.timing` to say.
    """
    chosen = sorted(stops)
    model = _Model(outings, chosen, weights)
    orders: list[list[int]] = [[] for _ in outings]
    for route in _run(model.as_data(), seed, iterations).routes():
        orders[route.vehicle_type()] = [
            model.stop_of[activity.idx] for activity in route if activity.is_client()
        ]
    return orders


def _run(data: pyvrp.ProblemData, seed: int, iterations: int) -> pyvrp.Solution:
    with warnings.catch_warnings():
        # Said where prizes outweigh lateness for long; what is late is taken out afterwards.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        stop = MaxIterations(iterations)
        return pyvrp.solve(data, stop, seed=seed, collect_stats=False, params=_PARAMETERS).best


class _Clock:
    """Time of day less the break."""

    def __init__(self, rest: Break | None) -> None:
        self.still_s = 0 if rest is None else rest.duration_s
        self.from_s = 0 if rest is None else (rest.earliest_s + rest.latest_s) // 2

    def read(self, time_s: int) -> int:
        """Return what the clock shows at a time of day."""
        return time_s if time_s <= self.from_s else max(self.from_s, time_s - self.still_s)

    def read_window(self, window: Window) -> tuple[int, int]:
        """Return both ends as the clock shows them."""
        return self.read(max(0, window.start_s)), self.read(window.end_s)


@dataclass
class _Model:
    """A problem of PyVRP while it is being written: `stop_of` names the stop of each client."""

    outings: Sequence[Outing]
    stops: list[int]
    weights: tuple[int, ...]
    clients: list[pyvrp.Client] = field(default_factory=list)
    groups: list[pyvrp.ClientGroup] = field(default_factory=list)
    stop_of: list[int] = field(default_factory=list)

    def as_data(self) -> pyvrp.ProblemData:
        """Return the whole problem: a location per stop and kind of break, then start and end of each team."""
        breaks = list(dict.fromkeys(outing.team.rest for outing in self.outings))
        for row, position in enumerate(self.stops):
            self._add_stop(row, position, [_Clock(rest) for rest in breaks])
        rows = len(self.stops) * len(breaks)
        size = rows + 2 * len(self.outings)
        matrices = [
            self._matrix(outing, breaks.index(outing.team.rest), rows + 2 * nth, size)
            for nth, outing in enumerate(self.outings)
        ]
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in range(size)],
            self.clients,
            [pyvrp.Depot(row) for row in range(rows, size)],
            [_vehicle(outing) for outing in self.outings],
            matrices,
            matrices,
            self.groups,
        )

    def _add_stop(self, row: int, position: int, clocks: list[_Clock]) -> None:
        stop = self.outings[0].stops[position]
        spans = [
            (row + kind * len(self.stops), *clock.read_window(window))
            for kind, clock in enumerate(clocks)
            for window in stop.windows or (_ANY_TIME,)
        ]
        group, first = (len(self.groups) if len(spans) > 1 else None), len(self.clients)
        for location, early_s, late_s in spans:
            client = pyvrp.Client(
                location,
                service_duration=stop.service_s,
                tw_early=early_s,
                tw_late=late_s,
                prize=self.weights[position],
                required=False,
                group=group,
            )
            self.clients.append(client)
            self.stop_of.append(position)
        if group is not None:
            self.groups.append(pyvrp.ClientGroup(list(range(first, len(self.clients))), required=False))

    def _matrix(self, outing: Outing, kind: int, start: int, size: int) -> np.ndarray[Any, Any]:
        """Return the legs of one team over all locations; what it may not use is far away."""
        legs = np.array(outing.legs, dtype=np.int64)
        legs[legs < 0] = _NO_WAY_S
        matrix = np.full((size, size), _NO_WAY_S, dtype=np.int64)
        first = kind * len(self.stops)
        own = slice(first, first + len(self.stops))
        matrix[own, own] = legs[np.ix_(self.stops, self.stops)]
        matrix[start, own] = legs[outing.start, self.stops]
        matrix[own, start + 1] = legs[self.stops, outing.end]
        matrix[start, start + 1] = 0
        np.fill_diagonal(matrix, 0)
        return matrix


def _vehicle(outing: Outing) -> pyvrp.VehicleType:
    number, team = outing.number, outing.team
    early_s, late_s = _Clock(team.rest).read_window(team.shift)
    return pyvrp.VehicleType(
        start_depot=2 * number,
        end_depot=2 * number + 1,
        tw_early=early_s,
        tw_late=late_s,
        max_distance=_NO_WAY_S - 1 if team.max_travel_s is None else team.max_travel_s,
        profile=number,
    )
