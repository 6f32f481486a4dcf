"""Pictures of every kind of sheet, and how far two pictures of one sheet may differ.

Type is drawn a little differently by every release of the typesetter, so bytes are not compared here (that the same
sheet gives the same bytes is tested where it is made). Both pictures are made grey-blind to such edges by a blur; what
is measured is the mean of the differences of all dots and colours, and the greatest difference of any part of the
picture: a sign that is missing is lost in the mean, but not in the part that it stands in.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from tests.office import open_as_pdf
from tests.webmap.maps.made_feed import IMPRINT, make_feed, make_sheet, supervise
from tests.webmap.render.day import Day, make_papers
from tests.webmap.render.made_pack import make_made_pack, say_nothing
from tests.webmap.render.office.telling import make_paper
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.render.office.document import fill_document, own_template
from webmap.render.office.slides_sheet import make_sheet_slides
from webmap.render.paper.map_sheet import make_map_sheet
from webmap.render.paper.pack_sheet import make_pack_sheet
from webmap.render.paper.run_sheet import SheetWish, make_run_sheet
from webmap.render.plan_papers import Origin
from webmap.texts import LANGUAGES, Translator

FOLDER: Final = Path(__file__).parent / "data" / "golden"
DPI: Final = 60

MOST_MEAN: Final = 1.0
MOST_PART: Final = 12.0
"""Of 255: how far two pictures of the same sheet may differ, in the mean and in any part."""

_BLUR_PX: Final = 1.5
_PART_PX: Final = 12


class Difference(NamedTuple):
    """How far two pictures differ, of 255: the mean of all dots, and the mean of the part that differs most."""

    mean: float
    part: float

    @property
    def is_seen(self) -> bool:
        """Whether a reader would notice it."""
        return self.mean > MOST_MEAN or self.part > MOST_PART


def compare(one: Image.Image, other: Image.Image) -> Difference:
    """Return how far two pictures of the same size differ."""
    if one.size != other.size:
        return Difference(255, 255)
    apart = np.abs(_blurred(one) - _blurred(other)).mean(axis=2)
    high, wide = (side // _PART_PX * _PART_PX for side in apart.shape)
    parts = apart[:high, :wide].reshape(high // _PART_PX, _PART_PX, wide // _PART_PX, _PART_PX)
    return Difference(float(apart.mean()), float(parts.mean(axis=(1, 3)).max()))


def draw(name: str) -> Image.Image:
    """Return the first page of a sheet by its name, ``<kind>_<locale>``."""
    kind, locale = name.rsplit("_", maxsplit=1)
    made = _SHEETS[kind](locale) if kind in _SHEETS else _open_office_files()[name]
    (page, *_) = pypdfium2.PdfDocument(made)
    picture: Image.Image = page.render(scale=DPI / 72).to_pil()
    return picture.convert("RGB")


def open_golden(name: str) -> Image.Image:
    """Return the picture that is kept."""
    return Image.open(FOLDER / f"{name}.png").convert("RGB")


def keep(name: str) -> int:
    """Keep the picture of a sheet, in few colours to be small, and return how many bytes it takes."""
    body = io.BytesIO()
    draw(name).quantize(256, kmeans=1, dither=Image.Dither.NONE).save(body, "PNG", optimize=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(body.getvalue())
    return len(body.getvalue())


def _blurred(picture: Image.Image) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(_BLUR_PX)), dtype=np.float64)


def _status(locale: str) -> bytes:
    return make_map_sheet(make_sheet(supervise(make_feed()), locale=locale, selected="DB00003"))


def _portrait(locale: str) -> bytes:
    return make_map_sheet(make_sheet(locale=locale, orientation="portrait", paper="A3", grid="graticule"))


def _ward(locale: str) -> bytes:
    restricted = replace(IMPRINT, watermark="lan · 22/11/2026 10:30", demo="DỮ LIỆU MẪU")
    return make_map_sheet(make_sheet(locale=locale, area="w1", imprint=restricted))


def _figure(locale: str) -> bytes:
    values = {
        "w0@start": FigureValue(12, 12),
        "w1@start": FigureValue(3, 7),
        "w2@start": FigureValue(None, None),
    }
    title = Translator(locale).text("map_sheet.count_title")
    return make_map_sheet(replace(make_sheet(locale=locale, kind="figure"), figure=AreaFigure(title, values)))


def _empty(locale: str) -> bytes:
    return make_map_sheet(make_sheet(make_feed(()), locale=locale))


def _run(locale: str) -> bytes:
    papers = make_papers(Day((5,), left_out=1, rest_after=2), Origin("https://x.example/plans/LT00001"))
    return make_run_sheet(papers, Translator(locale), SheetWish())


def _pack(locale: str) -> bytes:
    return make_pack_sheet(make_made_pack(locale), say_nothing)


@cache
def _open_office_files() -> dict[str, bytes]:
    """Return slides and a report as LibreOffice shows them; reports are in Vietnamese, as their law has it."""
    files = {
        f"slides_{locale}.pptx": make_sheet_slides(make_sheet(supervise(make_feed()), locale=locale))
        for locale in LANGUAGES
    }
    files["report_vi.docx"] = fill_document(own_template(), make_paper(above=True))
    return {name.partition(".")[0]: made for name, made in open_as_pdf(files).items()}


_SHEETS: Final[dict[str, Callable[[str], bytes]]] = {
    "status": _status,
    "portrait": _portrait,
    "ward": _ward,
    "figure": _figure,
    "empty": _empty,
    "run_sheet": _run,
    "pack": _pack,
}

NAMES: Final = (
    *(f"{kind}_{locale}" for kind in (*_SHEETS, "slides") for locale in LANGUAGES),
    "report_vi",
)
