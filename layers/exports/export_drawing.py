"""Writes exports as drawings for CAD: DXF R12 in text, which every program reads, with names beside the shapes."""

from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.text.legacy import encode
from layers.exports.export_order import Writing

_NAMES: Final = "TEN"
"""Layer of the drawing that holds the names."""

_OTHER: Final = "KHAC"
_WHITE: Final = 7
_TEXT_HEIGHT_M: Final = 5.0
_METRES_PER_DEGREE: Final = 111_000.0
_CODE_PAGE: Final = "cp1258"
"""R12 has no Unicode; programs are told in the head that its letters are those of Windows in Viet Nam."""
_LAST: Final = "\u00a0"
"""Ends a text unseen: decoders wait behind a letter for its tone, and some of them for ever."""

_PALETTE: Final = {
    1: (255, 0, 0), 2: (255, 255, 0), 3: (0, 255, 0), 4: (0, 255, 255), 5: (0, 0, 255), 6: (255, 0, 255),
    8: (128, 128, 128), 9: (192, 192, 192), 30: (255, 127, 0), 34: (153, 76, 0), 40: (255, 191, 0),
    94: (0, 153, 0), 104: (0, 153, 76), 150: (0, 127, 255), 154: (0, 76, 153), 211: (255, 127, 255),
}  # fmt: skip
"""Some colours of the AutoCAD colour index, sRGB."""


def write_dxf(writing: Writing) -> None:
    """Write a DXF: a layer for each value by which rows look different, in the nearest colour that CAD numbers."""
    with writing.path.open("w", encoding="iso-8859-1", newline="\r\n") as file:
        drawing = _Drawing(file, is_metric=writing.order.crs.kind == "projected")
        drawing.tell((0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009"))
        drawing.tell((9, "$DWGCODEPAGE"), (3, "ANSI_1258"), (0, "ENDSEC"))
        _write_layers(drawing, writing)
        drawing.tell((0, "SECTION"), (2, "ENTITIES"))
        for geometry, values in writing.spool.shaped(writing.order.crs):
            if geometry is not None:
                _write_row(drawing, _layer_of(writing, values), geometry, _name_of(values))
        drawing.tell((0, "ENDSEC"), (0, "EOF"))


class _Drawing:
    """Writes pairs of group code and value, each on a line of its own, as DXF has them."""

    def __init__(self, file: IO[str], *, is_metric: bool) -> None:
        self._file = file
        self._decimals = 3 if is_metric else 9
        self._text_height = _TEXT_HEIGHT_M if is_metric else _TEXT_HEIGHT_M / _METRES_PER_DEGREE

    def tell(self, *pairs: tuple[int, object]) -> None:
        """Write pairs."""
        self._file.writelines(f"{code:>3}\n{value}\n" for code, value in pairs)

    def point(self, layer: str, at: Sequence[float]) -> None:
        """Write a point."""
        self.tell((0, "POINT"), (8, layer), *self._place(at))

    def path(self, layer: str, corners: Sequence[Sequence[float]], *, is_closed: bool) -> None:
        """Write a polyline; of a closed one, the last corner is the first again."""
        self.tell((0, "POLYLINE"), (8, layer), (66, 1), (70, int(is_closed)))
        for corner in corners[:-1] if is_closed else corners:
            self.tell((0, "VERTEX"), (8, layer), *self._place(corner))
        self.tell((0, "SEQEND"), (8, layer))

    def text(self, layer: str, at: Sequence[float], words: str) -> None:
        """Write a text that begins at a place."""
        height, line = f"{self._text_height:.9f}", encode(" ".join(words.split()), _CODE_PAGE) + _LAST
        self.tell((0, "TEXT"), (8, layer), *self._place(at), (40, height), (1, line))

    def _place(self, at: Sequence[float]) -> tuple[tuple[int, str], tuple[int, str]]:
        x, y = at[:2]
        return (10, f"{x:.{self._decimals}f}"), (20, f"{y:.{self._decimals}f}")


def _write_layers(drawing: _Drawing, writing: Writing) -> None:
    colors = writing.symbols.colors if writing.symbols else {}
    numbers = {_NAMES: _WHITE, _OTHER: _WHITE, **{code: _nearest(color) for code, color in colors.items()}}
    drawing.tell((0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LAYER"), (70, len(numbers)))
    for name, number in numbers.items():
        drawing.tell((0, "LAYER"), (2, name), (70, 0), (62, number), (6, "CONTINUOUS"))
    drawing.tell((0, "ENDTAB"), (0, "ENDSEC"))


def _write_row(drawing: _Drawing, layer: str, geometry: BaseGeometry, name: str) -> None:
    for part in shapely.get_parts(geometry).tolist():
        if part.geom_type == "Point":
            drawing.point(layer, part.coords[0])
        elif part.geom_type == "LineString":
            drawing.path(layer, part.coords, is_closed=False)
        else:
            for ring in (part.exterior, *part.interiors):
                drawing.path(layer, ring.coords, is_closed=True)
    if name:
        drawing.text(_NAMES, shapely.point_on_surface(geometry).coords[0], name)


def _layer_of(writing: Writing, values: Mapping[str, Any]) -> str:
    code = writing.symbols.find_code(values) if writing.symbols else None
    return code or _OTHER


def _name_of(values: Mapping[str, Any]) -> str:
    return str(values.get("name") or values.get("code") or "")


def _nearest(color: str) -> int:
    """Return the number of the palette's colour nearest to an sRGB hexadecimal one."""
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return min(
        _PALETTE,
        key=lambda number: sum((a - b) ** 2 for a, b in zip(_PALETTE[number], wanted, strict=True)),
    )
