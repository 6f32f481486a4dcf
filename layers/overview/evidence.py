"""Tells what is missing for the next step of a place: every move from its present state, need by need."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from layers.actor import Actor
from layers.conversion.grounds import (
    FOUND_IN_REGISTER,
    RELAPSE_VISITS,
    Given,
    Grounds,
    find_warnings,
    meets,
    read_grounds,
)
from layers.conversion.states import Move, Need, moves_from
from layers.conversion.status import find_start
from layers.places.references import PlaceRef
from layers.store import scope
from layers.store.periods import known_at
from layers.store.schema import hotspot_version

DRAWN = frozenset({"GOP_TACH"})
"""States that come with a change of the places themselves, and so are no step of this ladder."""

_ORDER = tuple(Need)


@dataclass(frozen=True)
class Step:
    """One thing that a move asks for.

    Attributes
    ----------
    need
        What.
    is_met
        Whether the register holds it already.
    is_given
        Whether it can be given while the move is recorded; what cannot has to be done before.
    found, asked
        How many there are and how many are asked for, where the need counts; else 0.
    """

    need: Need
    is_met: bool
    is_given: bool
    found: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Rung:
    """A move from the present state.

    Attributes
    ----------
    source, target
        State before (None for a new place) and after.
    decided_by
        ``mttq``, ``authority`` or ``none``.
    steps
        What it asks for.
    warnings
        What speaks against it without forbidding it: ``no_recent_visit``, ``overdue``, ``not_clean``.
    may_record
        Whether the actor's role may record it for this place.
    """

    source: str | None
    target: str
    decided_by: str
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    may_record: bool

    @property
    def is_open(self) -> bool:
        """Whether the actor can record it now: all that is missing can be given with it."""
        return self.may_record and not self.is_blocked

    @property
    def is_blocked(self) -> bool:
        """Whether something is missing that has to be done before it is recorded."""
        return not all(step.is_met or step.is_given for step in self.steps)

    def asks(self, *needs: str) -> bool:
        """Tell whether it asks for one of some needs."""
        return any(step.need in needs for step in self.steps)


def read_ladder(
    connection: Connection, actor: Actor, place: PlaceRef, on: date, *, but: int | None = None
) -> tuple[Rung, ...]:
    """Return the moves from the state of a place on a day, in the order of the state table.

    Merging and splitting are done to the places themselves and do not stand here.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    place
        A place that the actor sees.
    on
        Day on which the next state would begin.
    but
        Event that is to be replaced, as if it had not been recorded.
    """
    start = find_start(connection, place.id, on, but=but)
    moves = [move for move in moves_from(start.state) if move.target not in DRAWN]
    if not moves:
        return ()
    grounds = read_grounds(connection, place.id, start, on)
    recorders = {move.recorded_by for move in moves}
    reached = {roles for roles in recorders if _reaches(connection, actor, place, roles)}
    return tuple(
        Rung(
            move.source,
            move.target,
            move.decided_by,
            tuple(_step(need, move, grounds, on) for need in _ORDER if need in move.needs),
            find_warnings(move.target, grounds, on),
            move.recorded_by in reached,
        )
        for move in moves
    )


def _step(need: Need, move: Move, grounds: Grounds, on: date) -> Step:
    if need not in FOUND_IN_REGISTER:
        return Step(need, is_met=False, is_given=True)
    decision = Need.DECISION in move.needs
    best = Given(has_document=True, has_decision=decision, has_reason=True)
    counts = {Need.VISIT: (grounds.visits, 1), Need.RELAPSE: (grounds.relapses, RELAPSE_VISITS)}
    found, asked = counts.get(need, (0, 0))
    return Step(
        need,
        is_met=meets(need, grounds, Given(), on),
        is_given=meets(need, grounds, best, on),
        found=found,
        asked=asked,
    )


def _reaches(connection: Connection, actor: Actor, place: PlaceRef, roles: frozenset[str]) -> bool:
    v = hotspot_version.c
    reached = select(v.id).where(
        v.hotspot_id == place.id,
        known_at(hotspot_version, None),
        scope.sees_hotspot(hotspot_version, actor, roles),
    )
    return connection.execute(reached).first() is not None
