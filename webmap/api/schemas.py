"""Small pieces of JSON Schema that the description of the API is put together from."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
UUID: Schema = {"type": "string", "format": "uuid"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "number"}


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """Return an object with fields that it must have, and fields that it may have."""
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def list_of(items: Schema) -> Schema:
    """Return a list of things that are alike."""
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """Return a schema that takes null as well."""
    return {**schema, "nullable": True}
