"""Sets of boundaries that are being prepared: begun as a copy of what is in force, revised, read, discarded."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, false, func, insert, literal, select, update

from geo.types import DATE_MAX, DATE_MIN
from layers.areas.boundaries import LEVELS
from layers.areas.draft_steps import DraftStep, find_last_step, forget_steps
from layers.areas.reach import ACTION
from layers.areas.vintages import Area, Vintage, refuse_known_day
from layers.errors import NotFound, Refused, StaleVersion
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.periods import held_on
from layers.store.schema import account, boundary, boundary_draft, boundary_draft_area, boundary_vintage
from layers.store.wording import require_impersonal

DRAWN_LEVELS = tuple(level for level in LEVELS if level != "grouping")
"""Levels of areas in a draft; groupings are our own and published apart."""

LONGEST_TEXT = 300
"""Most letters of the title, the legal basis and the source of a set."""


@dataclass(frozen=True)
class DraftRef:
    """A draft as its editor saw it: writers refuse where it changed since.

    Attributes
    ----------
    id
        Row of ``boundary_draft``.
    version
        Version from which the editor started.
    """

    id: int
    version: int


@dataclass(frozen=True)
class DraftArea:
    """An area of a draft.

    Attributes
    ----------
    key
        Row of ``boundary_draft_area``.
    area
        What it is to be.
    changed
        Whether it is new or differs from the area in force; only these are published.
    from_id
        Row of the boundary in force that it was copied from, None for what was drawn or merged.
    """

    key: int
    area: Area
    changed: bool
    from_id: int | None


@dataclass(frozen=True)
class DraftVintage:
    """A set of boundaries that is being prepared.

    Attributes
    ----------
    id, version
        Row of ``boundary_draft`` and its present version.
    vintage
        Day, title, legal basis, source.
    areas
        All areas that would hold from that day, in the order of their codes.
    base_id
        Newest published set when it was begun, row of ``boundary_vintage``.
    ended_at
        UTC time at which it was published or discarded; None while it may be changed.
    vintage_id
        Set that it was published as, row of ``boundary_vintage``.
    last_step
        What was done to its areas last and can be undone; None where nothing was.
    """

    id: int
    version: int
    vintage: Vintage
    areas: tuple[DraftArea, ...]
    base_id: int | None = None
    ended_at: datetime | None = None
    vintage_id: int | None = None
    last_step: DraftStep | None = None

    @property
    def ref(self) -> DraftRef:
        """The draft as it stands, for whoever changes it next."""
        return DraftRef(self.id, self.version)

    @cached_property
    def by_key(self) -> Mapping[int, Area]:
        """The areas by their keys."""
        return {one.key: one.area for one in self.areas}

    @property
    def changed(self) -> tuple[DraftArea, ...]:
        """The areas that would be published."""
        return tuple(one for one in self.areas if one.changed)


def begin_draft(change: Write, vintage: Vintage, *, uuid: str) -> int:
    """Begin a set of boundaries as a copy of the areas that hold on its first day, and return its row.

    A repeated request with the same ``uuid`` begins nothing and returns the first draft. Groupings are our own and
    stay as they are.

    Raises
    ------
    OutsideScope
        Where the actor publishes no boundaries.
    Refused
        ``vintage_exists``, ``vintage_day_invalid``, ``area_text_invalid``.
    PersonalData
        Where a text names a person.
    """
    scope.require(change.connection, change.actor, ACTION)
    d = boundary_draft.c
    change.next_number(
        "boundary_draft"
    )  # the same request at the same time waits here, and finds the draft below
    begun = change.connection.execute(select(d.id).where(d.uuid == uuid)).scalar()
    if begun is not None:
        note_draft(change, begun, after={"repeated": True})
        return int(begun)
    vintage = _checked(change.connection, vintage)
    added = insert(boundary_draft).values(
        uuid=uuid,
        version=1,
        **asdict(vintage),
        base_id=newest_vintage(change.connection),
        begun_at=change.now,
        begun_by=change.actor.account_id,
    )
    draft_id = int(change.connection.execute(added.returning(d.id)).scalar_one())
    _copy_areas(change.connection, draft_id, vintage.valid_from)
    note_draft(change, draft_id, after=asdict(vintage))
    return draft_id


def list_drafts(connection: Connection) -> Sequence[AnyRow]:
    """Return the drafts that may still be changed, the one to come into force first.

    Columns: ``id, version, valid_from, title, legal_basis, source, areas, changed, begun_at, begun_by`` (how many areas
    there are and how many of them changed; name of the account, None for the system).
    """
    d, a = boundary_draft.c, boundary_draft_area.c
    areas = select(func.count()).where(a.draft_id == d.id)
    question = (
        select(
            *(d.id, d.version, d.valid_from, d.title, d.legal_basis, d.source),
            areas.scalar_subquery().label("areas"),
            areas.where(a.is_changed).scalar_subquery().label("changed"),
            *(d.begun_at, account.c.name.label("begun_by")),
        )
        .outerjoin(account, account.c.id == d.begun_by)
        .where(d.ended_at.is_(None))
    )
    return connection.execute(question.order_by(d.valid_from, d.id)).all()


def get_draft(connection: Connection, draft_id: int) -> DraftVintage:
    """Return a draft with its areas, also one that was published or discarded.

    Raises
    ------
    NotFound
        ``draft_not_found``.
    """
    row = _find_draft(connection, draft_id)
    a = boundary_draft_area
    rows = connection.execute(select(a).where(a.c.draft_id == draft_id).order_by(a.c.level, a.c.code, a.c.id))
    return DraftVintage(
        id=row.id,
        version=row.version,
        vintage=Vintage(row.valid_from, row.title, row.legal_basis, row.source),
        areas=tuple(read_area(one) for one in rows),
        base_id=row.base_id,
        ended_at=row.ended_at,
        vintage_id=row.vintage_id,
        last_step=find_last_step(connection, draft_id),
    )


def revise_draft(change: Write, ref: DraftRef, vintage: Vintage) -> None:
    """Change the day, the title, the legal basis or the source of a draft.

    Raises
    ------
    NotFound
        ``draft_not_found``.
    OutsideScope
        Where the actor publishes no boundaries.
    StaleVersion
        ``version_stale``.
    Refused
        As `begin_draft`, ``draft_ended``, and ``draft_outdated`` where other areas are in force on the new day.
    PersonalData
        Where a text names a person.
    """
    before = claim_draft(change, ref)
    vintage = _checked(change.connection, vintage)
    if _in_force(change.connection, vintage.valid_from) != _in_force(change.connection, before.valid_from):
        raise Refused("draft_outdated")
    change.connection.execute(
        update(boundary_draft).where(boundary_draft.c.id == ref.id).values(**asdict(vintage))
    )
    note_draft(change, ref.id, before=asdict(before), after=asdict(vintage))


def discard_draft(change: Write, ref: DraftRef) -> None:
    """Give a draft up; it can still be read, and no longer be changed.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused
        As `claim_draft`.
    """
    before = claim_draft(change, ref)
    end_draft(change, ref.id)
    note_draft(change, ref.id, before=asdict(before))


def claim_draft(change: Write, ref: DraftRef) -> Vintage:
    """Raise the version of a draft by one before it is changed, and return what it says so far.

    Raises
    ------
    NotFound
        ``draft_not_found``.
    OutsideScope
        ``not_allowed``, where the actor publishes no boundaries.
    StaleVersion
        ``version_stale``, where it changed since its editor looked.
    Refused
        ``draft_ended``, where it was published or discarded.
    """
    scope.require(change.connection, change.actor, ACTION)
    d = boundary_draft.c
    raised = (
        update(boundary_draft)
        .where(d.id == ref.id, d.version == ref.version, d.ended_at.is_(None))
        .values(version=ref.version + 1)
        .returning(d.valid_from, d.title, d.legal_basis, d.source)
    )
    row = change.connection.execute(raised).first()
    if row is not None:
        return Vintage(*row)
    present = _find_draft(change.connection, ref.id)
    if present.ended_at is not None:
        raise Refused("draft_ended")
    raise StaleVersion("version_stale", started_from=ref.version, present=present.version)


def end_draft(change: Write, draft_id: int, vintage_id: int | None = None) -> None:
    """Mark a claimed draft as published (as the set in a row) or as discarded."""
    ended = {"ended_at": change.now, "vintage_id": vintage_id}
    change.connection.execute(update(boundary_draft).where(boundary_draft.c.id == draft_id).values(**ended))
    forget_steps(change.connection, draft_id)


def note_draft(change: Write, draft_id: int, *, before: object = None, after: object = None) -> None:
    """Have the audit say what became of a draft."""
    change.note("boundary_draft", str(draft_id), before=before, after=after)


def newest_vintage(connection: Connection) -> int | None:
    """Return the row of the set that was published last, whatever its day; None before the first."""
    newest: int | None = connection.execute(select(func.max(boundary_vintage.c.id))).scalar()
    return newest


def read_area(row: AnyRow) -> DraftArea:
    """Return the area that a row of ``boundary_draft_area`` holds."""
    return DraftArea(row.id, read_said(row, row.geom), row.is_changed, row.from_id)


def read_said(row: AnyRow, geometry: BaseGeometry) -> Area:
    """Return the area of which a row says everything but its geometry."""
    return Area(
        code=row.code,
        name=row.name,
        full_name=row.full_name,
        level=row.level,
        geometry=geometry,
        is_partial=row.is_partial,
        population=row.population,
        population_on=row.population_on,
        parent=row.parent,
        ended_on=row.ended_on,
    )


def in_force(day: date) -> Select[Any]:
    """Return the question for the areas that hold on a day, groupings aside, as columns of ``boundary_draft_area``."""
    above, b = boundary.alias("above"), boundary.c
    return (
        select(
            *(b.id.label("from_id"), false().label("is_changed"), b.code, b.name, b.full_name, b.level),
            above.c.code.label("parent"),
            *(b.is_partial, b.population, b.population_on, b.valid_to.label("ended_on"), b.geom),
        )
        .outerjoin(above, above.c.id == b.parent_id)
        .where(held_on(boundary, day), b.level != "grouping")
    )


def checked_text(text: str, field: str, maximum: int) -> str:
    """Return a text as it is stored: composed, without superfluous blanks.

    Raises
    ------
    Refused
        ``area_text_invalid``, with the field, where it is empty or too long.
    PersonalData
        Where it names a person.
    """
    text = " ".join(require_impersonal(text, field=field).split())
    if not 0 < len(text) <= maximum:
        raise Refused("area_text_invalid", field=field, maximum=maximum)
    return text


def _checked(connection: Connection, vintage: Vintage) -> Vintage:
    if not DATE_MIN < vintage.valid_from < DATE_MAX:
        raise Refused("vintage_day_invalid", field="valid_from")
    refuse_known_day(connection, vintage.valid_from)
    return replace(
        vintage,
        title=checked_text(vintage.title, "title", LONGEST_TEXT),
        legal_basis=checked_text(vintage.legal_basis, "legal_basis", LONGEST_TEXT),
        source=checked_text(vintage.source, "source", LONGEST_TEXT),
    )


def _copy_areas(connection: Connection, draft_id: int, day: date) -> None:
    held = in_force(day).add_columns(literal(draft_id).label("draft_id"))
    names = [column.name for column in held.selected_columns]
    connection.execute(insert(boundary_draft_area).from_select(names, held.order_by(boundary.c.code)))


def _in_force(connection: Connection, day: date) -> set[int]:
    return {
        row.from_id
        for row in connection.execute(in_force(day).with_only_columns(boundary.c.id.label("from_id")))
    }


def _find_draft(connection: Connection, draft_id: int) -> AnyRow:
    row = connection.execute(select(boundary_draft).where(boundary_draft.c.id == draft_id)).first()
    if row is None:
        raise NotFound("draft_not_found", draft=draft_id)
    return row
