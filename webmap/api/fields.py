"""Describes the properties of a collection as JSON Schema: what each holds, in words and codes, wherever it is told."""

from collections.abc import Mapping
from typing import Final

from layers.store.catalog import Collection
from layers.supervision.visit_drafts import FORMS, RESULTS, STATES
from webmap.api.schemas import STRING, Schema
from webmap.http.i18n import t, translator
from webmap.http.params import CODES

CODE_TEXTS: Final = "x-enum-descriptions"
"""Where a schema tells what its codes mean, in their order."""

_TYPES: Final[dict[str, Schema]] = {
    "geometry": {"format": "geometry-any", "x-ogc-role": "primary-geometry"},
    "date": {"type": "string", "format": "date"},
}
_VISIT_CODES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "form": ("visit_form", FORMS),
    "result": ("visit_result", RESULTS),
    "state": ("visit_state", STATES),
}
_CODES_OF: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    **{name: (name, codes) for name, codes in CODES.items()},
    "topics": ("topic", CODES["topic"]),
}
"""By property: under which name the texts of its codes stand, and the codes."""


def describe_fields(collection: Collection) -> dict[str, Schema]:
    """Return the schema of each property of a collection, in the order in which they are told."""
    return {one.name: describe_field(collection, one.name, one.type) for one in collection.properties}


def describe_field(collection: Collection, name: str, kind: str) -> Schema:
    """Return the schema of a property, or of what stands beside the properties, such as the geometry.

    Parameters
    ----------
    collection
        Whose it is.
    name
        As the API tells it.
    kind
        As `layers.store.catalog.Property.type` has it, or ``geometry``.
    """
    told: Schema = {"title": name, "description": say_field(collection, name)}
    if kind == "array":
        return {**told, "type": "array", "items": _text(collection, name)}
    if kind == "string":
        return {**told, **_text(collection, name)}
    return {**told, **_TYPES.get(kind, {"type": kind})}


def say_field(collection: Collection, name: str) -> str:
    """Return what a property holds: in words for this collection, or in those for all that have it."""
    own = f"api.field.{collection.id}.{name}"
    return t(own) if translator().has(own) else t(f"api.field.{name}")


def _text(collection: Collection, name: str) -> Schema:
    """Return the schema of a text, or of one of the codes that a property may be."""
    codes_of = {**_CODES_OF, **_VISIT_CODES} if collection.id == "visits" else _CODES_OF
    if name not in codes_of:
        return STRING
    topic, codes = codes_of[name]
    return {**STRING, "enum": list(codes), CODE_TEXTS: [t(f"codes.{topic}.{code}") for code in codes]}
