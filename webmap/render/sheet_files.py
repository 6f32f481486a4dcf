"""The files that a sheet is given as, and who writes each."""

from collections.abc import Callable
from typing import Final, NamedTuple

from webmap.maps.sheet import Sheet
from webmap.render.geopackage_file import MIMETYPE as GEOPACKAGE
from webmap.render.office.slides import MIMETYPE as SLIDES
from webmap.render.office.slides_sheet import make_sheet_slides
from webmap.render.office.workbook import MIMETYPE as WORKBOOK
from webmap.render.paper.map_sheet import make_map_sheet
from webmap.render.paper.typesetting import PDF
from webmap.render.sheet_data import write_sheet_geopackage, write_sheet_workbook


class SheetFile(NamedTuple):
    """A kind of file: its media type, and what writes it; the same sheet gives the same bytes."""

    mimetype: str
    write: Callable[[Sheet], bytes]


SHEET_FILES: Final = {
    "pdf": SheetFile(PDF, make_map_sheet),
    "png": SheetFile("image/png", lambda sheet: make_map_sheet(sheet, "png")),
    "svg": SheetFile("image/svg+xml", lambda sheet: make_map_sheet(sheet, "svg")),
    "pptx": SheetFile(SLIDES, make_sheet_slides),
    "xlsx": SheetFile(WORKBOOK, write_sheet_workbook),
    "gpkg": SheetFile(GEOPACKAGE, write_sheet_geopackage),
}
"""By suffix."""
