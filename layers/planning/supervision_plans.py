"""Supervision plans: which places a ward is to visit in a year and how often, and the document that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from geo.types import local_day
from layers.actor import Actor
from layers.areas.boundaries import get_boundary_row, read_shapes
from layers.areas.reach import find_land, lie_mostly_in
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.planning.frequencies import Planner
from layers.planning.progress import WardYear, read_ward
from layers.planning.quotas import Quota, usual_quota
from layers.records.documents import get_document_row
from layers.store import scope
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.identifiers import boundary_id
from layers.store.periods import known_at, supersede
from layers.store.schema import (
    boundary,
    document,
    succession,
    supervision_plan,
    supervision_plan_place,
    supervision_plan_version,
)

ACTION = "supervision_plan.edit"
"""Entry of `layers.store.scope.ACTIONS` that making and changing a plan asks for."""

FIRST_YEAR, LAST_YEAR = 2010, 2100
MOST_PLACES = 2000


@dataclass(frozen=True)
class PlanHead:
    """A supervision plan, without its places.

    Attributes
    ----------
    id
        Row of ``supervision_plan``.
    ward, ward_name
        Public identifier and name of the ward that made it.
    year
        Calendar year.
    version
        Raised by one with every change; writers start from it.
    document, document_number
        Public identifier of the document by which it was issued, and its number or else its title.
    """

    id: int
    ward: str
    ward_name: str
    year: int
    version: int
    document: str | None
    document_number: str | None


@dataclass(frozen=True)
class PlanDraft:
    """What a plan is to say.

    Attributes
    ----------
    quotas
        How often each place is to be visited, by its code.
    document
        Public identifier of the document by which it is issued.
    """

    quotas: Mapping[str, Quota]
    document: str | None = None


def find_plan(connection: Connection, ward_row: int, year: int) -> PlanHead | None:
    """Return the plan of a ward for a year, if there is one."""
    return next(iter(_list_heads(connection, [ward_row], year)), None)


def list_plans(connection: Connection, ward_row: int) -> tuple[PlanHead, ...]:
    """Return the plans of a ward and of the wards from which it has land, of all years, the newest first."""
    return _list_heads(connection, _with_predecessors(connection, ward_row), None)


def may_edit(connection: Connection, actor: Actor, ward_row: int) -> bool:
    """Tell whether the actor may make and change the plans of a ward: the larger part of it lies in his land."""
    if not scope.allowed(connection, actor, ACTION):
        return False
    land = find_land(connection, actor, ACTION)
    return lie_mostly_in(read_shapes(connection, [ward_row]).values(), land)


def fill_plan(
    change: Write, ward: str, year: int, planner: Planner, *, version: int, uuid: str | None = None
) -> int:
    """Take every place of a ward that is in no plan of the year into its plan, and return how many that were.

    The plan is made where there is none, with a uuid that may be given; a place is wanted as often as the rule asks
    outside peak periods. Places that come into a plan later are wanted from the present month on.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    OutsideScope
        ``not_allowed``; ``plan_outside_area`` where the larger part of the ward is another's.
    StaleVersion
        ``version_stale``, with the present version; 0 is that of a plan that is yet to be made.
    Refused
        ``plan_year_invalid``, ``plan_too_long``.
    """
    row = _claim_ward(change, ward, year)
    today = local_day(change.now)
    told = read_ward(change.connection, change.actor, WardYear(row, year, today), planner.calm)
    from_month = today.month if version and year == today.year else 1
    missing = {one.hotspot_id: usual_quota(one.interval_days or 1, from_month) for one in told.missing}
    if not missing and version:
        change.note("supervision_plan", f"{ward}/{year}")
        return 0
    plan_id = _raise_version(change, row, year, version, uuid)
    present = find_plan(change.connection, row, year)
    _write_version(change, plan_id, version + 1, _document_row(change, present.document if present else None))
    _add_places(change, plan_id, missing)
    _note(change, ward, year, {one.code: missing[one.hotspot_id] for one in told.missing})
    return len(missing)


def put_plan(
    change: Write, ward: str, year: int, draft: PlanDraft, planner: Planner, *, version: int
) -> None:
    """Say what a plan holds, in the place of what it held before; what was known of it stays.

    Raises
    ------
    NotFound
        ``boundary_not_found``, ``document_not_found``.
    OutsideScope
        ``not_allowed``; ``plan_outside_area`` where the larger part of the ward is another's.
    StaleVersion
        ``version_stale``, with the present version.
    Refused
        ``plan_year_invalid``, ``plan_too_long``, ``plan_place_elsewhere``, ``plan_quota_invalid``, each of the last
        two with the name of the place.
    """
    row = _claim_ward(change, ward, year)
    today = local_day(change.now)
    told = read_ward(change.connection, change.actor, WardYear(row, year, today), planner)
    offered = {one.code: one for one in told.places}
    for code, quota in draft.quotas.items():
        if code not in offered:
            raise Refused("plan_place_elsewhere", place=code)
        if not quota.is_right:
            raise Refused("plan_quota_invalid", place=offered[code].name)
    if len(draft.quotas) > MOST_PLACES:
        raise Refused("plan_too_long", maximum=MOST_PLACES)
    document_row = _document_row(change, draft.document)
    plan_id = _raise_version(change, row, year, version)
    wanted = {offered[code].hotspot_id: quota for code, quota in draft.quotas.items()}
    _write_version(change, plan_id, version + 1, document_row)
    _replace_places(change, plan_id, wanted, {one.hotspot_id for one in told.places})
    _note(change, ward, year, draft.quotas)


def _claim_ward(change: Write, ward: str, year: int) -> int:
    scope.require(change.connection, change.actor, ACTION)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("plan_year_invalid", first=FIRST_YEAR, last=LAST_YEAR)
    row = get_boundary_row(change.connection, ward)
    if not may_edit(change.connection, change.actor, row):
        raise OutsideScope("plan_outside_area")
    return row


def _raise_version(change: Write, ward_row: int, year: int, version: int, uuid: str | None = None) -> int:
    """Raise the version of a plan by one, or begin it, and return its row."""
    change.next_number(
        "supervision_plan"
    )  # two that begin a plan at once do not meet: one waits for the other
    p = supervision_plan.c
    present = change.connection.execute(
        select(p.id, p.version).where(p.boundary_id == ward_row, p.year == year)
    ).first()
    found = present.version if present else 0
    if found != version:
        raise StaleVersion("version_stale", started_from=version, present=found)
    if present is None:
        by = {"recorded_at": change.now, "recorded_by": change.actor.account_id}
        told = {"uuid": uuid or str(uuid4()), "boundary_id": ward_row, "year": year, "version": 1}
        begun = insert(supervision_plan).values(**told, **by)
        return int(change.connection.execute(begun.returning(p.id)).scalar_one())
    raised = update(supervision_plan).where(p.id == present.id).values(version=version + 1)
    change.connection.execute(raised)
    return int(present.id)


def _write_version(change: Write, plan_id: int, version: int, document_row: int | None) -> None:
    v = supervision_plan_version.c
    present = select(v.id).where(v.supervision_plan_id == plan_id, known_at(supervision_plan_version, None))
    supersede(change, supervision_plan_version, list(change.connection.execute(present).scalars()))
    told = {"supervision_plan_id": plan_id, "version": version, "document_id": document_row}
    change.connection.execute(insert(supervision_plan_version).values(**told, **_known(change)))


def _replace_places(change: Write, plan_id: int, wanted: Mapping[int, Quota], shown: set[int]) -> None:
    """Supersede what changed of the places that the writer was shown, and leave the rest as it was known."""
    e = supervision_plan_place.c
    present = change.connection.execute(
        select(e.id, e.hotspot_id, e.per_month, e.every_days, e.from_month).where(
            e.supervision_plan_id == plan_id, known_at(supervision_plan_place, None)
        )
    ).all()
    kept = {
        row.hotspot_id
        for row in present
        if row.hotspot_id not in shown
        or wanted.get(row.hotspot_id) == Quota(row.per_month, row.every_days, row.from_month)
    }
    supersede(change, supervision_plan_place, [row.id for row in present if row.hotspot_id not in kept])
    _add_places(change, plan_id, {place: quota for place, quota in wanted.items() if place not in kept})


def _add_places(change: Write, plan_id: int, wanted: Mapping[int, Quota]) -> None:
    rows = [
        {
            "supervision_plan_id": plan_id,
            "hotspot_id": place,
            "from_month": quota.from_month,
            "per_month": quota.per_month,
            "every_days": quota.every_days,
            **_known(change),
        }
        for place, quota in wanted.items()
    ]
    if rows:
        change.connection.execute(insert(supervision_plan_place), rows)


def _known(change: Write) -> dict[str, Any]:
    return {"known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": change.actor.account_id}


def _document_row(change: Write, uuid: str | None) -> int | None:
    return get_document_row(change.connection, uuid) if uuid else None


def _note(change: Write, ward: str, year: int, quotas: Mapping[str, Quota]) -> None:
    told = {
        code: {"per_month": quota.per_month, "every_days": quota.every_days, "from_month": quota.from_month}
        for code, quota in sorted(quotas.items())
    }
    change.note("supervision_plan", f"{ward}/{year}", after=told)
    change.touch("supervision_plans")


def _list_heads(connection: Connection, ward_rows: Iterable[int], year: int | None) -> tuple[PlanHead, ...]:
    p, v, b, d = supervision_plan.c, supervision_plan_version.c, boundary.c, document.c
    question = (
        select(p.id, b.code, b.valid_from, b.name, p.year, p.version, d.uuid, d.number, d.title)
        .select_from(supervision_plan)
        .join(supervision_plan_version, v.supervision_plan_id == p.id)
        .join(boundary, b.id == p.boundary_id)
        .outerjoin(document, d.id == v.document_id)
        .where(p.boundary_id.in_(sorted(ward_rows)), known_at(supervision_plan_version, None))
        .order_by(p.year.desc(), b.sort_key)
    )
    if year is not None:
        question = question.where(p.year == year)
    return tuple(
        PlanHead(
            row.id,
            boundary_id(row.code, row.valid_from),
            row.name,
            row.year,
            row.version,
            row.uuid,
            row.number or row.title,
        )
        for row in connection.execute(question)
    )


def _with_predecessors(connection: Connection, ward_row: int) -> set[int]:
    """Return a ward and all those from which it has land, through all sets of boundaries."""
    s = succession.c
    found, newest = {ward_row}, {ward_row}
    while newest:
        came_from = connection.execute(select(s.from_id).where(s.to_id.in_(newest))).scalars()
        newest = set(came_from) - found
        found |= newest
    return found
