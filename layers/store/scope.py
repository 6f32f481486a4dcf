"""Decides who sees and does what, as SQL over the grants: no other room does."""

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, or_, select, true

from layers.actor import Actor
from layers.errors import OutsideScope
from layers.store.columns import MOMENT_MAX
from layers.store.schema import account_grant, hotspot_area, hotspot_version

ROLES = ("viewer", "reporter", "supervisor", "officer", "coordinator", "partner", "admin", "auditor")
"""Roles of a grant, in the order in which pages list them."""

_EVERYWHERE = "everywhere"
_STATEMENTS = 512  # conditions that are kept as SQL: each is asked for by every request of a reader
_READERS = frozenset({"viewer", "reporter", "supervisor", "officer", "coordinator"})
_OFFICERS = frozenset({"officer", "coordinator"})
_FIELD = _OFFICERS | {"supervisor"}

ACTIONS: dict[str, frozenset[str]] = {
    "boundary.read": _READERS | {"partner"},
    "hotspot.read": _READERS,
    "map.export": _READERS,
    "hotspot.propose": frozenset({"reporter"}) | _FIELD,
    "hotspot.edit": _OFFICERS,
    "hotspot.merge": frozenset({"coordinator"}),
    "status.record": _OFFICERS,
    "visit.read": _READERS,
    "visit.record": _FIELD,
    "plan.read": _READERS,
    "plan.edit": _FIELD,
    "recommendation.read": _READERS,
    "recommendation.receive": frozenset({"partner"}),
    "recommendation.draft": _FIELD,
    "recommendation.send": _OFFICERS,
    "document.read": _READERS,
    "document.add": _FIELD,
    "document.correct": _OFFICERS,
    "history.read": _OFFICERS | {"auditor"},
    "boundary.publish": frozenset({"coordinator"}),
    "import.stage": _OFFICERS,
    "import.confirm": _OFFICERS,
    "crossing.read": _OFFICERS,
    "crossing.manage": frozenset({"coordinator"}),
    "peak.manage": frozenset({"coordinator"}),
    "supervision_plan.edit": _OFFICERS,
    "scope.view_as": frozenset({"coordinator"}),
    "count.read": _READERS,
    "count.enter": frozenset({"reporter"}) | _FIELD,
    "report.read": _READERS | {"partner"},
    "report.draft": frozenset({"supervisor", "officer"}),
    "report.submit": frozenset({"officer"}),
    "report.compile": frozenset({"coordinator"}),
    "report.check": frozenset({"coordinator"}),
    "account.manage": frozenset({"admin"}),
    "list.manage": frozenset({"admin"}),
    "log.read": frozenset({"auditor"}),
}
"""What each action asks for; whatever is not named here is denied."""


def holds_grant(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a row of ``account_grant`` counts for the actor now."""
    if actor.only_grant_id is not None:
        whose = account_grant.c.id == actor.only_grant_id
    else:
        whose = account_grant.c.account_id == actor.account_id
    return and_(whose, account_grant.c.revoked_at.is_(None))


def _held_grants(actor: Actor, roles: frozenset[str]) -> ColumnElement[bool]:
    return and_(holds_grant(actor), account_grant.c.role.in_(sorted(roles)))


def allowed(connection: Connection, actor: Actor, action: str) -> bool:
    """Tell whether the actor may do this anywhere at all."""
    return actor.is_system or bool(
        connection.execute(_ask_whether_held(actor, ACTIONS.get(action, frozenset()))).scalar()
    )


@lru_cache(maxsize=_STATEMENTS)
def _ask_whether_held(actor: Actor, roles: frozenset[str]) -> Select[tuple[bool]]:
    return select(exists().where(_held_grants(actor, roles)))


def allowed_actions(connection: Connection, actor: Actor) -> frozenset[str]:
    """Return every action that the actor may do somewhere, so that pages offer no other."""
    if actor.is_system:
        return frozenset(ACTIONS)
    held = select(account_grant.c.role).where(holds_grant(actor))
    roles = set(connection.execute(held).scalars())
    return frozenset(action for action, asked in ACTIONS.items() if asked & roles)


def allowed_here(connection: Connection, actor: Actor, hotspot_id: int) -> frozenset[str]:
    """Return every action that the actor may do on a place, by the grants that reach a version of it."""
    if actor.is_system:
        return frozenset(ACTIONS)
    versions = select(hotspot_version.c.id).where(
        hotspot_version.c.hotspot_id == hotspot_id, hotspot_version.c.known_to == MOMENT_MAX
    )
    areas = select(hotspot_area.c.boundary_id).where(hotspot_area.c.hotspot_version_id.in_(versions))
    held = select(account_grant.c.role).where(
        holds_grant(actor),
        or_(account_grant.c.boundary_id.is_(None), account_grant.c.boundary_id.in_(areas)),
    )
    roles = set(connection.execute(held).scalars())
    return frozenset(action for action, asked in ACTIONS.items() if asked & roles)


def require(connection: Connection, actor: Actor, action: str, *others: str) -> None:
    """Stop whoever may do neither this nor any of the others anywhere.

    Raises
    ------
    OutsideScope
        ``not_allowed``, with the first action.
    """
    if not any(allowed(connection, actor, one) for one in (action, *others)):
        raise OutsideScope("not_allowed", action=action)


def tell_reach(connection: Connection, actor: Actor, action: str) -> str:
    """Return a text that is the same for all who may do this in the same areas, so that they share what is kept.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where the actor may do it nowhere.
    """
    if actor.is_system:
        return _EVERYWHERE
    held = select(account_grant.c.boundary_id).where(_held_grants(actor, ACTIONS[action])).distinct()
    areas = set(connection.execute(held).scalars())
    if not areas:
        raise OutsideScope("not_allowed", action=action)
    return _EVERYWHERE if None in areas else ",".join(map(str, sorted(areas)))


@lru_cache(maxsize=_STATEMENTS)
def sees_hotspot(
    version: FromClause, actor: Actor, roles: frozenset[str] = ACTIONS["hotspot.read"]
) -> ColumnElement[bool]:
    """Return the condition that one of the actor's grants reaches a version of a place.

    A grant on an area covers every place that lies in it, whatever the vintage of the area: the officer of a new ward
    sees what the wards it came from recorded, since membership is kept for all vintages.

    Parameters
    ----------
    version
        ``hotspot_version`` or an alias of it.
    actor
        Who asks.
    roles
        Roles of which one is needed there: those of an entry of `ACTIONS`, or those that may record a move.
    """
    if actor.is_system:
        return true()
    held = _held_grants(actor, roles)
    # The first does not speak of the place: databases ask it once a statement, and the second only where it is false.
    return or_(
        exists().where(held, account_grant.c.boundary_id.is_(None)), exists().where(held, _lies_in(version))
    )


def receives_recommendation(
    recommendation_version: FromClause, version: FromClause, actor: Actor
) -> ColumnElement[bool]:
    """Return the condition that a recommendation was sent to a body for which the actor holds a grant there.

    What was never sent (a draft, also one that was withdrawn) has reached nobody, and a grant without a body receives
    nothing.

    Parameters
    ----------
    recommendation_version
        ``recommendation_version`` or an alias of it.
    version
        ``hotspot_version`` of the place that it is about, or an alias of it.
    actor
        Who asks.
    """
    if actor.is_system:
        return true()
    receiving = _held_grants(actor, ACTIONS["recommendation.receive"])
    addressed = account_grant.c.organisation_id == recommendation_version.c.sent_to_id
    was_sent = recommendation_version.c.sent_on.is_not(None)
    granted = exists().where(receiving, addressed, _reaches(version))
    return and_(was_sent, granted.correlate(recommendation_version, version))


def reaches_areas(connection: Connection, actor: Actor, action: str, areas: Collection[int]) -> bool:
    """Tell whether the actor may do this to what lies in these rows of ``boundary``: the rule of `sees_hotspot`.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who asks.
    action
        One of `ACTIONS`.
    areas
        All areas, of every vintage and level, that hold a part of it.
    """
    if actor.is_system:
        return True
    here = _everywhere_or(account_grant.c.boundary_id.in_(sorted(areas)))
    return bool(
        connection.execute(select(exists().where(_held_grants(actor, ACTIONS[action]), here))).scalar()
    )


def _reaches(version: FromClause) -> ColumnElement[bool]:
    """Return the condition that a row of ``account_grant`` holds everywhere, or where a version of a place lies."""
    return _everywhere_or(_lies_in(version))


def _lies_in(version: FromClause) -> ColumnElement[bool]:
    """Return the condition that a version of a place lies in the area of a row of ``account_grant``."""
    inside = exists().where(
        hotspot_area.c.boundary_id == account_grant.c.boundary_id,
        hotspot_area.c.hotspot_version_id == version.c.id,
    )
    return inside.correlate(account_grant, version)


def _everywhere_or(inside: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a row of ``account_grant`` names no area, or one that is met."""
    return or_(account_grant.c.boundary_id.is_(None), inside)
