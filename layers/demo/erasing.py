"""Takes places and documents out of the register with all that hangs on them: for what was never real alone."""

from collections.abc import Collection

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    delete,
    select,
    union,
    union_all,
)

from layers.demo.mark import invented_uuid
from layers.demo.rules import MOST_RULES, plan_uuid
from layers.store.database import Write
from layers.store.schema import (
    conflict,
    day_plan,
    day_plan_stop,
    day_plan_team,
    day_plan_version,
    day_plan_visit,
    document,
    document_file,
    document_version,
    hotspot,
    hotspot_area,
    hotspot_lineage,
    hotspot_topic,
    hotspot_version,
    peak_period,
    peak_period_version,
    recommendation,
    recommendation_version,
    recommendation_visit,
    snapshot_version,
    status_event,
    status_span,
    supervision_plan,
    supervision_plan_place,
    supervision_plan_version,
    visit,
    visit_answer,
    visit_frequency,
    visit_frequency_version,
    visit_image,
    visit_version,
)


def add_heirs(connection: Connection, place_ids: Collection[int]) -> set[int]:
    """Return some places, and those that people made by merging or splitting nothing but them."""
    line = hotspot_lineage.c
    parents: dict[int, set[int]] = {}
    for heir, parent in connection.execute(select(line.to_id, line.from_id)):
        parents.setdefault(heir, set()).add(parent)
    found = set(place_ids)
    while new := {heir for heir, of in parents.items() if of <= found} - found:
        found |= new
    return found


def list_ties(connection: Connection, place_ids: Collection[int]) -> list[str]:
    """Return the codes of other places that were merged with some places, split from them, or told to be the same."""
    line, e = hotspot_lineage.c, status_event.c
    others = union(
        select(line.to_id).where(line.from_id.in_(place_ids)),
        select(line.from_id).where(line.to_id.in_(place_ids)),
        select(e.hotspot_id).where(e.original_id.in_(place_ids)),
    )
    tied = select(hotspot.c.code).where(hotspot.c.id.in_(others), hotspot.c.id.not_in(place_ids))
    return list(connection.execute(tied.order_by(hotspot.c.code)).scalars())


def erase_places(change: Write, ids: Collection[int]) -> set[str]:
    """Delete places with their history, visits and recommendations; return the digests of their pictures."""
    versions = select(hotspot_version.c.id).where(hotspot_version.c.hotspot_id.in_(ids))
    visits = select(visit.c.id).where(visit.c.hotspot_id.in_(ids))
    seen = select(visit_version.c.id).where(visit_version.c.visit_id.in_(visits))
    asked = select(recommendation.c.id).where(recommendation.c.hotspot_id.in_(ids))
    pictures = select(visit_image.c.sha256).where(visit_image.c.visit_id.in_(visits))
    digests = set(change.connection.execute(pictures).scalars())
    _forget_conflicts(change, select(hotspot.c.code).where(hotspot.c.id.in_(ids)))
    line = hotspot_lineage.c
    for table, condition in (
        (recommendation_visit, recommendation_visit.c.recommendation_id.in_(asked)),
        (recommendation_version, recommendation_version.c.recommendation_id.in_(asked)),
        (recommendation, recommendation.c.hotspot_id.in_(ids)),
        (visit_answer, visit_answer.c.visit_version_id.in_(seen)),
        (visit_version, visit_version.c.visit_id.in_(visits)),
        (visit_image, visit_image.c.visit_id.in_(visits)),
        (day_plan_visit, day_plan_visit.c.visit_id.in_(visits)),
        (visit, visit.c.hotspot_id.in_(ids)),
        (day_plan_stop, day_plan_stop.c.hotspot_id.in_(ids)),
        (supervision_plan_place, supervision_plan_place.c.hotspot_id.in_(ids)),
        (status_span, status_span.c.hotspot_id.in_(ids)),
        (status_event, status_event.c.hotspot_id.in_(ids)),
        (hotspot_topic, hotspot_topic.c.hotspot_version_id.in_(versions)),
        (hotspot_area, hotspot_area.c.hotspot_version_id.in_(versions)),
        (snapshot_version, snapshot_version.c.hotspot_version_id.in_(versions)),
        (hotspot_version, hotspot_version.c.hotspot_id.in_(ids)),
        (hotspot_lineage, line.from_id.in_(ids) | line.to_id.in_(ids)),
        (hotspot, hotspot.c.id.in_(ids)),
    ):
        _delete(change, table, condition)
    return digests


def erase_empty_plans(change: Write) -> None:
    """Delete the day plans of which no stop is left, as of those whose places were all erased."""
    stopped = select(day_plan_stop.c.day_plan_id)
    for part in (day_plan_visit, day_plan_team, day_plan_version):
        _delete(change, part, part.c.day_plan_id.not_in(stopped))
    _delete(change, day_plan, day_plan.c.id.not_in(stopped))


def erase_rules(change: Write) -> None:
    """Delete the invented peak periods, intervals and supervision plans, with all that was made of them since."""
    wards = change.connection.execute(select(supervision_plan.c.boundary_id).distinct()).scalars()
    plans = [plan_uuid(ward) for ward in wards]
    rules = [invented_uuid(kind, n) for kind in ("peak", "frequency") for n in range(MOST_RULES)]
    for identity, uuids, parts in (
        (peak_period, rules, (peak_period_version,)),
        (visit_frequency, rules, (visit_frequency_version,)),
        (supervision_plan, plans, (supervision_plan_place, supervision_plan_version)),
    ):
        ids = select(identity.c.id).where(identity.c.uuid.in_(uuids))
        for part in parts:
            _delete(change, part, part.c[f"{identity.name}_id"].in_(ids))
        _delete(change, identity, identity.c.uuid.in_(uuids))


def erase_documents(change: Write, uuids: Collection[str]) -> set[str]:
    """Delete documents that nothing stands on, with their files; return the digests of these."""
    d = document.c
    ids = (
        change.connection.execute(select(d.id).where(d.uuid.in_(uuids), d.id.not_in(_cited_documents())))
        .scalars()
        .all()
    )
    files = document_file.c.document_id.in_(ids)
    digests = set(change.connection.execute(select(document_file.c.sha256).where(files)).scalars())
    _forget_conflicts(change, select(d.uuid).where(d.id.in_(ids)))
    _delete(change, document_file, files)
    _delete(change, document_version, document_version.c.document_id.in_(ids))
    _delete(change, document, d.id.in_(ids))
    return digests


def _cited_documents() -> CompoundSelect[int] | Select[int]:
    columns = (
        hotspot_version.c.document_id,
        status_event.c.document_id,
        recommendation_version.c.document_id,
        recommendation_version.c.reply_document_id,
        peak_period_version.c.document_id,
        supervision_plan_version.c.document_id,
    )
    return union_all(*(select(column).where(column.is_not(None)) for column in columns))


def _forget_conflicts(change: Write, identifiers: Select[str]) -> None:
    _delete(change, conflict, conflict.c.object_id.in_(identifiers))


def _delete(change: Write, table: Table, condition: ColumnElement[bool]) -> None:
    change.connection.execute(delete(table).where(condition))
