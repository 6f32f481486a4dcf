"""Sets a sheet in type: a template of the folder ``sheets`` and its data become a PDF, the same bytes every time."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
import typst

from webmap.render.paper.fonts import FAMILIES, font_folder

SHEETS: Final = Path(__file__).parent / "sheets"

PDF: Final = "application/pdf"

_STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, titled, in a named language, with words for every picture."""


def typeset(sheet: str, data: Mapping[str, Any]) -> bytes:
    """Return a PDF.

    Parameters
    ----------
    sheet
        Name of the template in ``sheets``, without its suffix.
    data
        What the template reads as JSON; ``lang`` (``vi`` or ``en``) and ``title`` tell of the document itself. A PDF
        says nothing of when it was made, so that the same data give the same bytes.
    """
    compiler = typst.Compiler(
        SHEETS / f"{sheet}.typ",
        root=SHEETS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps({**data, "fonts": FAMILIES}).decode()},
    )
    made = compiler.compile(format="pdf", pdf_standards=_STANDARD)
    if not isinstance(made, bytes):  # a list for pictures of pages only
        raise TypeError(type(made))
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )
