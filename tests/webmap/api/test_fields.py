"""What the properties of a collection hold: every one has words of its own, in both languages."""

import pytest
from flask import Flask

from layers.store.catalog import COLLECTIONS
from layers.store.tiles import COUNT
from webmap.api.fields import describe_field, describe_fields


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_property_says_what_it_holds(app: Flask, language: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": language}):
        for collection in COLLECTIONS.values():
            fields = describe_fields(collection)
            assert list(fields) == [one.name for one in collection.properties]
            told = [field["description"] for field in fields.values()]
            told += [describe_field(collection, name, "x")["description"] for name in ("geometry", COUNT)]
            assert not any(text.startswith("api.") for text in told)
            assert len(set(told)) == len(told), "no two hold the same"
        one, other = (describe_fields(COLLECTIONS[name])["code"] for name in ("hotspots", "visits"))
        assert one["description"] != other["description"]
