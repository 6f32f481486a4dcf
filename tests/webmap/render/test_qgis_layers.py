"""Layers that QGIS adds by itself: connected, of one shape each, styled, and without a secret."""

from xml.etree import ElementTree as ET

import pytest

from webmap.render.qgis_layers import LAYERS, write_layers
from webmap.texts import Translator


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_layer_is_connected_and_styled(locale: str) -> None:
    text = write_layers("https://dia-ban.example/api", Translator(locale))
    root = ET.fromstring(text)
    in_tree = root.findall(".//layer-tree-layer")
    defined = root.findall("maplayers/maplayer")
    assert [one.get("id") for one in in_tree] == [one.findtext("id") for one in defined]
    assert [one.get("geometry") for one in defined] == [*("Point", "Line", "Polygon") * 2, "Polygon"]
    assert [one.get("expanded") for one in in_tree] == ["1", "0", "0", "1", "0", "0", "1"]
    groups = [one.get("name") for one in root.findall("layer-tree-group/layer-tree-group/layer-tree-group")]
    assert groups == [
        Translator(locale).text(f"api.collection.{name}.title")
        for name in ("visits", "hotspots", "boundaries")
    ]
    for layer, told in zip(LAYERS, defined, strict=True):
        source = told.findtext("datasource") or ""
        assert f"typename='{layer.collection}'" in source
        assert "url='https://dia-ban.example/api" in source
        assert "password" not in source
        assert told.find("renderer-v2") is not None
        assert told.get("labelsEnabled") == str(int(told.find("labeling") is not None))
        assert told.findtext("layername") == layer.title(Translator(locale))
