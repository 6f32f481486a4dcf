"""Owns the type of printed sheets: Be Vietnam Pro as files that a typesetter reads, and how wide its words are."""

import atexit
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import ImageFont

FAMILIES: Final = ("Be Vietnam Pro", "DejaVu Sans")
"""The type of the screen, drawn for Vietnamese marks; the second has the signs that the first lacks (◷ ↻ ✓ ↺ →)."""

REGULAR: Final = "400-normal"
ITALIC: Final = "400-italic"
SEMIBOLD: Final = "600-normal"

_CUTS: Final = (REGULAR, ITALIC, SEMIBOLD)
_SUBSETS: Final = ("latin", "latin-ext", "vietnamese")
_WEB_FONTS: Final = Path(__file__).parents[3] / "node_modules" / "@fontsource" / "be-vietnam-pro" / "files"
_SIGNS: Final = "DejaVuSans.ttf"
_MEASURED_PX: Final = 100


@cache
def font_folder() -> Path:
    """Return a folder with the type of the sheets, made once in the life of the process (about 0.6 s).

    Web pages load a font in pieces, and a typesetter reads neither pieces nor the form that they are in; so the pieces
    of each cut are put together again. Without the packages of the pages the signs' type serves for everything: it has
    every Vietnamese letter.
    """
    folder = TemporaryDirectory(prefix="diaban-fonts-")
    atexit.register(folder.cleanup)
    path = Path(folder.name)
    shutil.copy(_find_signs(), path / _SIGNS)
    for cut in _CUTS:
        pieces = [_WEB_FONTS / f"be-vietnam-pro-{subset}-{cut}.woff" for subset in _SUBSETS]
        if all(piece.is_file() for piece in pieces):
            _join(pieces, path / f"{cut}.ttf")
    return path


def _find_signs() -> Path:
    """Return DejaVu Sans, which comes with matplotlib; that is found without importing it, which takes a second."""
    package = find_spec("matplotlib")
    if package is None or package.origin is None:
        raise FileNotFoundError("matplotlib")
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf" / _SIGNS


def _join(pieces: list[Path], whole: Path) -> None:
    from fontTools.merge import Merger  # noqa: PLC0415 - takes half a second, and no page but a sheet needs it

    font = Merger().merge([str(piece) for piece in pieces])
    font.flavor = None
    font.save(whole)


def text_width(text: str, size: float, cut: str = REGULAR) -> float:
    """Return how wide a line of text is, in the unit of ``size``."""
    return float(_measured(cut).getlength(text)) * size / _MEASURED_PX


def find_font(cut: str) -> Path:
    """Return the file of a cut of the type; the type of the signs where the cut is not there."""
    own = font_folder() / f"{cut}.ttf"
    return own if own.is_file() else font_folder() / _SIGNS


@cache
def _measured(cut: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(find_font(cut), _MEASURED_PX)
