"""What the address of a calendar gives: its holder's own work, or what stands in the calendar of an area."""

from collections.abc import Iterable
from datetime import date, timedelta

import shapely
from sqlalchemy import Connection, func, select

from geo.types import LonLat
from layers.actor import Actor
from layers.agenda.calendar import read_calendar
from layers.agenda.calendar_items import KINDS, CalendarQuery, Item, Kind
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_version
from layers.supervision.intervals import Intervals

DAYS_BACK = 62
DAYS_AHEAD = 366
"""How far a feed reaches from the day of asking: calendar programs drop what it no longer holds."""

OWN: frozenset[Kind] = frozenset({"planned", "made", "due", "plan"})
"""What the feed of a person's own work holds: his visits and day plans, and what is due in his areas."""


def read_feed(
    connection: Connection, actor: Actor, area: str | None, on: date, intervals: Intervals
) -> tuple[Item, ...]:
    """Return what a feed holds, in the order of a calendar; also what was called off, so that calendars strike it out.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Whose feed it is: it holds what he may see at the time of asking.
    area
        Public id of the area or cluster whose calendar it is; None for the actor's own work.
    on
        Today.
    intervals
        Days between visits.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where no grant lets the actor read visits any more.
    """
    query = CalendarQuery(
        on,
        on - timedelta(days=DAYS_BACK),
        on + timedelta(days=DAYS_AHEAD),
        area=area,
        kinds=OWN if area is None else frozenset(KINDS),
        is_own=area is None,
        with_cancelled=True,
    )
    return read_calendar(connection, actor, query, intervals).items


def find_positions(connection: Connection, items: Iterable[Item]) -> dict[str, LonLat]:
    """Return a point on each place that some items are about (WGS 84), by its code: where it lies as known last."""
    codes = sorted({one.hotspot for one in items if one.hotspot})
    v = hotspot_version.c
    later = hotspot_version.alias("later")
    last = select(func.max(later.c.valid_from)).where(
        later.c.hotspot_id == v.hotspot_id, known_at(later, None)
    )
    rows = connection.execute(
        select(hotspot.c.code, v.geom)
        .join(hotspot, hotspot.c.id == v.hotspot_id)
        .where(hotspot.c.code.in_(codes), known_at(hotspot_version, None))
        .where(v.valid_from == last.correlate(hotspot_version).scalar_subquery())
    ).all()
    middles = shapely.get_coordinates(shapely.point_on_surface([row.geom for row in rows])).tolist()
    return {row.code: LonLat(*xy) for row, xy in zip(rows, middles, strict=True)}
