"""Writes layers that QGIS adds by itself (QLR): where they come from, what they are called, and how they look."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from geo.geodesy.crs import WGS84, Crs, proj4_text
from webmap.maps.looks import SHAPES
from webmap.render.qgis_styles import write_qml
from webmap.texts import Translator

PROVIDER: Final = "OAPIF"
PAGE_SIZE: Final = 1000

_GEOMETRIES: Final = {"point": "Point", "line": "Line", "area": "Polygon"}
_KINDS: Final = {"point": ("point",), "line": ("alley",), "area": ("bridge", "area")}
"""Kinds of places by their shape: a layer of QGIS holds one, and the API is asked by kind."""


@dataclass(frozen=True)
class QgisLayer:
    """A layer of QGIS, which holds one shape.

    Attributes
    ----------
    collection
        Of the OGC API.
    shape
        One of `webmap.maps.looks.SHAPES`.
    kinds
        The kinds of places that have it; empty for a collection of one shape.
    """

    collection: str
    shape: str
    kinds: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Identifier inside a project."""
        return f"diaban_{self.collection}_{self.shape}"

    def source(self, api_url: str) -> str:
        """Return the connection as QGIS writes it; whoever opens it is asked for name and token."""
        url = f"{api_url}?kind={','.join(self.kinds)}" if self.kinds else api_url
        return f" pagingEnabled='true' pageSize='{PAGE_SIZE}' typename='{self.collection}' url='{url}'"

    def title(self, translator: Translator) -> str:
        """Return what it is called."""
        return translator.text(f"qgis.layer.{self.collection}.{self.shape}")


LAYERS: Final = (
    *(QgisLayer(name, shape, _KINDS[shape]) for name in ("visits", "hotspots") for shape in SHAPES),
    QgisLayer("boundaries", "area"),
)
"""What is added, the uppermost first: what is told of places lies on the places, points on lines, lines on areas."""


def write_layers(api_url: str, translator: Translator) -> str:
    """Return the definition of layers.

    Parameters
    ----------
    api_url
        Address of the API, without a slash at the end.
    translator
        Language of names and legends.
    """
    root = ET.Element("qlr")
    own = add_group(add_group(root, ""), translator.text("shell.brand"))
    defined = ET.Element("maplayers")
    add_layers(own, defined, api_url, translator)
    root.append(defined)
    ET.indent(root, " ")
    return "<!DOCTYPE qgis-layer-definition>\n" + ET.tostring(root, encoding="unicode")


def add_layers(tree: ET.Element, defined: ET.Element, api_url: str, translator: Translator) -> None:
    """Add layers to a part of the tree, in a group for each collection, and to the list of those that are defined."""
    for collection, of_one in groupby(LAYERS, key=lambda layer: layer.collection):
        group = add_group(tree, translator.text(f"api.collection.{collection}.title"))
        for layer in of_one:
            _add_to_tree(group, layer, api_url, translator)
            defined.append(_define(layer, api_url, translator))


def crs_element(tag: str, crs: Crs) -> ET.Element:
    """Return a coordinate system; QGIS 3.22 does not take a layer's by its code alone."""
    element = ET.Element(tag)
    system = ET.SubElement(element, "spatialrefsys")
    ET.SubElement(system, "proj4").text = proj4_text(crs)
    ET.SubElement(system, "authid").text = f"EPSG:{crs.epsg}"
    return element


def add_group(tree: ET.Element, name: str) -> ET.Element:
    """Add a group of layers to a part of the tree, and return it."""
    return ET.SubElement(tree, "layer-tree-group", name=name, checked="Qt::Checked", expanded="1")


def _add_to_tree(group: ET.Element, layer: QgisLayer, api_url: str, translator: Translator) -> None:
    """Add a layer to a group of the tree; only the first shows its legend, which is that of the others, too."""
    told = {"id": layer.id, "name": layer.title(translator), "source": layer.source(api_url)}
    shown = {"checked": "Qt::Checked", "expanded": str(int(len(group) == 0))}
    ET.SubElement(group, "layer-tree-layer", {**told, **shown, "providerKey": PROVIDER})


def _define(layer: QgisLayer, api_url: str, translator: Translator) -> ET.Element:
    """Return what QGIS has to know of a layer: where it comes from, what it is called, and how it looks."""
    style = ET.fromstring(write_qml(layer.collection, layer.shape, translator))  # noqa: S314 - written by ourselves
    told = {"geometry": _GEOMETRIES[layer.shape], "labelsEnabled": style.get("labelsEnabled", "")}
    defined = ET.Element("maplayer", {"type": "vector", **told})
    ET.SubElement(defined, "id").text = layer.id
    ET.SubElement(defined, "datasource").text = layer.source(api_url)
    ET.SubElement(defined, "layername").text = layer.title(translator)
    defined.append(crs_element("srs", WGS84))
    ET.SubElement(defined, "provider", encoding="UTF-8").text = PROVIDER
    defined.extend(style)
    return defined
