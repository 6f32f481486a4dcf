"""Sets a sheet in type: a template of the folder ``sheets`` and its data become the same bytes every time."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from webmap.render.paper.fonts import FAMILIES, font_folder

if TYPE_CHECKING:
    from typst import Fonts

SHEETS: Final = Path(__file__).parent / "sheets"

PDF: Final = "application/pdf"
PDF_FORM: Final = "pdf"

_STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, titled, in a named language, with words for every picture."""


def typeset(sheet: str, data: Mapping[str, Any], *, form: str = PDF_FORM, dpi: int = 144) -> bytes:
    """Return a PDF, or the first page as a picture.

    Parameters
    ----------
    sheet
        Name of the template in ``sheets``, without its suffix.
    data
        What the template reads as JSON; ``lang`` (``vi`` or ``en``) and ``title`` tell of the document itself. A PDF
        says nothing of when it was made, so that the same data give the same bytes.
    form
        ``pdf``, ``svg`` or ``png``.
    dpi
        Dots per inch of PNG.
    """
    import typst  # noqa: PLC0415 - a compiler that only sheets need

    compiler = typst.Compiler(
        SHEETS / f"{sheet}.typ",
        root=SHEETS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps({**data, "fonts": FAMILIES}).decode()},
    )
    if form == PDF_FORM:
        made = compiler.compile(format="pdf", pdf_standards=_STANDARD)
    elif form == "png":
        made = compiler.compile(format="png", ppi=float(dpi))
    else:
        made = compiler.compile(format="svg")
    return first_page(made)


def first_page(made: bytes | list[bytes] | None) -> bytes:
    """Return what was made, or of pictures of several pages the first."""
    page = made[0] if isinstance(made, list) else made
    if page is None:  # it was written to a file, which is never asked for
        raise TypeError(type(made))
    return page


@cache
def _fonts() -> "Fonts":
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font_folder())]
    )
