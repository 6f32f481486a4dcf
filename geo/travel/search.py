"""Owns the search for good routes of several teams: the problem as PyVRP asks for it, and its answer.

Wouda, Lan and Kool, "PyVRP: a high-performance VRP solver package", INFORMS Journal on Computing 36 (2024).
PyVRP knows one window per client, no break and no lock, so they are said in what it knows:

* several windows: one client each, of which a group allows one;
* locks: each kind of team has a matrix of its own, in which legs it may not use are longer than any shift;
* a break: a clock that stands still during it. Windows and shifts are read off that clock, so that it costs the
  search nothing; teams with different breaks have clients of their own.

When the break begins is not known beforehand. So the window of each stop is read as the best time of the break for
this stop allows: no plan that keeps the rules is lost, and a few come in where a team would need two such times. Where
one of these is found, the stops that come late are taken out and read by the break as it was, and the search goes on.
Reading all windows by the middle of the span instead made plans 3 to 4 % worse on three days of 25 and 50 stops.

A break as a client beside each stop was tried: it hinders every move of a stop. Plans were 2 to 19 % worse on
five made-up days of 25 and 50 stops, and 1 % better on one.
"""

import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import OPERATORS, NeighbourhoodParams, PerturbationParams, Relocate2, Swap21, Swap22
from pyvrp.stop import MaxIterations

from geo.travel.problem import Break, Outing, Team, Window
from geo.travel.timing import find_travel, time_route

_NO_WAY_S: Final = 10_000_000
"""Stands for a leg that may not be used: months, where a shift is a day or two."""

_MANY_CLIENTS: Final = 80
_SHAKEN, _SHAKEN_OF_MANY = 12, 8
"""Stops that a step moves at most before it mends what that broke. Of 25 stops and one team, 12 came within 1 % of the
best known in 6 of 12 short searches where 6 did in 1; with 100 stops 8 found as much sooner."""

_MEMORY, _MEMORY_OF_MANY = 100, 150
"""Steps back to which a step is compared before it is taken."""

_FIRST_PENALTY: Final = 15.0
"""What a second too late costs at first, in seconds of way. PyVRP begins at 50,000 and comes down to about this in
8,000 steps; a short search of few stops ends before. Of 50 stops and one team, nine runs came within 0.1 % of the best
known on average, instead of 1.8 %. With many stops and longer searches it made no difference."""

_RARE_MOVES: Final = frozenset({Swap21, Swap22, Relocate2})
"""Moves of two neighbours at once: with many stops a step takes half as long again with them, and what they find is
found without them too. On four days of 100 stops, 3.5 s each, plans were 1.1 % from the best known (median) without
them, 2.0 % with them."""

_ANY_TIME: Final = Window(0, _NO_WAY_S)
_NEVER: Final = Window(_NO_WAY_S, _NO_WAY_S)

_MOST_MENDED: Final = 3
_MENDING: Final = 4
"""A search that goes on after windows were read anew is this much shorter than the first one."""


def search_orders(
    outings: Sequence[Outing],
    stops: Collection[int],
    weights: tuple[int, ...],
    *,
    seed: int,
    steps: int,
) -> list[list[int]]:
    """Return good orders for the teams: little travel plus weights of the stops left out.

    The search ends after a number of steps, not of seconds, so that the same question and seed have the
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
    model = _Model(outings, sorted(stops), weights)
    found = _run(model.as_data(), seed, steps)
    rests: dict[int, int] = {}
    for _ in range(_MOST_MENDED):
        late = _find_late(outings, model.orders(found))
        if late.items() <= rests.items():
            break
        rests |= late
        model = _Model(outings, model.stops, weights, rests)
        data = model.as_data()
        found = _run(data, seed, steps // _MENDING, model.copy_without(found, data, late))
    return model.orders(found)


def _run(
    data: pyvrp.ProblemData, seed: int, steps: int, start: pyvrp.Solution | None = None
) -> pyvrp.Solution:
    with warnings.catch_warnings():
        # Said where prizes outweigh lateness for long; what is late is taken out afterwards.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        stop = MaxIterations(steps)
        parameters = _parameters(data.num_clients)
        return pyvrp.solve(
            data, stop, seed=seed, collect_stats=False, params=parameters, initial_solution=start
        ).best


class _LenientFromTheStart(pyvrp.PenaltyParams):
    """Penalties that begin about where they will settle."""

    def midpoint_penalties(self, data: pyvrp.ProblemData) -> tuple[list[float], float, float]:
        """Return what too much load, a second too late and a second too long on the way cost at first."""
        return [_FIRST_PENALTY] * data.num_load_dimensions, _FIRST_PENALTY, _FIRST_PENALTY


def _parameters(clients: int) -> pyvrp.SolveParams:
    """Return how PyVRP searches.

    Its defaults are for hours and for stops that all fit. Within seconds, and where most of the choice is what to
    leave out, smaller steps that may break a rule for longer found plans up to a tenth better.
    """
    is_many = clients > _MANY_CLIENTS
    shaken = _SHAKEN_OF_MANY if is_many else _SHAKEN
    penalties = pyvrp.PenaltyParams if is_many else _LenientFromTheStart
    return pyvrp.SolveParams(
        ils=pyvrp.IteratedLocalSearchParams(history_length=_MEMORY_OF_MANY if is_many else _MEMORY),
        penalty=penalties(solutions_between_updates=100, target_feasible=0.2),
        neighbourhood=NeighbourhoodParams(num_neighbours=12),
        perturbation=PerturbationParams(max_perturbations=shaken),
        operators=[move for move in OPERATORS if not (is_many and move in _RARE_MOVES)],
    )


def _find_late(outings: Sequence[Outing], orders: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the stops to which a team comes too late for want of a second break, and when its break begins."""
    found: dict[int, int] = {}
    for outing, order in zip(outings, orders, strict=True):
        if find_travel(outing, order) is None:
            route = time_route(outing, order)
            late = [visit.stop for visit in route.visits if visit.late_s]
            found |= dict.fromkeys(late, route.rest.begin_s) if route.rest else {}
    return found


