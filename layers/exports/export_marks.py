"""Writes exports as text that is marked up: GeoJSON, KML and KMZ, GPX."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import WGS84_LONLAT
from layers.exports.export_order import Symbology, Writing
from layers.files.packing import pack_paths

_KML: Final = "http://www.opengis.net/kml/2.2"
_GPX: Final = "http://www.topografix.com/GPX/1/1"
_MAKER: Final = "Dia ban"
_LINE_PX: Final = "4"
_FILL: Final = "66"
_CONTROLS: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def write_geojson(writing: Writing) -> None:
    """Write GeoJSON as RFC 7946 has it, with the values exactly as the API tells them."""
    with writing.path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        for nth, row in enumerate(writing.spool.texts()):
            told: dict[str, Any] = {"type": "Feature"}
            if "id" in row.values:
                told["id"] = row.values["id"]
            told["geometry"] = orjson.Fragment(row.geometry) if row.geometry else None
            told["properties"] = row.values
            file.write((b",\n" if nth else b"\n") + orjson.dumps(told))
        file.write(b"\n]}\n")


def write_kml(writing: Writing) -> None:
    """Write KML 2.2 in the colours of the map; nothing in it is fetched from anywhere."""
    _write_kml(writing, writing.path)


def write_kmz(writing: Writing) -> None:
    """Write KML packed as KMZ."""
    plain = writing.path.with_name("doc.kml")
    _write_kml(writing, plain)
    pack_paths([plain], writing.path)
    plain.unlink()


def write_gpx(writing: Writing) -> None:
    """Write GPX 1.1: points as waypoints, lines and the borders of areas as tracks."""
    with writing.path.open("wb") as file:
        xml = _Xml(file)
        with xml.inside("gpx", version="1.1", creator=_MAKER, xmlns=_GPX):
            with xml.inside("metadata"):
                xml.tell("name", writing.dress.title or writing.layer.id)
            for geometry, values in writing.spool.shaped(WGS84_LONLAT, "point"):
                for lon, lat in shapely.get_coordinates(geometry).tolist():
                    with xml.inside("wpt", lat=_degrees(lat), lon=_degrees(lon)):
                        _tell_gpx(xml, writing, values)
            for shape in ("line", "area"):
                for geometry, values in writing.spool.shaped(WGS84_LONLAT, shape):
                    with xml.inside("trk"):
                        _tell_gpx(xml, writing, values)
                        _tell_track(xml, geometry)


class _Xml:
    """Writes XML piece by piece."""

    def __init__(self, file: Any) -> None:
        self._xml = XMLGenerator(file, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    @contextmanager
    def inside(self, tag: str, **attributes: str) -> Iterator[None]:
        """Write an element around what is written inside."""
        told = {name: _CONTROLS.sub("", words) for name, words in attributes.items()}
        self._xml.startElement(tag, AttributesImpl(told))
        yield
        self._xml.endElement(tag)
        self._xml.ignorableWhitespace("\n")

    def tell(self, tag: str, words: str, **attributes: str) -> None:
        """Write an element with a text."""
        with self.inside(tag, **attributes):
            self._xml.characters(_CONTROLS.sub("", words))


def _write_kml(writing: Writing, path: Path) -> None:
    with path.open("wb") as file:
        xml = _Xml(file)
        with xml.inside("kml", xmlns=_KML), xml.inside("Document"):
            xml.tell("name", writing.dress.title or writing.layer.id)
            if writing.symbols:
                _tell_styles(xml, writing.symbols)
            with xml.inside("Folder"):
                xml.tell("name", writing.layer.id)
                for geometry, values in writing.spool.shaped(WGS84_LONLAT):
                    with xml.inside("Placemark"):
                        _tell_placemark(xml, writing, values)
                        if geometry is not None:
                            _tell_geometry(xml, geometry)


def _tell_styles(xml: _Xml, symbols: Symbology) -> None:
    for code, color in symbols.colors.items():
        with xml.inside("Style", id=code):
            with xml.inside("IconStyle"):
                xml.tell("color", _kml_color(color))
            with xml.inside("LineStyle"):
                xml.tell("color", _kml_color(color))
                xml.tell("width", _LINE_PX)
            with xml.inside("PolyStyle"):
                xml.tell("color", _kml_color(color, _FILL))


def _tell_placemark(xml: _Xml, writing: Writing, values: Mapping[str, Any]) -> None:
    """Write all but the geometry, in the order that the schema of KML asks for."""
    xml.tell("name", str(values.get("name") or values.get("code") or ""))
    start, end = values.get("valid_from"), values.get("valid_to")
    if start or end:
        with xml.inside("TimeSpan"):
            for tag, day in (("begin", start), ("end", end)):
                if day:
                    xml.tell(tag, day)
    code = writing.symbols.find_code(values) if writing.symbols else None
    if code:
        xml.tell("styleUrl", f"#{code}")
    with xml.inside("ExtendedData"):
        for field in writing.fields:
            if field.name != "name" and values.get(field.name) is not None:
                with xml.inside("Data", name=field.name):
                    xml.tell("value", _word(values[field.name]))


def _tell_geometry(xml: _Xml, geometry: BaseGeometry) -> None:
    several = list(geometry.geoms) if hasattr(geometry, "geoms") else [geometry]
    if len(several) > 1:
        with xml.inside("MultiGeometry"):
            for one in several:
                _tell_geometry(xml, one)
    elif several[0].geom_type == "Polygon":
        with xml.inside("Polygon"):
            _tell_ring(xml, "outerBoundaryIs", several[0].exterior)
            for hole in several[0].interiors:
                _tell_ring(xml, "innerBoundaryIs", hole)
    else:
        with xml.inside(several[0].geom_type):
            xml.tell("coordinates", _kml_places(several[0].coords))


def _tell_ring(xml: _Xml, side: str, ring: BaseGeometry) -> None:
    with xml.inside(side), xml.inside("LinearRing"):
        xml.tell("coordinates", _kml_places(ring.coords))


def _tell_gpx(xml: _Xml, writing: Writing, values: Mapping[str, Any]) -> None:
    """Write the name and the description; the schema of GPX has no fields of ours."""
    code, name = str(values.get("code") or ""), str(values.get("name") or "")
    xml.tell("name", f"{code} {name}".strip())
    told = [
        f"{field.name}: {_word(values[field.name])}"
        for field in writing.fields
        if field.name not in {"id", "code", "name"} and values.get(field.name) is not None
    ]
    xml.tell("desc", "; ".join(told))
    xml.tell("type", writing.symbols.find_code(values) or "" if writing.symbols else writing.layer.id)


def _tell_track(xml: _Xml, geometry: BaseGeometry) -> None:
    border = geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry
    for line in shapely.get_parts(border).tolist():
        with xml.inside("trkseg"):
            for lon, lat in line.coords:
                xml.tell("trkpt", "", lat=_degrees(lat), lon=_degrees(lon))


def _kml_places(places: Sequence[Sequence[float]]) -> str:
    return " ".join(f"{_degrees(lon)},{_degrees(lat)}" for lon, lat in places)


def _kml_color(color: str, alpha: str = "ff") -> str:
    """Return a colour as KML has it: alpha, blue, green, red."""
    return f"{alpha}{color[5:7]}{color[3:5]}{color[1:3]}".lower()


def _degrees(number: float) -> str:
    return f"{number:.6f}"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
