"""Made-up days for tests: small problems with windows, breaks, locks and legs without a way."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import numpy as np
from hypothesis import strategies as st

from geo.travel.problem import Break, Problem, Stop, Team, Window

MORNING = Window(0, 1_000)


def line_of(*seconds: int) -> np.ndarray[Any, Any]:
    """Return the matrix of places along a road, each so many seconds from its beginning."""
    at = np.array(seconds)
    return np.asarray(np.abs(at[:, None] - at[None, :]))


def one_team(*stops: Stop, at: Sequence[int], **team: Any) -> Problem:
    """Return a problem on a road: place 0 is the start and the end of the one team."""
    return Problem(stops, (Team(**{"start": 0, "end": 0, "shift": MORNING, **team}),), line_of(*at))


def windows() -> st.SearchStrategy[tuple[Window, ...]]:
    def pair(times: list[int]) -> tuple[Window, ...]:
        first, *others = sorted(times)
        ends = [first, *others]
        return tuple(Window(ends[nth], ends[nth + 1]) for nth in range(0, len(ends), 2))

    sizes = st.sampled_from((0, 2, 4))
    return sizes.flatmap(
        lambda size: st.lists(st.integers(0, 900), min_size=size, max_size=size).map(
            lambda times: pair(times) if times else ()
        )
    )


@st.composite
def problems(draw: st.DrawFn, *, most_stops: int = 6, most_teams: int = 3, shortest: bool = True) -> Problem:
    """Draw a day; ``shortest``: its travel times are, as those of a network are."""
    count, teams = draw(st.integers(0, most_stops)), draw(st.integers(1, most_teams))
    places = count + 2
    legs = st.one_of(st.integers(0, 300), st.just(-1)) if draw(st.booleans()) else st.integers(0, 300)
    seconds = np.array(draw(st.lists(legs, min_size=places**2, max_size=places**2))).reshape(places, places)
    np.fill_diagonal(seconds, 0)
    stop = st.builds(
        Stop,
        place=st.integers(0, places - 1),
        service_s=st.integers(0, 120),
        windows=windows(),
        prize=st.one_of(st.none(), st.integers(0, 500)),
        team=st.one_of(st.none(), st.integers(0, teams - 1)),
    )
    stops = tuple(draw(st.lists(stop, min_size=count, max_size=count)))
    team = st.builds(
        Team,
        start=st.integers(0, places - 1),
        end=st.integers(0, places - 1),
        shift=st.builds(Window, st.integers(0, 200), st.integers(700, 1_500)),
        rest=st.one_of(st.none(), st.builds(Break, st.just(250), st.integers(250, 600), st.integers(0, 100))),
        max_travel_s=st.one_of(st.none(), st.integers(0, 1_500)),
    )
    drawn = draw(st.lists(team, min_size=teams, max_size=teams))
    first = _locked(draw, stops) if count else ()
    drawn[0] = Team(**{**vars(drawn[0]), "first": first})
    return Problem(stops, tuple(drawn), _shortest(seconds) if shortest else seconds)


def _locked(draw: st.DrawFn, stops: tuple[Stop, ...]) -> tuple[int, ...]:
    free = [position for position, stop in enumerate(stops) if stop.team in {None, 0}]
    return tuple(draw(st.permutations(free))[: draw(st.integers(0, 2))])


def _shortest(seconds: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    far = np.where(seconds < 0, 10**6, seconds)
    for middle in range(len(far)):
        far = np.minimum(far, far[:, [middle]] + far[[middle], :])
    return np.where(far >= 10**6, -1, far)


def every_order(stops: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Return every order of every set of the stops."""
    for length in range(len(stops) + 1):
        yield from permutations(stops, length)
