"""Writes the looks of layers as styles of QGIS (QML): colours, patterns and signs, names, and texts for codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

from webmap.maps.looks import LOOKS, Entry, Look
from webmap.maps.symbols import INK, PAPER, Pen, Symbol, list_strokes
from webmap.texts import Translator

VERSION: Final = "3.22"
"""Of QGIS, whose files these are; later ones read them too."""

_SYMBOL_TYPES: Final = {"point": "marker", "line": "line", "area": "fill"}
_SIGN_PX: Final = 16.0
_BESIDE_PX: Final = 13
"""How far from the sign of a place lies what is told beside it: to its side and up."""

_OPACITIES: Final = {"solid": 0.35, "light": 0.18}
_TINT: Final = 0.14
_BRUSHES: Final = {
    "dots": "dense6",
    "hatch-45": "b_diagonal",
    "hatch-horizontal": "horizontal",
    "hatch-vertical": "vertical",
    "cross": "cross",
}
_PLACEMENTS: Final = {
    "point": {"placement": "6", "dist": "1", "distUnits": "MM"},
    "line": {"placement": "2", "placementFlags": "10", "dist": "2.5", "distUnits": "MM", "overrunDistance": "40",
             "overrunDistanceUnit": "MM"},
    "area": {"placement": "1", "quadOffset": "7", "yOffset": "3", "offsetUnits": "MM", "offsetType": "0",
             "centroidInside": "1"},
}  # fmt: skip
"""Where QGIS puts names: beside points, along lines though longer than these, below the middle of areas."""


def write_qml(layer: str, shape: str, translator: Translator, on: date | None = None) -> str:
    """Return the style of the features of a layer that have one shape.

    Parameters
    ----------
    layer
        One of `webmap.maps.looks.LOOKS`.
    shape
        One of `webmap.maps.looks.SHAPES`.
    translator
        Language of its legend.
    on
        Day as of which something is late; None for the day on which QGIS draws it.
    """
    look = LOOKS[layer]
    is_labelled = str(int(bool(look.label)))
    root = ET.Element(
        "qgis", version=VERSION, labelsEnabled=is_labelled, styleCategories="AllStyleCategories"
    )
    root.append(_renderer(look, shape, translator, on))
    if look.label:
        _add_labels(root, look.label, shape)
    _add_fields(root, look.codes, translator)
    ET.indent(root, " ")
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(
        root, encoding="unicode"
    )


def _renderer(look: Look, shape: str, translator: Translator, on: date | None) -> ET.Element:
    value = look.column or _tell_apart(look, on)
    renderer = ET.Element("renderer-v2", type="categorizedSymbol", attr=value, symbollevels="0")
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for nth, entry in enumerate(look.entries):
        told = {"symbol": str(nth), "value": entry.code, "label": translator.text(entry.text)}
        ET.SubElement(categories, "category", {**told, "render": str(entry.is_shown).lower()})
        symbol = ET.SubElement(symbols, "symbol", name=str(nth), type=_SYMBOL_TYPES[shape], alpha="1")
        symbol.extend(_draw(entry, shape))
    if look.day:
        renderer.set("enableorderby", "1")
        clauses = ET.SubElement(renderer, "orderby")
        ET.SubElement(clauses, "orderByClause", asc="1", nullsFirst="1").text = f'"{look.day}"'
    return renderer


def _tell_apart(look: Look, on: date | None) -> str:
    """Return the expression of QGIS for the code of a feature's entry."""
    cases = (f"WHEN {_condition(entry, look.day, on)} THEN '{entry.code}'" for entry in look.entries)
    return f"CASE {' '.join(cases)} END"


def _condition(entry: Entry, day: str, on: date | None) -> str:
    conditions = [f"\"{name}\" = '{wanted}'" for name, wanted in entry.wants.items()]
    if entry.is_late is not None:
        then = "now()" if on is None else f"'{on}'"
        conditions.append(f'to_date("{day}") {"<" if entry.is_late else ">="} to_date({then})')
    return " AND ".join(conditions)


def _draw(entry: Entry, shape: str) -> list[ET.Element]:
    """Return the layers of a symbol, the lowest first: what lies on the ground, and a sign in the middle of it."""
    symbol = entry.symbol
    if isinstance(symbol, Pen):
        return [_dot(symbol)] if shape == "point" else _strokes(symbol, shape)
    ground = [] if entry.side or shape == "point" else [*_fills(symbol, shape), *_strokes(symbol, shape)]
    return [*ground, *_placed(_marker(symbol, entry.side), shape)]


