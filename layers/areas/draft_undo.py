"""Puts the areas of a draft back as they were before the last step of its editors."""

import shapely

from layers.areas.draft_rows import delete_areas, find_areas
from layers.areas.draft_steps import DraftStep, find_last_step, forget_step, list_kept, restore_areas
from layers.areas.reach import require_land
from layers.areas.vintage_drafts import DraftRef, claim_draft, note_draft, read_said
from layers.errors import Refused
from layers.store.database import Write
from layers.store.schema import boundary_draft_area


def undo_step(change: Write, ref: DraftRef) -> DraftStep:
    """Undo the last step of a draft and return it; asked again, the one before is undone.

    What was decided about the successors of its areas is open again. Units go along with their parts, as in the step.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `layers.areas.vintage_drafts.claim_draft`; ``boundary_outside_area``, where the actor may not publish over
        the land.
    Refused
        ``draft_ended``, ``draft_nothing_to_undo``.
    """
    claim_draft(change, ref)
    last = find_last_step(change.connection, ref.id)
    if last is None:
        raise Refused("draft_nothing_to_undo")
    kept = list_kept(change.connection, last.id)
    touched = boundary_draft_area.c.id.in_({row.area_id for row in kept})
    present = find_areas(change.connection, ref.id, touched)
    were = [read_said(row, shapely.from_wkb(row.shape)) for row in kept]
    areas = [*were, *(one.area for one in present)]
    followed = {area.parent for area in areas}
    require_land(
        change.connection, change.actor, [area.geometry for area in areas if area.code not in followed]
    )
    delete_areas(change.connection, touched)
    restore_areas(change.connection, ref.id, kept)
    forget_step(change.connection, last.id)
    told = {"undone": last.kind, "areas": sorted(row.code for row in kept if row.was_there)}
    note_draft(change, ref.id, before={"areas": sorted(one.area.code for one in present)}, after=told)
    return last
