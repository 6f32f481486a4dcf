"""Pieces of JSON Schema: what is told by them is what a validator takes."""

import jsonschema

from webmap.api.schemas import STRING, WHOLE, list_of, object_of, ref


def test_an_object_has_what_it_must_have_and_may_have_more() -> None:
    schema = object_of({"name": STRING}, counts=list_of(WHOLE))
    validator = jsonschema.Draft4Validator(schema)
    assert [validator.is_valid(one) for one in ({"name": "a"}, {"name": "a", "counts": [1]})] == [True, True]
    assert [validator.is_valid(one) for one in ({}, {"name": 1}, {"name": "a", "counts": [-1]})] == [
        False
    ] * 3


def test_a_reference_names_a_schema_of_the_document() -> None:
    assert ref("SyncEntry") == {"$ref": "#/components/schemas/SyncEntry"}
