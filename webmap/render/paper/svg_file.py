"""Makes an SVG that every program shows alike: the pictures inside become part of it, their words become outlines."""

import base64
import re
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any, Final
from xml.etree import ElementTree as ET

from webmap.render.paper.fonts import ITALIC, REGULAR, SEMIBOLD, find_font
from webmap.render.paper.map_svg import number

_SVG: Final = "http://www.w3.org/2000/svg"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_EMBEDDED: Final = "data:image/svg+xml;base64,"
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_SIGNS: Final = "signs"
_ONE_READER: Final = Lock()
"""A font unfolds its letters when they are first read, which no two readers may do at once."""

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def flatten_svg(made: bytes) -> bytes:
    """Return an SVG of the typesetter with the pictures in it as drawings, not as files inside a file."""
    root = ET.fromstring(made)  # noqa: S314 - written by our own typesetter
    for nth, (parent, image) in enumerate(list(_find_pictures(root))):
        own = base64.b64decode(image.attrib[_LINK].removeprefix(_EMBEDDED))
        picture = ET.fromstring(own)  # noqa: S314 - drawn by ourselves
        _outline_words(picture)
        _rename(picture, f"p{nth}-")
        for side in ("x", "y", "width", "height"):
            if side in image.attrib:
                picture.set(side, image.attrib[side])
        group = ET.Element(_name("g"), {"transform": image.get("transform", "")})
        group.append(picture)
        parent.insert(list(parent).index(image), group)
        parent.remove(image)
    told: bytes = ET.tostring(root, encoding="utf-8")
    return told


def _find_pictures(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Yield the pictures that are SVG, each with what it stands in."""
    for parent in root.iter():
        for child in parent:
            if child.tag == _name("image") and child.get(_LINK, "").startswith(_EMBEDDED):
                yield parent, child


def _rename(picture: ET.Element, prefix: str) -> None:
    """Give the definitions of a picture names that no other picture has."""
    for one in picture.iter():
        if "id" in one.attrib:
            one.set("id", prefix + one.attrib["id"])
        if one.get("href", "").startswith("#"):
            one.set("href", f"#{prefix}{one.attrib['href'][1:]}")
        if "url(#" in one.get("fill", ""):
            one.set("fill", _REFERENCE.sub(rf"url(#{prefix}\1)", one.attrib["fill"]))


def _outline_words(picture: ET.Element) -> None:
    """Turn words as `webmap.render.paper.map_svg.write` has them into the outlines of their letters."""
    written = 0
    for parent in picture.iter():
        for nth, child in enumerate(parent):
            if child.tag == _name("text"):
                parent[nth] = _outline(child, f"words{written}")
                written += 1


def _outline(text: ET.Element, key: str) -> ET.Element:
    """Return words as paths; the white edge lies beneath them, as it did."""
    cut = SEMIBOLD if "font-weight" in text.attrib else ITALIC if "font-style" in text.attrib else REGULAR
    size = float(text.attrib["font-size"])
    steps, width = _draw_letters(text.text or "", cut, float(text.get("letter-spacing", "0")) / size)
    left = float(text.attrib["x"]) - width * size / 2
    place = f"translate({number(left)} {text.attrib['y']}) scale({size:g} {-size:g})"
    group = ET.Element(_name("g"), {"transform": f"{text.get('transform', '')} {place}".strip()})
    ET.SubElement(ET.SubElement(group, _name("defs")), _name("path"), {"id": key, "d": steps})
    if "stroke" in text.attrib:
        edge = f"{float(text.attrib['stroke-width']) / size:.4g}"
        look = {"href": f"#{key}", "stroke": text.attrib["stroke"], "stroke-width": edge}
        ET.SubElement(group, _name("use"), look)
    ET.SubElement(group, _name("use"), {"href": f"#{key}", "fill": text.attrib["fill"]})
    return group


def _draw_letters(words: str, cut: str, spacing: float) -> tuple[str, float]:
    """Return the outlines of words in a type of size 1, from the left of their base line, and how wide they are."""
    from fontTools.pens.svgPathPen import SVGPathPen  # noqa: PLC0415 - only who asks for SVG needs it
    from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415 - as above

    steps, at = [], 0.0
    with _ONE_READER:
        for letter in words:
            font = _font(cut) if ord(letter) in _font(cut).getBestCmap() else _font(_SIGNS)
            name = font.getBestCmap().get(ord(letter), ".notdef")
            scale = 1 / font["head"].unitsPerEm
            pen = SVGPathPen(None, ntos=lambda value: f"{value:.3f}".rstrip("0").rstrip("."))
            font.getGlyphSet()[name].draw(TransformPen(pen, (scale, 0, 0, scale, at, 0)))
            steps.append(pen.getCommands())
            at += font["hmtx"][name][0] * scale + spacing
    return "".join(steps), at


@cache
def _font(cut: str) -> Any:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    return TTFont(find_font(cut), lazy=True)


def _name(tag: str) -> str:
    return f"{{{_SVG}}}{tag}"