def _placed(marker: Sequence[ET.Element], shape: str) -> list[ET.Element]:
    """Return layers that draw a marker once for each feature."""
    if shape == "point":
        return list(marker)
    holder = (
        _layer("MarkerLine", {"placement": "centralpoint", "placements": "CentralPoint", "rotate": "0"})
        if shape == "line"
        else _layer("CentroidFill", {"point_on_surface": "1"})
    )
    ET.SubElement(holder, "symbol", name="@0@0", type="marker", alpha="1").extend(marker)
    return [holder]


def _marker(symbol: Symbol, side: int) -> list[ET.Element]:
    """Return a disc in the colour of a symbol, with its sign; on a side of the place, or on it."""
    place = {"offset": f"{side * _BESIDE_PX},{-abs(side) * _BESIDE_PX}", "offset_unit": "Pixel",
             "size_unit": "Pixel"}  # fmt: skip
    disc = {"name": "circle", "color": _rgba(PAPER), "outline_color": _rgba(symbol.color),
            "outline_width": "2", "outline_width_unit": "Pixel", "size": f"{_SIGN_PX:g}"}  # fmt: skip
    sign = {"font": "DejaVu Sans", "chr": symbol.sign, "color": _rgba(INK), "size": f"{_SIGN_PX * 0.7:g}"}
    return [_layer("SimpleMarker", {**disc, **place}), _layer("FontMarker", {**sign, **place})]


def _dot(pen: Pen) -> ET.Element:
    dot = {"name": "circle", "color": _rgba(pen.color), "outline_style": "no"}
    return _layer("SimpleMarker", {**dot, "size": f"{2 * pen.width:g}", "size_unit": "Pixel"})


def _fills(symbol: Symbol, shape: str) -> list[ET.Element]:
    if shape == "area" and symbol.fill in _OPACITIES:
        return [_fill(_rgba(symbol.color, _OPACITIES[symbol.fill]), "solid")]
    if shape == "area" and symbol.fill in _BRUSHES:
        return [
            _fill(_rgba(symbol.color, _TINT), "solid"),
            _fill(_rgba(symbol.color), _BRUSHES[symbol.fill]),
        ]
    return []


def _fill(color: str, style: str) -> ET.Element:
    return _layer("SimpleFill", {"color": color, "style": style, "outline_style": "no"})


def _strokes(symbol: Symbol | Pen, shape: str) -> list[ET.Element]:
    return [_line(pen) for _, pen in list_strokes(symbol, shape)]


def _line(pen: Pen) -> ET.Element:
    told = {"line_color": _rgba(pen.color), "line_width": f"{pen.width:g}", "line_width_unit": "Pixel",
            "capstyle": "flat", "joinstyle": "round"}  # fmt: skip
    if pen.dashes:
        dashes = ";".join(map(str, pen.dashes))
        told |= {"use_custom_dash": "1", "customdash": dashes, "customdash_unit": "Pixel"}
    return _layer("SimpleLine", told)


def _layer(kind: str, told: Mapping[str, str]) -> ET.Element:
    layer = ET.Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    layer.append(_options(told))
    for name, value in told.items():  # before QGIS 3.20
        ET.SubElement(layer, "prop", k=name, v=value)
    return layer


def _options(told: Mapping[str, str]) -> ET.Element:
    options = ET.Element("Option", type="Map")
    for name, value in told.items():
        ET.SubElement(options, "Option", name=name, type="QString", value=value)
    return options


def _add_labels(root: ET.Element, field: str, shape: str) -> None:
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings")
    text = ET.SubElement(
        settings, "text-style", fieldName=field, fontFamily="Be Vietnam Pro", fontSize="9", fontSizeUnit="Point",
        textColor=_rgba(INK), isExpression="0",
    )  # fmt: skip
    ET.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="1", bufferSizeUnits="MM", bufferColor=_rgba(PAPER)
    )
    ET.SubElement(settings, "placement", _PLACEMENTS[shape])
    ET.SubElement(settings, "rendering", drawLabels="1", maxNumLabels="2000", obstacle="0")


def _add_fields(
    root: ET.Element, codes: Mapping[str, tuple[str, Sequence[str]]], translator: Translator
) -> None:
    """Let tables of attributes show texts for codes."""
    fields = ET.SubElement(root, "fieldConfiguration")
    for name, (topic, values) in codes.items():
        widget = ET.SubElement(ET.SubElement(fields, "field", name=name), "editWidget", type="ValueMap")
        config = ET.SubElement(ET.SubElement(widget, "config"), "Option", type="Map")
        several = ET.SubElement(config, "Option", name="map", type="List")
        for value in values:
            several.append(_options({translator.text(f"{topic}.{value}"): value}))


def _rgba(color: str, opacity: float = 1.0) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"
