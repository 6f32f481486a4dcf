"""The catalog: what is published is described once, and nothing else is."""

import pytest

from layers.errors import NotFound
from layers.store.catalog import COLLECTIONS, get_collection
from layers.store.scope import ACTIONS

_JSON_TYPES = {"string", "number", "integer", "boolean", "array", "date"}


def test_collections_are_found_by_name_or_not_at_all() -> None:
    assert get_collection("hotspots").id == "hotspots"
    for missing in ("account", "audit", "", "Hotspots"):
        with pytest.raises(NotFound, match="collection_not_found"):
            get_collection(missing)


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_properties_are_typed_named_once_and_guarded(collection: object) -> None:
    told = get_collection(str(getattr(collection, "id", "")))
    names = [declared.name for declared in told.properties]
    assert len(set(names)) == len(names)
    assert {declared.type for declared in told.properties} <= _JSON_TYPES
    assert told.action in ACTIONS
    assert names[0] == "id"
