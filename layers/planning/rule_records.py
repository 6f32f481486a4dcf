"""Keeps rules of planning that hold for a span of days in an area: each a record with versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, insert, select, update

from geo.types import Interval
from layers.areas.boundaries import get_boundary_row, read_shapes
from layers.areas.reach import find_land, lie_mostly_in
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.store import scope
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.identifiers import boundary_id
from layers.store.periods import known_at, supersede
from layers.store.schema import boundary, document

ACTION = "peak.manage"
"""Entry of `layers.store.scope.ACTIONS` that publishing rules asks for."""

COLLECTION = "planning_rules"
"""Counter that is raised with every change of a rule."""

_REFERENCES = frozenset({"boundary_id", "document_id"})


@dataclass(frozen=True)
class RuleKind:
    """Where a kind of rule is kept.

    Attributes
    ----------
    name
        As the audit calls it: the name of the table of its records; that of their versions ends in ``_version``.
    identity, versions
        These tables.
    """

    name: str
    identity: Table
    versions: Table

    @property
    def of(self) -> ColumnElement[int]:
        """Column of a version that names its record."""
        return self.versions.c[f"{self.name}_id"]


def select_rules(kind: RuleKind, known: datetime | None = None) -> Select[Any]:
    """Return the question for the rules of a kind that count, with ``uuid, area_code, area_from, area_name``."""
    b = boundary.c
    area = (b.code.label("area_code"), b.valid_from.label("area_from"), b.name.label("area_name"))
    return (
        select(kind.identity.c.uuid, *kind.versions.c, *area)
        .select_from(kind.versions)
        .join(kind.identity, kind.identity.c.id == kind.of)
        .outerjoin(boundary, b.id == kind.versions.c.boundary_id)
        .where(known_at(kind.versions, known), kind.versions.c.state == "active")
        .order_by(kind.versions.c.valid_from.desc(), kind.identity.c.id.desc())
    )


def get_rule(connection: Connection, question: Select[Any], kind: RuleKind, uuid: str) -> AnyRow:
    """Return one of the rules that a question asks for.

    Raises
    ------
    NotFound
        ``rule_not_found``, also where it was withdrawn.
    """
    row = connection.execute(question.where(kind.identity.c.uuid == uuid)).first()
    if row is None:
        raise NotFound("rule_not_found", rule=uuid)
    return row


def area_of(row: AnyRow) -> str | None:
    """Return the public identifier of the area of a rule; None for everywhere."""
    return None if row.area_code is None else boundary_id(row.area_code, row.area_from)


def check_span(valid: Interval) -> dict[str, Any]:
    """Return the columns of the days on which a rule holds.

    Raises
    ------
    Refused
        ``rule_span_empty``.
    """
    if valid.start >= valid.end:
        raise Refused("rule_span_empty", field="last_on")
    return {"valid_from": valid.start, "valid_to": valid.end}


def claim_area(change: Write, area: str | None) -> int | None:
    """Return the row of the area of a rule that the actor may publish; None for everywhere.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    OutsideScope
        ``not_allowed``; ``rule_outside_area`` where the larger part of the area, or all the rest, is another's.
    """
    scope.require(change.connection, change.actor, ACTION)
    row = None if area is None else get_boundary_row(change.connection, area)
    _require_land(change, row)
    return row


def add_rule(change: Write, kind: RuleKind, uuid: str, values: Mapping[str, Any]) -> None:
    """Add a rule; repeating a request with the same uuid changes nothing."""
    if change.connection.execute(select(kind.identity.c.id).where(kind.identity.c.uuid == uuid)).first():
        change.note(kind.name, uuid)
        return
    by = {"recorded_at": change.now, "recorded_by": change.actor.account_id}
    identity = insert(kind.identity).values(uuid=uuid, version=1, **by).returning(kind.identity.c.id)
    row_id = int(change.connection.execute(identity).scalar_one())
    _add_version(change, kind, row_id, 1, values)
    _note(change, kind, uuid, None, values)


def replace_rule(
    change: Write, kind: RuleKind, uuid: str, values: Mapping[str, Any], *, version: int
) -> None:
    """Say that a rule is another from now on; what was known of it stays.

    Raises
    ------
    NotFound
        ``rule_not_found``.
    OutsideScope
        As `claim_area`, where the rule held in an area that is another's.
    StaleVersion
        ``version_stale``, with the present version.
    """
    present = get_rule(change.connection, select_rules(kind), kind, uuid)
    _require_land(change, present.boundary_id)
    i = kind.identity.c
    claimed = update(kind.identity).where(i.uuid == uuid, i.version == version).values(version=version + 1)
    if change.connection.execute(claimed).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=present.version)
    supersede(change, kind.versions, [present.id])
    row_id = int(change.connection.execute(select(i.id).where(i.uuid == uuid)).scalar_one())
    _add_version(change, kind, row_id, version + 1, values)
    _note(change, kind, uuid, {name: getattr(present, name) for name in values}, values)


def withdraw_rule(change: Write, kind: RuleKind, uuid: str, *, version: int) -> None:
    """Say that a rule counts no longer, on any day.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `replace_rule`; OutsideScope also where the actor may publish no rules.
    """
    scope.require(change.connection, change.actor, ACTION)
    present = get_rule(change.connection, select_rules(kind), kind, uuid)
    own = {"id", kind.of.name, "version", "known_from", "known_to", "recorded_by", "state"}
    names = [str(column.name) for column in kind.versions.c if column.name not in own]
    kept = {name: getattr(present, name) for name in names}
    replace_rule(change, kind, uuid, {**kept, "state": "withdrawn"}, version=version)


def _require_land(change: Write, area_row: int | None) -> None:
    land = find_land(change.connection, change.actor, ACTION)
    shapes = [] if area_row is None else read_shapes(change.connection, [area_row]).values()
    if land is not None and (area_row is None or not lie_mostly_in(shapes, land)):
        raise OutsideScope("rule_outside_area", field="area")


def _add_version(change: Write, kind: RuleKind, row_id: int, version: int, values: Mapping[str, Any]) -> None:
    told = {kind.of.name: row_id, "version": version, "state": "active", **values}
    known = {"known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": change.actor.account_id}
    change.connection.execute(insert(kind.versions).values(**told, **known))


def _note(change: Write, kind: RuleKind, uuid: str, before: Any, after: Mapping[str, Any]) -> None:
    was = None if before is None else _told(change.connection, before)
    change.note(kind.name, uuid, before=was, after=_told(change.connection, after))
    change.touch(COLLECTION)


def _told(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the audit keeps: days as text, area and document by their public identifiers."""
    told = {name: value for name, value in values.items() if value is not None and name not in _REFERENCES}
    told |= {name: told[name].isoformat() for name in ("valid_from", "valid_to")}
    if told.get("topics"):
        told["topics"] = told["topics"].split(",")
    b, d = boundary.c, document.c
    if values.get("boundary_id") is not None:
        area = connection.execute(select(b.code, b.valid_from).where(b.id == values["boundary_id"])).one()
        told["area"] = boundary_id(*area)
    if values.get("document_id") is not None:
        named = select(d.uuid).where(d.id == values["document_id"])
        told["document"] = connection.execute(named).scalar_one()
    return told
