"""Layers of published collections: the same fields as the API, read page by page to the last row."""

import pytest

from layers.actor import SYSTEM
from layers.exports import export_rows
from layers.exports.export_rows import COLLECTED, SHAPES, read_collection
from layers.store.catalog import COLLECTIONS
from layers.store.database import Database
from layers.store.query import FeatureQuery
from tests.layers.exports.export_reading import TODAY


def test_layers_have_the_fields_of_their_collections() -> None:
    for layer in COLLECTED:
        collection = COLLECTIONS[layer.id]
        assert (layer.id, layer.action) == (collection.id, collection.action)
        assert [told.name for told in layer.fields] == [told.name for told in collection.properties]
        assert set(layer.shapes) == {SHAPES[name] for name in collection.geometry_types}


def test_all_pages_are_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.read() as connection:
        whole = list(read_collection(connection, SYSTEM, "hotspots", FeatureQuery(TODAY, limit=1)))
        monkeypatch.setattr(export_rows, "PAGE", 3)
        assert list(read_collection(connection, SYSTEM, "hotspots", FeatureQuery(TODAY, after=2))) == whole
    assert [row.values["code"] for row in whole] == ["DB00001", "DB00002", "DB00003", "DB00004"]
