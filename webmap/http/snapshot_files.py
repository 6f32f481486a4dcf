"""Lists all the files that a map can be taken along as: those of its sheet, and the map that needs no network."""

from typing import Final

from webmap.http.frozen_map import write_frozen_sheet
from webmap.http.respond import HTML
from webmap.render.sheet_files import SHEET_FILES, SheetFile

SNAPSHOT_FILES: Final = {**SHEET_FILES, "html": SheetFile(HTML, write_frozen_sheet)}
"""By suffix; the HTML is composed by templates, so that it is not a matter of `webmap.render`."""
