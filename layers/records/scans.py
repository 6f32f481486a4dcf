"""Makes the file of a document fit to be kept: its type is found from its bytes, and pictures are encoded anew."""

import hashlib
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from geo.text.names import to_nfc
from layers.errors import Refused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG, PNG, WEBP, TIFF = "image/jpeg", "image/png", "image/webp", "image/tiff"

SUFFIXES = {PDF: ".pdf", DOCX: ".docx", JPEG: ".jpg", PNG: ".png", WEBP: ".webp", TIFF: ".tif"}
"""Media types that are taken, and how the name of each ends."""

SHOWN = frozenset({JPEG, PNG, WEBP})
"""Media types that a browser may show in place: none of them can hold a script."""

MOST_PIXELS = 60_000_000
"""Pixels of one page: A3 at 450 dots per inch, with room."""

MOST_PIXELS_TOGETHER = 150_000_000
"""Pixels of all pages of one TIFF."""

MOST_UNPACKED_BYTES = 400_000_000
"""What the parts of a DOCX may come to, unpacked."""

LONGEST_NAME = 120

_LONGEST_ENDING = 5
_NOT_IN_NAMES = frozenset('<>:"|?*\ufffd')
_MOST_PARTS = 5000
_MOST_TYPES_BYTES = 1_000_000
_QUALITY = 92
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", TIFF: "TIFF"}
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, struct.error,
           UserWarning)  # fmt: skip
"""What Pillow raises at bytes that are no whole picture; its warnings too, where warnings are errors."""

_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Scan:
    """A file as it is kept.

    Attributes
    ----------
    body
        Its bytes; a picture's hold nothing but the picture.
    media_type
        One of `SUFFIXES`.
    """

    body: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


def name_scan(given: str, media_type: str) -> str:
    """Return the name for whoever downloads a file: what it was called, without folders, ending as its type does.

    Parameters
    ----------
    given
        Whatever the sender says: path, control characters and a wrong ending go; what is left empty is ``file``.
    media_type
        One of `SUFFIXES`.
    """
    last = to_nfc(given).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = last.rpartition(".")
    is_ending = ending.isalnum() and not ending.isdigit() and len(ending) <= _LONGEST_ENDING
    stem = stem if dot and is_ending else last
    kept = "".join(letter for letter in stem if letter.isprintable() and letter not in _NOT_IN_NAMES)
    return (" ".join(kept.split()).strip(" .")[:LONGEST_NAME] or "file") + SUFFIXES[media_type]


def prepare_scan(body: bytes) -> Scan:
    """Return a file as it is kept; the same bytes give the same bytes.

    Parameters
    ----------
    body
        A PDF, a DOCX without macros, or a JPEG, PNG, WebP or TIFF picture, whatever its name says.

    Raises
    ------
    Refused
        ``file_empty``, ``file_type_unknown``, ``file_has_macros``, ``file_broken``, ``file_too_many_pixels``.
    """
    if not body:
        raise Refused("file_empty", field="file")
    media_type = find_media_type(body)
    if media_type is None:
        raise Refused("file_type_unknown", field="file")
    if media_type in _FORMATS:
        return Scan(_encode_again(body, media_type), media_type)
    return Scan(body, media_type)


def find_media_type(body: bytes) -> str | None:
    """Return the media type that the bytes themselves show, or None where it is not one that is taken.

    Raises
    ------
    Refused
        ``file_has_macros``, ``file_broken``: a Word document that cannot be kept.
    """
    if body.startswith(b"%PDF-"):
        return PDF
    if body.startswith(b"\xff\xd8\xff"):
        return JPEG
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return WEBP
    if body[:4] in {b"II*\0", b"MM\0*"}:
        return TIFF
    return DOCX if body.startswith(b"PK\x03\x04") and _is_docx(body) else None


def _is_docx(body: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            if not {"[content_types].xml", "word/document.xml"} <= names:
                return False
            size = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or size > MOST_UNPACKED_BYTES:
                raise Refused("file_broken", field="file")
            with archive.open(_named(parts, "[content_types].xml")) as types:
                told = types.read(_MOST_TYPES_BYTES).lower()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused("file_broken", field="file") from error
    if b"macroenabled" in told or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused("file_has_macros", field="file")
    return True


def _named(parts: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    return next(part for part in parts if part.filename.lower() == name)


def _encode_again(body: bytes, media_type: str) -> bytes:
    """Return a picture upright and without what the camera or the scanner wrote beside it."""
    name = _FORMATS[media_type]
    try:
        with Image.open(BytesIO(body), formats=[name]) as picture:
            picture.verify()
        with Image.open(BytesIO(body), formats=[name]) as picture:
            pages = list(_pages(picture, is_many=media_type == TIFF))
        return _write(pages, name)
    except _BOMB as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise Refused("file_broken", field="file") from error


def _too_many_pixels() -> Refused:
    return Refused("file_too_many_pixels", field="file", maximum=MOST_PIXELS // 1_000_000)


def _pages(picture: Image.Image, *, is_many: bool) -> Iterator[Image.Image]:
    left = MOST_PIXELS_TOGETHER
    for page in ImageSequence.Iterator(picture):
        pixels = page.width * page.height
        left -= pixels
        if pixels > MOST_PIXELS or left < 0:
            raise _too_many_pixels()
        page.load()
        yield _plain(page)
        if not is_many:
            return


def _plain(page: Image.Image) -> Image.Image:
    """Return the pixels alone, upright, in a mode that every format here can write."""
    try:
        upright = ImageOps.exif_transpose(page)
    except _BROKEN:
        upright = page  # what tells how the camera was held cannot be read
    if upright.mode.startswith(("I", "F")):  # 16 or 32 bits a pixel
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    mode = upright.mode if upright.mode in {"1", "L", "RGB"} else "RGB"
    if upright.has_transparency_data:
        clear = upright.convert("RGBA")
        plain = Image.new("RGB", clear.size, "white")
        plain.paste(clear, mask=clear.getchannel("A"))
        return plain
    plain = Image.new(mode, upright.size)
    plain.paste(upright.convert(mode))
    return plain


def _write(pages: list[Image.Image], name: str) -> bytes:
    written = BytesIO()
    first, *others = pages
    if name == "TIFF":
        packing = "group4" if all(page.mode == "1" for page in pages) else "tiff_deflate"
        first.save(written, name, save_all=True, append_images=others, compression=packing)
    elif name == "PNG":
        first.save(written, name, optimize=True)
    else:
        still = first.convert("L") if first.mode == "1" else first
        still.save(written, name, quality=_QUALITY)
    return written.getvalue()
