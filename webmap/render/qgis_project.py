"""Writes a project of QGIS (QGS): the layers in groups, the national grid, and the view of one's own area."""

from typing import Final
from xml.etree import ElementTree as ET

import shapely

from geo.geodesy.crs import WGS84_LONLAT, Crs, transform_geometry
from geo.types import BBox
from webmap.render.qgis_layers import add_layers, crs_element
from webmap.render.qgis_styles import VERSION
from webmap.texts import Translator

_MARGIN: Final = 0.05
"""Of the width and the height, on every side of the area."""


def write_project(api_url: str, translator: Translator, crs: Crs, area: BBox | None) -> str:
    """Return a project.

    Parameters
    ----------
    api_url
        Address of the API, without a slash at the end.
    translator
        Language of names and legends.
    crs
        In which the project is drawn and told.
    area
        What is seen first, WGS 84 degrees; None leaves it to QGIS.
    """
    root = ET.Element("qgis", projectname=translator.text("shell.brand"), version=VERSION)
    ET.SubElement(root, "title").text = translator.text("shell.brand")
    root.append(crs_element("projectCrs", crs))
    told = ET.SubElement(ET.SubElement(root, "properties"), "SpatialRefSys")
    ET.SubElement(told, "ProjectionsEnabled", type="int").text = "1"  # else the system is not looked at
    tree, defined = ET.SubElement(root, "layer-tree-group"), ET.Element("projectlayers")
    add_layers(tree, defined, api_url, translator)
    root.append(defined)
    if area is not None:
        _add_views(root, crs, area)
    ET.indent(root, " ")
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(
        root, encoding="unicode"
    )


def _add_views(root: ET.Element, crs: Crs, area: BBox) -> None:
    """Tell what is seen first, and what "everything" is."""
    sides = _sides(crs, area)
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas")
    extent = ET.SubElement(canvas, "extent")
    for name, side in sides.items():
        ET.SubElement(extent, name).text = side
    canvas.append(crs_element("destinationsrs", crs))
    views = ET.SubElement(root, "ProjectViewSettings", UseProjectScales="0")
    for tag in ("DefaultViewExtent", "PresetFullExtent"):
        view = crs_element(tag, crs)
        view.attrib |= sides
        views.append(view)


def _sides(crs: Crs, area: BBox) -> dict[str, str]:
    drawn = transform_geometry(shapely.segmentize(shapely.box(*area), 0.1), WGS84_LONLAT, crs)
    west, south, east, north = drawn.bounds
    beside, beyond = (east - west) * _MARGIN, (north - south) * _MARGIN
    told = {"xmin": west - beside, "ymin": south - beyond, "xmax": east + beside, "ymax": north + beyond}
    return {name: f"{side:.1f}" for name, side in told.items()}
