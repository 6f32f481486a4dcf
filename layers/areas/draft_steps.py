"""Keeps what the areas of a draft were before each step of its editors, so that the last step can be undone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely
from sqlalchemy import Connection, delete, func, insert, select

from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import account, boundary_draft_area, boundary_draft_step, boundary_draft_step_area

_SAID = tuple(
    column.name
    for column in boundary_draft_area.c
    if column.name in boundary_draft_step_area.c and column.name != "id"
)
"""What both tables say of an area, its geometry aside."""


@dataclass(frozen=True)
class DraftStep:
    """The last thing that was done to the areas of a draft.

    Attributes
    ----------
    id
        Row of ``boundary_draft_step``.
    kind
        ``change``, ``add``, ``remove``, ``merge``, ``split``, ``mend`` or ``simplify``.
    areas
        How many areas it changed, removed or added.
    taken_at, taken_by
        UTC time and name of the account, None for the system.
    """

    id: int
    kind: str
    areas: int
    taken_at: datetime
    taken_by: str | None


def begin_step(change: Write, draft_id: int, kind: str) -> int:
    """Return the row of a step that is being taken; `keep_areas` says what it touches."""
    s = boundary_draft_step
    taken = insert(s).values(
        draft_id=draft_id, kind=kind, taken_at=change.now, taken_by=change.actor.account_id
    )
    return int(change.connection.execute(taken.returning(s.c.id)).scalar_one())


def keep_areas(
    connection: Connection, step_id: int, keys: Collection[int], *, was_there: bool = True
) -> None:
    """Keep areas as they are now; those that the step kept already stay as they were.

    Parameters
    ----------
    connection
        The transaction of the step.
    step_id
        As `begin_step` returned it.
    keys
        Rows of ``boundary_draft_area``.
    was_there
        True before the step changes or removes them, False after it added them.
    """
    a, s = boundary_draft_area.c, boundary_draft_step_area.c
    known = select(s.area_id).where(s.step_id == step_id)
    asked = select(boundary_draft_area).where(a.id.in_(keys), a.id.not_in(known))
    kept = [
        {
            **{name: getattr(row, name) for name in _SAID},
            "step_id": step_id,
            "area_id": row.id,
            "was_there": was_there,
            "shape": shapely.to_wkb(row.geom),
        }
        for row in connection.execute(asked)
    ]
    if kept:
        connection.execute(insert(boundary_draft_step_area), kept)


def find_last_step(connection: Connection, draft_id: int) -> DraftStep | None:
    """Return the step that would be undone next, None where nothing was done or all is undone."""
    s, a = boundary_draft_step.c, boundary_draft_step_area.c
    areas = select(func.count(a.area_id.distinct())).where(a.step_id == s.id).correlate(boundary_draft_step)
    question = (
        select(s.id, s.kind, areas.scalar_subquery().label("areas"), s.taken_at, account.c.name)
        .outerjoin(account, account.c.id == s.taken_by)
        .where(s.draft_id == draft_id)
    )
    row = connection.execute(question.order_by(s.id.desc()).limit(1)).first()
    return None if row is None else DraftStep(*row)


def list_kept(connection: Connection, step_id: int) -> Sequence[AnyRow]:
    """Return what a step touched: ``area_id, was_there``, what was said of the area, and its geometry in ``shape``."""
    kept = boundary_draft_step_area
    return connection.execute(select(kept).where(kept.c.step_id == step_id).order_by(kept.c.id)).all()


def restore_areas(connection: Connection, draft_id: int, kept: Sequence[AnyRow]) -> None:
    """Write areas as they were before a step, under the keys they had; those keys have to be free."""
    rows = [
        {
            **{name: getattr(row, name) for name in _SAID},
            "id": row.area_id,
            "draft_id": draft_id,
            "geom": shapely.from_wkb(row.shape),
        }
        for row in kept
        if row.was_there
    ]
    if rows:
        connection.execute(insert(boundary_draft_area), rows)


def forget_step(connection: Connection, step_id: int) -> None:
    """Forget a step that was undone."""
    _forget(connection, [step_id])


def forget_steps(connection: Connection, draft_id: int) -> None:
    """Forget all steps of a draft: it ended, or other areas took the place of all it had."""
    s = boundary_draft_step.c
    _forget(connection, connection.execute(select(s.id).where(s.draft_id == draft_id)).scalars().all())


def _forget(connection: Connection, step_ids: Sequence[int]) -> None:
    for table, column in (
        (boundary_draft_step_area, boundary_draft_step_area.c.step_id),
        (boundary_draft_step, boundary_draft_step.c.id),
    ):
        connection.execute(delete(table).where(column.in_(step_ids)))
