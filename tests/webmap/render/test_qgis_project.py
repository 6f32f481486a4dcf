"""The project of QGIS: layers in groups, in the national grid, on one's own area, and without a secret."""

from xml.etree import ElementTree as ET

import pytest

from geo.geodesy.crs import VN2000_HCMC
from geo.types import BBox
from webmap.render.qgis_layers import LAYERS
from webmap.render.qgis_project import write_project
from webmap.texts import Translator

API = "https://dia-ban.example/api"


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_project_holds_every_layer_in_the_group_of_its_collection(locale: str) -> None:
    text = Translator(locale)
    told = write_project(API, text, VN2000_HCMC, BBox(106.6, 10.7, 106.7, 10.8))
    root = ET.fromstring(told)
    groups = root.findall("layer-tree-group/layer-tree-group")
    names = [
        text.text(f"api.collection.{name}.title") for name in dict.fromkeys(one.collection for one in LAYERS)
    ]
    assert [one.get("name") for one in groups] == names
    in_tree = [one.get("id") for group in groups for one in group]
    assert in_tree == [one.findtext("id") for one in root.findall("projectlayers/maplayer")]
    assert in_tree == [one.id for one in LAYERS]
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:9210"
    assert "password" not in told


def test_without_an_area_the_view_is_left_to_qgis() -> None:
    root = ET.fromstring(write_project(API, Translator("vi"), VN2000_HCMC, None))
    assert root.find("mapcanvas") is None
    assert root.find("ProjectViewSettings") is None
