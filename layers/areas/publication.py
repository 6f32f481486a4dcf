"""Publishes a set of boundaries that was prepared, checked and decided on."""

from sqlalchemy import Connection

from layers.areas.reach import require_land
from layers.areas.successions import Proposal, propose_for, to_links
from layers.areas.vintage_checks import BLOCKING, find_faults
from layers.areas.vintage_drafts import (
    DraftRef,
    DraftVintage,
    claim_draft,
    end_draft,
    get_draft,
    in_force,
    newest_vintage,
    note_draft,
)
from layers.areas.vintages import enact, refuse_known_day
from layers.errors import Refused
from layers.store.columns import AnyRow
from layers.store.database import Write


def publish_draft(change: Write, ref: DraftRef, *, acknowledged: bool) -> int:
    """Publish a draft and return the row of the set it became.

    Only what changed is published: an area that is the same in code, name and geometry goes on as it is. Areas in
    force that the draft does not hold any more end on its first day, also where nothing follows them. What became what
    is what people decided; places get their areas, and with them the rights over them, from the geometries.

    Parameters
    ----------
    change
        The transaction.
    ref
        The draft as its editor saw it.
    acknowledged
        Whether the editor saw, and means, the land that is lost or gained.

    Raises
    ------
    NotFound
        ``draft_not_found``.
    OutsideScope
        ``not_allowed``; ``boundary_outside_area``, where areas that change or end lie elsewhere.
    StaleVersion
        ``version_stale``.
    Refused
        ``draft_ended``, ``draft_outdated`` (another set was published since), ``vintage_exists``,
        ``vintage_rewrites_past`` (n, areas), ``draft_unchanged``, ``coverage_faulty`` (n),
        ``land_not_acknowledged`` (n), ``succession_undecided`` (n).
    """
    claim_draft(change, ref)
    draft = get_draft(change.connection, ref.id)
    ended = _find_ended(change.connection, draft)
    if not (ended or draft.changed):
        raise Refused("draft_unchanged")
    shapes = [row.geom for row in ended] + [one.area.geometry for one in draft.changed]
    require_land(change.connection, change.actor, shapes)
    _refuse_unready(change.connection, draft, acknowledged=acknowledged)
    proposals = propose_for(change.connection, draft)
    _refuse_undecided(proposals)
    areas = [one.area for one in draft.changed]
    vintage_id = enact(
        change, draft.vintage, areas, to_links(proposals, draft), {row.from_id for row in ended}
    )
    end_draft(change, draft.id, vintage_id)
    told = {f"{one.old_code} > {one.new_code}": one.decision for one in proposals}
    note_draft(change, draft.id, after={"published": draft.vintage.valid_from, "successions": told})
    return vintage_id


def _find_ended(connection: Connection, draft: DraftVintage) -> list[AnyRow]:
    kept = {one.from_id for one in draft.areas if not one.changed}
    held = connection.execute(in_force(draft.vintage.valid_from))
    return [row for row in held if row.from_id not in kept]


def _refuse_unready(connection: Connection, draft: DraftVintage, *, acknowledged: bool) -> None:
    refuse_known_day(connection, draft.vintage.valid_from)
    if newest_vintage(connection) != draft.base_id:
        raise Refused("draft_outdated")
    faults = find_faults(connection, draft)
    blocking = [fault for fault in faults if fault.kind in BLOCKING]
    if blocking:
        raise Refused("coverage_faulty", level=_level(draft, blocking[0].codes), faults=len(blocking))
    if len(faults) > len(blocking) and not acknowledged:
        raise Refused("land_not_acknowledged", n=len(faults))


def _refuse_undecided(proposals: tuple[Proposal, ...]) -> None:
    undecided = sum(one.decision is None for one in proposals)
    if undecided:
        raise Refused("succession_undecided", n=undecided)


def _level(draft: DraftVintage, codes: tuple[str, ...]) -> str:
    return next((one.area.level for one in draft.areas if one.area.code in codes), "ward")
