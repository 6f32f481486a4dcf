"""Opens a day plan for whoever changes it, and keeps what became of it: from one version to the next."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Connection, select

from geo.types import local_day
from layers.actor import Actor
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.outings.day_records import Opened, open_plan
from layers.outings.day_shapes import DayPlan
from layers.outings.day_visits import keep_visits
from layers.outings.day_writing import write_plan
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import day_plan

Told: TypeAlias = tuple[dict[str, Any], dict[str, Any]]
"""What a change was about, before and after it, for the history of the plan."""


def open_to_change(change: Write, code: str, version: int, *, is_late_too: bool = False) -> Opened:
    """Return a plan that may be changed, from the version that the actor started with.

    Two changes of one plan follow one another from here on, so that the later one finds the earlier.

    Parameters
    ----------
    change
        The transaction.
    code, version
        Of the plan.
    is_late_too
        Whether a plan of a day that is over may be changed as well.

    Raises
    ------
    NotFound
        ``plan_not_found``.
    OutsideScope
        ``not_allowed``.
    Refused
        ``plan_cancelled``, ``plan_over``.
    StaleVersion
        ``version_stale``, with the present version.
    """
    named = select(day_plan.c.id).where((day_plan.c.code == code) | (day_plan.c.uuid == code))
    change.connection.execute(named.with_for_update())
    first_day = date.min if is_late_too else local_day(change.now)
    return open_version(change.connection, change.actor, code, version, first_day=first_day)


def open_version(connection: Connection, actor: Actor, code: str, version: int, *, first_day: date) -> Opened:
    """Return a plan that may be changed, as `open_to_change` does, without a change.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who is about to change it.
    code, version
        Of the plan.
    first_day
        The day from which on plans may be changed.

    Raises
    ------
    NotFound, OutsideScope, Refused, StaleVersion
        As `open_to_change`.
    """
    scope.require(connection, actor, "plan.edit")
    opened = open_plan(connection, actor, code)
    plan = opened.plan
    if plan.version != version:
        raise StaleVersion("version_stale", started_from=version, present=plan.version)
    if plan.state == "cancelled":
        raise Refused("plan_cancelled", plan=plan.code)
    if plan.plan_on < first_day:
        raise Refused("plan_over", plan=plan.code, day=plan.plan_on)
    return opened


def keep_change(
    change: Write,
    opened: Opened,
    after: DayPlan,
    codes: Collection[str],
    told: Told,
    *,
    places: dict[str, int] | None = None,
) -> int:
    """Keep a changed plan and return its version.

    Parameters
    ----------
    change
        The transaction.
    opened
        The plan as it was.
    after
        As it is now.
    codes
        Of the places that the change touches: the actor has to be one who may record visits at each of them.
    told
        What the change was about.
    places
        Rows of ``hotspot`` of stops that the plan did not have.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    require_recordable(opened, codes)
    version = write_plan(change, opened, after, places=places, told=told)
    if "confirmed" in {opened.plan.state, after.state}:
        known = replace(opened, places={**opened.places, **(places or {})})
        keep_visits(change, known, after, reason=after.reason)
    return version


def require_recordable(opened: Opened, codes: Collection[str]) -> None:
    """Refuse to change stops at places where the actor may not record visits.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    if not opened.recordable.issuperset(codes):
        raise OutsideScope("not_allowed", action="plan.edit")


def tell_span(start_s: int, end_s: int) -> str:
    """Return two times of a day as the history of a plan has them."""
    return f"{tell_clock(start_s)} – {tell_clock(end_s)}"


def tell_clock(time_s: int) -> str:
    """Return a time of a day as the history of a plan has it."""
    return f"{time_s // 3600:02}:{time_s % 3600 // 60:02}"
