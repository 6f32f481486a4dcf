"""The list of layers for export."""

import pytest

from layers.errors import NotFound
from layers.exports.export_layers import LAYERS, get_layer
from layers.store.scope import ACTIONS


def test_every_layer_has_a_right_and_fields_of_its_own() -> None:
    assert list(LAYERS) == ["boundaries", "hotspots", "visits", "recommendations", "crossings"]
    for layer in LAYERS.values():
        assert layer.action in ACTIONS
        names = [told.name for told in layer.fields]
        assert len(names) == len(set(names))
        assert layer.place_field in [None, *names]
    with pytest.raises(NotFound):
        get_layer("persons")
