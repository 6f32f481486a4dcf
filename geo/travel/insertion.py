"""Owns what it costs to insert any stop anywhere into the routes of a day, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.travel.problem import Break, Outing, Stop
from geo.travel.timing import Moment, advance, first_moments

NEVER_S: Final = 10**9
"""Later than any day, longer than any way: stands for what cannot be."""

_Seconds = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Slots:
    """The places in a route into which a stop may be put: before each of its m stops, and before its end.

    Attributes
    ----------
    before, after
        (m + 1,) rows and columns of the legs that an insertion would replace.
    left_s
        (2, m + 1): when the row before is left at the earliest, without the break and with it.
    latest_s
        (2, m + 1): when the column after has to be reached, without the break and with it.
    leg_s
        (m + 1,) the legs themselves; nought for a team that stays where it is.
    travel_s
        Their sum.
    """

    before: _Seconds
    after: _Seconds
    left_s: _Seconds
    latest_s: _Seconds
    leg_s: _Seconds
    travel_s: int


class Insertions:
    """The stops of a problem, laid out so that a question about all of them is one of arrays."""

    def __init__(self, outings: Sequence[Outing]) -> None:
        self._outings = outings
        stops = outings[0].stops
        most = max((len(stop.windows) for stop in stops), default=0) or 1
        self._opens_s = np.full((most, len(stops)), -NEVER_S, dtype=np.int64)
        self._closes_s = np.full((most, len(stops)), NEVER_S, dtype=np.int64)
        for position, stop in enumerate(stops):
            self._lay_out(position, stop)
        self._service_s = np.array([stop.service_s for stop in stops], dtype=np.int64)
        self._legs = [np.array(outing.legs, dtype=np.int64) for outing in outings]
        for legs in self._legs:
            legs[legs < 0] = NEVER_S

    def find_slots(self, number: int, order: Sequence[int]) -> Slots:
        """Return the slots of a team's route in a given order, which keeps every rule."""
        outing = self._outings[number]
        before = np.array([outing.start, *order], dtype=np.int64)
        after = np.array([*order, outing.end], dtype=np.int64)
        legs = self._legs[number][before, after]
        left, latest = _leaving_times(outing, order), _latest_arrivals(outing, order)
        leg_s = legs if order else np.zeros(1, dtype=np.int64)
        return Slots(before, after, np.array(left).T, np.array(latest).T, leg_s, int(leg_s.sum()))

    def find_detours(self, number: int, slots: Slots, stops: _Seconds) -> _Seconds:
        """Return how many seconds of travel each stop adds in each slot.

        Returns
        -------
        detours
            (stops, slots); `NEVER_S` where a rule would be broken.
        """
        team, legs = self._outings[number].team, self._legs[number]
        there, onward = legs[np.ix_(slots.before, stops)].T, legs[np.ix_(stops, slots.after)]
        unrested, rested = (self._serve(stops, left + there) for left in slots.left_s)
        if team.rest is not None:
            rested_first = self._serve(stops, _rest(team.rest, slots.left_s[0] + there))
            rested = np.minimum(rested, np.minimum(rested_first, _rest(team.rest, unrested)))
        fits = (unrested + onward <= slots.latest_s[0]) | (rested + onward <= slots.latest_s[1])
        detours = there + onward - slots.leg_s
        if team.max_travel_s is not None:
            fits &= slots.travel_s + detours <= team.max_travel_s
        return np.where(fits, detours, NEVER_S)

    def _lay_out(self, position: int, stop: Stop) -> None:
        """Write the windows of a stop; what is left over repeats the last one."""
        for row in range(len(self._opens_s)) if stop.windows else ():
            window = stop.windows[min(row, len(stop.windows) - 1)]
            self._opens_s[row, position], self._closes_s[row, position] = window

    def _serve(self, stops: _Seconds, arrive_s: _Seconds) -> _Seconds:
        """Return when stops are left that are reached at given times, (stops, slots) both."""
        begin_s = np.full(arrive_s.shape, NEVER_S, dtype=np.int64)
        for opens_s, closes_s in zip(self._opens_s[::-1, stops], self._closes_s[::-1, stops], strict=True):
            is_open = arrive_s <= closes_s[:, None]
            begin_s = np.where(is_open, np.maximum(arrive_s, opens_s[:, None]), begin_s)
        return begin_s + self._service_s[stops][:, None]


def _rest(rest: Break, from_s: _Seconds) -> _Seconds:
    over_s = np.maximum(from_s, rest.earliest_s) + rest.duration_s
    return np.where(from_s <= rest.latest_s, over_s, NEVER_S)


def _leaving_times(outing: Outing, order: Sequence[int]) -> list[tuple[int, int]]:
    """Return when the start and each stop can be left, without the break and with it."""
    moments = first_moments(outing)
    times = [_both(moments)]
    for row, position in zip((outing.start, *order), order, strict=False):
        leg_s, stop = outing.legs[row][position], outing.stops[position]
        moments = tuple(
            left
            for time_s, rested in moments
            for left in advance(stop, outing.team.rest, Moment(time_s + leg_s, rested))
        )
        times.append(_both(moments))
        moments = tuple(
            Moment(time_s, bool(rested)) for rested, time_s in enumerate(times[-1]) if time_s < NEVER_S
        )
    return times


def _both(moments: Sequence[Any]) -> tuple[int, int]:
    without = min((time_s for time_s, rested in moments if not rested), default=NEVER_S)
    return without, min((time_s for time_s, rested in moments if rested), default=NEVER_S)


def _latest_arrivals(outing: Outing, order: Sequence[int]) -> list[tuple[int, int]]:
    """Return when each stop and the end have to be reached, without the break and with it."""
    rest, end_s = outing.team.rest, outing.team.shift.end_s
    latest = (_latest_before_rest(rest, end_s), end_s)
    times = [latest]
    for position, column in zip(reversed(order), (outing.end, *reversed(order)), strict=False):
        stop, leg_s = outing.stops[position], outing.legs[position][column]
        unrested_s, rested_s = latest[0] - leg_s, latest[1] - leg_s
        arrive_rested_s = _latest_to_serve(stop, rested_s)
        ways = (
            _latest_to_serve(stop, unrested_s),
            _latest_before_rest(rest, arrive_rested_s),
            _latest_to_serve(stop, _latest_before_rest(rest, rested_s)),
        )
        latest = (max(ways) if rest else -NEVER_S, arrive_rested_s)
        times.append(latest)
    return times[::-1]


def _latest_to_serve(stop: Stop, leave_s: int) -> int:
    """Return the latest arrival after which a stop can still be left by a time."""
    begin_s = leave_s - stop.service_s
    if not stop.windows:
        return begin_s
    fits = (min(begin_s, end_s) for start_s, end_s in reversed(stop.windows) if begin_s >= start_s)
    return next(fits, -NEVER_S)


def _latest_before_rest(rest: Break | None, over_s: int) -> int:
    """Return the latest time from which a break can still be over by a time."""
    if rest is None or over_s - rest.duration_s < rest.earliest_s:
        return -NEVER_S
    return min(over_s - rest.duration_s, rest.latest_s)
