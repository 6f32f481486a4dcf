"""Promise 1: places and counts, never persons."""

import re

from sqlalchemy import Text

from layers.store.schema import metadata

ABOUT_A_PERSON = re.compile(
    r"person|people|suspect|offender|addict|informant|witness|victim|resident_|owner|phone|mobile|email|birth|gender"
    r"|id_number|cccd|cmnd|passport|plate|address|photo|face|signer|signed_by|contact|first_name|last_name|surname"
)
FREE_TEXT = {
    "account.locale": "code",
    "account.name": "sign-in name of a user: the only personal name in the database",
    "account.password_hash": "hash",
    "account_grant.role": "code",
    "audit.action": "code",
    "audit.actor_name": "account.name at that time",
    "audit.after": "JSON of columns that stand in this list themselves",
    "audit.before": "JSON of columns that stand in this list themselves",
    "audit.digest": "hash",
    "audit.object_id": "public identifier",
    "audit.object_type": "code",
    "audit.reason": "why, in words: checked by geo.text.privacy where it is written",
    "boundary.code": "official code of an area",
    "boundary.full_name": "name of an area",
    "boundary.geojson": "geometry",
    "boundary.level": "code",
    "boundary.name": "name of an area",
    "boundary.search_terms": "folded name of an area",
    "boundary.sort_key": "collation key of an area's name",
    "boundary_draft.legal_basis": "number of a resolution: checked by geo.text.privacy where it is written",
    "boundary_draft.source": "where the geometry comes from: checked by geo.text.privacy where it is written",
    "boundary_draft.title": "name of a set of areas: checked by geo.text.privacy where it is written",
    "boundary_draft.uuid": "identifier",
    "boundary_draft_area.code": "official code of an area",
    "boundary_draft_area.full_name": "name of an area: checked by geo.text.privacy where it is written",
    "boundary_draft_area.level": "code",
    "boundary_draft_area.name": "name of an area: checked by geo.text.privacy where it is written",
    "boundary_draft_area.parent": "official code of an area",
    "boundary_vintage.legal_basis": "number of a resolution",
    "boundary_vintage.source": "where the geometry comes from",
    "boundary_vintage.title": "name of a set of areas",
    "checklist_item.code": "code",
    "checklist_item.scale": "code",
    "checklist_item.text_en": "question about what can be seen: checked by geo.text.privacy where it is written",
    "checklist_item.text_vi": "question about what can be seen: checked by geo.text.privacy where it is written",
    "checklist_item.warns_at": "code",
    "conflict.path": "path of a form",
    "conflict.object_id": "public identifier",
    "conflict.object_name": "name of what it is about: checked by geo.text.privacy where it is written",
    "conflict.object_type": "code",
    "conflict.outcome": "code",
    "conflict.proposed": "JSON of a form: every text of it checked by geo.text.privacy where it is written",
    "conflict.uuid": "identifier",
    "device.name": "what a device is called: checked by geo.text.privacy where it is written",
    "device.uuid": "identifier",
    "day_plan.areas": "JSON list of public identifiers of areas",
    "day_plan.code": "public code",
    "day_plan.mode": "code",
    "day_plan.polygon": "geometry",
    "day_plan.uuid": "identifier",
    "day_plan_stop.grounds": "JSON list of codes",
    "day_plan_stop.reason": "code",
    "day_plan_stop.windows": "JSON list of times",
    "day_plan_team.end_name": "name of where a team comes back to: checked by geo.text.privacy where it is written",
    "day_plan_team.faults": "JSON list of codes",
    "day_plan_team.name": "name of a team, by number or office: checked by geo.text.privacy where it is written",
    "day_plan_team.start_name": "name of where a team sets out: checked by geo.text.privacy where it is written",
    "day_plan_team.units": "JSON list of codes of organisation",
    "day_plan_version.reason": "why, in words: checked by geo.text.privacy where it is written",
    "day_plan_version.source": "code",
    "day_plan_version.state": "code",
    "document.issuer": "an office, never its signer",
    "document.kind": "code",
    "document.number": "number of a document",
    "document.title": "subject line: checked by geo.text.privacy where it is written",
    "document.uuid": "identifier",
    "document_file.file_name": "name of a file: checked by geo.text.privacy where it is written",
    "document_file.media_type": "code",
    "document_file.sha256": "hash",
    "document_file.uuid": "identifier",
    "document_version.issuer": "as document.issuer",
    "document_version.kind": "code",
    "document_version.number": "as document.number",
    "document_version.reason": "why, in words: checked by geo.text.privacy where it is written",
    "document_version.title": "as document.title",
    "figure.category": "code",
    "figure_version.reason": "why, in words: checked by geo.text.privacy where it is written",
    "hotspot.code": "public code",
    "hotspot.uuid": "identifier",
    "hotspot_lineage.kind": "code",
    "hotspot_topic.topic": "code",
    "hotspot_version.aliases": "names of a place: checked by geo.text.privacy where they are written",
    "hotspot_version.alley_branch": "number of an alley's branch, never of a house",
    "hotspot_version.alley_number": "number of an alley",
    "hotspot_version.geojson": "geometry",
    "hotspot_version.kind": "code",
    "hotspot_version.name": "name of a place: checked by geo.text.privacy where it is written",
    "hotspot_version.note": "note on the place: checked by geo.text.privacy where it is written",
    "hotspot_version.position_source": "code",
    "hotspot_version.search_terms": "folded name of a place",
    "hotspot_version.sort_key": "collation key of a place's name",
    "hotspot_version.source": "where it comes from: checked by geo.text.privacy where it is written",
    "hotspot_version.street": "name of a street",
    "landmark.kind": "code",
    "landmark.name": "name of a water or bridge",
    "landmark.source": "where the position comes from: checked by geo.text.privacy where it is written",
    "landmark.uuid": "identifier",
    "landmark_version.geojson": "geometry",
    "landmark_version.name": "name of a water or bridge: checked by geo.text.privacy where it is written",
    "landmark_version.reason": "why it was changed: checked by geo.text.privacy where it is written",
    "landmark_version.source": "where the position comes from: checked by geo.text.privacy where it is written",
    "organisation.code": "code",
    "organisation.kind": "code",
    "organisation.name": "an office or organisation: checked by geo.text.privacy where it is written",
    "peak_period.uuid": "identifier",
    "peak_period_version.kind": "code",
    "peak_period_version.name": "name of a period: checked by geo.text.privacy where it is written",
    "peak_period_version.state": "code",
    "peak_period_version.topics": "codes",
    "recommendation.code": "public code",
    "recommendation.kind": "code",
    "recommendation.uuid": "identifier",
    "recommendation_version.content": "what is asked for: checked by geo.text.privacy where it is written",
    "recommendation_version.outcome": "what came of it: checked by geo.text.privacy where it is written",
    "recommendation_version.reason": "why, in words: checked by geo.text.privacy where it is written",
    "recommendation_version.recipient_group": "name of a group: checked by geo.text.privacy where it is written",
    "recommendation_version.recipient_kind": "code",
    "recommendation_version.state": "code",
    "revision.name": "name of a counter",
    "status_event.decided_by": "kind of body: mttq, authority or none",
    "status_event.reason": "why, in words: checked by geo.text.privacy where it is written",
    "status_event.state": "code",
    "status_event.uuid": "identifier",
    "status_span.state": "code",
    "succession.kind": "code",
    "succession_decision.kind": "code",
    "supervision_plan.uuid": "identifier",
    "sync_entry.code": "code",
    "sync_entry.digest": "hash",
    "sync_entry.facts": "JSON of what an error code says: numbers, codes and days",
    "sync_entry.inbox": "identifier",
    "sync_entry.kind": "code",
    "sync_entry.object_id": "public identifier",
    "sync_entry.object_type": "code",
    "sync_entry.outcome": "code",
    "sync_entry.receipt": "public code",
    "sync_entry.uuid": "identifier",
    "sync_upload.receipt": "public code",
    "sync_upload.sha256": "hash",
    "sync_upload.uuid": "identifier",
    "token.area": "code",
    "token.kind": "code",
    "token.name": "what a program is called",
    "token.secret_hash": "hash",
    "visit.code": "public code",
    "visit.uuid": "identifier",
    "visit_answer.answer": "code of a scale",
    "visit_answer.item": "code",
    "visit_frequency.uuid": "identifier",
    "visit_frequency_version.state": "code",
    "visit_frequency_version.state_group": "code",
    "visit_frequency_version.topic": "code",
    "visit_image.media_type": "code",
    "visit_image.sha256": "hash",
    "visit_image.uuid": "identifier",
    "visit_version.form": "code",
    "visit_version.note": "remark: checked by geo.text.privacy where it is written",
    "visit_version.reason": "why, in words: checked by geo.text.privacy where it is written",
    "visit_version.result": "code",
    "visit_version.state": "code",
    "visit_version.units": "JSON list of codes of organisation",
    "ward_cluster.name": "name of a cluster of wards: checked by geo.text.privacy where it is written",
}
"""Every column that holds text: what may stand in it, so that no person's name can."""


def test_no_column_is_named_after_a_person() -> None:
    columns = [
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns
    ]
    assert [name for name in columns if ABOUT_A_PERSON.search(name)] == []


def test_every_text_column_is_accounted_for() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Text)
    }
    assert columns - FREE_TEXT.keys() == set(), "a new text column: say what may stand in it, and check it"
    assert FREE_TEXT.keys() - columns == set(), "gone from the schema"


def test_only_accounts_have_personal_names() -> None:
    personal = [name for name, why in FREE_TEXT.items() if "personal name" in why]
    assert personal == ["account.name"]


def test_no_table_takes_tips() -> None:
    names = " ".join(metadata.tables)
    assert not re.search(r"tip|report_of|denunciation|informer|complaint|hotline_call|caller", names)
