"""The rows that say what a place was like over time: adds them, restates them, reads them back as drafts."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, insert, literal, select, update

from geo.formats.geojson import geometry_text
from geo.geodesy.measure import area_m2, length_m
from geo.text.names import collation_key
from layers.areas.memberships import write_members
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.places.drafts import Place
from layers.store import scope
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_area, hotspot_topic, hotspot_version


def raise_version(change: Write, hotspot_id: int, version: int) -> str:
    """Raise the version of a place by one and return its code.

    Raises
    ------
    StaleVersion
        ``version_stale``, where ``version`` is not the present one.
    """
    raised = update(hotspot).where(hotspot.c.id == hotspot_id, hotspot.c.version == version)
    code: str | None = change.connection.execute(
        raised.values(version=version + 1).returning(hotspot.c.code)
    ).scalar()
    if code is None:
        question = select(hotspot.c.version).where(hotspot.c.id == hotspot_id)
        present = change.connection.execute(question).scalar()
        raise StaleVersion("version_stale", started_from=version, present=present)
    return code


def add_version(change: Write, hotspot_id: int, place: Place, valid: tuple[date, date], number: int) -> int:
    """Add what a place is like during ``[valid[0], valid[1])`` with its topics and areas; return the row.

    Raises
    ------
    Refused
        ``lead_elsewhere``, where the ward chosen to lead holds no part of the place.
    """
    added = insert(hotspot_version).values(
        hotspot_id=hotspot_id,
        version=number,
        valid_from=valid[0],
        valid_to=valid[1],
        known_from=change.now,
        known_to=MOMENT_MAX,
        name=place.name,
        kind=place.kind,
        position_accuracy_m=place.position_accuracy_m,
        position_source=place.position_source,
        length_m=round(length_m(place.geometry), 2) if place.kind == "alley" else None,
        area_m2=round(area_m2(place.geometry), 2) if place.kind in {"bridge", "area"} else None,
        document_id=place.document_id,
        lead_id=place.lead,
        aliases=json.dumps(place.aliases, ensure_ascii=False) if place.aliases else None,
        alley_number=place.alley_number,
        alley_branch=place.alley_branch,
        street=place.street,
        source=place.source,
        note=place.note,
        search_terms=place.terms,
        sort_key=collation_key(place.name),
        geojson=geometry_text(place.geometry),
        recorded_by=change.actor.account_id,
        geom=place.geometry,
    )
    version_id = int(change.connection.execute(added.returning(hotspot_version.c.id)).scalar_one())
    if place.topics:
        topics = [{"hotspot_version_id": version_id, "topic": topic} for topic in sorted(set(place.topics))]
        change.connection.execute(insert(hotspot_topic), topics)
    members = write_members(change, version_id, place.geometry, chosen_lead=place.lead)
    wards = {member.boundary_id for member in members if member.level == "ward"}
    if place.lead is not None and place.lead not in wards:
        raise Refused("lead_elsewhere", field="lead")
    return version_id


def restate(change: Write, old: AnyRow, valid_to: date) -> int:
    """Write again what a place was like, now known to have ended on ``valid_to``; return the row."""
    values = {**old._mapping, "valid_to": valid_to, "known_from": change.now, "known_to": MOMENT_MAX}
    del values["id"]
    added = insert(hotspot_version).values(**values).returning(hotspot_version.c.id)
    version_id = int(change.connection.execute(added).scalar_one())
    for table in (hotspot_topic, hotspot_area):
        others = [column for column in table.columns if column.name != "hotspot_version_id"]
        copied = select(literal(version_id), *others).where(table.c.hotspot_version_id == old.id)
        names = ["hotspot_version_id", *(column.name for column in others)]
        change.connection.execute(insert(table).from_select(names, copied))
    return version_id


def believed_versions(connection: Connection, hotspot_id: int) -> Sequence[AnyRow]:
    """Return the rows that the register believes now, oldest days first."""
    v = hotspot_version.c
    question = select(hotspot_version).where(v.hotspot_id == hotspot_id, known_at(hotspot_version, None))
    return connection.execute(question.order_by(v.valid_from)).all()


def read_draft(connection: Connection, hotspot_id: int, version: int) -> Place | None:
    """Return what the register said of a place from its latest day on when it had this version.

    That is what a form shows: whoever changes a place starts from it. None for a version that never was.
    """
    v = hotspot_version.c
    question = select(hotspot_version).where(v.hotspot_id == hotspot_id, v.version <= version)
    row = connection.execute(question.order_by(v.version.desc(), v.id.desc()).limit(1)).first()
    if row is None:
        return None
    t = hotspot_topic.c
    topics = connection.execute(
        select(t.topic).where(t.hotspot_version_id == row.id).order_by(t.topic)
    ).scalars()
    names = ("name", "kind", "position_accuracy_m", "position_source", "source", "valid_from", "document_id",
             "note", "alley_number", "alley_branch", "street")  # fmt: skip
    return Place(
        **{name: row._mapping[name] for name in names},
        geometry=row.geom,
        topics=tuple(topics),
        lead=row.lead_id,
        aliases=tuple(json.loads(row.aliases or "[]")),
    )


def require_reach(change: Write, version_id: int, action: str) -> None:
    """Stop whoever may not do this in any of the areas of a version of a place.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    v = hotspot_version.c
    reached = scope.sees_hotspot(hotspot_version, change.actor, scope.ACTIONS[action])
    if change.connection.execute(select(v.id).where(v.id == version_id, reached)).first() is None:
        raise OutsideScope("not_allowed", action=action)
