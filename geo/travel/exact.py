"""Owns the best order for one team and few stops, found by trying every set of stops once."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from geo.travel.problem import Outing
from geo.travel.timing import Moment, advance, ends_in_time, first_moments

MOST_EXACT: Final = 12
"""Stops for which the best order is found within a second or two; every further one doubles that."""


class _Path(NamedTuple):
    """A way through a set of stops that no other way beats in travel, time and break at once."""

    travel_s: int
    moment: Moment
    previous: "_Path | None" = None
    stop: int = -1


def find_best_order(outing: Outing, stops: Collection[int], weights: tuple[int, ...]) -> tuple[int, ...]:
    """Return the stops to visit, in order, with the least travel plus weights of those left out.

    Dynamic programming over (set of stops, last stop) after Held and Karp, "A dynamic programming approach to
    sequencing problems", J. SIAM 10 (1962); with windows and a break, a state keeps every way that is not
    beaten both in travel and in time.

    Parameters
    ----------
    stops
        Positions of the stops to choose from, at most `MOST_EXACT`.
    weights
        Seconds that each stop of the problem costs when it is left out.

    Returns
    -------
    tuple of int
        Empty where staying at home is cheapest. Of equal orders, the same one each time.

    Raises
    ------
    ValueError
        More stops than `MOST_EXACT`.
    """
    if len(stops) > MOST_EXACT:
        raise ValueError(f"{len(stops)} stops are too many for {MOST_EXACT}")
    chosen = sorted(stops)
    total = sum(weights[stop] for stop in chosen)
    best: tuple[int, tuple[int, ...]] = (total, ())
    for paths in _layers(outing, chosen):
        for path in paths:
            travel_s = _travel_home(outing, path)
            if travel_s is None or travel_s + total - sum(weights) > best[0]:
                continue
            order = _order(path)
            best = min(best, (travel_s + total - sum(weights[stop] for stop in order), order))
    return best[1]


def _layers(outing: Outing, stops: list[int]) -> Iterator[list[_Path]]:
    """Return the paths with one stop, then those with two, and so on."""
    limit = outing.team.max_travel_s
    bits = [(1 << nth, stop) for nth, stop in enumerate(stops)]
    home = [_Path(0, moment, stop=outing.start) for moment in first_moments(outing)]
    layer = {(0, outing.start): home}
    while layer:
        following: dict[tuple[int, int], list[_Path]] = {}
        for (mask, last), paths in layer.items():
            for bit, stop in bits:
                leg = outing.legs[last][stop]
                if mask & bit or leg < 0:
                    continue
                kept = following.setdefault((mask | bit, stop), [])
                for path in _prolonged(outing, paths, stop):
                    if limit is None or path.travel_s <= limit:
                        _keep(kept, path)
        layer = {state: paths for state, paths in following.items() if paths}
        yield from layer.values()


def _prolonged(outing: Outing, paths: list[_Path], stop: int) -> Iterator[_Path]:
    leg = outing.legs[paths[0].stop][stop]
    asked, rest = outing.stops[stop], outing.team.rest
    for path in paths:
        arrived = Moment(path.moment.time_s + leg, path.moment.rested)
        for moment in advance(asked, rest, arrived):
            yield _Path(path.travel_s + leg, moment, path, stop)


def _keep(kept: list[_Path], path: _Path) -> None:
    """Add a path unless another one beats it, and drop those that it beats."""
    if not any(_beats(other, path) for other in kept):
        kept[:] = [other for other in kept if not _beats(path, other)]
        kept.append(path)


def _beats(one: _Path, other: _Path) -> bool:
    (time_s, rested), (other_s, other_rested) = one.moment, other.moment
    return one.travel_s <= other.travel_s and time_s <= other_s and rested >= other_rested


def _travel_home(outing: Outing, path: _Path) -> int | None:
    leg, limit = outing.legs[path.stop][outing.end], outing.team.max_travel_s
    travel_s = path.travel_s + leg
    if leg < 0 or (limit is not None and travel_s > limit):
        return None
    arrived = Moment(path.moment.time_s + leg, path.moment.rested)
    return travel_s if ends_in_time(outing, arrived) else None


def _order(path: _Path) -> tuple[int, ...]:
    order = []
    at: _Path | None = path
    while at is not None and at.previous is not None:
        order.append(at.stop)
        at = at.previous
    return tuple(reversed(order))
