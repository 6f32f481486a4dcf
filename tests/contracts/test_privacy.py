"""Promise 1: places and counts, never persons."""

import re

from sqlalchemy import Text

from layers.store.schema import metadata

ABOUT_A_PERSON = re.compile(
    r"person|people|suspect|offender|addict|informant|witness|victim|resident_|owner|phone|mobile|email|birth|gender"
    r"|id_number|cccd|cmnd|passport|plate|address|photo|face|signer|signed_by|contact|first_name|last_name|surname"
)
FREE_TEXT = {
    "account.name": "sign-in name of a user: the only personal name in the database",
    "account.locale": "code",
    "account.password_hash": "hash",
    "account_grant.role": "code",
    "audit.action": "code",
    "audit.actor_name": "account.name at that time",
    "audit.after": "JSON of columns that stand in this list themselves",
    "audit.before": "JSON of columns that stand in this list themselves",
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
    "boundary_vintage.legal_basis": "number of a resolution",
    "boundary_vintage.source": "where the geometry comes from",
    "boundary_vintage.title": "name of a set of areas",
    "document.issuer": "an office, never its signer",
    "document.kind": "code",
    "document.number": "number of a document",
    "document.title": "subject line: checked by geo.text.privacy where it is written",
    "document.uuid": "identifier",
    "hotspot.code": "public code",
    "hotspot.uuid": "identifier",
    "hotspot_topic.topic": "code",
    "hotspot_version.geojson": "geometry",
    "hotspot_version.kind": "code",
    "hotspot_version.name": "name of a place: checked by geo.text.privacy where it is written",
    "hotspot_version.note": "note on the place: checked by geo.text.privacy where it is written",
    "hotspot_version.position_source": "code",
    "hotspot_version.search_terms": "folded name of a place",
    "hotspot_version.sort_key": "collation key of a place's name",
    "hotspot_version.source": "where it comes from: checked by geo.text.privacy where it is written",
    "landmark.kind": "code",
    "landmark.name": "name of a water or bridge",
    "landmark.source": "where the position comes from",
    "revision.name": "name of a counter",
    "status_event.decided_by": "kind of body: mttq, authority or none",
    "status_event.reason": "why, in words: checked by geo.text.privacy where it is written",
    "status_event.state": "code",
    "status_event.uuid": "identifier",
    "status_span.state": "code",
    "succession.kind": "code",
    "token.kind": "code",
    "token.name": "what a program is called",
    "token.secret_hash": "hash",
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