def _narrow(rest: Break | None, begin_s: int | None) -> Break | None:
    """Return a break that begins at a time, as far as its span allows; None as the time leaves it open."""
    if rest is None or begin_s is None:
        return rest
    at_s = min(max(begin_s, rest.earliest_s), rest.latest_s)
    return Break(at_s, at_s, rest.duration_s)


def _read(window: Window, service_s: int, rest: Break | None) -> Window:
    """Return when a service may begin by a clock that stands still during the break, whenever that is.

    Before the break it ends at the latest when that begins; after it, the clock shows the time less the break.
    """
    opens_s, closes_s = max(0, window.start_s), window.end_s
    if rest is None:
        return Window(opens_s, closes_s)
    before = Window(opens_s, min(closes_s, rest.latest_s - service_s))
    after = Window(max(opens_s - rest.duration_s, rest.earliest_s), closes_s - rest.duration_s)
    ways = [way for way in (before, after) if way.start_s <= way.end_s]
    return _NEVER if not ways else Window(min(way.start_s for way in ways), max(way.end_s for way in ways))


@dataclass
class _Model:
    """A problem of PyVRP while it is being written.

    Attributes
    ----------
    rests
        When the break begins by which a stop is read; for others it may be at any time of its span.
    kinds
        The teams of each kind of vehicle: those for which everything is the same.
    stop_of
        The stop of each client.
    """

    outings: Sequence[Outing]
    stops: Sequence[int]
    weights: tuple[int, ...]
    rests: Mapping[int, int] = field(default_factory=dict)
    clients: list[pyvrp.Client] = field(default_factory=list)
    groups: list[pyvrp.ClientGroup] = field(default_factory=list)
    stop_of: list[int] = field(default_factory=list)
    kinds: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = _group_alike(self.outings)

    def as_data(self) -> pyvrp.ProblemData:
        """Return the whole problem: a location per stop and kind of break, then start and end of each kind of team."""
        firsts = [self.outings[numbers[0]] for numbers in self.kinds]
        breaks = list(dict.fromkeys(outing.team.rest for outing in firsts))
        for row, position in enumerate(self.stops):
            self._add_stop(row, position, breaks)
        rows = len(self.stops) * len(breaks)
        size = rows + 2 * len(firsts)
        matrices = [
            self._matrix(outing, breaks.index(outing.team.rest), rows + 2 * nth, size)
            for nth, outing in enumerate(firsts)
        ]
        return pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in range(size)],
            self.clients,
            [pyvrp.Depot(row) for row in range(rows, size)],
            [_vehicle(nth, outing.team, len(self.kinds[nth])) for nth, outing in enumerate(firsts)],
            matrices,
            matrices,
            self.groups,
        )

    def orders(self, solution: pyvrp.Solution) -> list[list[int]]:
        """Return the stops of each team, in order."""
        orders: list[list[int]] = [[] for _ in self.outings]
        free = [iter(numbers) for numbers in self.kinds]
        for route in solution.routes():
            number = next(free[route.vehicle_type()])
            orders[number] = [self.stop_of[one.idx] for one in route if one.is_client()]
        return orders

    def copy_without(
        self, solution: pyvrp.Solution, data: pyvrp.ProblemData, stops: Collection[int]
    ) -> pyvrp.Solution:
        """Return a solution of these data with the visits of another one, where only windows differ, but some."""
        routes = [
            pyvrp.Route(
                data,
                [one.idx for one in route if one.is_client() and self.stop_of[one.idx] not in stops],
                route.vehicle_type(),
            )
            for route in solution.routes()
        ]
        return pyvrp.Solution(data, [route for route in routes if route.num_clients()])

    def _add_stop(self, row: int, position: int, breaks: Sequence[Break | None]) -> None:
        stop = self.outings[0].stops[position]
        spans = [
            (
                row + kind * len(self.stops),
                *_read(window, stop.service_s, _narrow(rest, self.rests.get(position))),
            )
            for kind, rest in enumerate(breaks)
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


def _group_alike(outings: Sequence[Outing]) -> list[list[int]]:
    """Return the teams that may stand in for each other, so that the search need not tell them apart."""
    kinds: list[list[int]] = []
    for number, outing in enumerate(outings):
        for numbers in kinds:
            first = outings[numbers[0]]
            if first.team == outing.team and first.legs == outing.legs:
                numbers.append(number)
                break
        else:
            kinds.append([number])
    return kinds


def _vehicle(kind: int, team: Team, count: int) -> pyvrp.VehicleType:
    rest_s = 0 if team.rest is None else team.rest.duration_s
    return pyvrp.VehicleType(
        count,
        start_depot=2 * kind,
        end_depot=2 * kind + 1,
        tw_early=team.shift.start_s,
        tw_late=max(team.shift.start_s, team.shift.end_s - rest_s),
        max_distance=_NO_WAY_S - 1 if team.max_travel_s is None else team.max_travel_s,
        profile=kind,
    )
